"""What this browser session did in the review, what it looked at, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import AtlasError, StaleEditError
from geo.workflows import review
from geo.workflows.accounts import side_by_side
from geo.workflows.wording import title_of
from pages.parts.messages import show_error
from pages.parts.sides import sides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.model import Revision
    from geo.workflows.atlas import Atlas
    from geo.workflows.review import Held

_CHOSEN, _DONE, _FAULT, _SEEN = "review_chosen", "review_done", "review_fault", "review_seen"
_PIN, _ROUND, _BESIDE = "review_pin", "review_round", "review_beside"
_MOST_UNDO = 50


def chosen() -> str | None:
    """Give the uid of the incident that is open."""
    uid = st.session_state.get(_CHOSEN)
    return uid if isinstance(uid, str) else None


def choose(uid: str | None) -> None:
    """Open an incident."""
    st.session_state[_CHOSEN] = uid


def seen() -> dict[str, Held]:
    """Give what the page showed last, by uid: decisions rest on it, not on what came since."""
    held: dict[str, Held] = st.session_state.get(_SEEN, {})
    return held


def show(held: Iterable[Held]) -> None:
    """Remember what the page shows now."""
    st.session_state[_SEEN] = {one.incident.uid: one for one in held}


def form_round() -> int:
    """Give the number of the form's fresh starts, by which its widgets are named."""
    return int(st.session_state.get(_ROUND, 0))


def pinned(now: Held) -> Held:
    """Give the version that the form was opened on: that of ``now`` where it begins anew."""
    pin: Held | None = st.session_state.get(_PIN)
    return pin if pin is not None and pin.incident.uid == now.incident.uid else pin_to(now)


def pin_to(now: Held) -> Held:
    """Let the form rest on this version."""
    st.session_state[_PIN] = now
    return now


def beside(now: Held) -> Held:
    """Give the version that the last run showed beside what is typed, that of ``now`` where it showed none of it."""
    before: Held | None = st.session_state.get(_BESIDE)
    st.session_state[_BESIDE] = now
    return before if before is not None and before.incident.uid == now.incident.uid else now


def start_anew() -> None:
    """Forget what was typed: the form opens on what the store holds."""
    st.session_state[_PIN] = st.session_state[_BESIDE] = None
    st.session_state[_ROUND] = form_round() + 1


def do(words: str, work: Callable[[], list[Revision]], *, keep_form: bool = False) -> bool:
    """Do something that can be undone; a fault is kept to be shown. True where it was done.

    ``keep_form`` leaves what was typed in the form, where the act changes no value.
    """
    try:
        made = work()
    except AtlasError as error:
        st.session_state[_FAULT] = (error, seen())
        return False
    done: list[tuple[str, list[Revision]]] = st.session_state.setdefault(_DONE, [])
    if made:
        done.append((words, made))
    del done[:-_MOST_UNDO]
    if not keep_form:
        start_anew()
    return True


def undo_button(atlas: Atlas, editor: str | None) -> None:
    """Offer to take back what was done last, then what was done before it."""
    done: list[tuple[str, list[Revision]]] = st.session_state.get(_DONE) or []
    label = f"Undo: {done[-1][0]}" if done else "Undo"

    def undo() -> None:
        _, made = done.pop()
        try:
            _remember(done, [*made, *review.undo(atlas, made, by=editor or "")])
        except AtlasError as error:
            st.session_state[_FAULT] = (error, {})
        start_anew()

    st.button(label, key="review_undo", icon=":material/undo:", disabled=not done or editor is None, on_click=undo)


def _remember(done: list[tuple[str, list[Revision]]], taken_back: list[Revision]) -> None:
    """Let what was done before be undone across what was done to the same records and taken back since."""
    for _, made in done:
        touched = {(r.kind, r.record) for r in made}
        made += [r for r in taken_back if (r.kind, r.record) in touched]


def show_fault(atlas: Atlas) -> None:
    """Show what was refused; of a stale decision both versions, side by side."""
    fault: tuple[AtlasError, dict[str, Held]] | None = st.session_state.get(_FAULT)
    if fault is None:
        return
    error, looked_at = fault
    show_error(error)
    if isinstance(error, StaleEditError):
        for number, one in enumerate(looked_at.values()):
            _show_clash(atlas, one, number)
    if st.button("Go on", key="review_fault_seen", help="Closes this message; nothing was changed."):
        del st.session_state[_FAULT]
        st.rerun()


def _show_clash(atlas: Atlas, one: Held, number: int) -> None:
    try:
        now = review.held(atlas, one.incident.uid)
    except AtlasError:
        return
    if now.version == one.version:
        return
    st.text(title_of(one.incident))
    rows = side_by_side(one.incident, now.incident)
    sides(rows, ("What you saw", who_changed(atlas, one.incident.uid)), key=f"clash_{number}", label="Both versions")


def who_changed(atlas: Atlas, uid: str) -> str:
    """Say who changed an incident last, when and why."""
    last = review.last_change(atlas, uid)
    return f"Now, by {last.by} at {last.at:%H:%M} UTC ({last.why})" if last else "Now"
