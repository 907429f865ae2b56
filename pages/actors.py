"""Actors: who, part of whom, in which role, from when to when."""

import streamlit as st

from pages.parts import actor_list, session
from pages.parts.messages import guard

st.markdown("## Actors")
with guard():
    snapshot = session.snapshot()
    actor_list.show_one(snapshot)
    actor_list.show_tree(snapshot)
    with st.expander("Add an actor"):
        actor_list.add_form(session.atlas(), session.ask_editor())
