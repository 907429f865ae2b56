"""Delimited text as records: exact strings, quoted line breaks, broken rows accounted for."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from geo.errors import FileContentError, TooLargeError
from geo.importers.base import Fault
from geo.importers.tools.ahead import ahead
from geo.importers.tools.coded import CODED, is_coded, plain
from geo.importers.tools.encoding import Census, chunks, detect
from geo.importers.tools.records import Container, Records, unique_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.tools.encoding import Encoding

MOST_COLUMNS = 2_000
_LOOKED_AT = 1 << 18
_LOOKED_THROUGH, _WIDE = 30, 3
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""A first line by which a spreadsheet states the separator of cells."""
_EMPTY = Census(is_utf8=True, quotes=0, zeros=False)


class _Shape(NamedTuple):
    """How the text is cut: names of columns, lines before the first record, separator, blank cells as nulls.

    ``coded`` are the columns to read as codes of their distinct values.
    """

    names: tuple[str, ...]
    lines: int
    delimiter: str
    nulls: bool
    quotes: bool
    coded: frozenset[str] = frozenset()


class _Feed:
    """Text of another encoding as UTF-8 bytes for Arrow; takes the census on the way."""

    closed = False

    def __init__(self, path: Path, codec: str) -> None:
        self._pieces = (text.encode() for text in chunks(path, codec))
        self._rest = b""
        self.census = Census(is_utf8=True, quotes=0, zeros=False)

    def read(self, size: int) -> bytes:
        """Give up to ``size`` bytes, none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            _, quotes, zeros = self.census
            self.census = Census(True, quotes + piece.count(b'"'), zeros or b"\0" in piece)
            self._rest = piece
        head, self._rest = self._rest[:size], self._rest[size:]
        return head


def open_delimited(
    path: Path,
    options: Options,
    sink: Sink,
    delimiter: str = ",",
    *,
    nulls: bool = False,
    names: tuple[str, ...] | None = None,
    coded: bool = False,
) -> Container:
    """Open a delimited text with a header row; with ``names`` one without, in which no mark quotes.

    With ``coded`` columns whose values repeat come as codes (``geo.importers.tools.coded``).
    Rows with a wrong number of cells are rejected; a first row of HXL tags is skipped.
    Raises FileContentError for a bad encoding, no header, or a quotation mark that is never closed.
    """
    encoding = detect(path, options.encoding)
    notes = [encoding.note] if encoding.note else []
    shape = _Shape(names or (), 0, delimiter, nulls, quotes=names is None)
    if names is None:
        names, lines = _header(path, encoding.codec, delimiter)
        shape = shape._replace(names=names, lines=lines)
    if coded and encoding.is_utf8:
        shape = shape._replace(coded=_repeating(path, options, shape))
    batches = _batches(path, encoding, options, sink, shape)
    return Container(names, batches, notes=notes)


def _header(path: Path, codec: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    text = next((t for t in chunks(path, codec) if t), "")
    rest = without_separator_line(text)
    rows = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter)
    read = [(row, rows.line_num) for row in first_rows(rows, _LOOKED_THROUGH)]
    if not read and rest.strip():
        raise FileContentError("The header row cannot be read: is it delimited text?")
    at = header_at([row for row, _ in read])
    if at is None:
        raise FileContentError("The file has no header row.")
    row, lines = read[at]
    if len(row) > MOST_COLUMNS:
        raise TooLargeError(f"The header row has {len(row)} columns; {MOST_COLUMNS} is the most that is read.")
    return unique_names(row), lines + (rest != text)


def first_rows(rows: Iterable[list[str]], most: int) -> Iterator[list[str]]:
    """Give the first rows of a CSV reader, up to one that it cannot read: what lies below a header may be odd."""
    with suppress(csv.Error):
        yield from islice(rows, most)


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Tell which of the first rows heads the table: the first one, or the first wide one below a lone title.

    None where all rows are blank.
    """
    filled = [sum(bool(c.strip()) for c in row) for row in rows]
    first = next((i for i, n in enumerate(filled) if n), None)
    if first is None or filled[first] > 1:
        return first
    return next((i for i, n in enumerate(filled) if n >= _WIDE), first)


def without_separator_line(text: str) -> str:
    """Give the text after a first line that states the separator of cells, all of it where there is none."""
    first, end, rest = text.partition("\n")
    return rest if end and SEPARATOR_LINE.fullmatch(first.strip("\ufeff\r")) else text


