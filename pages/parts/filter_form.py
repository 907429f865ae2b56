"""The filter form in the sidebar: widgets in, ``Filter`` out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from geo.model import Role, WherePrecision
from geo.model.filter import Filter
from pages.parts.filter_state import set_area, set_dates, set_filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.workflows.actor_tree import ActorNode
    from geo.workflows.atlas import Snapshot
    from geo.workflows.facets import Facets, Option

ESCALATION = (date(2024, 1, 1), date(2024, 1, 31))
ROLES = (None, Role.INITIATOR, Role.TARGET, Role.CLAIMANT)
_INDENT = "\u2003"
PRECISIONS = (None, *(p for p in WherePrecision if p is not WherePrecision.WATER_OR_AIR))


def filter_form(snapshot: Snapshot, options: Facets) -> None:
    """Show the form in the sidebar; ``current_filter`` has set its widgets."""
    with st.sidebar:
        title, reset = st.columns([3, 2], vertical_alignment="center")
        title.markdown("#### Filters")
        reset.button("Reset", key="f_reset", on_click=set_filter, args=(Filter(),), width="stretch")
        _dates(options)
        _parties(options)
        _what(options)
        _where(snapshot, options)
        _more(options)


def _dates(options: Facets) -> None:
    last = options.last or ESCALATION[1]
    presets = {
        "All": (None, None),
        "Last 30 days": (last - timedelta(days=29), last),
        "January 2024": ESCALATION,
    }
    with st.container(horizontal=True, gap="small"):
        for name, days in presets.items():
            chosen = (st.session_state.f_from, st.session_state.f_to) == days
            kind = "primary" if chosen else "secondary"
            help_text = f"{days[0]} to {days[1]}" if days[0] else "Any date, and none"
            st.button(name, key=f"preset_{name}", on_click=set_dates, args=days, type=kind, help=help_text)
    first, second = st.columns(2)
    limits = {"min_value": date(1800, 1, 1), "max_value": date(2100, 12, 31), "format": "YYYY-MM-DD"}
    first.date_input("From", key="f_from", **limits, help="First day, in local time of the place. Empty: no limit.")
    second.date_input(
        "To", key="f_to", **limits, help="Last day. An incident shows when any day of its span is within."
    )


def _parties(options: Facets) -> None:
    labels = dict(_actor_labels(options.actors))
    names = _with(labels, "f_actors")
    st.multiselect(
        "Actors",
        names,
        key="f_actors",
        format_func=lambda name: labels.get(name, name),
        placeholder="Any actor; type to search",
        help="An umbrella finds its parts. Names and aliases that mean the same actor count together.",
    )
    st.segmented_control(
        "in the role of",
        [r for r in ROLES if r],
        key="f_role",
        format_func=lambda role: role.value,
        help="None chosen: any role. Who claims an attack is not always who is said to have made it.",
    )


def _actor_labels(nodes: Iterable[ActorNode], depth: int = 0) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield node.name, f"{_INDENT * depth}{node.name} ({node.with_parts:,})"
        yield from _actor_labels(node.parts, depth + 1)


def _what(options: Facets) -> None:
    labels = {o.value: _label(o) for o in options.types}
    labels |= {t.value: _INDENT + _label(t) for o in options.types for t in o.parts}
    ordered = [v for o in options.types for v in (o.value, *(t.value for t in o.parts))]
    _choose("Event types", "f_types", ordered, labels, "Any type")


def _where(snapshot: Snapshot, options: Facets) -> None:
    countries = {o.value: _label(o) for o in options.countries}
    _choose("Countries", "f_countries", countries, countries, "Any country")
    chosen = st.session_state.f_countries
    divisions = [d for o in options.countries if not chosen or o.value in chosen for d in o.parts]
    provinces = {d.value: _label(d) for d in sorted(divisions, key=lambda d: d.label)}
    _choose("Provinces", "f_adm_1", provinces, provinces, "Any first-order division")
    _distance(snapshot)
    if st.session_state.f_polygon or st.session_state.f_bbox:
        st.button("Remove the drawn area", key="f_area", icon=":material/close:", on_click=set_area, args=(None,))


def _distance(snapshot: Snapshot) -> None:
    places = snapshot.lookup.places
    km, of = st.columns([2, 5])
    km.number_input("Within km", min_value=1.0, max_value=5000.0, step=5.0, key="f_within_km", format="%g")
    of.selectbox(
        "of a place or border",
        _with([None, *sorted(places, key=lambda i: places[i].name)], "f_within_of"),
        key="f_within_of",
        format_func=lambda i: "Anywhere" if i is None else places[i].name if i in places else i,
    )


def _more(options: Facets) -> None:
    st.selectbox(
        "Place known at least to",
        PRECISIONS,
        key="f_precision",
        format_func=lambda code: "Any precision" if code is None else f"{int(code)} · {code.words}",
    )
    st.text_input("Words", key="f_text", placeholder="In titles, texts, places, parties, sources", type="search")
    datasets = {o.value: _label(o) for o in options.datasets}
    _choose("Datasets", "f_datasets", datasets, datasets, "All datasets")
    states = {o.value: _label(o) for o in options.states}
    _choose("Review states", "f_states", states, states, "All but rejected")


def _choose(label: str, key: str, choices: Iterable[str], labels: Mapping[str, str], placeholder: str) -> None:
    st.multiselect(label, _with(choices, key), key=key, format_func=lambda v: labels.get(v, v), placeholder=placeholder)


def _label(option: Option) -> str:
    return f"{option.label} ({option.count:,})"


def _with(choices: Iterable[object], key: str) -> list[object]:
    """Give the choices and whatever the address asks for beyond them."""
    held = st.session_state[key]
    return list(dict.fromkeys([*choices, *(held if isinstance(held, list) else [held])]))
