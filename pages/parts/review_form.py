"""Review of one report's candidates: decide, correct, split, merge, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import AtlasError, InputError
from geo.model import EventType, Fatalities, Incident, Party, Place, ReviewState, Role, WherePrecision
from geo.model.filter import DateRange, Filter
from geo.model.filter_query import to_query
from geo.workflows import review
from geo.workflows.places import find_places
from pages.parts.messages import show_error
from pages.parts.reading import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import Revision
    from geo.workflows.atlas import Atlas
    from geo.workflows.reports import Report

_CHOSEN, _LAST, _DRAFT, _FAULT = "review_chosen", "review_last", "review_draft", "review_fault"
_STATES = {"accept": ReviewState.ACCEPTED, "dispute": ReviewState.DISPUTED}


def show_candidates(atlas: Atlas, report: Report, editor: str | None) -> str | None:
    """Show text and candidates side by side; gives the uid of the chosen candidate."""
    casebook = atlas.store.casebook.incidents()
    incidents = [casebook[uid] for uid in report.uids if uid in casebook]
    uids = [i.uid for i in incidents]
    if st.session_state.get(_CHOSEN) not in uids:
        st.session_state[_CHOSEN] = uids[0] if uids else None

    def act(done: dict[str, Any]) -> None:
        if done.get("uid") in uids:
            _act(atlas, done, editor)

    reading(report.article, incidents, chosen=st.session_state[_CHOSEN], key=f"reading_{report.id}", on_act=act)
    fault = st.session_state.pop(_FAULT, None)
    if fault is not None:
        show_error(fault)
    _bar(atlas, incidents, editor)
    return st.session_state[_CHOSEN]


def _act(atlas: Atlas, done: dict[str, Any], editor: str | None) -> None:
    st.session_state[_CHOSEN] = done["uid"]
    if done["do"] in _STATES:
        _try(lambda: review.decide(atlas, [done["uid"]], _STATES[done["do"]], by=editor or "", why="reviewed"))
    elif done["do"] == "reject":
        st.session_state["review_rejecting"] = done["uid"]
    elif done["do"] == "value":
        st.session_state[_DRAFT] = {"field": str(done["field"]), "text": str(done["text"])}


def _try(work: Callable[[], list[Revision]]) -> None:
    try:
        st.session_state[_LAST] = work()
    except AtlasError as error:
        st.session_state[_FAULT] = error


def _bar(atlas: Atlas, incidents: list[Incident], editor: str | None) -> None:
    open_ones = [i.uid for i in incidents if i.state is ReviewState.CANDIDATE]
    with st.container(horizontal=True):
        if st.button(
            f"Accept all {len(open_ones)} candidates", key="review_all", disabled=not open_ones or editor is None
        ):
            _try(lambda: review.decide(atlas, open_ones, ReviewState.ACCEPTED, by=editor or "", why="reviewed"))
            st.rerun()
        last: list[Revision] = st.session_state.get(_LAST) or []
        if st.button("Undo", key="review_undo", icon=":material/undo:", disabled=not last or editor is None):
            _try(lambda: review.undo(atlas, last, by=editor or ""))
            st.session_state[_LAST] = None
            st.rerun()
    rejecting = st.session_state.get("review_rejecting")
    if rejecting:
        with st.form("review_reject", border=True):
            why = st.text_input("Why is it rejected?", key="review_why_rejected")
            if st.form_submit_button("Reject"):
                _try(lambda: review.decide(atlas, [rejecting], ReviewState.REJECTED, by=editor or "", why=why))
                if _FAULT not in st.session_state:
                    st.session_state["review_rejecting"] = None
                st.rerun()


def map_query(atlas: Atlas, report: Report) -> str:
    """Give the query of the small map: what the casebook holds of the days that the report tells of."""
    days = [d for uid in report.uids if (d := atlas.snapshot().incident(uid).date_start)]
    span = DateRange(start=min(days), end=max(days)) if days else None
    return to_query(Filter(datetime=span, datasets=("reported",)))


def show_decisions(atlas: Atlas, uid: str | None, editor: str | None) -> None:
    """Offer to add the report to an incident that is known already, values side by side, and to split."""
    if uid is None:
        return
    one = review.held(atlas, uid)
    known = review.similar(atlas, one.incident)
    if known and one.incident.state is ReviewState.CANDIDATE:
        with st.container(border=True):
            st.markdown("**Maybe known already**")
            names = {i.uid: f"{i.date_start} · {i.title or i.event_type.words} · {i.state.value}" for i in known}
            other = st.selectbox("Incident", list(names), format_func=names.get, key="review_known")
            found = review.held(atlas, other)
            for field, (ours, theirs) in review.differences(one.incident, found.incident).items():
                st.text(f"{field}: this report says {_plain(ours)}; known as {_plain(theirs)}")
            if st.button("Add this report as a further source", key="review_merge", disabled=editor is None):
                _try(lambda: review.merge(atlas, one, found, by=editor or "", why=""))
                st.rerun()
    if st.button(
        "Split into two", key="review_split", disabled=editor is None, help="A second candidate of the same words."
    ):
        try:
            st.session_state[_CHOSEN] = review.split(atlas, one, by=editor or "", why="")
        except AtlasError as error:
            st.session_state[_FAULT] = error
        st.rerun()


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(f"{v.get('actor')} ({v.get('role', 'unspecified')})" for v in value)
    return str(value)


def edit_form(atlas: Atlas, uid: str | None, editor: str | None) -> None:
    """Correct the chosen incident; a stale edit is refused with who changed it meanwhile."""
    if uid is None:
        return
    one = review.held(atlas, uid)
    key = f"edit_{uid}_{one.version}"
    draft = st.session_state.get(_DRAFT)
    with st.expander("Correct its values", expanded=draft is not None):
        fields = _fields(atlas, one.incident, key, draft)
        why = st.text_input("Why", key=f"{key}_why", placeholder="What the correction rests on")
        if st.button("Save", key=f"{key}_save", type="primary", disabled=editor is None or not fields):
            _try(lambda: [review.edit(atlas, one, fields, by=editor or "", why=why)])
            st.session_state[_DRAFT] = None
            st.rerun()


def _fields(atlas: Atlas, incident: Incident, key: str, draft: dict[str, str] | None) -> dict[str, Any]:
    """Show the widgets and give the fields that now differ from the incident's."""
    said = {draft["field"]: draft["text"]} if draft else {}
    left, right = st.columns(2)
    types = list(EventType)
    stated: dict[str, Any] = {
        "event_type": left.selectbox(
            "Type", types, types.index(incident.event_type), key=f"{key}_type", format_func=lambda t: t.words
        ),
        "weapon": right.text_input("Weapon", said.get("weapon", incident.weapon or ""), key=f"{key}_weapon") or None,
        "date_start": left.date_input("First day", incident.date_start, key=f"{key}_start", format="YYYY-MM-DD"),
        "date_end": right.date_input("Last day", incident.date_end, key=f"{key}_end", format="YYYY-MM-DD"),
        "actors": _parties(incident, key, said),
        "fatalities": _people("Killed", incident.fatalities, f"{key}_killed"),
        "injuries": _people("Injured", incident.injuries, f"{key}_injured"),
        "description": st.text_area("Note", said.get("description", incident.description or ""), key=f"{key}_note")
        or None,
    }
    place = _place(atlas, incident, key, said.get("place", ""))
    if place is not None:
        stated["place"] = place
    if draft and draft["field"] in {"date_start", "killed", "injured"}:
        st.text(f"The words: {draft['text']}")
    return {name: value for name, value in stated.items() if value != getattr(incident, name)}


