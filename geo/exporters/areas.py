"""Areas in place of points, for incidents of which only an area is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.exporters.rfc7946 import circle, tidy
from geo.model.codes import UNCERTAINTY_M, WherePrecision
from geo.model.geometry import GEOD

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_DECIMALS = 6
_CORNERS = 72
_KINDS = {WherePrecision.ADM_1: "division", WherePrecision.COUNTRY: "country"}


class Boundaries(Protocol):
    """Where areas that datasets only name are looked up."""

    def division(self, country: str, name: str) -> tuple[str, BaseGeometry] | None:
        """Give the id and polygon of a first-order division by alpha-2 code and name; None where unknown."""

    def country_geometry(self, country: str) -> BaseGeometry | None:
        """Give the polygon of a country by alpha-2 code; None where unknown."""


class Areas:
    """Gives incidents their areas; polygons are made ready once.

    ``rings`` False leaves an incident whose area is only a circle its point: the reader draws it.
    """

    def __init__(self, boundaries: Boundaries, *, rings: bool = True) -> None:
        """Read no boundary yet."""
        self._boundaries, self._rings = boundaries, rings
        self._named: dict[str, bytes | None] = {}

    def cover(self, table: pa.Table, geometry: pa.Array, kind: pa.Array) -> tuple[pa.Array, pa.Array]:
        """Put areas in place of the points among the geometries (WKB), and name their kinds."""
        is_point = pc.fill_null(pc.equal(kind, "point"), False)
        shapes, names = self._of_names(table, is_point)
        geometry, kind = pc.coalesce(shapes, geometry), pc.coalesce(names, kind)
        if not self._rings:
            return geometry, kind
        circles = _circles(table, pc.and_(is_point, pc.is_null(shapes)))
        ring = pc.if_else(pc.is_valid(circles), "ring", pa.scalar(None, pa.string()))
        return pc.coalesce(circles, geometry), pc.coalesce(ring, kind)

    def _of_names(self, table: pa.Table, is_point: pa.Array) -> tuple[pa.Array, pa.Array]:
        """Give polygons and kinds for precision codes 4 (division) and 6 (country), null elsewhere."""
        precision, country, adm_1 = (table[c].combine_chunks() for c in ("where_precision", "country", "adm_1"))
        code = pc.if_else(is_point, precision, None).cast(pa.string())
        division = pc.if_else(pc.equal(precision, int(WherePrecision.ADM_1)), adm_1, "")
        key = pc.binary_join_element_wise(code, country, division, "\x1f").dictionary_encode()
        keys = key.dictionary.to_pylist()
        found = [self._polygon(k) for k in keys]
        kinds = [_KINDS[WherePrecision(int(k[0]))] if shape else None for k, shape in zip(keys, found, strict=True)]
        return pa.array(found, pa.binary()).take(key.indices), pa.array(kinds, pa.string()).take(key.indices)

    def _polygon(self, key: str) -> bytes | None:
        if key not in self._named:
            code, country, division = key.split("\x1f", 2)
            shape: BaseGeometry | None = None
            if int(code) == WherePrecision.ADM_1:
                _, shape = self._boundaries.division(country, division) or (None, None)
            elif int(code) == WherePrecision.COUNTRY:
                shape = self._boundaries.country_geometry(country)
            self._named[key] = None if shape is None else shapely.to_wkb(tidy(shape, _DECIMALS))
        return self._named[key]


def _circles(table: pa.Table, wanted: pa.Array) -> pa.Array:
    """Give as WKB the circle of the stated or documented uncertainty; null where neither is known."""
    code = table["where_precision"].combine_chunks()
    at = pc.index_in(code, pa.array([p.value for p in UNCERTAINTY_M], code.type))
    radius = pc.coalesce(table["uncertainty_m"].combine_chunks(), pa.array(list(UNCERTAINTY_M.values())).take(at))
    rows = np.flatnonzero(pc.and_(wanted, pc.fill_null(pc.greater(radius, 0), False)))
    columns = [table["longitude"], table["latitude"], radius]
    centres = np.column_stack([np.asarray(c.take(pa.array(rows)), dtype=float) for c in columns])
    distinct, number = np.unique(centres, axis=0, return_inverse=True)
    place = np.full(len(table), -1)
    place[rows] = number.reshape(-1)
    return pa.array(_rings(distinct), pa.binary()).take(pa.array(place, mask=place < 0))


def _rings(centres: np.ndarray) -> list[bytes]:
    """Give as WKB the circles about rows of longitude, latitude and radius in metres."""
    if not len(centres):
        return []
    azimuth = np.tile(np.linspace(360, 0, _CORNERS, endpoint=False), len(centres))
    x, y, radius = np.repeat(centres, _CORNERS, axis=0).T
    longitude, latitude, _ = GEOD.fwd(x, y, azimuth, radius)
    corners = np.column_stack([longitude, latitude]).round(_DECIMALS).reshape(len(centres), _CORNERS, 2)
    rings = shapely.polygons(np.concatenate([corners, corners[:, :1]], axis=1))
    for i in np.flatnonzero(np.ptp(corners[:, :, 0], axis=1) > 180):
        rings[i] = tidy(circle(*centres[i].tolist()), _DECIMALS)
    wkb: list[bytes] = shapely.to_wkb(rings).tolist()
    return wkb
