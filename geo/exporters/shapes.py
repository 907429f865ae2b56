"""The geometry that an export writes: the published point, or a footprint.

``point``     the published point
``footprint`` the line or area that the source itself gives
``division``  the polygon of the first-order division that is all that is known
``country``   the country's polygon, likewise
``ring``      a circle of the stated or documented uncertainty about the published point
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.exporters.rfc7946 import tidy
from geo.frames import point_wkb

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.exporters.areas import Areas

POINT_BYTES = 21


def shaped(table: pa.Table, areas: Areas | None) -> pa.Table:
    """Set ``geometry`` to what is exported and add ``geometry_kind`` and ``footprint``.

    ``areas`` None asks for published points. ``footprint`` is the source's own line or area
    as WKT; null where it gives none.
    """
    geometry = _one(table["geometry"])
    own = pc.fill_null(pc.not_equal(pc.binary_length(geometry), POINT_BYTES), False)
    footprint = pa.nulls(len(table), pa.string())
    kind = pc.if_else(pc.is_valid(geometry), "point", pa.scalar(None, pa.string()))
    if pc.any(own).as_py():
        geometry, kind, footprint = _with_footprints(table, geometry, own, areas=areas is not None)
    if areas is not None:
        geometry, kind = areas.cover(table, geometry, kind)
    at = table.column_names.index("geometry")
    table = table.set_column(at, pa.field("geometry", pa.binary()), geometry)
    return table.append_column("geometry_kind", kind).append_column("footprint", footprint)


def _with_footprints(
    table: pa.Table, geometry: pa.Array, own: pa.Array, *, areas: bool
) -> tuple[pa.Array, pa.Array, pa.Array]:
    shapes = pc.if_else(own, geometry, pa.scalar(None, pa.binary()))
    footprint = _per_unique(shapes, lambda wkb: shapely.from_wkb(wkb).wkt, pa.string())
    drawn = _per_unique(shapes, lambda wkb: shapely.to_wkb(tidy(shapely.from_wkb(wkb))), pa.binary())
    has_point = pc.and_(pc.is_valid(_one(table["longitude"])), pc.is_valid(_one(table["latitude"])))
    as_point = pc.or_(pc.invert(own), has_point) if not areas else pc.invert(own)
    exported = pc.if_else(as_point, _points(table), drawn)
    kind = pc.if_else(pc.is_null(exported), pa.scalar(None, pa.string()), pc.if_else(as_point, "point", "footprint"))
    return exported, kind, footprint


def _points(table: pa.Table) -> pa.Array:
    return point_wkb(table["longitude"], table["latitude"])


def _per_unique(column: pa.Array, change: Callable[[bytes], Any], kind: pa.DataType) -> pa.Array:
    encoded = column.dictionary_encode()
    return pa.array([change(v) for v in encoded.dictionary.to_pylist()], kind).take(encoded.indices)


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()
