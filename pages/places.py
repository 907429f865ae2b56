"""Places: bases, towns, crossings and areas, with the incidents near each."""

import streamlit as st

from pages.parts import place_list, session
from pages.parts.map import show_map
from pages.parts.messages import guard

st.markdown("## Places")
with guard():
    snapshot = session.snapshot()
    chosen = place_list.choose(snapshot)
    list_side, map_side = st.columns([5, 4])
    with list_side:
        place_list.show(snapshot, chosen)
    with map_side:
        show_map(
            chosen.query,
            session=session.channel(),
            selected=None,
            theme=session.theme(),
            height=480,
            serial=snapshot.serial,
            token=session.token(),
        )
        st.link_button("Open these on the large map", f"/?{chosen.query}", width="stretch", icon=":material/map:")
    with st.expander("Add a place"):
        place_list.add_form(session.atlas(), session.ask_editor())
