"""GeoPackage: one layer, ``incidents``; names in lists are joined as ``geo.exporters.flat`` says.

What an export says of itself stands as JSON in the layer's metadata (table ``gpkg_metadata``).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from geo.exporters.base import Exporter, Meta
from geo.exporters.flat import through_file
from geo.exporters.gdal import LAYER, write_layer
from geo.exporters.json_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:
    """Give the file once it is whole: it is a database and cannot be sent as it grows."""
    return through_file(".gpkg", partial(_make, tables, meta))


def _make(tables: Iterator[pa.Table], meta: Meta, path: Path) -> None:
    about = {"IDENTIFIER": "Incidents", "DESCRIPTION": f"{meta.words}.", "incident_atlas": literal(meta.member)}
    kinds = write_layer(path, "GPKG", tables, layer_metadata=about)
    if kinds <= {"point"}:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("PRAGMA synchronous = OFF")  # a temporary file
            file.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT' WHERE table_name = ?", [LAYER])


EXPORTER = Exporter("gpkg", "GeoPackage", ".gpkg", "application/geopackage+sqlite3", write, make=_make)
