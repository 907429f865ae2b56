"""The beginning of a file, as recognisers see it."""

from __future__ import annotations

import csv
import io
import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from geo.errors import FileContentError, InputError
from geo.importers.sandbox import columns_apart
from geo.importers.tools.encoding import BOMS, Encoding, detect, wide
from geo.importers.tools.header_row import SEPARATOR_LINE, first_rows, header_at, without_separator_line
from geo.importers.tools.other_kinds import other_kind
from geo.importers.tools.sheets import check_zip

if TYPE_CHECKING:
    from pathlib import Path

    from geo.importers.tools.mapping import Guess

HEAD = 1 << 18
APART = {"xlsx": "xlsx", "parquet": "parquet", "sqlite": "geopackage", "flatgeobuf": "flatgeobuf", "xml": "kml"}
"""Kinds of bytes that are opened in a process of their own, with what they are opened as."""
_ZIP, _PARQUET, _SQLITE, _FGB = b"PK\x03\x04", b"PAR1", b"SQLite format 3\0", b"fgb"
_DELIMITERS = ",;\t|"
_WORDS = {
    "json": "JSON",
    "xlsx": "a workbook",
    "zip": "a ZIP archive",
    "parquet": "Parquet",
    "sqlite": "an SQLite database",
    "flatgeobuf": "FlatGeobuf",
    "xml": "XML",
    "text": "text",
    "binary": "a file of bytes that are no text",
}
_JSON = re.compile(r"^[\ufeff\s\x1e]*[\[{]")


class Sample:
    """The first 256 KB of a file; nothing of it is parsed further than names need.

    ``guessed`` is what the columns of a table mean, as soon as that has been looked at.
    """

    def __init__(self, path: Path, *, name: str | None = None) -> None:
        """Read the head. ``name`` is the user's file name where the file lies under another one.

        Raises FileContentError for a file that is empty or cannot be read.
        """
        self.path, self.name = path, name or path.name
        self.guessed: Guess | None = None
        try:
            with path.open("rb") as file:
                self.head = file.read(HEAD)
            self.size = path.stat().st_size
        except OSError as error:
            raise FileContentError(f"{self.name} cannot be read: {error.strerror}.") from None
        if not self.head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
            raise FileContentError(f"{self.name} is empty.")

    @property
    def stem(self) -> str:
        """The file name without its ending."""
        return self.name.rsplit("/", 1)[-1].rsplit(".", 1)[0] or "dataset"

    @cached_property
    def kind(self) -> str:
        """Say what the bytes are: json, xlsx, zip, parquet, sqlite, flatgeobuf, xml, text or binary."""
        for mark, kind in ((_ZIP, "zip"), (_PARQUET, "parquet"), (_SQLITE, "sqlite"), (_FGB, "flatgeobuf")):
            if self.head.startswith(mark):
                return "xlsx" if kind == "zip" and self._is_workbook else kind
        if _JSON.match(self.text):
            return "json"
        if self.text.lstrip("\ufeff \r\n\t").startswith("<"):
            return "xml"
        binary = sum(c < " " and c not in "\t\r\n\x1e\0" for c in self.text[:4096])
        zeros = self.text[:4096].count("\0")
        return "binary" if binary > 8 or zeros > 64 else "text"

    @property
    def words(self) -> str:
        """Say for a message what the file looks like."""
        return other_kind(self.head) or _WORDS.get(self.kind, self.kind)

    @property
    def _is_workbook(self) -> bool:
        try:
            return any(n.startswith("xl/") for n in check_zip(self.path))
        except InputError:
            return False

    @cached_property
    def text(self) -> str:
        """The head as text: by its byte order mark, as UTF-8, else byte by byte."""
        for mark, codec in BOMS:
            if self.head.startswith(mark):
                return self.head.decode(codec, errors="ignore").lstrip("\ufeff")
        if b"\0" in self.head[:4096] and (found := wide(self.head)):
            return self.head.decode(found, errors="ignore")
        return self.head.decode("utf-8", errors="replace")

    @cached_property
    def encoding(self) -> Encoding:
        """The encoding of the whole text; raises FileContentError where none fits."""
        return detect(self.path)

    @cached_property
    def delimiter(self) -> str:
        """The cell separator of a delimited text: as its first line states, else the one that gives most cells.

        The first line decides; where it is a lone title, the lines below do.
        """
        lines = [r for r in islice(io.StringIO(self.text, newline=None), 30) if r.strip()]
        if lines and (stated := SEPARATOR_LINE.fullmatch(lines[0].strip("\r\n"))):
            return stated.group(1)
        found = ((max(_DELIMITERS, key=lambda d: _cells(r, d)), r) for r in lines)
        return next((d for d, r in found if _cells(r, d) > 1), ",")

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The column names of a table, trimmed: its first row, or what its footer states; empty for other kinds."""
        if self.kind in APART:
            return tuple(c.strip() for c in columns_apart(self.path, APART[self.kind]))
        if self.kind != "text":
            return ()
        rows = csv.reader(io.StringIO(without_separator_line(self.text), newline=""), delimiter=self.delimiter)
        first = list(first_rows(rows, 30))
        at = header_at(first)
        return () if at is None else tuple(c.strip() for c in first[at])

    @cached_property
    def columns(self) -> frozenset[str]:
        """The column or property names that the head shows, in lower case."""
        if self.kind == "json":
            return frozenset(n.lower() for n in re.findall(r'"([^"\\\n]{1,60})"\s*:', self.text))
        return frozenset(c.lower() for c in self.header)


def _cells(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0
