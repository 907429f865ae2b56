"""The first sheet of an XLSX workbook as records."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from geo.errors import FileContentError, TooLargeError
from geo.importers.base import Fault
from geo.importers.sandbox.archive import check_index
from geo.importers.tools.header_row import header_at, is_hxl
from geo.importers.tools.limits import within_limits
from geo.importers.tools.records import Container, Records, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink

_BATCH = 5_000
_LOOKED_THROUGH = 30
_MOST_COLUMNS = 500
_MOST_ROWS = 1_048_576  # ECMA-376 leaves it open; every program that writes workbooks ends here
_MOST_BYTES = 1 << 30
_MOST_MEMBERS = 10_000
_BROKEN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, OSError, EOFError)


def check_zip(path: Path, most: int = _MOST_BYTES) -> list[str]:
    """Give the names in an archive; raises TooLargeError where it would unpack to more than ``most`` bytes."""
    check_index(path, _MOST_MEMBERS)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise FileContentError("The archive is damaged.") from None
    if sum(m.file_size for m in members) > most:
        raise TooLargeError(f"The archive unpacks to more than {most >> 20} MB, the most that is read.")
    return [m.filename for m in members]


def open_sheet(path: Path, options: Options, sink: Sink) -> Container:
    """Open the first sheet that is shown and not empty; blank rows are not rows.

    Its first filled row is the header, or the first wide one below a lone title.
    """
    check_zip(path)
    rows, notes = _first_sheet(path)
    above = list(islice(rows, _LOOKED_THROUGH))
    at = header_at(above)
    if at is None:
        raise FileContentError("The workbook holds no filled sheet.")
    if at:
        notes.append(f"Left aside, as they stand above the table: {at:,} {'rows' if at > 1 else 'row'}.")
    names = unique_names(list(above[at]))
    return Container(names, _batches(chain(above[at + 1 :], rows), names, options, sink), notes=notes)


def _first_sheet(path: Path) -> tuple[Iterator[tuple[str, ...]], list[str]]:
    """Give the rows of the sheet that is read, and a note where other sheets stay unread."""
    with _readable():
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = sorted(book.worksheets, key=lambda s: s.sheet_state != "visible")
    for sheet in sheets:
        rows = _rows(sheet)
        first = next(rows, None)
        if first is not None:
            others = [s.title for s in sheets if s is not sheet]
            named = f"Only the sheet “{sheet.title}” was read, not {', '.join(others)}"[:300]
            return chain((first,), rows), [f"{named}."] if others else []
    return iter(()), []


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    """Give the filled rows as text, trailing blank cells left out."""
    with _readable():
        sheet.reset_dimensions()
        blank: tuple[Any, ...] | None = None  # one object stands for a million rows before a far cell
        for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)):
            if number >= _MOST_ROWS:
                raise FileContentError(f"The workbook has a row beyond {_MOST_ROWS:,}, the last there can be.")
            if row is blank:
                continue
            if row.count(None) == len(row):
                blank = row
                continue
            texts = [_text(v) for v in row]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                yield tuple(texts)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (*_BROKEN, IndexError, TypeError, AttributeError) as error:
        raise FileContentError("The workbook is damaged or is no XLSX file.") from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _batches(
    rows: Iterator[tuple[str, ...]], names: tuple[str, ...], options: Options, sink: Sink
) -> Iterator[Records]:
    begun = False
    while chunk := list(islice(rows, _BATCH)):
        if not begun and is_hxl(list(chunk[0])):
            chunk = chunk[1:]
        begun = True
        kept, numbers = [], []
        for row in chunk:
            sink.read += 1
            if len(row) > len(names):
                reason = f"the row has {len(row)} cells where the header has {len(names)}"
                sink.rejected.append(Fault(sink.read, "", reason))
            else:
                kept.append(row + ("",) * (len(names) - len(row)))
                numbers.append(sink.read)
        columns = zip(*kept, strict=True) if kept else ((),) * len(names)
        cells = {n: pa.array(list(c), pa.string()) for n, c in zip(names, columns, strict=True)}
        sink.step(0, 1)
        yield within_limits(Records(np.array(numbers, dtype=np.int64), cells), options, sink, zeros=True)
