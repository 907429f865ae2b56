"""Delimited text as records: exact strings, quoted line breaks, broken rows accounted for."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from geo.errors import FileContentError, TooLargeError
from geo.importers.base import Fault
from geo.importers.tools.encoding import CHUNK, chunks, detect
from geo.importers.tools.records import Container, Records, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink

_MAX_COLUMNS = 2_000


class _Feed:
    """The file as UTF-8 bytes for Arrow; counts quotation marks and notices zero bytes on the way."""

    closed = False

    def __init__(self, path: Path, codec: str, sink: Sink) -> None:
        self._total, self._sink = path.stat().st_size, sink
        self._pieces = self._plain(path) if codec == "utf-8" else (t.encode() for t in chunks(path, codec))
        self._rest = b""
        self.done = self.quotes = 0
        self.zeros = False

    @staticmethod
    def _plain(path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece

    def read(self, size: int) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self.done += len(piece)
            self.quotes += piece.count(b'"')
            self.zeros = self.zeros or b"\0" in piece
            self._sink.step(min(self.done, self._total), self._total)
            self._rest = piece
        head, self._rest = self._rest[:size], self._rest[size:]
        return head


def open_delimited(path: Path, options: Options, sink: Sink, delimiter: str = ",") -> Container:
    """Open a delimited text with a header row.

    Rows with a wrong number of cells are rejected; a first row of HXL tags is skipped.
    Raises FileContentError for a bad encoding, no header, or a quotation mark that is never closed.
    """
    encoding = detect(path, options.encoding)
    notes = [encoding.note] if encoding.note else []
    names, lines = _header(path, encoding.codec, delimiter)
    batches = _batches(path, encoding.codec, options, sink, (names, lines, delimiter))
    return Container(names, batches, notes=notes)


def _header(path: Path, codec: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    text = next((t for t in chunks(path, codec) if t), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        row = next(r for r in rows if any(c.strip() for c in r))
    except StopIteration:
        raise FileContentError("The file has no header row.") from None
    except csv.Error:
        raise FileContentError("The header row cannot be read: is it delimited text?") from None
    if len(row) > _MAX_COLUMNS:
        raise TooLargeError(f"The header row has {len(row)} columns; {_MAX_COLUMNS} is the most that is read.")
    return unique_names(row), rows.line_num


def _batches(
    path: Path, codec: str, options: Options, sink: Sink, shape: tuple[tuple[str, ...], int, str]
) -> Iterator[Records]:
    names, lines, delimiter = shape
    feed = _Feed(path, codec, sink)
    numbering = _Numbering(len(names), lines, sink)
    try:
        reader = pv.open_csv(
            pa.PythonFile(feed, mode="r"),
            read_options=pv.ReadOptions(
                use_threads=False, block_size=options.row_bytes, column_names=names, skip_rows=lines
            ),
            parse_options=pv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=numbering.note
            ),
            convert_options=pv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False
            ),
        )
        for batch in reader:
            records = numbering.number(batch)
            if len(records):
                yield within_limits(records, options, sink, zeros=feed.zeros)
    except pa.ArrowInvalid as error:
        if "Could not skip" not in str(error) and "Empty CSV" not in str(error):
            raise _explain(error, numbering.last + 1, options) from None
    numbering.finish()
    if feed.quotes % 2:
        _refuse_open_quote(path, codec, delimiter)


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
        if cell.nbytes > options.cell_chars:
            lengths = pc.fill_null(pc.binary_length(cell), 0).to_numpy(zero_copy_only=False)
            for at in np.flatnonzero((lengths > options.cell_chars) & keep):
                reason = f"the cell is {lengths[at]:,} bytes long; {options.cell_chars:,} is the most that is read"
                sink.rejected.append(Fault(int(records.rows[at]), name, reason))
                keep[at] = False
        if zeros:
            found = pc.fill_null(pc.match_substring(cell, "\0"), fill_value=False).to_numpy(zero_copy_only=False)
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
