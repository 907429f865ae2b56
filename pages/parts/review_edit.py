"""Correct one incident: what is typed rests on the version that was opened; a newer one is shown beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import ValidationError

from geo.model import DatePrecision, EventType, Fatalities, Incident, Party, Role
from geo.workflows import review
from geo.workflows.accounts import side_by_side
from pages.parts import review_place, review_state
from pages.parts.sides import sides

if TYPE_CHECKING:
    from geo.workflows.atlas import Atlas
    from geo.workflows.review import Held

_EARLIEST = date(1900, 1, 1)
_ROLES = (Role.INITIATOR, Role.TARGET, Role.CLAIMANT)
_LABELS = {Role.INITIATOR: "Initiator", Role.TARGET: "Target", Role.CLAIMANT: "Claimed by"}


def form_key(uid: str) -> str:
    """Name the form's widgets: another incident, or another start, has others."""
    return f"edit_{uid}_{review_state.form_round()}"


def edit_form(atlas: Atlas, uid: str | None, editor: str | None) -> None:
    """Correct the chosen incident; a stale edit is refused with both versions shown."""
    if uid is None:
        return
    now = review_state.seen()[uid]
    pin = review_state.pinned(now)
    key = form_key(uid)
    with st.expander("Correct its values", expanded=True, icon=":material/edit:"):
        fields = _fields(atlas, pin.incident, key)
        if now.version != pin.version and not _is_overtaken(pin, now, fields):
            pin = review_state.pin_to(now)
        why = st.text_input("Why", key=f"{key}_why", placeholder="What the correction rests on")
        if now.version != pin.version and not fields and not why.strip():
            review_state.start_anew()  # nothing was typed, so that nothing stands against the newer version
            st.rerun()
        if now.version != pin.version:
            _show_both(atlas, pin, now, fields, why, editor)
            return
        if st.button("Save", key=f"{key}_save", type="primary", disabled=editor is None):
            _save(atlas, pin, fields, why, editor)


def _is_overtaken(pin: Held, now: Held, fields: dict[str, Any]) -> bool:
    """Tell whether the newer version says something else where something was typed, or in what is shown."""
    shown = {*fields, "event_type", "date_start", "date_end", "place", "actors", "fatalities", "injuries", "weapon"}
    return any(getattr(pin.incident, name) != getattr(now.incident, name) for name in shown)


def _save(atlas: Atlas, one: Held, fields: dict[str, Any], why: str, editor: str | None) -> None:
    """Save what is typed as this very run sees it: a callback would know it as the run before saw it."""
    if not fields:
        st.text("Nothing differs from what is stored.")
        return
    words = f"corrected {', '.join(name.replace('_', ' ') for name in fields)}"
    review_state.do(words, lambda: [review.edit(atlas, one, fields, by=editor or "", why=why)])
    st.rerun()


def _show_both(  # noqa: PLR0917
    atlas: Atlas, pin: Held, now: Held, fields: dict[str, Any], why: str, editor: str | None
) -> None:
    """Show what was typed beside the version that came meanwhile, and let the person choose."""
    st.markdown("**Somebody else changed this meanwhile.** Nothing of yours is saved yet.")
    heads = ("Yours", review_state.who_changed(atlas, now.incident.uid))
    sides(side_by_side(_typed(pin, fields), now.incident), heads, key="edit_both", label="Both versions")
    with st.container(horizontal=True):
        looked_at = review_state.beside(now)
        if st.button("Save my values over it", key="edit_over", disabled=editor is None or not fields):
            _save(atlas, looked_at, fields, why, editor)
        st.button("Take the newer version", key="edit_theirs", on_click=review_state.start_anew)


def _typed(pin: Held, fields: dict[str, Any]) -> Incident:
    try:
        return Incident.model_validate(pin.incident.model_dump() | fields)
    except ValidationError:
        return pin.incident.model_copy(update=fields)


def _fields(atlas: Atlas, incident: Incident, key: str) -> dict[str, Any]:
    """Show the widgets and give the fields that now differ from the incident's."""
    stated: dict[str, Any] = {"event_type": _type(incident, key), **_dates(incident, key)}
    place = review_place.place_fields(atlas, incident.place, key)
    if place is not None:
        stated["place"] = place
    stated["actors"] = _parties(atlas, incident, key)
    stated["fatalities"] = _people("Killed", incident.fatalities, f"{key}_killed")
    stated["injuries"] = _people("Injured", incident.injuries, f"{key}_injured")
    stated["weapon"] = st.text_input("Weapon", incident.weapon or "", key=f"{key}_weapon").strip() or None
    stated["title"] = st.text_input("Title", incident.title or "", key=f"{key}_title").strip() or None
    stated["description"] = st.text_area("Note", incident.description or "", key=f"{key}_note", height=80) or None
    return {name: value for name, value in stated.items() if value != getattr(incident, name)}


def _type(incident: Incident, key: str) -> EventType:
    types = list(EventType)
    chosen = st.selectbox(
        "Type", types, types.index(incident.event_type), key=f"{key}_type", format_func=lambda t: t.words
    )
    return chosen or incident.event_type


def _dates(incident: Incident, key: str) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    end_key = f"{key}_end"

    def moved() -> None:
        """Let the last day follow a first day that overtook it."""
        first: date | None = st.session_state[f"{key}_start"]
        last: date | None = st.session_state.get(end_key)
        if first is None or last is None or last < first or last == incident.date_start:
            st.session_state[end_key] = first

    start = left.date_input(
        "First day",
        incident.date_start,
        key=f"{key}_start",
        format="YYYY-MM-DD",
        on_change=moved,
        min_value="1900-01-01",
    )
    end = middle.date_input("Last day", incident.date_end, key=end_key, format="YYYY-MM-DD", min_value="1900-01-01")
    codes = list(DatePrecision)
    known = right.selectbox(
        "Date known to",
        codes,
        codes.index(incident.date_precision) if incident.date_precision else None,
        key=f"{key}_date_precision",
        format_func=lambda c: c.words,
    )
    return {"date_start": start, "date_end": end, "date_precision": known if start else None}


def _parties(atlas: Atlas, incident: Incident, key: str) -> tuple[Party, ...]:
    known = sorted(a.name for a in atlas.snapshot().lookup.actors.values())
    parties = [p for p in incident.actors if p.role not in _ROLES]
    for role in _ROLES:
        held = list(incident.by_role(role))
        given = st.multiselect(
            _LABELS[role],
            list(dict.fromkeys([*held, *known])),
            held,
            key=f"{key}_{role.value}",
            accept_new_options=True,
            placeholder="Choose, or type another name",
        )
        parties += [Party(actor=name.strip(), role=role) for name in given if name.strip()]
    return incident.actors if set(parties) == set(incident.actors) else tuple(parties)


def _people(label: str, people: Fatalities, key: str) -> Fatalities:
    numbers = {}
    for name, column in zip(("low", "best", "high"), st.columns(3), strict=True):
        numbers[name] = column.number_input(
            f"{label}, {name}", 0, None, getattr(people, name), key=f"{key}_{name}", placeholder="not said"
        )
    try:
        return Fatalities(**numbers)
    except ValueError:
        st.text(f"{label}: low, best and high must not fall; the earlier numbers stay until they fit.")
        return people
