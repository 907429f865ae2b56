"""What is shown, in words, and where every incident went."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from geo.exporters import EXPORTERS
from pages.parts import session

if TYPE_CHECKING:
    from geo.workflows.search import Selection

_MAIN = ("geojson", "csv")


def show_status(selection: Selection, token: str | None) -> None:
    """Show the sentence, the counts that add up, and the downloads of exactly what is shown."""
    counts = selection.counts
    words, downloads = st.columns([5, 2], vertical_alignment="center")
    with words:
        st.text(
            f"{selection.words}.\n"
            f"{counts.on_map:,} on the map + {counts.unmapped:,} unmapped + {counts.undated:,} undated + "
            f"{counts.hidden:,} hidden by filter = {counts.total:,}"
        )
    with downloads, st.container(horizontal=True, horizontal_alignment="right"):
        for name in _MAIN:
            st.link_button(
                EXPORTERS[name].title,
                export_address(selection, name, token),
                icon=":material/download:",
                help=f"Download the {counts.shown:,} incidents shown, mapped and unmapped.",
            )
        with st.popover("More"):
            _more(selection, token)


def export_address(selection: Selection, name: str, token: str | None, **choices: str) -> str:
    """Give the address that streams what is shown in a format; ``token`` is the session's where sign-in is on."""
    query = "&".join(filter(None, (selection.query, urlencode(choices | ({"token": token} if token else {})))))
    return f"{session.base()}/export.{name}{'?' + query if query else ''}"


def _more(selection: Selection, token: str | None) -> None:
    areas = st.checkbox("Areas instead of points", key="export_areas", help="Footprints of imprecise places.")
    public = st.checkbox("For the public", key="export_public", help="Leaves out rows that may not be passed on.")
    choices = ({"areas": "1"} if areas else {}) | ({"public": "1"} if public else {})
    for name, exporter in EXPORTERS.items():
        st.link_button(exporter.title, export_address(selection, name, token, **choices), width="stretch")
