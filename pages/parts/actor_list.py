"""The tree of actors with counts, and a closer look at one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import AtlasError, InputError
from geo.model import Actor, Relation
from geo.model.countries import country_name
from geo.model.filter import Filter
from geo.model.filter_query import to_query
from geo.workflows.actor_tree import actor_tree
from geo.workflows.people import actor_history
from geo.workflows.search import select
from pages.parts.messages import show_error
from pages.parts.records import Chart, Item, Record, record_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.workflows.actor_tree import ActorNode
    from geo.workflows.atlas import Atlas, Snapshot

_MOST = 2000


def show_one(snapshot: Snapshot) -> None:
    """Show one actor's incidents by role over time, its parts included."""
    names = list(dict.fromkeys(n.name for n, _ in _walk(actor_tree(snapshot))))
    name = st.selectbox(
        "Look closer at", names, index=None, key="actors_one", placeholder="Choose an actor; type to search"
    )
    if name is None:
        return
    history = actor_history(select(snapshot, Filter()), name)
    ends = [
        (label, _incident_words(end))
        for label, end in (("First incident", history.first), ("Last incident", history.last))
    ]
    chart = None
    if history.starts:
        labels = [f"{history.unit} of {day}" if history.unit != "day" else str(day) for day in history.starts]
        chart = Chart(labels, {role.value: list(counts) for role, counts in history.over_time.items()})
    record = Record(
        id=name,
        title=name,
        subtitle="with its parts",
        count=f"{history.total:,} incidents",
        fields=[*ends, *((role.value.capitalize(), f"{n:,}") for role, n in history.by_role.items())],
        items=[Item("Show these incidents on the map", href=f"/?{to_query(Filter(actors=(name,)))}")],
        chart=chart,
        open=True,
    )
    record_list([record], key="actors_closer", search="", empty="")


def _incident_words(summary: dict[str, object] | None) -> str:
    return f"{summary['date_start']}: {summary['title']}" if summary else "none with a date"


def show_tree(snapshot: Snapshot) -> None:
    """Show the tree, the most frequent actors first."""
    nodes = list(_walk(actor_tree(snapshot)))
    records = [_record(snapshot, node, depth) for node, depth in nodes[:_MOST]]
    if len(nodes) > _MOST:
        st.caption(f"The {_MOST:,} most frequent of {len(nodes):,} actors; choose any above.")
    record_list(
        records, key="actors_tree", search="Search names and aliases in any script", empty="No actor is known yet."
    )


def _walk(nodes: Iterable[ActorNode], depth: int = 0) -> Iterator[tuple[ActorNode, int]]:
    for node in nodes:
        yield node, depth
        yield from _walk(node.parts, depth + 1)


def _record(snapshot: Snapshot, node: ActorNode, depth: int) -> Record:
    actor = node.known
    roles = ", ".join(f"{n:,} as {role.value}" for role, n in node.by_role.items() if n)
    fields = [("Own incidents", roles or "none")]
    items = [Item("Show on the map", href=f"/?{to_query(Filter(actors=(node.name,)))}")]
    if actor:
        if actor.aliases:
            fields.append(("Also called", ", ".join(actor.aliases)))
        fields += [("Part of", _relation(snapshot, r)) for r in actor.relations]
        if actor.note:
            fields.append(("Note", actor.note))
        sources = [*actor.sources, *(r.source for r in actor.relations if r.source)]
        items += [Item(s.publisher, detail=s.title or "", href=s.url) for s in dict.fromkeys(sources)]
    return Record(
        id=node.name,
        title=node.name,
        depth=depth,
        badge=country_name(actor.country) if actor and actor.country else "",
        count=f"{node.with_parts:,}",
        fields=fields,
        items=items,
    )


def _relation(snapshot: Snapshot, relation: Relation) -> str:
    umbrella = snapshot.lookup.actor(relation.part_of)
    span = " ".join(
        f"{word} {day}" for word, day in (("from", relation.since), ("until", relation.until)) if day is not None
    )
    return " ".join(filter(None, (umbrella.name if umbrella else relation.part_of, span)))


def add_form(atlas: Atlas, editor: str | None) -> None:
    """Add an actor of the team's own, with aliases and an umbrella."""
    known = sorted(a.name for a in atlas.snapshot().lookup.actors.values())
    with st.form("actors_add", clear_on_submit=True, border=False):
        left, right = st.columns(2)
        name = left.text_input("Name", key="actors_add_name")
        aliases = right.text_input("Also called (separated by ;)", key="actors_add_aliases")
        part_of = left.selectbox("Part of", [None, *known], key="actors_add_part_of", format_func=lambda n: n or "none")
        why = right.text_input("Why, with the source", key="actors_add_why")
        if not st.form_submit_button("Add the actor", type="primary"):
            return
    try:
        if not (editor and name.strip() and why.strip()):
            raise InputError("Give the actor a name, your own name above, and why with the source.")
        relations = (Relation(part_of=part_of),) if part_of else ()
        names = tuple(a.strip() for a in aliases.split(";") if a.strip())
        atlas.store.casebook.put_actor(
            Actor(name=name.strip(), aliases=names, relations=relations), by=editor, why=why.strip()
        )
    except AtlasError as error:
        show_error(error)
    else:
        st.toast("The actor is added.")
        st.rerun()
