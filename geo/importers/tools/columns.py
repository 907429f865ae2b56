"""Groups of our columns that every importer fills in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.frames import RAW, conform
from geo.importers.base import Batch
from geo.importers.tools.checks import as_mask
from geo.importers.tools.coded import recoded
from geo.importers.tools.parse import count, show
from geo.model.countries import country_code

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from geo.importers.tools.checks import Checks

NAMES = pa.list_(pa.string())


class Located(NamedTuple):
    """WGS 84 degrees and WKB; all null where unmapped."""

    longitude: pa.Array
    latitude: pa.Array
    geometry: pa.Array | None


def located(checks: Checks, longitude: str = "longitude", latitude: str = "latitude") -> Located:
    """Give the places of the rows from the container's own geometry, else from two columns.

    Refuses (0, 0), degrees out of range, and one coordinate without the other.
    """
    shapes = checks.records.shapes
    if shapes is not None and not checks.has(latitude):
        return _from_shapes(checks, shapes)
    lon = checks.decimals(longitude, -180, 180, "longitude")
    lat = checks.decimals(latitude, -90, 90, "latitude")
    within_globe(checks, lon, lat, longitude, latitude)
    return Located(lon, lat, None)


def within_globe(
    checks: Checks, lon: pa.Array, lat: pa.Array, longitude: str = "longitude", latitude: str = "latitude"
) -> None:
    """Refuse (0, 0) and one coordinate without the other, under the names of their columns."""
    has_lon, has_lat = as_mask(pc.is_valid(lon)), as_mask(pc.is_valid(lat))
    refused = checks.refused()
    checks.refuse(has_lon & ~has_lat & ~refused, latitude, "longitude is given without latitude")
    checks.refuse(has_lat & ~has_lon & ~refused, longitude, "latitude is given without longitude")
    zero = pc.and_(pc.equal(lon, 0.0), pc.equal(lat, 0.0))
    checks.refuse(zero, latitude, "the coordinates (0, 0) stand for a missing place")


def _from_shapes(checks: Checks, shapes: pa.Array) -> Located:
    found = shapely.from_wkb(np.asarray(shapes.to_pylist(), dtype=object))
    points = shapely.get_type_id(found) == 0
    given = ~shapely.is_missing(found)
    west, south, east, north = shapely.bounds(found).T
    with np.errstate(invalid="ignore"):
        outside = given & ~((west >= -180) & (east <= 180) & (south >= -90) & (north <= 90))
        zero = points & (west == 0) & (south == 0)
    checks.refuse(
        outside, "geometry", lambda i: f"longitude {west[i]:g}, latitude {south[i]:g} is outside ±180 and ±90 degrees"
    )
    checks.refuse(zero, "geometry", "the coordinates (0, 0) stand for a missing place")
    centres = np.where(points | ~given, found, shapely.point_on_surface(found))
    lon, lat = (pa.array(get(centres), from_pandas=True) for get in (shapely.get_x, shapely.get_y))
    return Located(lon, lat, shapes)


def people(checks: Checks, low: str, best: str, high: str) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Give low, best and high counts of persons.

    A bound that contradicts the best estimate (low above it, high below it) is left out and flagged:
    the number stays in the original column, and no other number is put in its place.
    """
    lows, bests, highs = (checks.values(name, count, pa.int32()) for name in (low, best, high))
    above, below = as_mask(pc.greater(lows, bests)), as_mask(pc.less(highs, bests))
    checks.flag(above, low, lambda i: f"low {lows[i]} is above best {bests[i]}, so the bound is left out")
    checks.flag(below, high, lambda i: f"high {highs[i]} is below best {bests[i]}, so the bound is left out")
    crossed = as_mask(pc.and_(pc.is_null(bests), pc.greater(lows, highs)))
    checks.flag(crossed, low, lambda i: f"low {lows[i]} is above high {highs[i]}, so both are left out")
    lows = pc.if_else(pa.array(above | crossed), pa.scalar(None, pa.int32()), lows)
    highs = pc.if_else(pa.array(below | crossed), pa.scalar(None, pa.int32()), highs)
    return lows, bests, highs


def countries(checks: Checks, *names: str) -> pa.Array:
    """Give alpha-2 codes from the first filled column; names that are not known are flagged."""
    coded = checks.label(*names).dictionary_encode()
    found = recoded(coded, pa.array([country_code(t) for t in coded.dictionary.to_pylist()], pa.string()))
    unknown = pc.and_(pc.is_null(found), pc.is_valid(coded))
    checks.flag(unknown, names[0], lambda i: f"the country {show(coded[i].as_py())} is not known")
    return found


def past_days(checks: Checks, column: str, parser: Callable[[str], date], today: date) -> pa.Array:
    """Give days; refuses rows without one, and days to come."""
    days = checks.days(column, parser)
    checks.refuse(pc.is_null(checks.text(column)), column, "the date is missing")
    late = pc.greater(days, pa.scalar(today, pa.date32()))
    checks.refuse(late, column, lambda i: f"the date {days[i]} lies in the future")
    return days


def ordered_days(checks: Checks, start: pa.Array, end: pa.Array, column: str) -> pa.Array:
    """Give the end days, the start where there is none; refuses an end before the start."""
    checks.refuse(pc.less(end, start), column, lambda i: f"the end {end[i]} is before the start {start[i]}")
    return pc.coalesce(end, start)


def each(*columns: pa.Array, where: np.ndarray | None = None) -> pa.Array:
    """Give lists of the columns' values row by row, nulls left out; empty lists where the mask is false."""
    present = np.stack([as_mask(pc.is_valid(c)) for c in columns], axis=1)
    if where is not None:
        present &= where[:, np.newaxis]
    offsets = np.zeros(len(present) + 1, dtype=np.int32)
    np.cumsum(present.sum(axis=1), out=offsets[1:])
    values = pa.concat_arrays(columns) if len(columns) > 1 else columns[0]
    places = np.arange(present.size, dtype=np.int32).reshape(present.shape[::-1]).T[present]
    if len(places) < len(values) or len(columns) > 1:
        values = values.take(pa.array(places))
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def constant(value: str, length: int) -> pa.Array:
    """Give a column of one value, as codes."""
    codes = pa.array(np.zeros(length, np.int32))
    return pa.DictionaryArray.from_arrays(codes, pa.array([value], pa.string()))


def finish(checks: Checks, columns: dict[str, pa.Array], *, raw: dict[str, pa.Array] | None = None) -> Batch:
    """Join our columns and the original ones into a batch without the refused rows.

    ``raw`` None takes every column of the file as written, under its ``raw_`` name.
    """
    records = checks.records
    table = pa.table(columns | ({RAW + name: cell for name, cell in records.cells.items()} if raw is None else raw))
    keep = checks.settle()
    if keep.all():
        return Batch(conform(table, coded=True), records.rows)
    return Batch(conform(table.filter(pa.array(keep)), coded=True), records.rows[keep])
