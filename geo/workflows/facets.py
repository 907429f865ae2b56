"""What a filter form can offer, with counts of all incidents of a snapshot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from geo.columns import UNDATED, to_date
from geo.columns.columns import EVENT_TYPES, STATES
from geo.model import EventClass, WherePrecision
from geo.model.countries import country_name
from geo.workflows.actor_tree import ActorNode, actor_tree

if TYPE_CHECKING:
    from datetime import date

    from geo.workflows.snapshot import Part, Snapshot


@dataclass(frozen=True)
class Option:
    """One choice: ``value`` goes into the filter, ``label`` is read, ``count`` incidents have it."""

    value: str
    label: str
    count: int
    parts: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Facets:
    """Options in the order in which they are read; those that no incident has are left out.

    ``countries`` have their first-order divisions as parts, ``types`` are classes with their types.
    ``first`` and ``last`` are the days that incidents begin and end on, None where none has a date.
    """

    total: int
    first: date | None
    last: date | None
    undated: int
    countries: tuple[Option, ...]
    types: tuple[Option, ...]
    precisions: tuple[Option, ...]
    states: tuple[Option, ...]
    datasets: tuple[Option, ...]
    actors: tuple[ActorNode, ...]


@dataclass
class _Tally:
    first: int = UNDATED
    last: int = -UNDATED
    undated: int = 0
    countries: Counter[str] = field(default_factory=Counter)
    divisions: Counter[tuple[str, str]] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    precisions: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    datasets: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Tally) -> None:
        """Add another part's counts."""
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.undated += other.undated
        for name in ("countries", "divisions", "types", "precisions", "states", "datasets"):
            getattr(self, name).update(getattr(other, name))


def facets(snapshot: Snapshot) -> Facets:
    """Count a snapshot; each part is counted once for as long as it stays the same."""
    key = ("facets", tuple(part.key for part in snapshot.parts), snapshot.lookup_serial)
    return snapshot.facts.get(key, partial(_facets, snapshot))


def _facets(snapshot: Snapshot) -> Facets:
    tally = _Tally()
    for part in snapshot.parts:
        tally.add(snapshot.fact(part, "facets", partial(_tally, part)))
    return Facets(
        total=snapshot.total,
        first=None if tally.first == UNDATED else to_date(tally.first),
        last=None if tally.first == UNDATED else to_date(tally.last),
        undated=tally.undated,
        countries=_countries(tally),
        types=_types(tally.types),
        precisions=tuple(
            Option(str(int(p)), p.words, tally.precisions[str(int(p))])
            for p in WherePrecision
            if tally.precisions[str(int(p))]
        ),
        states=tuple(Option(s.value, s.value, tally.states[s.value]) for s in STATES if tally.states[s.value]),
        datasets=tuple(Option(name, name, n) for name, n in sorted(tally.datasets.items())),
        actors=actor_tree(snapshot),
    )


def _tally(part: Part) -> _Tally:
    columns = part.columns
    live = np.ones(columns.rows, bool) if part.suppressed is None else ~part.suppressed
    dated = live & (columns.day_start != UNDATED)
    tally = _Tally(undated=int(np.count_nonzero(live) - np.count_nonzero(dated)))
    if dated.any():
        tally.first, tally.last = int(columns.day_start[dated].min()), int(columns.day_end[dated].max())
    tally.countries = _named(columns.country.counts(live), columns.country.names)
    tally.datasets = _named(columns.dataset.counts(live), columns.dataset.names)
    tally.types = _named(np.bincount(columns.event_type[live]), [e.value for e in EVENT_TYPES])
    tally.states = _named(np.bincount(columns.state[live]), [s.value for s in STATES])
    tally.precisions = _named(np.bincount(columns.where_precision[live]), ["", *(str(int(p)) for p in WherePrecision)])
    width = len(columns.adm_1.names)
    pairs = columns.country.codes[live].astype(np.int64) * width + columns.adm_1.codes[live]
    found, counts = np.unique(pairs, return_counts=True)
    for pair, count in zip(found.tolist(), counts.tolist(), strict=True):
        country, division = columns.country.names[pair // width], columns.adm_1.names[pair % width]
        if division:
            tally.divisions[country, division] = count
    return tally


def _named(counts: np.ndarray, names: tuple[str, ...] | list[str]) -> Counter[str]:
    return Counter({names[i]: int(counts[i]) for i in np.flatnonzero(counts) if names[i]})


def _countries(tally: _Tally) -> tuple[Option, ...]:
    divisions: dict[str, list[Option]] = {}
    for (country, name), count in sorted(tally.divisions.items()):
        divisions.setdefault(country, []).append(Option(name, name, count))
    options = [Option(c, country_name(c), n, tuple(divisions.get(c, ()))) for c, n in tally.countries.items()]
    return tuple(sorted(options, key=lambda o: o.label))


def _types(counts: Counter[str]) -> tuple[Option, ...]:
    classes = []
    for event_class in EventClass:
        own = [e for e in EVENT_TYPES if e.event_class is event_class and counts[e.value]]
        if own:
            parts = tuple(Option(e.value, e.words, counts[e.value]) for e in own)
            classes.append(Option(event_class.value, event_class.words, sum(p.count for p in parts), parts))
    return tuple(classes)
