"""Import: drop a file, see the fate of every row, confirm, undo."""

import streamlit as st

from pages.parts import import_datasets, import_form, session
from pages.parts.messages import guard

st.markdown("## Import")
st.caption(
    "UCDP GED and other published event datasets, GIS files and tables. Nothing is stored until you confirm, "
    "and an import can be undone."
)
with guard(), st.container(width=1080):
    editor = session.ask_editor()
    import_form.show(session.atlas(), editor)
    import_datasets.show(session.atlas(), editor)
