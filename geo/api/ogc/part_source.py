"""The columns of one part as a source of CQL2: those in memory where they are, the rest from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import shapely

from geo.api.ogc.collection import Extent
from geo.api.ogc.vectors import RELATIONS, Queryable, Vector, truth
from geo.columns import UNDATED, to_date
from geo.columns.columns import EVENT_TYPES, STATES
from geo.frames import SCHEMA
from geo.model import PlaceKind
from geo.model.codes import UNCERTAINTY_M, Method

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.columns import Columns
    from geo.columns.coded import Coded
    from geo.workflows.snapshot import Part

_LEFT_OUT = {"claims", "links", "licence", "source_title", "source_published", "source_url"}
_VALUES = {
    "event_type": tuple(e.value for e in EVENT_TYPES),
    "state": tuple(s.value for s in STATES),
    "place_kind": tuple(k.value for k in PlaceKind),
    "method": tuple(m.value for m in Method),
}
_KINDS: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
    (pa.types.is_string, "text"),
    (pa.types.is_date, "date"),
    (pa.types.is_list, "texts"),
    (pa.types.is_binary, "geometry"),
)


def _queryable(field: pa.Field) -> Queryable:
    kind = next((kind for test, kind in _KINDS if test(field.type)), "number")
    title = field.name.replace("_", " ")
    return Queryable(kind, title, bool(pa.types.is_integer(field.type)), _VALUES.get(field.name, ()))


QUERYABLES: Mapping[str, Queryable] = {f.name: _queryable(f) for f in SCHEMA if f.name not in _LEFT_OUT}
"""Properties of incidents that can be asked for, by their names in the GeoJSON export."""


_OF_POINTS: Mapping[str, Callable[[BaseGeometry, np.ndarray, np.ndarray], np.ndarray]] = {
    "intersects": shapely.intersects_xy,
    "within": shapely.contains_xy,
    "disjoint": lambda shape, x, y: ~shapely.intersects_xy(shape, x, y),
}
"""Relations of points that need no geometry objects."""


class PartSource:
    """One part of a snapshot."""

    def __init__(self, part: Part) -> None:
        """Read nothing yet."""
        self._part = part
        self._read: dict[str, Vector] = {}

    @property
    def rows(self) -> int:
        """Number of rows, suppressed ones included."""
        return self._part.rows

    @property
    def queryables(self) -> Mapping[str, Queryable]:
        """What can be asked for, by name."""
        return QUERYABLES

    def column(self, name: str) -> Vector:
        """Give the values of a queryable."""
        if name not in self._read:
            self._read[name] = _HELD[name](self._part.columns) if name in _HELD else self._stored(name)
        return self._read[name]

    def _stored(self, name: str) -> Vector:
        table = self._part.take(np.arange(self.rows), [name])
        return Vector(QUERYABLES[name].kind, table[name].combine_chunks())

    def spatial(self, relation: str, shape: BaseGeometry) -> pa.Array:
        """Tell how published points stand to a shape; a footprint counts where there is no point."""
        spots, columns = self._part.columns.spots, self._part.columns
        pointed = ~np.isnan(spots.longitudes)
        shapely.prepare(shape)
        test = getattr(shapely, RELATIONS[relation])
        quick = _OF_POINTS.get(relation)
        hits = pointed & (relation == "disjoint")
        if quick:
            pointed &= _near(shape, spots.longitudes, spots.latitudes)
        x, y = spots.longitudes[pointed], spots.latitudes[pointed]
        hits[pointed] = quick(shape, x, y) if quick else test(shape, shapely.points(x, y))
        found = hits[spots.codes]
        rows = footprint_rows(columns)
        found[rows] = test(shape, footprints(self._part, rows))
        return truth(found, columns.has_geometry)


def _near(shape: BaseGeometry, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell which points lie in the box about a shape; outside it a point is apart from the shape."""
    west, south, east, north = shape.bounds
    return np.asarray((x >= west) & (x <= east) & (y >= south) & (y <= north), dtype=bool)


