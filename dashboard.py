"""The entry: the dashboard's pages, and beside them the routes that feed the map and the exports.

``streamlit run dashboard.py``, ``uvicorn dashboard:app`` and AppTest all start here: outside a
running script the file makes the ASGI app, inside one it runs the chosen page.
"""

import streamlit as st
from streamlit import runtime

if runtime.exists():
    from pages.parts import shell

    shell.run()
else:
    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager
    from importlib import import_module

    from streamlit.runtime.pages_manager import PagesManager

    from geo import api
    from geo.api.sockets import send_at_once
    from geo.settings import ServerSettings, app_dir
    from geo.workflows.process import shared_atlas, warm_up

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        """Begin to load when the server starts, not when the first reader comes."""
        send_at_once()
        warm_up(lambda: import_module("folium"))
        yield

    # Else the first visitor who opens another page than the map gets Streamlit's own list of pages/.
    PagesManager.uses_pages_directory = False
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    routes = api.routes(shared_atlas, ServerSettings(), prefix=f"/{base}" if base else "")
    app = st.App(app_dir() / "dashboard.py", routes=routes, lifespan=lifespan)
