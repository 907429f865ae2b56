"""Map: filters, the map, the timeline, the list and the chosen incident's card."""

import streamlit as st

from geo.workflows.facets import facets
from geo.workflows.search import select
from pages.parts import session
from pages.parts.filter_form import filter_form
from pages.parts.filter_state import current_filter, set_area, set_dates
from pages.parts.map import show_map
from pages.parts.messages import guard
from pages.parts.panel import panel
from pages.parts.status import show_status
from pages.parts.timeline import timeline


def open_incident(uid: str) -> None:
    """Keep the open incident in the address."""
    if uid:
        st.query_params["incident"] = uid
    else:
        st.query_params.pop("incident", None)


with guard():
    snapshot = session.snapshot()
    selection = select(snapshot, current_filter())
    filter_form(snapshot, facets(snapshot))
    token = session.token()
    show_status(selection, token)
    selected = st.query_params.get("incident")
    shared = {
        "session": session.channel(),
        "base": session.base(),
        "token": token,
        "serial": snapshot.serial,
    }
    map_side, panel_side = st.columns([7, 3], gap="small")
    dates = selection.filter.datetime
    with map_side:
        show_map(
            selection.query,
            session=session.channel(),
            selected=selected,
            theme=session.theme(),
            height=560,
            serial=snapshot.serial,
            token=token,
            on_area=set_area,
        )
        timeline(
            selection.query,
            start=dates.start if dates else None,
            end=dates.end if dates else None,
            key="timeline",
            on_change=lambda window: set_dates(*window),
            **shared,
        )
    with panel_side:
        panel(selection.query, selected=selected, key="panel", height=760, on_change=open_incident, **shared)
