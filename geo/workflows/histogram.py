"""Incidents over time in the map's colours: what passes all of a filter but its date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.columns import UNDATED, to_day
from geo.model import DatePrecision
from geo.workflows.bins import UNITS, Bins
from geo.workflows.hues import Hues

if TYPE_CHECKING:
    from datetime import date

    from geo.columns import Columns
    from geo.workflows.bins import Unit
    from geo.workflows.search import Selection

_SLOTS = 10
_DENSE_DAYS = 1_000_000


def histogram(
    selection: Selection,
    *,
    bars: int = 240,
    unit: Unit | None = None,
    first: date | None = None,
    last: date | None = None,
) -> dict[str, Any]:
    """Count the selection's dated incidents by first day and colour, as plain JSON values.

    The unit is the finest that needs no more than ``bars`` bins. ``first`` and ``last`` narrow what the
    bins cover. Days are whole numbers since 1970-01-01: ``edges`` are the bins' first days and the day
    after the last bin; ``first`` and ``last`` the days of the data, null without any. ``counts`` and
    ``imprecise`` (the part of them whose day is not exactly known) have one line a series. ``begun``
    and ``over`` count the incidents by their first and by their last day, so that any window can be
    counted without asking again.
    """
    hues, masks = Hues.of(selection.snapshot), selection.masks
    parts = [
        (part.columns, np.flatnonzero(mask & (part.columns.day_start != UNDATED)))
        for part, mask in zip(selection.snapshot.parts, masks, strict=True)
    ]
    admitted, dated = sum(int(np.count_nonzero(mask)) for mask in masks), sum(len(rows) for _, rows in parts)
    begun, over = _joined([c.day_start[rows] for c, rows in parts]), _joined([c.day_end[rows] for c, rows in parts])
    body: dict[str, Any] = {"bin": "day", "edges": [], "series": [], "counts": [], "imprecise": []}
    body |= {"first": None, "last": None, "undated": admitted - dated, "total": admitted, "colour_by": hues.mode}
    body |= {"begun": _by_day(begun), "over": _by_day(over)}
    if not dated:
        return body
    ends = int(begun.min()), int(over.max())
    low, high = to_day(first) if first else ends[0], to_day(last) if last else ends[1]
    bins = Bins.between(low, max(low, high), unit or _unit(low, max(low, high), bars))
    counts, imprecise = _count(parts, bins, hues)
    used = [slot for slot in (*range(1, _SLOTS), 0) if counts[slot].any()]
    return body | {
        "bin": bins.unit,
        "edges": bins.edges.tolist(),
        "series": [{"name": hues.names[slot], "slot": slot} for slot in used],
        "counts": counts[used].tolist(),
        "imprecise": imprecise[used].tolist(),
        "first": ends[0],
        "last": ends[1],
    }


def _joined(days: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.empty(0, np.int32), *days])


def _unit(low: int, high: int, bars: int) -> Unit:
    return next((u for u in UNITS if len(Bins.between(low, high, u)) <= bars), UNITS[-1])


def _by_day(days: np.ndarray) -> dict[str, list[int]]:
    """Count by day: ``steps`` are the first day and then the distance to each next one that has any."""
    if len(days) and int(days.max()) - int(days.min()) < _DENSE_DAYS:
        every = np.bincount(days - days.min())
        found = np.flatnonzero(every)
        counts, found = every[found], found + int(days.min())
    else:
        found, counts = np.unique(days, return_counts=True)
    return {"steps": np.diff(found, prepend=0).tolist(), "counts": counts.tolist()}


def _count(parts: list[tuple[Columns, np.ndarray]], bins: Bins, hues: Hues) -> tuple[np.ndarray, np.ndarray]:
    """Count the rows whose first day the bins cover, one line a slot: all, and those of an imprecise date."""
    counts, imprecise = (np.zeros((_SLOTS, len(bins)), np.int64) for _ in range(2))
    for columns, rows in parts:
        days = columns.day_start[rows]
        if len(days) and (days.min() < bins.edges[0] or days.max() >= bins.edges[-1]):
            inside = (days >= bins.edges[0]) & (days < bins.edges[-1])
            rows, days = rows[inside], days[inside]  # noqa: PLW2901 - the rest is of no use here
        keys = hues.of_rows(columns)[rows].astype(np.int32) * len(bins) + bins.of(days)
        vague = columns.date_precision[rows] > DatePrecision.DAY
        counts += np.bincount(keys, minlength=counts.size).reshape(counts.shape)
        imprecise += np.bincount(keys[vague], minlength=counts.size).reshape(counts.shape)
    return counts, imprecise
