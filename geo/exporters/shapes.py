"""The geometry that an export writes: the published point, or a footprint.

``point``     the published point
``footprint`` the line or area that the source itself gives
``division``  the polygon of the first-order division that is all that is known
``country``   the country's polygon, likewise
``ring``      a circle of the stated or documented uncertainty about the published point
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely import affinity

from geo.frames import point_wkb
from geo.model.codes import UNCERTAINTY_M, WherePrecision
from geo.model.geometry import ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

POINT_BYTES = 21
_DECIMALS = 6
_DECIDE_AREA = ["where_precision", "uncertainty_m", "country", "adm_1", "longitude", "latitude"]
_WORLD = shapely.box(-180, -90, 180, 90)


class Boundaries(Protocol):
    """Where areas that datasets only name are looked up."""

    def division(self, country: str, name: str) -> tuple[str, BaseGeometry] | None:
        """Give the id and polygon of a first-order division by alpha-2 code and name; None where unknown."""

    def country_geometry(self, country: str) -> BaseGeometry | None:
        """Give the polygon of a country by alpha-2 code; None where unknown."""


def shaped(table: pa.Table, boundaries: Boundaries | None) -> pa.Table:
    """Set ``geometry`` to what is exported and add ``geometry_kind`` and ``footprint``.

    ``boundaries`` None asks for published points. ``footprint`` is the source's own line or area
    as WKT; null where it gives none.
    """
    geometry = _one(table["geometry"])
    own = pc.fill_null(pc.not_equal(pc.binary_length(geometry), POINT_BYTES), False)
    footprint = pa.nulls(len(table), pa.string())
    kind = pc.if_else(pc.is_valid(geometry), "point", pa.scalar(None, pa.string()))
    if pc.any(own).as_py():
        geometry, kind, footprint = _with_footprints(table, geometry, own, areas=boundaries is not None)
    if boundaries is not None:
        geometry, kind = _with_areas(table, geometry, kind, boundaries)
    at = table.column_names.index("geometry")
    table = table.set_column(at, pa.field("geometry", pa.binary()), geometry)
    return table.append_column("geometry_kind", kind).append_column("footprint", footprint)


def _with_footprints(
    table: pa.Table, geometry: pa.Array, own: pa.Array, *, areas: bool
) -> tuple[pa.Array, pa.Array, pa.Array]:
    shapes = pc.if_else(own, geometry, pa.scalar(None, pa.binary()))
    footprint = _per_unique(shapes, lambda wkb: shapely.from_wkb(wkb).wkt, pa.string())
    tidy = _per_unique(shapes, lambda wkb: shapely.to_wkb(rfc_7946(shapely.from_wkb(wkb))), pa.binary())
    has_point = pc.and_(pc.is_valid(_one(table["longitude"])), pc.is_valid(_one(table["latitude"])))
    as_point = pc.or_(pc.invert(own), has_point) if not areas else pc.invert(own)
    exported = pc.if_else(as_point, _points(table), tidy)
    kind = pc.if_else(pc.is_null(exported), pa.scalar(None, pa.string()), pc.if_else(as_point, "point", "footprint"))
    return exported, kind, footprint


def _points(table: pa.Table) -> pa.Array:
    return point_wkb(table["longitude"], table["latitude"])


def _with_areas(
    table: pa.Table, geometry: pa.Array, kind: pa.Array, boundaries: Boundaries
) -> tuple[pa.Array, pa.Array]:
    parts = [pc.fill_null(_one(table[c]).cast(pa.string()), "") for c in _DECIDE_AREA]
    key = pc.if_else(pc.fill_null(pc.equal(kind, "point"), False), _keys(parts), None).dictionary_encode()
    rows = table.select(_DECIDE_AREA).take(_first_rows(key)).to_pylist()
    found = [_area(row, boundaries) for row in rows]
    wkb = pa.array([shapely.to_wkb(shape) if shape else None for _, shape in found], pa.binary()).take(key.indices)
    name = pa.array([name for name, _ in found], pa.string()).take(key.indices)
    return pc.coalesce(wkb, geometry), pc.coalesce(name, kind)


def _keys(parts: list[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "\x1f")


def _first_rows(key: pa.DictionaryArray) -> pa.Array:
    codes = pc.fill_null(key.indices, len(key.dictionary)).to_numpy(zero_copy_only=False)
    _, firsts = np.unique(codes, return_index=True)
    return pa.array(firsts[: len(key.dictionary)])


def _area(row: dict[str, Any], boundaries: Boundaries) -> tuple[str | None, BaseGeometry | None]:
    precision, country, adm_1 = row["where_precision"], row["country"], row["adm_1"]
    if precision == WherePrecision.ADM_1 and country and adm_1:
        _, shape = boundaries.division(country, adm_1) or (None, None)
        name = "division"
    elif precision == WherePrecision.COUNTRY and country:
        name, shape = "country", boundaries.country_geometry(country)
    else:
        name, shape = "ring", None
    if shape is None:
        radius = row["uncertainty_m"] or (UNCERTAINTY_M[WherePrecision(precision)] if precision else None)
        if radius is None:
            return None, None
        name, shape = "ring", _around(row["longitude"], row["latitude"], radius)
    return name, rfc_7946(shapely.transform(shape, lambda corners: corners.round(_DECIMALS)))


def _around(longitude: float, latitude: float, radius_m: float) -> BaseGeometry:
    """Give the circle; one that holds a pole becomes the cap of the globe down to its own edge."""
    circle = ring(longitude, latitude, radius_m)
    edge = shapely.get_coordinates(circle)[:-1]
    turns = np.abs(np.diff(np.unwrap(np.append(edge[:, 0], edge[0, 0]), period=360)).sum())
    if turns < 180:
        return circle
    edge = edge[np.argsort(edge[:, 0])]
    pole = 90.0 if latitude > 0 else -90.0
    middle = (edge[0, 1] + edge[-1, 1]) / 2
    return shapely.Polygon([(-180, middle), *edge, (180, middle), (180, pole), (-180, pole)])


def rfc_7946(shape: BaseGeometry) -> BaseGeometry:
    """Wind exterior rings counter-clockwise and split at the antimeridian (RFC 7946, 3.1.6 and 3.1.9)."""
    shape = shapely.force_2d(shape)
    west, _, east, _ = shape.bounds or (0, 0, 0, 0)
    if east - west > 180 or east > 180 or west < -180:
        shape = _split(_unwrapped(shape))
    return shapely.orient_polygons(shape, exterior_cw=False)


def _unwrapped(shape: BaseGeometry) -> BaseGeometry:
    if hasattr(shape, "geoms"):
        return type(shape)([_unwrapped(part) for part in shape.geoms])
    if shape.geom_type == "Polygon":
        outer = _line(shape.exterior)
        holes = [_line(hole, near=outer[0, 0]) for hole in shape.interiors]
        return shapely.Polygon(outer, holes)
    return type(shape)(_line(shape))


def _line(shape: Any, near: float | None = None) -> np.ndarray:
    line: np.ndarray = shapely.get_coordinates(shape)
    if len(line) and not _is_world(line):
        line[:, 0] = np.unwrap(line[:, 0], period=360)
        if near is not None:
            line[:, 0] += 360 * np.round((near - line[0, 0]) / 360)
    return line


def _is_world(line: np.ndarray) -> bool:
    """Tell whether a ring runs along both edges of the map on purpose, as a polar cap does."""
    return bool((line[:, 0] == -180).any() and (line[:, 0] == 180).any() and (np.abs(line[:, 1]) == 90).any())


def _split(shape: BaseGeometry) -> BaseGeometry:
    parts = [
        affinity.translate(shapely.intersection(shape, affinity.translate(_WORLD, shift)), -shift)
        for shift in (-360, 0, 360)
    ]
    solid = [piece for part in parts for piece in getattr(part, "geoms", [part]) if not piece.is_empty]
    return shapely.union_all(
        [piece for piece in solid if shapely.get_dimensions(piece) == shapely.get_dimensions(shape)]
    )


def _per_unique(column: pa.Array, change: Callable[[bytes], Any], kind: pa.DataType) -> pa.Array:
    encoded = column.dictionary_encode()
    return pa.array([change(v) for v in encoded.dictionary.to_pylist()], kind).take(encoded.indices)


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()
