"""Columns of the incident table: names, types, order, and tables that have them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import FileContentError
from geo.model import Role

CRS = "OGC:CRS84"
RAW = "raw_"
_MANY = 1 << 15
_NAMES = pa.list_(pa.string())
POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
"""A WKB point, byte by byte."""

ROLE_COLUMN = {
    Role.INITIATOR: "initiator",
    Role.TARGET: "target",
    Role.CLAIMANT: "claimant",
    Role.UNSPECIFIED: "party",
}
"""The column of actor names for each role; ``party`` holds those without a stated role."""

SCHEMA = pa.schema(
    [
        pa.field("dataset", pa.string(), nullable=False),
        pa.field("dataset_id", pa.string(), nullable=False),
        pa.field("event_type", pa.string(), nullable=False),
        ("provider_type", pa.string()),
        ("title", pa.string()),
        ("description", pa.string()),
        ("date_start", pa.date32()),
        ("date_end", pa.date32()),
        ("time_local", pa.string()),
        ("time_zone", pa.string()),
        ("date_precision", pa.int8()),
        ("place_name", pa.string()),
        ("place_kind", pa.string()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("where_precision", pa.int8()),
        ("uncertainty_m", pa.float64()),
        ("country", pa.string()),
        ("adm_1", pa.string()),
        ("adm_2", pa.string()),
        ("initiator", _NAMES),
        ("target", _NAMES),
        ("claimant", _NAMES),
        ("party", _NAMES),
        ("weapon", pa.string()),
        ("fatalities_low", pa.int32()),
        ("fatalities_best", pa.int32()),
        ("fatalities_high", pa.int32()),
        ("injuries_low", pa.int32()),
        ("injuries_best", pa.int32()),
        ("injuries_high", pa.int32()),
        ("source_publisher", _NAMES),
        ("source_title", _NAMES),
        ("source_published", _NAMES),
        ("source_url", _NAMES),
        ("licence", pa.string()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("method", pa.string(), nullable=False),
        ("claims", pa.string()),
        ("links", pa.string()),
        ("geometry", pa.binary()),
    ]
)
"""Our columns in order. Coordinates are WGS 84 degrees; ``geometry`` is WKB, longitude first:
the published point, or the footprint where a source gives one; null where unmapped. The four
``source_`` lists run in parallel: position i of each speaks of the same document, "" where unknown.
``claims`` and ``links`` are JSON arrays of ``geo.model.Claim`` and ``Link``, null for none.
Null is "not reported" everywhere. ``uncertainty_m`` is null where the precision code's own radius
holds (``geo.model.codes.UNCERTAINTY_M``)."""

OURS = tuple(SCHEMA.names)


def conform(table: pa.Table, *, coded: bool = False) -> pa.Table:
    """Give the table our columns first, in order and type, absent ones null, then its ``raw_`` columns.

    With ``coded`` dictionary-encoded columns stay so.
    A ``geometry`` that is absent is made from longitude and latitude. Raises FileContentError with
    the names of columns that belong to neither.
    """
    unknown = [n for n in table.column_names if n not in OURS and not n.startswith(RAW)]
    if unknown:
        raise FileContentError(f"Columns {', '.join(unknown)} are not part of the incident table.")
    if "geometry" not in table.column_names:
        table = table.append_column("geometry", point_wkb(table["longitude"], table["latitude"]))
    given = frozenset(table.column_names)
    columns = [_as(f, table, coded=coded) if f.name in given else nulls(len(table), f.type) for f in SCHEMA]
    raw = [n for n in table.column_names if n.startswith(RAW)]
    ours = SCHEMA if not coded else [f.with_type(c.type) for f, c in zip(SCHEMA, columns, strict=True)]
    schema = pa.schema([*ours, *(table.schema.field(n) for n in raw)])
    return pa.table([*columns, *(table[n] for n in raw)], schema=schema)


def nulls(length: int, kind: pa.DataType) -> pa.Array:
    """Give nulls that take no memory of their own where they are not very many."""
    return _some_nulls(kind).slice(0, length) if length <= _MANY else pa.nulls(length, kind)


@cache
def _some_nulls(kind: pa.DataType) -> pa.Array:
    return pa.nulls(_MANY, kind)


def _as(wanted: pa.Field, table: pa.Table, *, coded: bool) -> pa.ChunkedArray:
    column = table[wanted.name]
    if column.type == wanted.type or (coded and column.type == pa.dictionary(pa.int32(), wanted.type)):
        return column
    return column.cast(wanted.type)


def point_wkb(longitude: pa.ChunkedArray, latitude: pa.ChunkedArray) -> pa.Array:
    """Make little-endian WKB points from degrees; null where either is null."""
    lon, lat = (np.asarray(pc.fill_null(c, np.nan), dtype="<f8") for c in (longitude, latitude))
    packed = np.zeros(len(lon), dtype=POINT)
    packed["order"], packed["type"], packed["x"], packed["y"] = 1, 1, lon, lat
    kind = pa.binary(POINT.itemsize)
    fixed = pa.FixedSizeBinaryArray.from_buffers(kind, len(lon), [None, pa.py_buffer(packed.tobytes())])
    missing = pa.array(np.isnan(lon) | np.isnan(lat))
    return pc.if_else(missing, None, fixed.cast(pa.binary()))
