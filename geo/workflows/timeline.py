"""Counts over time: what passes all but the date, so that a range can be chosen on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geo.columns import UNDATED, to_day
from geo.columns.columns import EVENT_TYPES
from geo.workflows.bins import Bins, Unit
from geo.workflows.people import canonical_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geo.columns import Columns
    from geo.workflows.search import Selection

By = Literal["initiator", "type"]
OTHER, NONE_REPORTED = "other", "none reported"
TOP = 6
_TYPE_WORDS = tuple(e.words for e in EVENT_TYPES)


@dataclass(frozen=True)
class Series:
    """Counts per bin of incidents on one exact day whose first initiator, or type, is ``name``."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """Counts per bin; ``starts`` are the bins' first days, ``end`` the last day covered.

    ``series`` stack the commonest initiators, the others, none reported; or event types where ``by`` is
    "type". ``imprecise`` counts, in the bin of their first day, those whose date is coarser than a day or
    spans several; ``spanning`` counts the same incidents in every bin that their dates touch. ``series``
    and ``imprecise`` together hold each dated incident once; ``undated`` has no date and ``outside``
    begins beyond the days asked for.
    """

    unit: Unit
    by: By
    starts: tuple[date, ...]
    end: date | None
    series: tuple[Series, ...]
    imprecise: tuple[int, ...]
    spanning: tuple[int, ...]
    undated: int
    outside: int

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON types, days as ISO text."""
        return {
            **vars(self),
            "starts": [d.isoformat() for d in self.starts],
            "end": self.end.isoformat() if self.end else None,
            "series": [vars(s) for s in self.series],
        }


@dataclass(frozen=True, eq=False)
class _Dated:
    """The dated rows of one part that a selection admits: days, and ``kind``: what they are stacked by, -1 for none."""

    start: np.ndarray
    end: np.ndarray
    imprecise: np.ndarray
    kind: np.ndarray
    names: tuple[str, ...]


def timeline(
    selection: Selection,
    *,
    unit: Unit | None = None,
    by: By | None = None,
    first: date | None = None,
    last: date | None = None,
    top: int = TOP,
) -> Timeline:
    """Count a selection over time, the date filter aside; ``first`` and ``last`` narrow what is covered.

    Without ``by`` the stack is of initiators, or of types where most have no initiator.
    """
    masks = selection.masks
    by = by or ("type" if _mostly_without_initiator(selection, masks) else "initiator")
    parts = list(_dated(selection, masks, by))
    admitted = sum(int(np.count_nonzero(mask)) for mask in masks)
    dated = sum(len(p.start) for p in parts)
    days = _extent(parts, first, last)
    if days is None:
        return Timeline("day", by, (), None, (), (), (), admitted - dated, dated)
    bins = Bins.between(*days, unit)
    kept = [_between(p, *days) for p in parts]
    names = _commonest(kept, top)
    stacked = np.sum([_stacked(p, bins, names) for p in kept], axis=0)
    return Timeline(
        unit=bins.unit,
        by=by,
        starts=bins.starts,
        end=np.datetime64(days[1], "D").astype(object),
        series=tuple(
            Series(n, tuple(c.tolist())) for n, c in zip((*names, OTHER, NONE_REPORTED), stacked, strict=True)
        ),
        imprecise=tuple(np.sum([_imprecise(p, bins) for p in kept], axis=0).tolist()),
        spanning=tuple(np.sum([_spanning(p, bins) for p in kept], axis=0).tolist()),
        undated=admitted - dated,
        outside=dated - sum(len(p.start) for p in kept),
    )


def _dated(selection: Selection, masks: tuple[np.ndarray, ...], by: By) -> Iterator[_Dated]:
    for part, admitted in zip(selection.snapshot.parts, masks, strict=True):
        columns = part.columns
        rows = admitted & (columns.day_start != UNDATED)
        pick: Any = slice(None) if rows.all() else rows
        yield _Dated(
            start=columns.day_start[pick],
            end=columns.day_end[pick],
            imprecise=imprecise_rows(columns)[pick],
            kind=(columns.initiator if by == "initiator" else columns.event_type.astype(np.int32))[pick],
            names=canonical_names(selection.snapshot, part) if by == "initiator" else _TYPE_WORDS,
        )


def _mostly_without_initiator(selection: Selection, masks: tuple[np.ndarray, ...]) -> bool:
    named = total = 0
    for part, admitted in zip(selection.snapshot.parts, masks, strict=True):
        named += int(np.count_nonzero(admitted & (part.columns.initiator >= 0)))
        total += int(np.count_nonzero(admitted))
    return named * 2 < total


def imprecise_rows(columns: Columns) -> np.ndarray:
    """Tell for each row whether its date is coarser than a day or spans several days."""
    return np.asarray((columns.date_precision > 1) | (columns.day_end > columns.day_start))


def _extent(parts: list[_Dated], first: date | None, last: date | None) -> tuple[int, int] | None:
    starts = [p.start for p in parts if len(p.start)]
    if not starts and (first is None or last is None):
        return None
    low = to_day(first) if first else min(int(s.min()) for s in starts)
    high = to_day(last) if last else max(int(s.max()) for s in starts)
    return (low, high) if low <= high else None


def _between(part: _Dated, first: int, last: int) -> _Dated:
    inside = (part.start >= first) & (part.start <= last)
    if inside.all():
        return part
    fields = {k: v[inside] for k, v in vars(part).items() if k != "names"}
    return _Dated(**fields, names=part.names)


def _commonest(parts: list[_Dated], top: int) -> tuple[str, ...]:
    totals: dict[str, int] = {}
    for part in parts:
        counts = np.bincount(part.kind[~part.imprecise] + 1, minlength=len(part.names) + 1)[1:]
        for code in np.flatnonzero(counts):
            totals[part.names[code]] = totals.get(part.names[code], 0) + int(counts[code])
    return tuple(sorted(totals, key=lambda name: (-totals[name], name))[:top])


def _stacked(part: _Dated, bins: Bins, names: tuple[str, ...]) -> np.ndarray:
    """Count exact rows: one line a name, then the others, then those without an initiator."""
    rank = {name: i for i, name in enumerate(names)}
    lines = len(names) + 2
    line = np.array([lines - 1, *(rank.get(n, lines - 2) for n in part.names)])
    exact = ~part.imprecise
    keys = line[part.kind[exact] + 1] * len(bins) + bins.of(part.start[exact])
    return np.bincount(keys, minlength=lines * len(bins)).reshape(lines, len(bins))


def _imprecise(part: _Dated, bins: Bins) -> np.ndarray:
    return np.bincount(bins.of(part.start[part.imprecise]), minlength=len(bins))


def _spanning(part: _Dated, bins: Bins) -> np.ndarray:
    changes = np.zeros(len(bins) + 1, np.int64)
    changes[:-1] += np.bincount(bins.of(part.start[part.imprecise]), minlength=len(bins))
    changes[1:] -= np.bincount(bins.of(part.end[part.imprecise]), minlength=len(bins))
    return np.cumsum(changes[:-1])
