"""Delimited text as records: exact strings, quoted line breaks, broken rows accounted for."""

from __future__ import annotations

import csv
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from geo.errors import FileContentError, TooLargeError
from geo.importers.tools.ahead import ahead
from geo.importers.tools.coded import CODED
from geo.importers.tools.encoding import Census, detect
from geo.importers.tools.feeds import Feed, Paced
from geo.importers.tools.header_row import read_header
from geo.importers.tools.limits import within_limits
from geo.importers.tools.numbering import Numbering
from geo.importers.tools.records import Container

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.tools.encoding import Encoding
    from geo.importers.tools.records import Records

_LOOKED_AT = 1 << 18
_EMPTY = Census(is_utf8=True, quotes=0, zeros=False)


class _Shape(NamedTuple):
    """How the text is cut: names of columns, lines before the first record, separator, blank cells as nulls.

    ``coded`` are the columns to read as codes of their distinct values; ``first`` gives one batch and no more.
    """

    names: tuple[str, ...]
    lines: int
    delimiter: str
    nulls: bool
    quotes: bool
    coded: frozenset[str] = frozenset()
    first: bool = False


def open_delimited(
    path: Path,
    options: Options,
    sink: Sink,
    delimiter: str = ",",
    *,
    nulls: bool = False,
    names: tuple[str, ...] | None = None,
    coded: bool = False,
    first: bool = False,
    encoding: Encoding | None = None,
) -> Container:
    """Open a delimited text with a header row; with ``names`` one without, in which no mark quotes.

    With ``coded`` columns whose values repeat come as codes (``geo.importers.tools.coded``).
    With ``first`` only the first batch is given. ``encoding`` is what ``detect`` found, None where it was not asked.
    Rows with a wrong number of cells are rejected; a first row of HXL tags is skipped.
    Raises FileContentError for a bad encoding, no header, or a quotation mark that is never closed.
    """
    encoding = encoding or detect(path, options.encoding)
    notes = [encoding.note] if encoding.note else []
    shape = _Shape(names or (), 0, delimiter, nulls, quotes=names is None, first=first)
    if names is None:
        names, lines = read_header(path, encoding.codec, delimiter)
        shape = shape._replace(names=names, lines=lines)
    if coded and encoding.is_utf8:
        shape = shape._replace(coded=_repeating(path, options, shape))
    batches = _batches(path, encoding, options, sink, shape)
    return Container(names, batches, notes=notes)


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
    feed = None if encoding.census else Feed(path, encoding.codec)
    numbering = Numbering(len(shape.names), shape.lines, sink)
    done, total = 0, path.stat().st_size
    try:
        with closing(Paced(feed or path.open("rb"), 2 if shape.first else 4)) as source:
            reader = _reader(pa.PythonFile(source, mode="r"), options, shape, numbering.note)
            for batch in islice(reader, 1) if shape.first else ahead(reader):
                source.used()
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
    source: pa.NativeFile, options: Options, shape: _Shape, broken: Callable[[pv.InvalidRow], str]
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
