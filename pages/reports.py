"""Reports: read news reports into candidates, review each value beside its words, accept into the casebook."""

import streamlit as st

from pages.parts import placement_form, report_form, review_add, review_edit, review_form, review_known, session
from pages.parts.map import show_map
from pages.parts.messages import guard
from pages.parts.review_place import is_pointing, point

st.markdown("## Reports")
st.caption(
    "Paste or drop a report: the incidents it tells of become candidates, each value tied to the words it came from. "
    "The text stays in your store; exports carry short quotations only."
)
with guard():
    editor = session.ask_editor()
    atlas = session.atlas()
    report_form.read_form(atlas, editor)
    report = report_form.choose_report(atlas, editor)
    if report is not None:
        review_form.show_bar(atlas, report, editor)
        review_known.show_accepted(atlas)
        left, right = st.columns([8, 5], gap="medium")
        with left:
            chosen = review_form.show_candidates(atlas, report, editor)
        pointing = [k for k in (review_add.form_key(), review_edit.form_key(chosen or "")) if is_pointing(k)]
        with right:
            show_map(
                review_form.map_query(atlas, report),
                session=session.channel(),
                selected=chosen,
                theme=session.theme(),
                height=340,
                serial=atlas.snapshot().serial,
                token=session.token(),
                on_spot=(lambda lon, lat: point(pointing[0], lon, lat)) if pointing else None,
            )
            review_known.show_known(atlas, chosen, editor)
            review_edit.edit_form(atlas, chosen, editor)
    by_hand = st.expander("Enter an incident by hand", key="by_hand", on_change="rerun")
    if by_hand.open:
        with by_hand:
            review_add.add_form(atlas, report, editor)
    placement = st.expander("Place a dataset that has names but no coordinates", key="placement", on_change="rerun")
    if placement.open:
        with placement:
            placement_form.placement_form(atlas, editor)
