"""The only contract between values and tables: column names, types and CRS.

Three shapes of the same columns: an Arrow table (how importers build and the store keeps), a
GeoDataFrame in ``OGC:CRS84`` (what joins and exports take), and ``Incident`` values (what a person
looks at, one at a time). Original columns of an import stand beside ours under ``raw_`` names.
"""

from geo.frames.geometries import Extent, geo_metadata, to_geodataframe
from geo.frames.schema import CRS, OURS, RAW, ROLE_COLUMN, SCHEMA, conform, nulls, point_wkb
from geo.frames.values import from_incidents, to_incident

__all__ = [
    "CRS", "OURS", "RAW", "ROLE_COLUMN", "SCHEMA", "Extent", "conform", "from_incidents", "geo_metadata", "nulls",
    "point_wkb", "to_geodataframe", "to_incident",
]  # fmt: skip
