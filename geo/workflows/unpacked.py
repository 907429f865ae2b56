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
    one of several data files.
    """
    member = _only_data_file(path, name)
    if member is None:
        yield path, name
        return
    with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        yield archive.unpack(path, member, Path(folder) / f"unpacked{inner.suffix.lower()}"), inner.name


def _only_data_file(path: Path, name: str) -> archive.Member | None:
    with path.open("rb") as file:
        if file.read(4) != _MARK:
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
