"""Rows of datasets that may be the same incident: within days and kilometres of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo import frames
from geo.columns import UNDATED
from geo.model.geometry import GEOD

if TYPE_CHECKING:
    from geo.model import Incident
    from geo.workflows.snapshot import Part, Snapshot

_MOST = 10
_EPOCH = np.datetime64("1970-01-01", "D")


def rows_near(snapshot: Snapshot, incident: Incident, *, days: int, km: float) -> list[Incident]:
    """Give the rows of datasets near an incident in time and place, the nearest first, at most ten a dataset.

    Only a dated incident with a point is compared; rows that the team amended are the casebook's.
    """
    place, start = incident.place, incident.date_start
    if place is None or place.longitude is None or place.latitude is None or start is None:
        return []
    first = int((np.datetime64(start, "D") - _EPOCH).astype(int)) - days
    last = int((np.datetime64(incident.date_end or start, "D") - _EPOCH).astype(int)) + days
    found: list[Incident] = []
    for part in snapshot.parts:
        if not part.from_casebook:
            rows = _rows(part, (first, last), (place.longitude, place.latitude), km)
            found += [frames.to_incident(values) for values in part.take(rows).to_pylist()]
    return found


def _rows(part: Part, window: tuple[int, int], point: tuple[float, float], km: float) -> np.ndarray:
    columns, spots = part.columns, part.columns.spots
    within = (columns.day_start != UNDATED) & (columns.day_start <= window[1]) & (columns.day_end >= window[0])
    if part.suppressed is not None:
        within &= ~part.suppressed
    rows: np.ndarray = np.flatnonzero(within)
    longitudes, latitudes = spots.longitudes[spots.codes[rows]], spots.latitudes[spots.codes[rows]]
    near = np.abs(latitudes - point[1]) <= km / 110
    rows, longitudes, latitudes = rows[near], longitudes[near], latitudes[near]
    if not rows.size:
        return rows
    same = np.ones(rows.size)
    _, _, metres = GEOD.inv(point[0] * same, point[1] * same, longitudes, latitudes)
    order = np.argsort(metres)
    nearest: np.ndarray = rows[order[metres[order] <= 1000 * km]][:_MOST]
    return nearest
