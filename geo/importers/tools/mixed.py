"""Collections of shapes as one shape of one kind: the store, the map and GIS formats hold no others."""

from __future__ import annotations

from typing import Any

import shapely

MIXED = "geometry as WKT"
"""The original column that keeps a collection as the file has it."""
WORDS = "the shape mixes points, lines and areas, so the area around them is kept, and the shape itself as text"
COLLECTION = 7
"""How shapely numbers collections."""
_OF_MANY = {0: shapely.MultiPoint, 1: shapely.MultiLineString, 3: shapely.MultiPolygon}


def plain(shape: Any) -> tuple[Any, str | None]:
    """Give a shape of one kind for a collection; with its WKT where it mixed kinds and became an area.

    An empty one gives None.
    """
    parts = _parts(shape)
    if len(parts) < 2:
        return (parts[0] if parts else None), None
    kinds = {int(shapely.get_type_id(p)) for p in parts}
    if len(kinds) == 1 and (many := _OF_MANY.get(kinds.pop())):
        return many(parts), None
    return shapely.convex_hull(shape), shapely.force_2d(shape).wkt


def _parts(shape: Any) -> list[Any]:
    """Take collections and multiple shapes apart, however they are nested; empty ones are left out."""
    waiting, found = [shape], []
    while waiting:
        each = waiting.pop()
        if hasattr(each, "geoms"):
            waiting.extend(each.geoms)
        elif not each.is_empty:
            found.append(each)
    return found[::-1]
