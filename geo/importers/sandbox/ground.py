"""Shapes of any coordinate system as WGS 84, longitude first."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyproj
import shapely

from geo.errors import FileContentError
from geo.importers.base import Fault
from geo.importers.tools.mixed import COLLECTION, MIXED, WORDS, plain
from geo.importers.tools.records import Records

if TYPE_CHECKING:
    from geo.importers.base import Sink

_WGS84 = pyproj.CRS("OGC:CRS84")
_ASK = "state it, for example EPSG:32638"


def transformer(stated: str | None, given: str | None) -> pyproj.Transformer | None:
    """Give what turns the file's coordinates into degrees, None where they are that already.

    ``given`` is the user's word and goes before what the file states. Raises FileContentError where
    neither says anything that can be used.
    """
    name = given or stated
    if not name:
        raise FileContentError(f"The file does not say in which coordinate system (CRS) it is; {_ASK}.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            crs = pyproj.CRS.from_user_input(name)
            if not (crs.is_geographic or crs.is_projected or crs.is_bound or crs.is_compound):
                raise FileContentError(f"The coordinate system of the file is not tied to the Earth; {_ASK}.")
            if _is_wgs84(crs):
                return None
            return pyproj.Transformer.from_crs(crs, _WGS84, always_xy=True)
    except pyproj.exceptions.ProjError:
        whose = f"“{given[:60]}”" if given else "that the file states"
        raise FileContentError(f"The coordinate system {whose} is not known; {_ASK}.") from None


def _is_wgs84(crs: pyproj.CRS) -> bool:
    return bool(crs.equals(_WGS84) or crs.to_epsg(min_confidence=100) == 4326)


def to_degrees(records: Records, turn: pyproj.Transformer | None, sink: Sink) -> Records:
    """Transform the shapes; a record whose shape cannot be brought to degrees, or is empty or broken, is rejected."""
    if records.shapes is None or records.shapes.null_count == len(records):
        return records
    found = shapely.from_wkb(np.asarray(records.shapes.to_pylist(), dtype=object), on_invalid="ignore")
    given = np.asarray(records.shapes.is_valid())
    broken = given & shapely.is_missing(found)
    records = _without_collections(found, records, sink)
    empty = shapely.is_empty(found)
    found = shapely.force_2d(np.where(empty, None, found))
    if turn is not None:
        coordinates = shapely.get_coordinates(found)
        x, y = turn.transform(coordinates[:, 0], coordinates[:, 1])
        found = shapely.set_coordinates(found, np.column_stack([x, y]))
    finite = _all_finite(found)
    for at in np.flatnonzero(broken | ~finite):
        reason = "the shape is broken" if broken[at] else "the coordinates are not finite numbers within the system"
        sink.rejected.append(Fault(int(records.rows[at]), "geometry", reason))
    shapes = pa.array(shapely.to_wkb(found), pa.binary())
    result = Records(records.rows, records.cells, shapes)
    keep = ~broken & finite
    return result if keep.all() else result.take(keep)


def _without_collections(found: np.ndarray, records: Records, sink: Sink) -> Records:
    """Put shapes of one kind for collections, in place; where kinds were mixed, the shape stands beside as text."""
    before: dict[int, str] = {}
    for at in map(int, np.flatnonzero(shapely.get_type_id(found) == COLLECTION)):
        found[at], mixed = plain(found[at])
        if mixed:
            before[at] = mixed
            sink.flagged.append(Fault(int(records.rows[at]), "geometry", WORDS))
    if not before:
        return records
    texts = pa.array([before.get(i) for i in range(len(records))], pa.string())
    return Records(records.rows, records.cells | {MIXED: texts}, records.shapes)


def _all_finite(shapes: np.ndarray) -> np.ndarray:
    coordinates, index = shapely.get_coordinates(shapes, return_index=True)
    finite = np.ones(len(shapes), dtype=bool)
    finite[index[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite
