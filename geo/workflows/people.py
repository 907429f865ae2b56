"""Who appears in the incidents: one name an actor, counts by role, first and last incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.columns import UNDATED
from geo.columns.coded import ROLES
from geo.workflows.bins import Bins
from geo.workflows.search import select
from geo.workflows.summaries import summaries

if TYPE_CHECKING:
    from datetime import date

    from geo.columns import Columns, Parties
    from geo.model import Role
    from geo.workflows.bins import Unit
    from geo.workflows.search import Selection
    from geo.workflows.snapshot import Part, Snapshot


def canonical_names(snapshot: Snapshot, part: Part) -> tuple[str, ...]:
    """Give for each name in a part's actors the name of the known actor that it means, or itself."""
    return snapshot.fact(part, "canonical names", lambda: tuple(_known(snapshot, n) for n in part.columns.actors.names))


def _known(snapshot: Snapshot, name: str) -> str:
    actor = snapshot.lookup.actor(name)
    return actor.name if actor else name


def counts_by_role(snapshot: Snapshot, part: Part) -> dict[str, dict[Role | None, int]]:
    """Count a part's incidents for each canonical name: by role, and under None in any role."""
    return snapshot.fact(part, "actor counts", lambda: _counts_by_role(part, canonical_names(snapshot, part)))


def _counts_by_role(part: Part, canonical: tuple[str, ...]) -> dict[str, dict[Role | None, int]]:
    parties = part.columns.actors
    names = tuple(dict.fromkeys(canonical))
    number = {name: i for i, name in enumerate(names)}
    codes = np.array([number[n] for n in canonical], np.int64)[parties.codes]
    live = np.ones(len(codes), bool)
    if part.suppressed is not None:
        live = ~part.suppressed[parties.entry_rows]
    once = live & first_in_row(parties, codes)
    any_role = np.bincount(codes[once], minlength=len(names))
    keys = codes * len(ROLES) + parties.roles
    by_role = np.bincount(keys[live & first_in_row(parties, keys)], minlength=len(names) * len(ROLES))
    table = by_role.reshape(len(names), len(ROLES)).tolist()
    return {
        name: {None: total, **{r: n for r, n in zip(ROLES, row, strict=True) if n}}
        for name, total, row in zip(names, any_role.tolist(), table, strict=True)
        if total
    }


def first_in_row(parties: Parties, keys: np.ndarray) -> np.ndarray:
    """Tell for each entry whether its key stands for the first time in its row."""
    first = np.ones(len(keys), bool)
    lengths = np.diff(parties.offsets).astype(np.int64)
    follow = np.repeat(parties.offsets[1:].astype(np.int64), lengths) - np.arange(len(keys)) - 1
    pairs = np.arange(len(keys))
    for step in range(1, int(lengths.max(initial=1))):
        pairs = pairs[follow[pairs] >= step]
        first[pairs[keys[pairs] == keys[pairs + step]] + step] = False
    return first


@dataclass(frozen=True)
class ActorHistory:
    """An actor, its parts included, in what is shown: counts by role, and over time by first day.

    ``first`` and ``last`` are summaries of its first and last dated incident, None where there is none.
    """

    name: str
    total: int
    by_role: dict[Role, int]
    first: dict[str, Any] | None
    last: dict[str, Any] | None
    unit: Unit
    starts: tuple[date, ...]
    over_time: dict[Role, tuple[int, ...]]


def actor_history(selection: Selection, name: str, *, unit: Unit | None = None) -> ActorHistory:
    """Tell what is shown of an actor and of its parts, whatever actors the selection itself names."""
    snapshot = selection.snapshot
    own = select(snapshot, selection.filter.model_copy(update={"actors": (name,), "role": None}))
    names = snapshot.lookup.with_parts(name)
    shown = own.shown
    ends = [_dated_ends(part.columns, mask) for part, mask in zip(snapshot.parts, shown, strict=True)]
    dated = [(index, *pair) for index, pair in enumerate(ends) if pair]
    bins = None
    if dated:
        days = [snapshot.parts[i].columns.day_start for i, _, _ in dated]
        first = min(range(len(dated)), key=lambda i: int(days[i][dated[i][1]]))
        last = max(range(len(dated)), key=lambda i: int(days[i][dated[i][2]]))
        bins = Bins.between(int(days[first][dated[first][1]]), int(days[last][dated[last][2]]), unit)
        edge_rows = np.array([[dated[first][0], dated[first][1]], [dated[last][0], dated[last][2]]])
    by_role, over_time = _by_role(snapshot, shown, names, bins)
    edges = summaries(snapshot, edge_rows) if dated else [None, None]
    return ActorHistory(
        name=name,
        total=own.counts.shown,
        by_role=by_role,
        first=edges[0],
        last=edges[1],
        unit=bins.unit if bins else "day",
        starts=bins.starts if bins else (),
        over_time=over_time,
    )


def _dated_ends(columns: Columns, shown: np.ndarray) -> tuple[int, int] | None:
    rows = np.flatnonzero(shown & (columns.day_start != UNDATED))
    return (int(rows[0]), int(rows[-1])) if len(rows) else None


def _by_role(
    snapshot: Snapshot, shown: tuple[np.ndarray, ...], names: frozenset[str], bins: Bins | None
) -> tuple[dict[Role, int], dict[Role, tuple[int, ...]]]:
    totals = dict.fromkeys(ROLES, 0)
    lines = {role: np.zeros(len(bins) if bins else 0, np.int64) for role in ROLES}
    for part, mask in zip(snapshot.parts, shown, strict=True):
        if not mask.any():
            continue
        for role in ROLES:
            rows = mask & part.columns.actors.mask(names, role)
            totals[role] += int(np.count_nonzero(rows))
            days = part.columns.day_start[rows & (part.columns.day_start != UNDATED)]
            if bins and len(days):
                lines[role] += np.bincount(bins.of(days), minlength=len(bins))
    return totals, {role: tuple(line.tolist()) for role, line in lines.items()}
