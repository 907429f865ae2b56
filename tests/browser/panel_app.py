"""A page with nothing but timeline and panel, on the routes that they fetch from."""

import streamlit as st
from streamlit import runtime

if runtime.exists():
    from geo.model.filter import DateRange
    from geo.model.filter_query import from_query, to_query
    from pages.parts.panel import panel
    from pages.parts.timeline import timeline

    def keep_dates(window):
        if any(window):
            st.query_params["datetime"] = "/".join(day.isoformat() if day else ".." for day in window)
        else:
            st.query_params.pop("datetime", None)

    def keep_open(uid):
        if uid:
            st.query_params["incident"] = uid
        else:
            st.query_params.pop("incident", None)

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.set_page_config(layout="wide")
    chosen = from_query(st.query_params.to_dict())
    dates = chosen.datetime or DateRange()
    shared = {"session": "test", "base": "/atlas"}
    text = st.text_input("Text", key="text")
    query = to_query(chosen.model_copy(update={"text": text}) if text else chosen)
    st.text(f"runs {st.session_state.runs}; {query}")
    released = timeline(query, start=dates.start, end=dates.end, key="timeline", on_change=keep_dates, **shared)
    st.text(f"released {released}")
    opened = panel(
        query, selected=st.query_params.get("incident"), key="panel", limit=20, on_change=keep_open, **shared
    )
    st.text(f"opened {opened!r}")
else:
    from geo import api
    from geo.settings import ServerSettings
    from geo.workflows.process import shared_atlas

    app = st.App(__file__, routes=api.routes(shared_atlas, ServerSettings()))