def _parties(incident: Incident, key: str, said: dict[str, str]) -> tuple[Party, ...]:
    roles = (Role.INITIATOR, Role.TARGET, Role.CLAIMANT)
    parties = [p for p in incident.actors if p.role not in roles]
    for role, column in zip(roles, st.columns(3), strict=True):
        names = [*incident.by_role(role), *([said[role.value]] if role.value in said else [])]
        given = column.text_input(role.value.capitalize(), "; ".join(names), key=f"{key}_{role.value}")
        parties += [Party(actor=name.strip(), role=role) for name in given.split(";") if name.strip()]
    stated = tuple(parties)
    return incident.actors if set(stated) == set(incident.actors) else stated


def _people(label: str, people: Fatalities, key: str) -> Fatalities:
    numbers = {}
    for name, column in zip(("low", "best", "high"), st.columns(3), strict=True):
        numbers[name] = column.number_input(f"{label}, {name}", 0, None, getattr(people, name), key=f"{key}_{name}")
    try:
        return Fatalities(**numbers)
    except ValueError:
        st.text(f"{label}: low, best and high must not fall.")
        return people


def _place(atlas: Atlas, incident: Incident, key: str, said: str) -> Place | None:
    """Search the gazetteer, or type coordinates; None leaves the place as it is."""
    words = st.text_input("Another place: search by name", said, key=f"{key}_search", placeholder="Name, in any script")
    found = find_places(atlas.snapshot().lookup, words) if words.strip() else []
    options = [None, *found]
    chosen = st.selectbox(
        "Place",
        options,
        index=1 if found and said else 0,
        key=f"{key}_place",
        format_func=lambda p: _place_words(p or incident.place) + ("" if p else "  (as it is)"),
    )
    if chosen is not None:
        return chosen
    here = incident.place or Place(name="")
    left, middle, right = st.columns([2, 2, 3])
    latitude = left.number_input("Latitude", -90.0, 90.0, here.latitude, key=f"{key}_lat", format="%.5f")
    longitude = middle.number_input("Longitude", -180.0, 180.0, here.longitude, key=f"{key}_lon", format="%.5f")
    codes = list(WherePrecision)
    precision = right.selectbox(
        "Known to",
        codes,
        codes.index(here.precision) if here.precision else None,
        key=f"{key}_precision",
        format_func=lambda p: f"{int(p)} · {p.words}",
    )
    changed = {"latitude": latitude, "longitude": longitude, "precision": precision}
    if all(getattr(here, name) == value for name, value in changed.items()):
        return None
    if (latitude is None) != (longitude is None):
        st.text("Give both latitude and longitude, or neither.")
        return None
    return here.model_copy(update=changed)


