"""The beginning of a file, as recognisers see it."""

from __future__ import annotations

import csv
import io
import re
from functools import cached_property
from typing import TYPE_CHECKING

from geo.errors import FileContentError, InputError
from geo.importers.sandbox import columns_apart
from geo.importers.tools.sheets import check_zip

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 1 << 18
APART = {"xlsx": "xlsx", "parquet": "parquet", "sqlite": "geopackage", "flatgeobuf": "flatgeobuf", "xml": "kml"}
"""Kinds of bytes that are opened in a process of their own, with what they are opened as."""
_ZIP, _PARQUET, _SQLITE, _FGB = b"PK\x03\x04", b"PAR1", b"SQLite format 3\0", b"fgb"
_DELIMITERS = ",;\t|"
_JSON = re.compile(r"^[\ufeff\s\x1e]*[\[{]")


class Sample:
    """The first 256 KB of a file; nothing of it is parsed further than names need."""

    def __init__(self, path: Path, *, name: str | None = None) -> None:
        """Read the head. ``name`` is the user's file name where the file lies under another one.

        Raises FileContentError for a file that is empty or cannot be read.
        """
        self.path, self.name = path, name or path.name
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
    def _is_workbook(self) -> bool:
        try:
            return any(n.startswith("xl/") for n in check_zip(self.path))
        except InputError:
            return False

    @cached_property
    def text(self) -> str:
        """The head as text: by its byte order mark, as UTF-8, else byte by byte."""
        for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
            if self.head.startswith(mark):
                return self.head.decode(codec, errors="ignore").lstrip("\ufeff")
        even, odd = self.head[0:4096:2].count(0), self.head[1:4096:2].count(0)
        if odd > 4 * (even + 1):
            return self.head.decode("utf-16-le", errors="ignore")
        return self.head.decode("utf-8", errors="replace")

    @cached_property
    def delimiter(self) -> str:
        """The cell separator of a delimited text: the one that gives its first line most cells."""
        line = next((r for r in io.StringIO(self.text, newline=None) if r.strip()), "")
        return max(_DELIMITERS, key=lambda d: _cells(line, d))

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The column names of a table, trimmed: its first row, or what its footer states; empty for other kinds."""
        if self.kind in APART:
            return tuple(c.strip() for c in columns_apart(self.path, APART[self.kind]))
        if self.kind != "text":
            return ()
        rows = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        try:
            return tuple(c.strip() for c in next(rows, ()))
        except csv.Error:
            return ()

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
