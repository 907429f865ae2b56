"""A zipped shapefile, laid out for GDAL under names of ours."""

from __future__ import annotations

import codecs
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from geo.errors import FileContentError
from geo.importers.sandbox import archive
from geo.importers.tools.encoding import detect

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

    from geo.importers.base import Options, Sink

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NO_CODE_PAGE = {0, 0x57}
_HEAD = 32
_INDEX_HEAD = 100


def lay_out(path: Path, work: Path, options: Options, sink: Sink) -> Path:
    """Unpack the one shapefile of an archive and give its main file.

    Text is in the encoding that the user or the file states, else in the one that its bytes show.
    Raises FileContentError where there is none, more than one, or a part is missing.
    """
    found = archive.members(path)
    shapes = archive.only(found, ".shp")
    if len(shapes) != 1:
        said = f"holds {len(shapes)} shapefiles; pack each one alone" if shapes else "holds no shapefile"
        raise FileContentError(f"The archive {said}.")
    stem = shapes[0].filename[:-4].lower()
    parts = {p: _part(found, stem + p) for p in _PARTS}
    missing = [p for p in (".shx", ".dbf") if parts[p] is None]
    if missing:
        raise FileContentError(f"The shapefile lacks its {' and '.join(missing)} part.")
    for suffix, member in parts.items():
        if member is not None:
            archive.unpack(path, member, work / f"upload{suffix}")
    _check_sizes(work)
    _state_encoding(work, options, sink)
    return work / "upload.shp"


def _part(found: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo | None:
    return next((m for m in found if m.filename.lower() == name), None)


def _check_sizes(work: Path) -> None:
    """Raise FileContentError where a part is shorter than the others say, which GDAL passes over in silence."""
    shapes = (work / "upload.shp").stat().st_size
    index = (work / "upload.shx").read_bytes()[_INDEX_HEAD:]
    entries = [(start * 2, length * 2) for start, length in struct.iter_unpack(">ii", index[: len(index) // 8 * 8])]
    if any(start < _INDEX_HEAD or length < 0 or start + length + 8 > shapes for start, length in entries):
        raise FileContentError("The shapefile's .shp part is cut off, or its .shx part is damaged.")
    table = work / "upload.dbf"
    with table.open("rb") as file:
        head = file.read(_HEAD)
    if len(head) < _HEAD:
        raise FileContentError("The shapefile's .dbf part is cut off.")
    rows, begin, length = struct.unpack_from("<IHH", head, 4)
    if not length or begin <= _HEAD or begin + rows * length > table.stat().st_size:
        raise FileContentError("The shapefile's .dbf part is cut off or damaged.")
    if rows != len(entries):
        raise FileContentError(
            f"The shapefile has {len(entries):,} shapes and {rows:,} rows; it is cut off or damaged."
        )


def _knows(codepage: Path) -> bool:
    stated = codepage.read_bytes()[:60].decode("ascii", "replace").strip().lower()
    for name in (stated, f"cp{stated.removeprefix('ansi ').removeprefix('cp')}"):
        with suppress(LookupError, ValueError):
            codecs.lookup(name)
            return True
    return False


def _state_encoding(work: Path, options: Options, sink: Sink) -> None:
    codepage = work / "upload.cpg"
    if codepage.exists() and not options.encoding and _knows(codepage):
        return
    table = work / "upload.dbf"
    with table.open("rb") as file:
        head = file.read(_HEAD)
    if not codepage.exists() and head[29] not in _NO_CODE_PAGE and not options.encoding:
        return
    found = detect(_texts(table, head, work / "texts"), options.encoding)
    if found.note:
        sink.notes.append(found.note)
    codec = codecs.lookup(found.codec).name.removesuffix("-sig")
    codepage.write_text({"utf-8": "UTF-8"}.get(codec, codec.upper()), encoding="ascii")


def _texts(table: Path, head: bytes, target: Path) -> Path:
    """Give the records of a .dbf alone; its header is not text."""
    (begin,) = struct.unpack_from("<H", head, 8)
    with table.open("rb") as file, target.open("xb") as out:
        file.seek(begin)
        while piece := file.read(1 << 20):
            out.write(piece.replace(b"\0", b" "))
    return target
