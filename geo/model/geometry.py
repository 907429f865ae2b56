"""Distances and areas on the ellipsoid, for geometries in WGS 84 longitude-latitude order."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from shapely import Polygon

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GEOD = pyproj.Geod(ellps="WGS84")
_RING_STEPS = 72


def ring(longitude: float, latitude: float, radius_m: float) -> Polygon:
    """Give a geodesic circle as a polygon of 72 corners, right-hand (counter-clockwise) order."""
    azimuths = np.linspace(360, 0, _RING_STEPS, endpoint=False)
    lon, lat, _ = GEOD.fwd(
        np.full(_RING_STEPS, longitude), np.full(_RING_STEPS, latitude), azimuths, np.full(_RING_STEPS, radius_m)
    )
    return Polygon(np.column_stack([lon, lat]))


def distance_m(longitude: float, latitude: float, longitudes: np.ndarray, latitudes: np.ndarray) -> np.ndarray:
    """Give geodesic distances in metres from one point to many; NaN coordinates give NaN."""
    n = len(longitudes)
    _, _, metres = GEOD.inv(np.full(n, longitude), np.full(n, latitude), longitudes, latitudes)
    return np.asarray(metres)


@lru_cache(maxsize=256)
def _buffer(wkb: bytes, km: float) -> BaseGeometry:
    geometry = shapely.from_wkb(wkb)
    centre = geometry.representative_point()
    crs = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={centre.y} +lon_0={centre.x} +datum=WGS84 +units=m")
    out = pyproj.Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
    back = pyproj.Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)
    dense = shapely.segmentize(geometry, 0.1)
    metric = shapely.transform(dense, lambda x: np.column_stack(out.transform(x[:, 0], x[:, 1])))
    strip = shapely.buffer(metric, km * 1000)
    shape = shapely.transform(strip, lambda x: np.column_stack(back.transform(x[:, 0], x[:, 1])))
    shapely.prepare(shape)
    return shape


def buffer_km(geometry: BaseGeometry, km: float) -> BaseGeometry:
    """Give the area within ``km`` kilometres of a line or polygon.

    Computed in an azimuthal equidistant projection about the geometry itself: exact at its
    middle, under 0.5 % off for a border of 600 km. Cached, since filters repeat.
    """
    return _buffer(shapely.to_wkb(geometry), km)


def within_km(geometry: BaseGeometry, km: float, longitudes: np.ndarray, latitudes: np.ndarray) -> np.ndarray:
    """Tell for each point whether it lies within ``km`` of the geometry; NaN gives False."""
    with np.errstate(invalid="ignore"):
        if geometry.geom_type == "Point":
            return np.asarray(distance_m(geometry.x, geometry.y, longitudes, latitudes) <= km * 1000)
        return np.asarray(shapely.contains_xy(buffer_km(geometry, km), longitudes, latitudes))
