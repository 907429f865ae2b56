"""Enter a new incident by hand, told by the report that is open or by another source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import InputError
from geo.model import EventType, Revision, Source
from geo.workflows import review
from pages.parts import report_form, review_place, review_state

if TYPE_CHECKING:
    from geo.workflows.atlas import Atlas
    from geo.workflows.reports import Report

_ROUND = "add_round"


def form_key() -> str:
    """Name the form's widgets; after an incident was added they begin anew."""
    return f"add_{st.session_state.get(_ROUND, 0)}"


def add_form(atlas: Atlas, report: Report | None, editor: str | None) -> None:
    """Ask for the least that an incident needs; the rest is set where every candidate is corrected."""
    key = form_key()
    title = st.text_input("Title, in your own words", key=f"{key}_title").strip()
    left, right = st.columns(2)
    day = left.date_input("Day", None, date(1900, 1, 1), key=f"{key}_day", format="YYYY-MM-DD")
    kind = right.selectbox("Type", list(EventType), key=f"{key}_type", format_func=lambda t: t.words)
    place = review_place.place_fields(atlas, None, key)
    of_report = report is not None and bool(report.article.sha256)
    told = of_report and st.checkbox("Told by the report that is open", value=True, key=f"{key}_told")
    said = "" if told else st.text_input("Source", key=f"{key}_why", placeholder="Who says so, and where").strip()

    def add() -> None:
        def work() -> list[Revision]:
            if not title or not (told or said):
                raise InputError("Give the incident a title and say who reports it.")
            source = report.article.source if told and report else Source(publisher=said)
            new = review.new_incident(atlas, title, kind, day=day, place=place, source=source)
            review_state.choose(new.uid)
            return [review.add(atlas, new, by=editor or "", why=said or "told by the report")]

        if review_state.do(f"added “{title[:40]}”", work):
            st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
            if not told:
                report_form.open_by_hand()

    if st.button("Add as a candidate", key="add_save", disabled=editor is None):
        add()
        st.rerun()
