"""Which tables of a GeoPackage are read: stored ones, never a view whose query comes from the file."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from geo.errors import FileContentError

if TYPE_CHECKING:
    from pathlib import Path

    from geo.importers.base import Sink

_LISTED = """
    SELECT c.table_name, c.data_type, m.type, upper(m.sql) LIKE 'CREATE TABLE%', g.column_name
    FROM gpkg_contents AS c LEFT JOIN sqlite_master AS m ON m.name = c.table_name
    LEFT JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
    WHERE c.data_type IN ('features', 'attributes') LIMIT 1000
"""


def tables(path: Path, sink: Sink) -> list[str]:
    """Give the names of the feature tables, of the attribute tables where there are none.

    Views and virtual tables are left aside with a note. Raises FileContentError where nothing is left.
    """
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            rows = connection.execute(_LISTED).fetchall()
            spoilt = sum(_spoilt(connection, name, column) for name, _, what, plain, column in rows if what and plain)
        finally:
            connection.close()
    except sqlite3.Error:
        raise FileContentError("The file is no GeoPackage that can be read, or it is damaged.") from None
    stored = {(str(name), kind) for name, kind, what, plain, _ in rows if what == "table" and plain}
    others = sorted({str(name) for name, *_ in rows} - {n for n, _ in stored})
    if others:
        sink.notes.append(f"Left aside, as they are no stored tables: {', '.join(others)[:200]}.")
    features = sorted(n for n, kind in stored if kind == "features")
    attributes = sorted(n for n, kind in stored if kind == "attributes")
    if not features and not attributes:
        views = "nothing but views, which are not read" if others else "no table of features"
        raise FileContentError(f"The GeoPackage holds {views}.")
    if spoilt:
        sink.notes.append(f"Shapes that are no GeoPackage geometry: {spoilt:,}; their rows are kept without a place.")
    if features and attributes:
        sink.notes.append(f"Left aside, as they have no geometry: {', '.join(attributes)[:200]}.")
    return features or attributes


def _spoilt(connection: sqlite3.Connection, table: str, column: str | None) -> int:
    """Count the shapes that GDAL would give as none without a word."""
    if column is None:
        return 0
    name, shape = (f'"{n.replace(chr(34), chr(34) * 2)}"' for n in (table, column))
    is_sound = f"typeof({shape}) = 'blob' AND substr({shape}, 1, 2) = x'4750' AND length({shape}) > 12"
    counted = connection.execute(f"SELECT count(*) FROM {name} WHERE {shape} IS NOT NULL AND NOT ({is_sound})")  # noqa: S608
    return int(counted.fetchone()[0])
