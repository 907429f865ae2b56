"""A JSON text as a window that moves forward over a file: members and values, one at a time."""

from __future__ import annotations

import json
from json.decoder import scanstring  # type: ignore[attr-defined] # the name is older than its stub
from typing import TYPE_CHECKING, Any

from geo.errors import FileContentError, TooLargeError
from geo.importers.tools.encoding import chunks

if TYPE_CHECKING:
    from pathlib import Path

    from geo.importers.base import Options, Sink

_BLANKS = " \t\r\n\x1e"
_SLACK = 64


class Literal(str):
    """A number with a fraction, or NaN, as the file writes it: text, so that nothing is rounded."""

    __slots__ = ()


DECODER = json.JSONDecoder(parse_float=Literal, parse_constant=Literal)


class JsonWindow:
    """The file's text as a window that moves forward."""

    def __init__(self, path: Path, codec: str, options: Options, sink: Sink) -> None:
        """Start before the first character."""
        self._pieces, self._sink = chunks(path, codec), sink
        self._total, self._done = path.stat().st_size, 0
        self._most = options.row_bytes * 8
        self.text, self.at, self.cut_off = "", 0, False

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._done += len(piece)
        self._sink.step(min(self._done, self._total), self._total)
        self.text, self.at = self.text[self.at :] + piece, 0
        if len(self.text) > self._most:
            raise TooLargeError(f"One feature is longer than {self._most >> 20} MB.")
        return True

    def peek(self) -> str:
        """Give the next character that is no blank, "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _BLANKS:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, wanted: str) -> bool:
        """Pass the character if it comes next."""
        found = self.peek() == wanted
        self.at += found
        return found

    def value(self) -> Any:
        """Decode the JSON value that comes next; raises ValueError where there is none."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                near_end = error.pos > len(self.text) - _SLACK or error.msg.startswith("Unterminated")
                if near_end and self.more():
                    continue
                self.cut_off = error.pos >= len(self.text.rstrip()) or error.msg.startswith("Unterminated")
                raise
            except RecursionError:
                raise FileContentError("The file nests its values too deeply.") from None
            if end == len(self.text) and not isinstance(value, dict | list) and self.more():
                continue
            self.at = end
            return value

    def key(self) -> str:
        """Decode a member's name and its colon."""
        if not self.take('"'):
            raise ValueError("name expected")
        while True:
            try:
                name, self.at = scanstring(self.text, self.at)
                break
            except ValueError:
                if not self.more():
                    raise
        if not self.take(":"):
            raise ValueError("colon expected")
        return str(name)
