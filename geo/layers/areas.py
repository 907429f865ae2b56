"""Incidents whose place is no point: UCDP ``where_prec`` 3 to 7, drawn as areas and never as dots.

A row goes to the polygon of its province (code 4, where the bundled boundaries have it), to its
country (6), or to a ring around its published point with its own uncertainty or the documented
radius of its code. Rows with the same area share it.

Arrays: ``row`` (u4) and ``area`` (u4) pair each such row with its area, in the order of rows;
per area ``x``, ``y`` (f8: where the count is written), ``radius`` (f4: normalised Web Mercator, 0 for
a polygon), ``precision`` (u1), ``ring_from`` (u4, one more than areas: its rings in ``point_from``);
``point_from`` (u4, one more than rings: its points in ``px``, ``py``); ``px``, ``py`` (f4).
The header's ``names`` has a name for each area, or null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
import shapely

from geo.layers.mercator import EARTH_M, project
from geo.layers.packing import pack, unpack
from geo.model.codes import UNCERTAINTY_M, WherePrecision

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.columns import Columns

SIMPLIFY_DEG = 0.01
_RADIUS_M = np.array([0.0, *UNCERTAINTY_M.values()])
MOST_RINGS = 4_000
"""With more distinct centres than this, centres are brought together on a grid of half a degree."""


class Boundaries(Protocol):
    """What the reference data knows of borders."""

    def division(self, country: str, name: str) -> tuple[str, shapely.Geometry] | None:
        """Give id and polygon of a first-order division by country code and any of its names."""

    def country_geometry(self, country: str) -> shapely.Geometry | None:
        """Give the polygon of a country by ISO 3166 alpha-2."""


def encode_areas(columns: Columns, boundaries: Boundaries, footprints: Callable[[np.ndarray], np.ndarray]) -> bytes:
    """Write the areas of a part's imprecise rows; ``footprints`` reads the geometries of given rows."""
    drawn_as_area = (columns.where_precision >= WherePrecision.ADM_2) | columns.has_footprint
    rows = np.flatnonzero(columns.has_geometry & drawn_as_area)
    own, own_of = _own(columns, rows, footprints)
    shared, shared_of = _polygons(columns, rows, boundaries)
    shapes = own + shared
    area = np.where(own_of >= 0, own_of, np.where(shared_of >= 0, shared_of + len(own), -1))
    ringed = (area < 0) & ~np.isnan(columns.longitude[rows])
    rings, ring_of = _rings(columns, rows[ringed])
    area[ringed] = ring_of + len(shapes)
    drawn = area >= 0
    arrays = {"row": rows[drawn].astype(np.uint32), "area": area[drawn].astype(np.uint32)}
    arrays |= _geometry(shapes, rings)
    return pack({"names": [s[1] for s in shapes] + [None] * len(rings)}, arrays)


def without_rows(payload: bytes) -> bytes:
    """Leave the rows out of an areas' payload, for a browser to which the server gives the counts."""
    header, arrays = unpack(payload)
    return pack({"names": header["names"]}, {k: v for k, v in arrays.items() if k not in {"row", "area"}})


_Shape = tuple["shapely.Geometry", "str | None", int]


def _own(
    columns: Columns, rows: np.ndarray, footprints: Callable[[np.ndarray], np.ndarray]
) -> tuple[list[_Shape], np.ndarray]:
    """Give the footprints that sources give themselves, and for each row the number of its own or -1."""
    number = np.full(len(rows), -1, np.int64)
    places = np.flatnonzero(columns.has_footprint[rows])[:MOST_RINGS]
    if not len(places):
        return [], number
    distinct, inverse = np.unique(shapely.to_wkb(footprints(rows[places])), return_inverse=True)
    number[places] = inverse
    precision = np.zeros(len(distinct), np.int64)
    precision[inverse] = columns.where_precision[rows[places]]
    return [(shapely.from_wkb(d), None, int(p)) for d, p in zip(distinct, precision, strict=True)], number


