"""kepler.gl from the ``keplergl`` wheel, without a network.

Its HTML export loads everything from other hosts and stays blank without them. The wheel also carries
its Jupyter widget whole, so a page here runs that with the same data, as Arrow, and its own filter.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.peers.incidents import points
from tests.bench.serving import Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

COVERED = (280, 40)
"""CSS pixels that kepler's panel and buttons cover; they are no part of the map that is compared."""
TOGGLE = (30, 22)
HELP = "pip install 'incident-atlas[bench]'"
PAGE = """<!doctype html><meta charset="utf-8"><style>body{margin:0}</style><div id="map"></div>
<script type="module">
import widget from "./widget.js";
const [data, config] = await Promise.all(["data", "config"].map((n) => fetch(`${n}.json`).then((r) => r.json())));
const state = { data, config, height: 700 };
const model = {
  get: (name) => state[name], set: (name, value) => (state[name] = value), save_changes() {}, on() {}, off() {},};
widget.render({ model, el: document.querySelector("#map") });
</script>"""


def is_installed() -> bool:
    """Tell whether the wheel is there."""
    return importlib.util.find_spec("keplergl") is not None


def serve(folder: Path, rows: int) -> Server:
    """Write the page and its data, and serve them as files."""
    from keplergl.serializers import serialize_dataset

    site = folder / "site"
    site.mkdir()
    package = Path(importlib.util.find_spec("keplergl").origin).parent
    shutil.copy(package / "static/widget.js", site / "widget.js")
    frame = points(rows)[["latitude", "longitude", "day"]]
    (site / "data.json").write_text(json.dumps({"incidents": serialize_dataset(frame, "incidents", use_arrow=True)}))
    days = float(frame["day"].min()), float(frame["day"].max())
    (site / "config.json").write_text(json.dumps(config(*days)))
    (site / "index.html").write_text(PAGE)
    return Server([sys.executable, "-m", "http.server", "{port}", "--bind", "127.0.0.1", "-d", str(site)], folder)


def config(start: float, end: float) -> dict:
    """State one layer of points, a filter of days, and no basemap."""
    layer = {
        "id": "points",
        "type": "point",
        "config": {
            "dataId": "incidents",
            "label": "incidents",
            "color": [180, 40, 40],
            "columns": {"lat": "latitude", "lng": "longitude"},
            "isVisible": True,
            "visConfig": {"radius": 4, "opacity": 1},
        },
    }
    chosen = {"id": "days", "dataId": ["incidents"], "name": ["day"], "type": "range", "value": [start, end]}
    return {
        "version": "v1",
        "config": {
            "visState": {"layers": [layer], "filters": [chosen]},
            "mapState": {"latitude": 22, "longitude": 40, "zoom": 1.8},
            "mapStyle": {"styleType": "no_map"},
        },
    }


def drag_filter(page: Page, turn: int) -> Callable[[], None]:
    """Drag the end of the window in kepler's own panel, one step each, without letting go."""
    if turn == 0:
        page.mouse.click(*TOGGLE)
        page.locator(".side-panel__tab").nth(1).click()
        page.wait_for_timeout(1500)
        handle = page.locator(".kg-range-slider__handle").nth(1).bounding_box()
        page.mouse.move(handle["x"] + 6, handle["y"] + 6)
        page.mouse.down()
    track = page.locator(".kg-range-slider__slider").bounding_box()
    share = (0.6, 0.9, 0.5, 0.8, 0.65, 0.95, 0.55, 0.85, 0.7, 0.45)[turn % 10]
    return partial(page.mouse.move, track["x"] + share * track["width"], track["y"] + 2)


def end_of_drag(page: Page) -> None:
    """Let go of the window."""
    page.mouse.up()