def _repeating(path: Path, options: Options, shape: _Shape) -> frozenset[str]:
    """Name the columns that hold few distinct values in the first rows."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    source = pa.BufferReader(head[: head.rfind(b"\n") + 1])
    try:
        batches = list(_reader(source, options, shape, lambda _: "skip"))
    except pa.ArrowInvalid:
        return frozenset()
    table = pa.Table.from_batches(batches) if batches else pa.table({})
    return frozenset(n for n in table.column_names if 4 * pc.count_distinct(table[n]).as_py() <= len(table))


def _batches(path: Path, encoding: Encoding, options: Options, sink: Sink, shape: _Shape) -> Iterator[Records]:
    feed = None if encoding.census else _Feed(path, encoding.codec)
    numbering = _Numbering(len(shape.names), shape.lines, sink)
    done, total = 0, path.stat().st_size
    source = pa.PythonFile(feed, mode="r") if feed else path
    try:
        for batch in ahead(_reader(source, options, shape, numbering.note)):
            census = encoding.census or (feed.census if feed else _EMPTY)
            done += batch.nbytes
            sink.step(min(done, total), total)
            records = numbering.number(batch)
            if len(records):
                yield within_limits(records, options, sink, zeros=census.zeros)
    except pa.ArrowInvalid as error:
        if "Could not skip" not in str(error) and "Empty CSV" not in str(error):
            raise _explain(error, numbering.last, options) from None
    numbering.finish()
    if shape.quotes and (encoding.census or (feed.census if feed else _EMPTY)).quotes % 2:
        _refuse_open_quote(path, encoding.codec, shape.delimiter)


def _reader(
    source: pa.NativeFile | Path, options: Options, shape: _Shape, broken: Callable[[pv.InvalidRow], str]
) -> Iterator[pa.RecordBatch]:
    reader = pv.open_csv(
        source,
        read_options=pv.ReadOptions(
            use_threads=False, block_size=options.row_bytes, column_names=shape.names, skip_rows=shape.lines
        ),
        parse_options=pv.ParseOptions(
            delimiter=shape.delimiter,
            quote_char='"' if shape.quotes else False,
            newlines_in_values=shape.quotes,
            invalid_row_handler=broken,
        ),
        convert_options=pv.ConvertOptions(
            column_types={n: CODED if n in shape.coded else pa.string() for n in shape.names},
            null_values=[""] if shape.nulls else [],
            strings_can_be_null=shape.nulls,
            quoted_strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    yield from reader


class _Numbering:
    """Gives records their numbers, though Arrow leaves broken rows out of its batches."""

    def __init__(self, columns: int, lines: int, sink: Sink) -> None:
        self._columns, self._lines, self._sink = columns, lines, sink
        self._broken: list[tuple[int, int]] = []
        self._hxl = 0
        self._begun = False
        self.last = 0

    def note(self, row: pv.InvalidRow) -> str:
        """Take a broken row from Arrow, whose count includes the lines skipped at the top."""
        number = row.number - self._lines
        if number == 1 and is_hxl(row.text.split(",")):
            self._hxl = 1
        else:
            self._broken.append((number, row.actual_columns))
        return "skip"

    def number(self, batch: pa.RecordBatch) -> Records:
        """Make records of a batch; the file's first row is left out where it holds HXL tags."""
        if not self._begun and len(batch) and not self._hxl and not any(n == 1 for n, _ in self._broken):
            self._hxl = int(is_hxl([c[0].as_py() for c in batch.columns]))
            batch = batch.slice(self._hxl)
        self._begun = True
        rows = np.empty(len(batch), dtype=np.int64)
        filled = 0
        while filled < len(rows):
            self._pass_broken()
            room = self._broken[0][0] - self._hxl - 1 - self.last if self._broken else len(rows)
            step = min(len(rows) - filled, room)
            rows[filled : filled + step] = np.arange(self.last + 1, self.last + 1 + step)
            self.last += step
            filled += step
        self._sink.read += len(rows)
        return Records(rows, dict(zip(batch.schema.names, batch.columns, strict=True)))

    def finish(self) -> None:
        """Account for broken rows after the last whole one."""
        while self._broken:
            self._pass_broken()

    def _pass_broken(self) -> None:
        while self._broken and self._broken[0][0] - self._hxl == self.last + 1:
            _, found = self._broken.pop(0)
            self.last += 1
            self._sink.read += 1
            self._sink.rejected.append(
                Fault(self.last, "", f"the row has {found} cells where the header has {self._columns}")
            )


def is_hxl(cells: list[str]) -> bool:
    """Tell whether a row holds HXL tags (``#date+start``) and nothing else."""
    filled = [c.strip() for c in cells if c and c.strip()]
    return bool(filled) and all(c.startswith("#") and len(c) > 1 for c in filled)


def within_limits(records: Records, options: Options, sink: Sink, *, zeros: bool = False) -> Records:
    """Reject rows with a cell longer than the limit, or with a zero byte in a cell where ``zeros``."""
    keep = np.ones(len(records), dtype=bool)
    for name, cell in records.cells.items():
        text = cell.dictionary if is_coded(cell) else cell
        if text.nbytes > options.cell_chars and (pc.max(pc.binary_length(text)).as_py() or 0) > options.cell_chars:
            lengths = pc.fill_null(pc.binary_length(plain(cell)), 0).to_numpy(zero_copy_only=False)
            for at in np.flatnonzero((lengths > options.cell_chars) & keep):
                reason = f"the cell is {lengths[at]:,} bytes long; {options.cell_chars:,} is the most that is read"
                sink.rejected.append(Fault(int(records.rows[at]), name, reason))
                keep[at] = False
        if zeros:
            found = pc.fill_null(pc.match_substring(plain(cell), "\0"), fill_value=False).to_numpy(zero_copy_only=False)
            for at in np.flatnonzero(found & keep):
                sink.rejected.append(Fault(int(records.rows[at]), name, "the cell holds a zero byte"))
                keep[at] = False
    return records if keep.all() else records.take(keep)


def _explain(error: pa.ArrowInvalid, row: int, options: Options) -> Exception:
    text = str(error)
    if "straddling" in text or "out of sync" in text or "block" in text:
        return TooLargeError(
            f"After row {row}: a record is longer than {options.row_bytes >> 20} MB, "
            "or a quotation mark is opened and never closed."
        )
    return FileContentError(f"After row {row}: the file cannot be read as delimited text.")


def _refuse_open_quote(path: Path, codec: str, delimiter: str) -> None:
    """Look closer at a file with an odd number of quotation marks."""
    rows = csv.reader(_whole_lines(path, codec), delimiter=delimiter, strict=True)
    count = 0
    try:
        for row in rows:
            count += bool(row)
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            message = f"row {count}: a quotation mark is opened and never closed, so that the rest of the file is lost."
            raise FileContentError(message) from None


def _whole_lines(path: Path, codec: str) -> Iterator[str]:
    with path.open(encoding=codec, newline="") as file:
        yield from file
