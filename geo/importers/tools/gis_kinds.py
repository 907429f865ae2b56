"""Which kind of GIS file the bytes are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.importers.sandbox.archive import members, only
from geo.importers.tools.columnar import GEOMETRY_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.importers.sample import Sample

_FEATURES = re.compile(r'"type"\s*:\s*"Feature(Collection)?"')
_TAIL = 1 << 20


def gis_kind(sample: Sample) -> str | None:
    """Tell the kind of GIS file from its bytes; None where it is none."""
    head = sample.text[:4096]
    found: dict[str, tuple[str, Callable[[], object]]] = {
        "json": ("geojson", lambda: _FEATURES.search(sample.text)),
        "xml": ("kml", lambda: "<kml" in head or ":kml" in head),
        "sqlite": ("geopackage", lambda: b"gpkg_contents" in sample.head or sample.head[68:72] == b"GPKG"),
        "flatgeobuf": ("flatgeobuf", lambda: True),
        "parquet": ("parquet", lambda: _has_geo_metadata(sample)),
    }
    if sample.kind == "zip":
        return _kind_of_archive(sample.path)
    kind, is_so = found.get(sample.kind, ("", lambda: False))
    return kind if is_so() else None


def _kind_of_archive(path: Path) -> str | None:
    try:
        found = members(path)
    except InputError:
        return "kmz"  # whose reader says what is wrong
    if only(found, ".shp"):
        return "shapefile"
    return "kmz" if only(found, ".kml") else None


def _has_geo_metadata(sample: Sample) -> bool:
    """Look for GeoParquet's metadata in the footer without taking it apart, else for a column of geometry."""
    with sample.path.open("rb") as file:
        file.seek(max(0, sample.size - _TAIL))
        if b'"primary_column"' in file.read():
            return True
    return bool(sample.columns & GEOMETRY_NAMES)
