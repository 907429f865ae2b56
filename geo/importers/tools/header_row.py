"""Where a table begins: its header row, and what may stand above and below it."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from geo.errors import FileContentError, TooLargeError
from geo.importers.tools.encoding import chunks
from geo.importers.tools.records import unique_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST_COLUMNS = 2_000
_LOOKED_THROUGH, _WIDE = 30, 3
_LOOKED_AT = 1 << 18
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""A first line by which a spreadsheet states the separator of cells."""


def read_header(path: Path, codec: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    """Give the names of columns, made unique, and how many lines stand before the first record.

    Raises FileContentError for a file without a header row, TooLargeError for one of too many columns.
    """
    text = next((t for t in chunks(path, codec, _LOOKED_AT) if t), "")
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


def is_hxl(cells: list[str]) -> bool:
    """Tell whether a row holds HXL tags (``#date+start``) and nothing else."""
    filled = [c.strip() for c in cells if c and c.strip()]
    return bool(filled) and all(c.startswith("#") and len(c) > 1 for c in filled)
