"""Reports: read news reports into candidates, review each value beside its words, accept into the casebook."""

import streamlit as st

from pages.parts import placement_form, report_form, review_form, session
from pages.parts.map import show_map
from pages.parts.messages import guard

st.markdown("## Reports")
st.caption(
    "Paste or drop a report: the incidents it tells of become candidates, each value tied to the words it came from. "
    "The text stays in your store; exports carry short quotations only."
)
with guard():
    editor = session.ask_editor()
    atlas = session.atlas()
    report_form.read_form(atlas, editor)
    report = report_form.choose_report(atlas)
    if report is not None:
        chosen = review_form.show_candidates(atlas, report, editor)
        left, right = st.columns(2)
        with left:
            show_map(
                review_form.map_query(atlas, report),
                session=session.channel(),
                selected=chosen,
                theme=session.theme(),
                height=420,
                serial=atlas.snapshot().serial,
                token=session.token(),
            )
        with right:
            review_form.show_decisions(atlas, chosen, editor)
            review_form.edit_form(atlas, chosen, editor)
    with st.expander("Enter an incident by hand"):
        review_form.add_form(atlas, editor)
    with st.expander("Place a dataset that has names but no coordinates"):
        placement_form.placement_form(atlas, editor)
