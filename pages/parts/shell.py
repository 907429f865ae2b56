"""What every page stands in: title, navigation, style."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import streamlit as st

from geo.errors import AtlasError
from geo.settings import ServerSettings, app_dir
from pages.parts import session
from pages.parts.overtaking import overtake

_ICON = Path(__file__).with_name("icon.png")
_CSS = Path(__file__).with_name("shell.css").read_text(encoding="utf-8")


def run() -> None:
    """Set the page up and run the one that the address names."""
    overtake()
    st.set_page_config(page_title="Incident Atlas", page_icon=str(_ICON), layout="wide", initial_sidebar_state=320)
    st.html(f"<style>{_CSS}</style>")
    if ServerSettings().sign_in and not session.signed_in():
        _ask_to_sign_in()
        return
    folder = app_dir() / "pages"
    chosen = st.navigation(
        [
            st.Page(folder / "map.py", title="Map", icon=":material/map:", default=True),
            st.Page(folder / "places.py", title="Places", icon=":material/location_on:"),
            st.Page(folder / "actors.py", title="Actors", icon=":material/groups:"),
            st.Page(folder / "sources.py", title="Sources", icon=":material/menu_book:"),
            st.Page(folder / "reports.py", title="Reports", icon=":material/article:"),
            st.Page(folder / "import_data.py", title="Import", icon=":material/upload_file:", url_path="import"),
        ],
        position="top",
    )
    _warn()
    chosen.run()


def _warn() -> None:
    """Say on every page what cannot be shown; a store that cannot be read at all is the page's own message."""
    with suppress(AtlasError):
        damaged = session.snapshot().damaged
        if damaged:
            with st.container(border=True):
                st.markdown(":material/error: **Part of the data cannot be read**")
                st.text("\n".join(damaged))


def _ask_to_sign_in() -> None:
    st.markdown("## Incident Atlas")
    st.text("This atlas is open to its team. Sign in to read and edit.")
    st.button("Sign in", type="primary", key="sign_in", on_click=st.login)
