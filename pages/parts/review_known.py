"""What may be known already: offered side by side, to add a report as a further source; and merging, splitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.model import ReviewState
from geo.workflows import review
from geo.workflows.accounts import side_by_side
from geo.workflows.wording import span_words, title_of
from pages.parts import review_state
from pages.parts.sides import sides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Incident, Revision
    from geo.workflows.atlas import Atlas
    from geo.workflows.review import Held

_OWN = {"State", "Title"}
_ASKED, _DIFFERENT = "review_asked", "review_different"


def ask_about(uids: Iterable[str]) -> None:
    """Remember what was just accepted: whether it is known already is asked of each."""
    st.session_state[_ASKED] = [*st.session_state.get(_ASKED, []), *uids]


def show_accepted(atlas: Atlas) -> None:
    """Tell which of the accepted incidents may be known already, each opened by a click."""
    incidents = atlas.store.casebook.incidents()
    asked = [u for u in dict.fromkeys(st.session_state.get(_ASKED, [])) if u in incidents]
    doubtful = [u for u in asked if incidents[u].state is ReviewState.ACCEPTED and _known(atlas, incidents[u])]
    st.session_state[_ASKED] = doubtful
    if not doubtful or doubtful == [review_state.chosen()]:
        return
    with st.container(border=True):
        st.markdown(f"**{len(doubtful)} of the accepted may be known already.** Look at each:")
        with st.container(horizontal=True):
            for uid in doubtful:
                title = title_of(incidents[uid])
                st.button(title[:60], key=f"doubt_{uid}", on_click=review_state.choose, args=(uid,))


def show_known(atlas: Atlas, uid: str | None, editor: str | None) -> None:
    """Offer to add the report to an incident that is known already, or to merge any two, or to split one."""
    if uid is None:
        return
    one = review_state.seen()[uid]
    known = _known(atlas, one.incident) if one.incident.state is not ReviewState.REJECTED else []
    if known:
        _offer(atlas, one, known, editor)
    with st.container(horizontal=True):
        live = [o for o in review_state.seen().values() if o.incident.state is not ReviewState.REJECTED]
        others = [o for o in live if o is not one]
        if others and one in live:
            _merge_any(atlas, one, others, editor)
        st.button(
            "Split into two",
            key=f"review_split_{one.incident.uid}",
            disabled=editor is None,
            help="A second candidate of the same words, to be corrected on its own.",
            on_click=_split,
            args=(atlas, one, editor),
        )


def _known(atlas: Atlas, incident: Incident) -> list[Incident]:
    different = st.session_state.get(_DIFFERENT, set())
    return [o for o in review.similar(atlas, incident) if frozenset((incident.uid, o.uid)) not in different]


def _offer(atlas: Atlas, one: Held, known: list[Incident], editor: str | None) -> None:
    accepted = one.incident.state is ReviewState.ACCEPTED
    label = "Accepted; but maybe known already" if accepted else f"Maybe known already ({len(known)})"
    with st.expander(label, expanded=accepted, icon=":material/content_copy:"):
        names = {i.uid: _words(one.incident, i) for i in known}
        other = st.selectbox("Incident", list(names), format_func=names.__getitem__, key=_key("known", names))
        found = review.known(atlas, other)
        rows = [r for r in side_by_side(one.incident, found.incident) if r.field not in _OWN]
        alike = [r.field for r in rows if r.one == r.other]
        told = [r for r in rows if r.field not in alike]
        sides(told, ("This report", "Known as"), key=f"sides_{one.incident.uid}", label="Both accounts")
        if alike:
            st.caption(f"Both say the same of: {', '.join(alike).lower()}.")
        with st.container(horizontal=True):
            st.button(
                "Add this report as a further source",
                key=f"review_merge_{one.incident.uid}_{other}",
                type="primary",
                disabled=editor is None,
                help="Claims of both stay side by side; where they differ the known incident becomes disputed.",
                on_click=_merge,
                args=(atlas, one, found, editor),
            )
            st.button(
                "They are different",
                key=f"review_different_{one.incident.uid}_{other}",
                on_click=_keep_apart,
                args=(one, found),
            )


def _key(what: str, options: Iterable[str]) -> str:
    """Name a choice by what it offers: a value that is offered no more must not come back."""
    return f"{what}_{'_'.join(options)}"


def _words(one: Incident, other: Incident) -> str:
    days, km = review.days_between(one, other), review.km_between(one, other)
    near = f"{km:,.0f} km" if km is not None else "no point"
    gap = "same day" if not days else f"{days} days apart" if days > 1 else "a day apart"
    return f"{title_of(other)} · {span_words(other.date_start, other.date_end)} · {other.state.value} ({near}, {gap})"


def _merge_any(atlas: Atlas, one: Held, others: list[Held], editor: str | None) -> None:
    with st.popover("Merge with another"):
        names = {o.incident.uid: title_of(o.incident) for o in others}
        into = st.selectbox(
            "Into which of this report?", list(names), format_func=names.__getitem__, key=_key("merge", names)
        )
        found = next(o for o in others if o.incident.uid == into)
        st.button(
            "Merge",
            key=f"merge_{one.incident.uid}_{into}",
            disabled=editor is None,
            on_click=_merge,
            args=(atlas, one, found, editor),
        )


def _merge(atlas: Atlas, one: Held, found: Held, editor: str | None) -> None:
    words = f"merged into “{title_of(found.incident)[:40]}”"
    if review_state.do(words, lambda: review.merge(atlas, one, found, by=editor or "", why="")):
        review_state.choose(None if found.of_dataset else found.incident.uid)


def _split(atlas: Atlas, one: Held, editor: str | None) -> None:
    made = []

    def work() -> list[Revision]:
        made.append(review.split(atlas, one, by=editor or "", why=""))
        return made

    if review_state.do("split", work):
        review_state.choose(made[0].record)


def _keep_apart(one: Held, found: Held) -> None:
    st.session_state.setdefault(_DIFFERENT, set()).add(frozenset((one.incident.uid, found.incident.uid)))
