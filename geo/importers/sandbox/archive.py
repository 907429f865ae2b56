"""Archives from strangers: looked through before anything is unpacked, and unpacked within limits."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import FileContentError, TooLargeError

if TYPE_CHECKING:
    from pathlib import Path

Member = zipfile.ZipInfo
_END = struct.Struct("<4s4H2IH")
_END_MARK = b"PK\x05\x06"
_MOST_MEMBERS = 200
_MOST_ENTRY = 1 << 10
_MOST_BYTES = 2 << 30
_MOST_RATIO = 200
_SMALL = 1 << 24
_CHUNK = 1 << 20
_NESTED = {".zip", ".kmz", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".zst"}
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error)


def members(path: Path) -> list[zipfile.ZipInfo]:
    """Give the files of an archive after checks of their number, names, kinds and sizes.

    Raises TooLargeError or FileContentError with the first thing that is wrong; nothing is unpacked.
    """
    check_index(path, _MOST_MEMBERS)
    try:
        with zipfile.ZipFile(path) as archive:
            found = [m for m in archive.infolist() if not m.is_dir()]
    except _BROKEN:
        raise FileContentError("The archive is damaged.") from None
    for member in found:
        _check(member)
    if sum(m.file_size for m in found) > _MOST_BYTES:
        raise TooLargeError(f"The archive unpacks to more than {_MOST_BYTES >> 20} MB, the most that is read.")
    if len({m.filename.lower() for m in found}) != len(found):
        raise FileContentError("The archive holds two files of one name.")
    return found


def check_index(path: Path, most: int) -> None:
    """Look at what the archive's last record states, before its index is read into memory.

    Raises TooLargeError for more than ``most`` files, FileContentError where there is no such record.
    """
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - (1 << 16) - _END.size))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise FileContentError("The archive is cut off or damaged.")
    _, _, _, _, count, index, _, _ = _END.unpack_from(tail, at)
    if count > most or index > most * _MOST_ENTRY:
        raise TooLargeError(f"The archive holds more than {most:,} files, the most that is read.")


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or not name.isprintable():
        raise FileContentError("The archive holds a file name that leads out of the archive.")
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise FileContentError("The archive holds a link or a device; only plain files are read.")
    if member.flag_bits & 1:
        raise FileContentError("The archive is locked with a password.")
    if path.suffix.lower() in _NESTED:
        raise FileContentError("The archive holds another archive; unpack it first.")
    if member.compress_type not in _METHODS:
        raise FileContentError("The archive is packed in a way that is not read; use plain ZIP.")
    if member.file_size > _SMALL and member.file_size > _MOST_RATIO * max(member.compress_size, 1):
        raise TooLargeError("The archive unpacks to more than 200 times its size, as no honest file does.")


def unpack(path: Path, member: zipfile.ZipInfo, target: Path) -> Path:
    """Write one member under a name of ours; raises TooLargeError where it is larger than it states."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as source, target.open("xb") as file:
            left = member.file_size
            while piece := source.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise TooLargeError("The archive holds a file that is larger than it states.")
                file.write(piece)
    except _BROKEN:
        raise FileContentError("The archive is damaged.") from None
    return target


def head(path: Path, member: zipfile.ZipInfo, size: int) -> bytes:
    """Give the first bytes of one member."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as source:
            return source.read(size)
    except _BROKEN:
        raise FileContentError("The archive is damaged.") from None


def only(found: list[zipfile.ZipInfo], suffix: str) -> list[zipfile.ZipInfo]:
    """Give the members with this ending, hidden ones and what a Mac adds left out."""
    paths = [(m, PurePosixPath(m.filename.replace("\\", "/"))) for m in found]
    return [m for m, p in paths if p.suffix.lower() == suffix and p.name[0] != "." and p.parts[0] != "__MACOSX"]
