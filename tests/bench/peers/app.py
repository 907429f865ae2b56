"""One peer's map and two buttons that filter it by date: ``PEER`` and ``ROWS`` say which and how many.

Each peer is given what is best for it: nothing but positions, loaded once a process; buttons, which
Streamlit does not delay as it does sliders; a constant Folium map with the points in a feature group.
"""

import os

import streamlit as st
from streamlit import runtime

if runtime.exists():
    from tests.bench.peers.drawing import DRAW
    from tests.bench.peers.incidents import points

    @st.cache_resource
    def loaded():
        """Load the points once a process."""
        return points(int(os.environ["ROWS"]))

    st.set_page_config(layout="wide")
    early, late, _ = st.columns([1, 1, 4])
    if early.button("Earlier half"):
        st.session_state.late = False
    if late.button("Later half"):
        st.session_state.late = True
    frame = loaded()
    if "late" in st.session_state:
        frame = frame[frame["late"] == st.session_state.late]
    DRAW[os.environ["PEER"]](frame)
else:
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles
    from xstatic.pkg import leaflet, leaflet_markercluster

    app = st.App(
        __file__,
        routes=[
            Mount("/leaflet", StaticFiles(directory=leaflet.BASE_DIR)),
            Mount("/markercluster", StaticFiles(directory=leaflet_markercluster.BASE_DIR)),
        ],
    )
