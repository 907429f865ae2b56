"""The encoding of a text file, found by reading all of it."""

from __future__ import annotations

import codecs
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from geo.errors import FileContentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 1 << 22
_QUOTE = ord('"')
_LINE = 1 << 16
_SMALL = 1 << 20  # stays in the processor's cache
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_CODE_PAGES = {"cp1256": "Arabic (Windows-1256)", "cp1251": "Cyrillic (Windows-1251)", "cp1252": "Western (cp1252)"}


class Census(NamedTuple):
    """What one fast pass over the bytes tells of a text in UTF-8 or a code page."""

    is_utf8: bool
    quotes: int
    zeros: bool


class Encoding(NamedTuple):
    """A Python codec name; ``note`` says how it was found where that was a guess, else "".

    ``census`` is there for text whose bytes are UTF-8, after a mark or without.
    """

    codec: str
    note: str = ""
    census: Census | None = None

    @property
    def is_utf8(self) -> bool:
        """True where the bytes can be used as they are."""
        return self.census is not None


def census(path: Path) -> Census:
    """Check the whole file for UTF-8 and zero bytes, and count its quotation marks: its two halves at a time."""
    size = path.stat().st_size
    middle = _line_end(path, size // 2)
    with ThreadPoolExecutor(1, thread_name_prefix="census") as pool:
        waiting = pool.submit(_counted, path, middle, size - middle) if middle else None
        first = _counted(path, 0, middle or size)
        second = waiting.result() if waiting else Census(is_utf8=True, quotes=0, zeros=False)
    return Census(first.is_utf8 and second.is_utf8, first.quotes + second.quotes, first.zeros or second.zeros)


def _line_end(path: Path, start: int) -> int:
    """Give the place behind the next line end, which no character spans; 0 where the file is small or none is near."""
    if start < _SMALL:
        return 0
    with path.open("rb") as file:
        file.seek(start)
        at = file.read(_LINE).find(b"\n")
    return start + at + 1 if at >= 0 else 0


def _counted(path: Path, start: int, left: int) -> Census:
    """Take the census of so many bytes from ``start`` on."""
    quotes, zeros, is_utf8, held = 0, False, True, 0
    room, marks = bytearray(_SMALL), np.empty(_SMALL, dtype=bool)
    view, values = memoryview(room), np.frombuffer(room, np.uint8)
    with path.open("rb") as file:
        file.seek(start)
        while size := file.readinto(view[held : held + left]):
            left -= size
            end = held + size
            quotes += int(np.count_nonzero(np.equal(values[held:end], _QUOTE, out=marks[held:end])))
            zeros = zeros or room.find(0, held, end) >= 0
            cut = _last_character(room, end)
            is_utf8 = is_utf8 and _is_utf8(view[:cut])
            held = end - cut
            room[:held] = room[cut:end]
    return Census(is_utf8 and not held, quotes, zeros)


def _last_character(data: bytearray, end: int) -> int:
    """Tell where the last character begins that is not there whole in UTF-8; ``end`` where there is none."""
    for at in range(end - 1, max(end - 4, -1), -1):
        if data[at] < 0x80:
            return end
        if data[at] >= 0xC0:
            whole = 2 if data[at] < 0xE0 else 3 if data[at] < 0xF0 else 4
            return end if at + whole <= end else at
    return end


def _is_utf8(data: memoryview) -> bool:
    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def detect(path: Path, forced: str | None = None) -> Encoding:
    """Find the encoding of the whole file.

    Raises FileContentError for an unknown codec name, or for bytes that no likely encoding has.
    """
    if forced:
        codec = _known(path, forced)
        return Encoding(codec, census=census(path) if codec.startswith("utf-8") else None)
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, codec in BOMS:
        if head.startswith(mark):
            return Encoding(_decodes(path, codec), census=census(path) if codec.startswith("utf-8") else None)
    if b"\0" in head and (found := wide(head)):
        return Encoding(
            _decodes(path, found), f"The file looks like {found} without a byte order mark and was read so."
        )
    counted = census(path)
    if counted.is_utf8:
        return Encoding("utf-8", census=counted)
    return _code_page(path)


def chunks(path: Path, codec: str, size: int = CHUNK) -> Iterator[str]:
    """Give the file's text in pieces of ``size`` bytes, line ends as written."""
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        while chunk := file.read(size):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _known(path: Path, forced: str) -> str:
    try:
        codec = codecs.lookup(forced).name
    except LookupError:
        raise FileContentError(f"There is no encoding named {forced}.") from None
    return _decodes(path, "utf-8-sig" if codec == "utf-8" else codec)


def _decodes(path: Path, codec: str) -> str:
    fault = _first_fault(path, codec)
    if fault is not None:
        raise FileContentError(f"The file is not valid {codec.removesuffix('-sig')}: {fault}.")
    return codec


def _first_fault(path: Path, codec: str) -> str | None:
    done = 0
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return f"byte 0x{error.object[error.start]:02x} near position {done + error.start} does not belong"
            if not chunk:
                return None
            done += len(chunk)


def wide(head: bytes) -> str | None:
    """Guess UTF-16 from where the zero bytes stand in mostly Latin text."""
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    if odd > 4 * (even + 1):
        return "utf-16-le"
    return "utf-16-be" if even > 4 * (odd + 1) else None


def _code_page(path: Path) -> Encoding:
    with path.open("rb") as file:
        runs = _HIGH.findall(file.read(CHUNK * 4))
    high = b"".join(runs)
    codec = "cp1252"
    if runs and sum(len(r) for r in runs if len(r) > 1) > 0.6 * len(high):
        arabic = sum("\u0600" <= c <= "\u06ff" for c in high.decode("cp1256"))
        codec = "cp1256" if arabic > 0.9 * len(high) else "cp1251"
    fault = _first_fault(path, codec)
    if fault is not None:
        raise FileContentError(f"The encoding is not known: the file is neither UTF-8 nor {codec} ({fault}).")
    return Encoding(codec, f"The file is not UTF-8; it was read as {_CODE_PAGES[codec]}, which is a guess.")
