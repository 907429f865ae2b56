"""Sources: the documents and datasets, and what was taken from each."""

import streamlit as st

from pages.parts import session, source_list
from pages.parts.messages import guard

st.markdown("## Sources")
with guard():
    snapshot = session.snapshot()
    source_list.show_documents(snapshot)
    source_list.show_datasets(snapshot)
