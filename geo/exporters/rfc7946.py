"""Geometries as RFC 7946 wants them: right-handed, and not across the antimeridian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import affinity

from geo.model.geometry import ring

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_WORLD = shapely.box(-180, -90, 180, 90)


def circle(longitude: float, latitude: float, radius_m: float) -> BaseGeometry:
    """Give the circle; one that holds a pole becomes the cap of the globe down to its own edge."""
    whole = ring(longitude, latitude, radius_m)
    edge = shapely.get_coordinates(whole)[:-1]
    turns = np.abs(np.diff(np.unwrap(np.append(edge[:, 0], edge[0, 0]), period=360)).sum())
    if turns < 180:
        return whole
    edge = edge[np.argsort(edge[:, 0])]
    pole = 90.0 if latitude > 0 else -90.0
    middle = (edge[0, 1] + edge[-1, 1]) / 2
    return shapely.Polygon([(-180, middle), *edge, (180, middle), (180, pole), (-180, pole)])


def tidy(shape: BaseGeometry, decimals: int | None = None) -> BaseGeometry:
    """Wind exterior rings counter-clockwise and split at the antimeridian (RFC 7946, 3.1.6 and 3.1.9).

    ``decimals`` rounds the corners, in degrees; None keeps them as they are.
    """
    shape = shapely.force_2d(shape)
    if decimals is not None:
        shape = shapely.transform(shape, lambda corners: corners.round(decimals))
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
