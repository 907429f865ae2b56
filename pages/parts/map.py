"""The map: a constant Folium map; what it shows is painted by the layer that sits on it.

Nothing that people typed or imported goes through Folium. The filter reaches the layer as digits,
and the incidents come to it over our own routes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import folium
import orjson
import streamlit as st
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from geo.layers.browser import browser_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

KEY = "atlas map"


def show_map(
    selection_query: str,
    *,
    session: str,
    theme: Literal["light", "dark"],
    selected: str | None,
    height: int,
    serial: int,
    token: str | None = None,
    on_area: Callable[[str | None], None] | None = None,
    on_spot: Callable[[float, float], None] | None = None,
) -> dict[str, Any]:
    """Show the map and give what was last drawn on it.

    ``selection_query`` is the filter as a URL query, ``session`` names the channel of this browser
    session, ``selected`` is the uid whose card is open, ``serial`` the snapshot's, ``token`` what
    requests must carry. Clicks go over the channel as ``{type: "select", uids}`` and cost no rerun.
    The answer holds ``polygon`` (WKT that was drawn, None when it was taken away) and ``told``, a
    number that grows with each drawing; it is empty before the first. ``on_area`` is called with the
    polygon before the rerun's script, so that everything above the map already sees it. Where ``on_spot``
    is given, clicks choose no incident: it is called with longitude and latitude.
    """

    def changed() -> None:
        act = _act(st.session_state.get(KEY))
        if on_area is not None and "polygon" in act:
            on_area(act["polygon"])
        if on_spot is not None and "spot" in act:
            on_spot(*act["spot"])

    message = {
        "query": selection_query,
        "session": session,
        "theme": theme,
        "selected": selected,
        "serial": serial,
        "token": token or "",
        "pointing": on_spot is not None,
    }
    group = folium.FeatureGroup(name="incidents", control=False)
    group.add_child(_Message(orjson.dumps(message).hex()))
    result = st_folium(
        _base_map(),
        key=KEY,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=group,
        on_change=changed,
    )
    return _act(result)


def _act(value: Any) -> dict[str, Any]:
    """Take what the browser said was done, checked: it comes from outside."""
    act = value.get("last_active_drawing") if isinstance(value, dict) else None
    if not isinstance(act, dict) or not isinstance(act.get("polygon"), str | None):
        return {}
    return act if "spot" not in act or _is_spot(act["spot"]) else {}


def _is_spot(value: Any) -> bool:
    numbers = isinstance(value, list) and len(value) == 2 and all(isinstance(n, int | float) for n in value)
    return numbers and abs(value[0]) <= 180 and abs(value[1]) <= 90


def _base_map() -> folium.Map:
    """Make the same map every time: another script would remount the frame and lose the view."""
    assets = f"../../atlas/assets/{browser_version()}"
    made = folium.Map(
        location=[33.3, 43.7], zoom_start=6, tiles=None, zoom_snap=0.25, min_zoom=1.5, max_zoom=17, max_bounds=False
    )
    made.default_js = [("boot", f"{assets}/boot.js"), ("leaflet", f"{assets}/leaflet.js")]
    made.default_css = [("leaflet_css", f"{assets}/leaflet.css")]
    made.add_child(_Layer())
    return made


class _Layer(MacroElement):  # type: ignore[misc]
    """Starts our layer on the map."""

    _template: ClassVar[Template] = Template(
        "{% macro script(this, kwargs) %}incidentAtlas.attach({{ this._parent.get_name() }});{% endmacro %}"
    )


class _Message(MacroElement):  # type: ignore[misc]
    """Hands the layer what the page wants shown, as hexadecimal digits only."""

    _template: ClassVar[Template] = Template(
        '{% macro script(this, kwargs) %}incidentAtlas.show("{{ this.digits }}");{% endmacro %}'
    )

    def __init__(self, digits: str) -> None:
        super().__init__()
        self._name = "Message"
        self.digits = digits
