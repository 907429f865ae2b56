"""Places of records whose container has geometry of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.importers.tools.parse import code_of
from geo.model.codes import WherePrecision

if TYPE_CHECKING:
    from geo.importers.tools.checks import Checks


def shaped(checks: Checks) -> dict[str, pa.Array]:
    """Give longitude, latitude, geometry and precision by the records' shapes, in WGS 84 degrees.

    A point is where it is. A line or an area is a footprint: its point lies on it, and its precision is
    "fuzzy" unless a column states another. Refuses shapes outside the globe, and points at (0, 0).
    """
    shapes = checks.records.shapes if checks.records.shapes is not None else pa.nulls(len(checks.records), pa.binary())
    found: Any = shapely.from_wkb(np.asarray(shapes.to_pylist(), dtype=object))
    given = ~shapely.is_missing(found)
    points = shapely.get_type_id(found) == 0
    west, south, east, north = shapely.bounds(found).T
    with np.errstate(invalid="ignore"):
        inside = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
        zero = points & (west == 0) & (south == 0)
    checks.refuse(
        given & ~inside,
        "geometry",
        lambda i: f"longitude {west[i]:g}, latitude {south[i]:g} is outside ±180 and ±90 degrees",
    )
    checks.refuse(zero, "geometry", "the coordinates (0, 0) stand for a missing place")
    x, y = _on(found, points, given)
    stated = checks.values("where_precision", code_of(WherePrecision), pa.int8())
    fuzzy = pa.scalar(int(WherePrecision.FUZZY), pa.int8())
    areas = pa.array(given & ~points)
    return {
        "longitude": x,
        "latitude": y,
        "geometry": shapes,
        "where_precision": pc.if_else(areas, pc.fill_null(stated, fuzzy), stated),
    }


def _on(found: np.ndarray, points: np.ndarray, given: np.ndarray) -> tuple[pa.Array, pa.Array]:
    """Give a point that lies on each shape."""
    centres = found.copy()
    areas = given & ~points
    centres[areas] = shapely.point_on_surface(found[areas])
    x, y = (pa.array(get(centres), from_pandas=True) for get in (shapely.get_x, shapely.get_y))
    return x, y
