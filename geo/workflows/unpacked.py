"""A ZIP around one data file, as publishers hand them out: the file itself is what is read."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import FileContentError, InputError, UnknownFormatError
from geo.importers import choose
from geo.importers.sample import Sample
from geo.importers.sandbox import archive

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = b"PK\x03\x04"
_DATA = (
    *(".csv", ".tsv", ".tab", ".xlsx", ".parquet", ".geoparquet", ".geojson", ".geojsonl", ".geojsons", ".ndjson"),
    *(".json", ".gpkg", ".fgb"),
)


@contextmanager
def unpacked(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    """Give the data file of an archive that holds one, with its own name; any other file as it is.

    Archives that a format claims (workbooks, shapefiles, KMZ) are left to it. Raises FileContentError for
    one of several data files, and for what is no file that can be read.
    """
    member = _only_data_file(path, name)
    if member is None:
        yield path, name
        return
    with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        yield archive.unpack(path, member, Path(folder) / f"unpacked{inner.suffix.lower()}"), inner.name


def _only_data_file(path: Path, name: str) -> archive.Member | None:
    if not path.is_file():
        raise FileContentError(f"{name} is no file on a disk, which can be read more than once.")
    try:
        with path.open("rb") as file:
            packed = file.read(4) == _MARK
    except OSError as error:
        raise FileContentError(f"{name} cannot be read: {error.strerror}.") from None
    if not packed:
        return None
    try:
        choose(Sample(path, name=name))
    except UnknownFormatError:
        pass
    else:
        return None
    try:
        members = archive.members(path)
    except InputError:
        return None
    found = [m for ending in _DATA for m in archive.only(members, ending)]
    if len(found) > 1:
        named = ", ".join(sorted(PurePosixPath(m.filename).name for m in found)[:5])
        raise FileContentError(f"The archive holds {len(found)} data files ({named}); unpack it and import one by one.")
    return found[0] if found else None