def footprint_rows(columns: Columns) -> np.ndarray:
    """Give the rows that have a footprint and no point."""
    return np.flatnonzero(columns.has_geometry & np.isnan(columns.longitude))


def footprints(part: Part, rows: np.ndarray) -> np.ndarray:
    """Read the geometries of some rows."""
    return np.asarray(shapely.from_wkb(np.asarray(part.take(rows, ["geometry"])["geometry"], dtype=object)))


def part_extent(part: Part, shown: np.ndarray) -> Extent:
    """Tell where and when the rows that are shown lie."""
    columns = part.columns
    used = np.zeros(len(columns.spots.longitudes), bool)
    used[columns.spots.codes[shown]] = True
    used &= ~np.isnan(columns.spots.longitudes)
    rows = footprint_rows(columns)
    shapes = footprints(part, rows[shown[rows]])
    corners = [np.column_stack([columns.spots.longitudes[used], columns.spots.latitudes[used]])]
    corners.append(shapely.get_coordinates(shapes))
    points = np.concatenate(corners)
    dated = shown & (columns.day_start != UNDATED)
    days = None
    if dated.any():
        first, last = to_date(int(columns.day_start[dated].min())), to_date(int(columns.day_end[dated].max()))
        days = (first, last) if first and last else None
    if not len(points):
        return Extent(None, days)
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    return Extent((west, south, east, north), days)


def _coded(coded: Coded) -> Vector:
    return Vector("text", pa.array([None, *coded.names[1:]], pa.string()), coded.codes)


def _days(days: np.ndarray) -> Vector:
    return Vector("date", pa.array(days, mask=days == UNDATED).cast(pa.int32()).view(pa.date32()))


def _count(counts: np.ndarray) -> Vector:
    return Vector("number", pa.array(counts, mask=counts < 0))


def _code(codes: np.ndarray) -> Vector:
    return Vector("number", pa.array(codes, mask=codes == 0))


def _degrees(values: np.ndarray, codes: np.ndarray) -> Vector:
    return Vector("number", pa.array(values, mask=np.isnan(values)), codes)


def _uncertainty(columns: Columns) -> Vector:
    """Give the radius that the row states, or its precision code's own where it has a point."""
    radius = np.full(256, np.nan)
    radius[[int(p) for p in UNCERTAINTY_M]] = list(UNCERTAINTY_M.values())
    own = np.where(np.isnan(columns.longitude), np.nan, radius[columns.where_precision])
    values = np.where(np.isnan(columns.uncertainty_m), own, columns.uncertainty_m)
    return Vector("number", pa.array(values, mask=np.isnan(values)))


_HELD: dict[str, Callable[[Columns], Vector]] = {
    "dataset": lambda c: _coded(c.dataset),
    "dataset_id": lambda c: Vector("text", c.ids.combine_chunks()),
    "event_type": lambda c: Vector("text", pa.array(_VALUES["event_type"]), c.event_type),
    "state": lambda c: Vector("text", pa.array(_VALUES["state"]), c.state),
    "provider_type": lambda c: _coded(c.provider_type),
    "place_name": lambda c: _coded(c.place),
    "country": lambda c: _coded(c.country),
    "adm_1": lambda c: _coded(c.adm_1),
    "adm_2": lambda c: _coded(c.adm_2),
    "date_start": lambda c: _days(c.day_start),
    "date_end": lambda c: _days(c.day_end),
    "date_precision": lambda c: _code(c.date_precision),
    "where_precision": lambda c: _code(c.where_precision),
    "uncertainty_m": _uncertainty,
    "longitude": lambda c: _degrees(c.spots.longitudes, c.spots.codes),
    "latitude": lambda c: _degrees(c.spots.latitudes, c.spots.codes),
    "fatalities_low": lambda c: _count(c.fatalities_low),
    "fatalities_best": lambda c: _count(c.fatalities_best),
    "fatalities_high": lambda c: _count(c.fatalities_high),
    "geometry": lambda c: Vector("geometry", truth(c.has_geometry, c.has_geometry)),
}
