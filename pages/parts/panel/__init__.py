"""The list of the incidents shown and the card of the chosen one.

The browser fetches both from ``/atlas/incidents``; nothing of an incident passes through here. The
map chooses through the session's broadcast channel with ``{type: "select", uid | uids}``; the panel
answers with ``{type: "focus", uid, longitude, latitude, uncertainty_m}`` (uid null: nothing is open)
and with ``{type: "hover", ...}`` of the same shape for the row under the pointer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.layers import browser_version

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE = Path(__file__).parent
_SCRIPTS = ("../elements.js", "nodes.js", "list.js", "card.js", "main.js")

_component = st.components.v2.component(
    "incident_atlas_panel",
    html=(_HERE / "panel.html").read_text("utf-8"),
    css=(_HERE / "panel.css").read_text("utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS),
)


def panel(
    query: str,
    *,
    session: str,
    selected: str | None,
    base: str,
    key: str,
    serial: int = 0,
    token: str | None = None,
    height: int = 620,
    limit: int = 50,
    on_change: Callable[[str], None] | None = None,
) -> str | None:
    """Show list and card; give the uid that was just opened, "" when the card was just closed, else None.

    ``query`` is the filter as a URL query, ``selected`` the incident that the URL opens, ``base`` the
    path of our own routes (``/atlas``), ``token`` the session's where sign-in is on. ``serial`` changes
    when the store does. ``height`` is in pixels (on a phone the panel grows with its content), ``limit``
    the rows of one page. ``on_change`` is called with the new uid before the rerun's script.
    """

    def changed() -> None:
        uid = _read(st.session_state[key].get("chosen"))
        if uid is not None and on_change is not None:
            on_change(uid)

    data = {
        "query": query,
        "session": session,
        "selected": selected or None,
        "base": base.rstrip("/"),
        "assets": f"{base.rstrip('/')}/assets/{browser_version()}",
        "serial": serial,
        "token": token,
        "height": height,
        "limit": limit,
    }
    return _read(_component(key=key, data=data, on_chosen_change=changed).get("chosen"))


def _read(value: Any) -> str | None:
    return value if isinstance(value, str) else None
