"""Actors under their umbrellas, with how many incidents each is in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from geo.model.normalise import fold
from geo.workflows.people import counts_by_role

if TYPE_CHECKING:
    from geo.model import Actor, Role
    from geo.workflows.snapshot import Part, Snapshot


@dataclass(frozen=True)
class ActorNode:
    """An actor and the parts of it, commonest first; one with two umbrellas stands under both.

    ``count`` incidents name the actor itself, ``with_parts`` it or any of its parts. ``by_role`` counts
    its own by role. ``known`` is the reference's actor, None for a name met only in data.
    """

    name: str
    count: int
    with_parts: int
    by_role: dict[Role, int]
    known: Actor | None = None
    parts: tuple[ActorNode, ...] = ()


def actor_tree(snapshot: Snapshot) -> tuple[ActorNode, ...]:
    """Give the actors that are part of none, commonest first; known ones also where no incident has them."""
    counts = _totals(snapshot)
    known = {a.name: a for a in snapshot.lookup.actors.values()}
    umbrellas = {name: _umbrellas(snapshot, actor) for name, actor in known.items()}
    below: dict[str, list[str]] = {}
    for name, above in umbrellas.items():
        for umbrella in above:
            below.setdefault(umbrella, []).append(name)
    roots = [n for n in known if not umbrellas[n]]
    reached = set(roots)
    for name in known:  # an actor in a circle of umbrellas stands for all of it
        if not reached & _above(name, umbrellas):
            roots.append(name)
            reached.add(name)
    roots += [n for n in counts if n not in known]

    def node(name: str, path: frozenset[str]) -> ActorNode:
        children = [node(n, path | {n}) for n in below.get(name, ()) if n not in path]
        own = counts.get(name, {})
        total = own.get(None, 0)
        return ActorNode(
            name=name,
            count=total,
            with_parts=_with_parts(snapshot, name) if children else total,
            by_role={role: n for role, n in own.items() if role is not None},
            known=known.get(name),
            parts=_sorted(children),
        )

    return _sorted([node(name, frozenset({name})) for name in roots])


def _sorted(nodes: list[ActorNode]) -> tuple[ActorNode, ...]:
    return tuple(sorted(nodes, key=lambda n: (-n.with_parts, fold(n.name))))


def _totals(snapshot: Snapshot) -> dict[str, dict[Role | None, int]]:
    totals: dict[str, dict[Role | None, int]] = {}
    for part in snapshot.parts:
        for name, counts in counts_by_role(snapshot, part).items():
            into = totals.setdefault(name, {})
            for role, n in counts.items():
                into[role] = into.get(role, 0) + n
    return totals


def _umbrellas(snapshot: Snapshot, actor: Actor) -> tuple[str, ...]:
    above = (snapshot.lookup.actor(r.part_of) for r in actor.relations)
    return tuple(dict.fromkeys(a.name for a in above if a is not None and a.name != actor.name))


def _above(name: str, umbrellas: dict[str, tuple[str, ...]]) -> set[str]:
    seen, fresh = {name}, {name}
    while fresh:
        fresh = {u for n in fresh for u in umbrellas[n]} - seen
        seen |= fresh
    return seen


def _with_parts(snapshot: Snapshot, name: str) -> int:
    return sum(snapshot.fact(p, ("with parts", name), partial(_count, snapshot, p, name)) for p in snapshot.parts)


def _count(snapshot: Snapshot, part: Part, name: str) -> int:
    rows = part.columns.actors.mask(snapshot.lookup.with_parts(name), None)
    return int(np.count_nonzero(rows if part.suppressed is None else rows & ~part.suppressed))
