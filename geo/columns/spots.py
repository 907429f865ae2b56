"""Published points: each distinct one held once, since incidents crowd in few places."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns.coded import looked_up, smallest_codes
from geo.model.filter import area, in_box
from geo.model.geometry import buffer_km

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.model.filter import Filter, Lookup

Box = tuple[float, float, float, float]
_KM_PER_DEGREE = 110.5  # just under a degree of latitude at the equator, the shortest anywhere


@dataclass(frozen=True, eq=False)
class Spots:
    """Row i is at spot ``codes[i]``; ``longitudes`` and ``latitudes`` of spots are WGS 84 degrees, NaN unmapped."""

    codes: np.ndarray
    longitudes: np.ndarray
    latitudes: np.ndarray

    @classmethod
    def encode(cls, longitude: pa.ChunkedArray, latitude: pa.ChunkedArray) -> Spots:
        """Give two columns of degrees as numbers of their distinct points."""
        x, y = (np.asarray(pc.fill_null(c, np.nan), dtype=np.float64) for c in (longitude, latitude))
        x_codes, xs = pd.factorize(x, use_na_sentinel=False)
        y_codes, ys = pd.factorize(y, use_na_sentinel=False)
        codes, pairs = pd.factorize(x_codes * max(len(ys), 1) + y_codes)
        x_pair, y_pair = np.divmod(pairs, max(len(ys), 1))
        return cls(smallest_codes(codes, len(pairs)), np.asarray(xs)[x_pair], np.asarray(ys)[y_pair])

    def mask(self, chosen: Filter, lookup: Lookup) -> np.ndarray:
        """Tell for each row whether the filter's spatial fields admit its point."""
        return looked_up(self.covered(chosen, lookup), self.codes)

    def covered(self, chosen: Filter, lookup: Lookup) -> np.ndarray:
        """Tell for each spot whether the filter's spatial fields admit it."""
        inside: np.ndarray = ~np.isnan(self.longitudes)
        if chosen.polygon is not None:
            inside &= in_box(area(chosen.polygon).bounds, self.longitudes, self.latitudes)
        if chosen.within is not None:
            inside &= in_box(
                reach(lookup.geometry(chosen.within.of), chosen.within.km), self.longitudes, self.latitudes
            )
        near = np.flatnonzero(inside)
        inside[near] = chosen.covers(self.longitudes[near], self.latitudes[near], lookup)
        return inside


def reach(geometry: BaseGeometry, km: float) -> Box:
    """Give a box (west, south, east, north) that holds all within ``km`` of a geometry, and a little more."""
    if geometry.geom_type != "Point":
        west, south, east, north = buffer_km(geometry, km).bounds
        return west, south, east, north
    high = km / _KM_PER_DEGREE
    south, north = max(geometry.y - high, -90.0), min(geometry.y + high, 90.0)
    if south <= -90 or north >= 90:
        return -180.0, south, 180.0, north
    wide = math.sin(math.radians(high)) / math.cos(math.radians(geometry.y))
    if wide >= 1:
        return -180.0, south, 180.0, north
    half = math.degrees(math.asin(wide))
    west, east = geometry.x - half, geometry.x + half
    return west + 360 * (west < -180), south, east - 360 * (east > 180), north