def _polygons(columns: Columns, rows: np.ndarray, boundaries: Boundaries) -> tuple[list[_Shape], np.ndarray]:
    """Give polygons with name and precision, and for each row the number of its polygon or -1."""
    precision = columns.where_precision[rows]
    division = np.where(precision == WherePrecision.ADM_1, columns.adm_1.codes[rows], 0).astype(np.int64)
    lands = len(columns.country.names)
    inverse, distinct = pd.factorize((division * lands + columns.country.codes[rows]) * 8 + precision)
    shapes: list[_Shape] = []
    number = np.full(len(distinct), -1, np.int64)
    for i, key in enumerate(distinct.tolist()):
        code = key % 8
        found = _polygon(columns, code, key // 8 % lands, key // 8 // lands, boundaries)
        if found is not None:
            number[i] = len(shapes)
            shapes.append((*found, code))
    return shapes, number[inverse]


def _polygon(
    columns: Columns, precision: int, country: int, division: int, boundaries: Boundaries
) -> tuple[shapely.Geometry, str] | None:
    if not country:
        return None
    code = columns.country.names[country]
    if precision == WherePrecision.COUNTRY:
        shape, name = boundaries.country_geometry(code), code
    elif precision == WherePrecision.ADM_1 and division:
        name = columns.adm_1.names[division]
        found = boundaries.division(code, name)
        shape = found[1] if found else None
    else:
        return None
    return None if shape is None else (shape, name)


def _rings(columns: Columns, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give distinct rings as rows of x, y, radius, precision, and for each row the number of its ring."""
    precision, spots = columns.where_precision[rows].astype(np.int64), columns.spots
    radii, metres = pd.factorize(_radius_m(columns, rows))
    inverse, distinct = pd.factorize((spots.codes[rows] * np.int64(len(metres)) + radii) * 8 + precision)
    spot = distinct // 8 // max(len(metres), 1)
    longitude, latitude = spots.longitudes[spot], spots.latitudes[spot]
    if len(distinct) > MOST_RINGS:
        longitude, latitude = np.round(longitude * 2) / 2, np.round(latitude * 2) / 2
        cell = ((longitude * 2 + 360) * 720 + latitude * 2 + 180).astype(np.int64)
        joined, _ = pd.factorize((cell * len(metres) + distinct // 8 % len(metres)) * 8 + distinct % 8)
        first = np.unique(joined, return_index=True)[1]
        inverse, distinct, longitude, latitude = joined[inverse], distinct[first], longitude[first], latitude[first]
    x, y = project(longitude, latitude)
    radius = metres[distinct // 8 % max(len(metres), 1)] / EARTH_M / np.cos(np.radians(np.clip(latitude, -85, 85)))
    return np.column_stack([x, y, radius, distinct % 8]), inverse


def _radius_m(columns: Columns, rows: np.ndarray) -> np.ndarray:
    """Give each row's own uncertainty in metres, or the documented one of its code."""
    own = columns.uncertainty_m[rows].astype(np.float64)
    return np.asarray(np.where(np.isnan(own), _RADIUS_M[columns.where_precision[rows]], own))


def _geometry(shapes: list[_Shape], rings: np.ndarray) -> dict[str, np.ndarray]:
    polygons = [shapely.simplify(s[0], SIMPLIFY_DEG, preserve_topology=True) for s in shapes]
    labels = [_label(p) for p in polygons]
    parts, owner = shapely.get_parts(np.array(polygons, dtype=object), return_index=True)
    outlines, part_of = shapely.get_rings(parts, return_index=True)
    points, ring_of = shapely.get_coordinates(outlines, return_index=True)
    px, py = project(points[:, 0], points[:, 1])
    x, y = project(np.array([p.x for p in labels]), np.array([p.y for p in labels]))
    areas = len(shapes) + len(rings)
    return {
        "x": np.concatenate([x, rings[:, 0]]),
        "y": np.concatenate([y, rings[:, 1]]),
        "radius": np.concatenate([np.zeros(len(shapes)), rings[:, 2]]).astype(np.float32),
        "precision": np.concatenate([[s[2] for s in shapes], rings[:, 3]]).astype(np.uint8),
        "ring_from": np.searchsorted(owner[part_of], np.arange(areas + 1)).astype(np.uint32),
        "point_from": np.searchsorted(ring_of, np.arange(len(outlines) + 1)).astype(np.uint32),
        "px": px.astype(np.float32),
        "py": py.astype(np.float32),
    }


def _label(polygon: shapely.Geometry) -> shapely.Point:
    largest = max(shapely.get_parts(polygon), key=lambda part: part.area, default=polygon)
    return shapely.point_on_surface(largest)
