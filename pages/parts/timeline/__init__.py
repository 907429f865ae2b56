"""The timeline below the map: counts by initiator, a range to drag, playback.

The browser fetches the counts from ``/atlas/timeline``; nothing of an incident passes through here.
While a hand or the playback moves the range it is told to the map on the session's broadcast channel
as ``{type: "window", start, end, playing}`` (ISO days or null); the server hears of it on release.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.layers import browser_version

if TYPE_CHECKING:
    from collections.abc import Callable

Window = tuple[date | None, date | None]
"""First and last day, both included; (None, None) is all dates."""

_HERE = Path(__file__).parent
_SCRIPTS = (
    "../elements.js",
    "days.js",
    "window.js",
    "paint.js",
    "count.js",
    "brush.js",
    "play.js",
    "tools.js",
    "main.js",
)

_component = st.components.v2.component(
    "incident_atlas_timeline",
    html=(_HERE / "timeline.html").read_text("utf-8"),
    css=(_HERE / "timeline.css").read_text("utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS),
)


def timeline(
    query: str,
    *,
    session: str,
    start: date | None,
    end: date | None,
    base: str,
    key: str,
    serial: int = 0,
    token: str | None = None,
    on_change: Callable[[Window], None] | None = None,
) -> Window | None:
    """Show the timeline and give the range that was just released, None when nothing was.

    ``query`` is the filter as a URL query (its own date is left out of the counts), ``start`` and
    ``end`` the range that holds now, ``base`` the path of our own routes (``/atlas``), ``token`` the
    session's where sign-in is on. ``serial`` changes when the store does. ``on_change`` is called with
    the new range before the rerun's script, so that everything above the timeline already sees it.
    """

    def changed() -> None:
        window = _read(st.session_state[key].get("window"))
        if window is not None and on_change is not None:
            on_change(window)

    data = {
        "query": query,
        "session": session,
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "base": base.rstrip("/"),
        "assets": f"{base.rstrip('/')}/assets/{browser_version()}",
        "serial": serial,
        "token": token,
    }
    return _read(_component(key=key, data=data, on_window_change=changed).get("window"))


def _read(value: Any) -> Window | None:
    """Take a range from the browser, or None where it is not one."""
    if not isinstance(value, dict):
        return None
    try:
        first, last = (date.fromisoformat(value[k]) if value.get(k) else None for k in ("start", "end"))
    except (TypeError, ValueError):
        return None
    return None if first and last and last < first else (first, last)
