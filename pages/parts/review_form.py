"""Review of one report's candidates: choose, decide, and take words as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.model import ReviewState
from geo.model.filter import DateRange, Filter
from geo.model.filter_query import to_query
from geo.workflows import review
from geo.workflows.wording import title_of
from pages.parts import review_known, review_state, session
from pages.parts.reading import reading

if TYPE_CHECKING:
    from geo.workflows.atlas import Atlas
    from geo.workflows.reports import Report
    from geo.workflows.review import Held

_STATES = {"accept": ReviewState.ACCEPTED, "dispute": ReviewState.DISPUTED, "reopen": ReviewState.CANDIDATE}
_COUNTED = {"candidate": "to review"}
_DONE = {"accept": "accepted", "dispute": "marked as disputed", "reopen": "back to candidate"}


def show_bar(atlas: Atlas, report: Report, editor: str | None) -> None:
    """Offer to accept all that waits, and to undo; tell how the report stands."""
    states = [one.incident.state for one in _held(atlas, report)]
    counts = {s.value: states.count(s) for s in ReviewState if s in states}
    number = counts.get(ReviewState.CANDIDATE.value, 0)

    def accept_all() -> None:
        waiting = [u for u, one in review_state.seen().items() if one.incident.state is ReviewState.CANDIDATE]
        _decide(atlas, waiting, ReviewState.ACCEPTED, f"{len(waiting)} accepted", editor)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Accept all {number} candidates" if number != 1 else "Accept the candidate",
            key="review_all",
            disabled=not number or editor is None,
            on_click=accept_all,
        )
        review_state.undo_button(atlas, editor)
        st.caption(", ".join(f"{n} {_COUNTED.get(state, state)}" for state, n in counts.items()) or "no incident")
    review_state.show_fault(atlas)


def _held(atlas: Atlas, report: Report) -> list[Held]:
    return [review.held(atlas, uid) for uid in report.uids]


def show_candidates(atlas: Atlas, report: Report, editor: str | None) -> str | None:
    """Show text and candidates side by side; gives the uid of the chosen candidate."""
    held = _held(atlas, report)
    uids = [one.incident.uid for one in held]
    if review_state.chosen() not in uids:
        review_state.choose(uids[0] if uids else None)

    def act(done: dict[str, Any]) -> None:
        if done.get("uid") in uids:
            _act(atlas, report, done, editor)

    reading(
        report.article,
        [one.incident for one in held],
        chosen=review_state.chosen(),
        editable=editor is not None,
        session=session.channel(),
        key=f"reading_{report.id}",
        on_act=act,
    )
    review_state.show(held)
    return review_state.chosen()


def _act(atlas: Atlas, report: Report, done: dict[str, Any], editor: str | None) -> None:
    uid, what = str(done["uid"]), str(done["do"])
    review_state.choose(uid)
    if what in _STATES:
        _decide(atlas, [uid], _STATES[what], f"{_DONE[what]} “{_short(uid)}”", editor)
    elif what == "reject":
        why = str(done.get("why") or "")
        _decide(atlas, [uid], ReviewState.REJECTED, f"rejected “{_short(uid)}”", editor, why)
    elif what == "value":
        _take(atlas, report, done, editor)


def _decide(  # noqa: PLR0917
    atlas: Atlas, uids: list[str], state: ReviewState, words: str, editor: str | None, why: str = "reviewed"
) -> None:
    seen = review_state.seen()
    work = lambda: review.decide(atlas, uids, state, by=editor or "", why=why, seen=seen)  # noqa: E731
    if review_state.do(words, work, keep_form=True) and state is ReviewState.ACCEPTED:
        review_known.ask_about(uids)


def _take(atlas: Atlas, report: Report, done: dict[str, Any], editor: str | None) -> None:
    one = review_state.seen().get(str(done["uid"]))
    span = (done.get("start"), done.get("end"))
    if one is None or not all(isinstance(n, int) for n in span):
        return
    field = str(done.get("field"))
    work = lambda: [review.take_words(atlas, one, report.article, field, span, by=editor or "")]  # noqa: E731
    review_state.do(f"{field} from words", work)


def _short(uid: str) -> str:
    one = review_state.seen().get(uid)
    return title_of(one.incident)[:40] if one else uid


def map_query(atlas: Atlas, report: Report) -> str:
    """Give the query of the small map: what the casebook holds of the days that the report tells of."""
    incidents = atlas.store.casebook.incidents()
    days = [d for uid in report.uids if uid in incidents and (d := incidents[uid].date_start)]
    span = DateRange(start=min(days), end=max(days)) if days else None
    return to_query(Filter(datetime=span, datasets=("reported",)))
