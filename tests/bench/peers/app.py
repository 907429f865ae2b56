"""One peer's map and a button that shows another half of the dates each time: ``PEER`` and ``ROWS`` say which and how many.

Each peer is given what is best for it: nothing but positions, loaded once a process; a button, which
Streamlit does not delay as it does a slider; a constant Folium map with the points in a feature group.
"""

import os

import streamlit as st
from streamlit import runtime

if runtime.exists():
    from tests.bench.peers.drawing import DRAW
    from tests.bench.peers.incidents import points

    STARTS = (0, 0.5, 0.1, 0.45, 0.2, 0.4, 0.05, 0.35, 0.25, 0.48, 0.15, 0.3, 0.02, 0.42)

    @st.cache_resource
    def loaded():
        """Load the points once a process."""
        return points(int(os.environ["ROWS"]))

    st.set_page_config(layout="wide")
    state = st.session_state
    if st.button("Other dates"):
        state.turn = state.get("turn", -1) + 1
    frame = loaded()
    if "turn" in state:
        first = int(len(frame) * STARTS[state.turn % len(STARTS)])
        frame = frame.iloc[first : first + len(frame) // 2]
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