def _place_words(place: Place | None) -> str:
    if place is None:
        return "No place"
    return ", ".join(filter(None, (place.name, place.adm_1, place.country)))


def add_form(atlas: Atlas, editor: str | None) -> None:
    """Enter a new incident by hand, as a candidate."""
    title = st.text_input("Title, in your own words", key="add_title")
    left, right = st.columns(2)
    day = left.date_input("Day", None, key="add_day", format="YYYY-MM-DD")
    kind = right.selectbox("Type", list(EventType), key="add_type", format_func=lambda t: t.words)
    words = left.text_input("Place: search by name", key="add_search")
    found = find_places(atlas.snapshot().lookup, words) if words.strip() else []
    place = right.selectbox("Place", [None, *found], index=1 if found else 0, key="add_place", format_func=_place_words)
    why = st.text_input("Source", key="add_why", placeholder="Who says so, and where")
    if not st.button("Add as a candidate", key="add_save", disabled=editor is None):
        return
    try:
        if not title.strip() or not why.strip():
            raise InputError("Give the incident a title and say who reports it.")
        review.add(
            atlas,
            review.new_incident(atlas, title.strip(), kind, day=day, place=place, publisher=why.strip()),
            by=editor or "",
            why=why,
        )
    except AtlasError as error:
        show_error(error)
    else:
        st.toast("The candidate is added; it shows on the map.")
