"""Bytes on their way to Arrow's reader of delimited text."""

from __future__ import annotations

from threading import Semaphore
from typing import TYPE_CHECKING, Protocol

from geo.importers.tools.encoding import Census, chunks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE_SECONDS = 0.25


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Give up to ``size`` bytes, none at the end."""

    def close(self) -> None:
        """Let go of the file."""


class Paced:
    """Gives a source's blocks out a few ahead of their use: Arrow by itself takes 32, of some megabytes each.

    A block that makes no batch is never told to be used, so that a wait for room ends by itself.
    """

    closed = False

    def __init__(self, source: Source, most: int = 4) -> None:
        """Take a source, which is closed with this, and how many blocks to give ahead."""
        self._source, self._room = source, Semaphore(most)

    def read(self, size: int) -> bytes:
        """Give up to ``size`` bytes, none at the end."""
        self._room.acquire(timeout=_PATIENCE_SECONDS)
        return b"" if self.closed else self._source.read(size)

    def used(self) -> None:
        """Make room for one more block."""
        self._room.release()

    def close(self) -> None:
        """Close the source; what is read from now on is nothing."""
        self.closed = True
        self._room.release(32)
        self._source.close()


class Feed:
    """Text of another encoding as UTF-8 bytes for Arrow; takes the census on the way."""

    def __init__(self, path: Path, codec: str) -> None:
        """Begin with the file's first character."""
        self._pieces: Iterator[bytes] = (text.encode() for text in chunks(path, codec))
        self._rest = b""
        self.census = Census(is_utf8=True, quotes=0, zeros=False)

    def read(self, size: int, /) -> bytes:
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

    def close(self) -> None:
        """Let go of the file, though a thread may still be reading of it."""
        self._pieces = iter(())
