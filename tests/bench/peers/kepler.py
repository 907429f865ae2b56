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

HELP = "pip install 'incident-atlas[bench]'"
PAGE = """<!doctype html><meta charset="utf-8"><style>body{margin:0}</style><div id="map"></div>
<script type="module">
import widget from "./widget.js";
const [data, config] = await Promise.all(["data", "config"].map((n) => fetch(`${n}.json`).then((r) => r.json())));
const state = { data, config: config.all, height: 700 };
const heard = {};
const model = {
  get: (name) => state[name], set: (name, value) => (state[name] = value), save_changes() {}, off() {},
  on: (name, act) => (heard[name] = act),
};
widget.render({ model, el: document.querySelector("#map") });
window.show = (name) => { state.config = config[name]; heard["change:config"](); };
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
    first, middle, last = (float(frame["day"].quantile(share)) for share in (0, 0.5, 1))
    (site / "data.json").write_text(json.dumps({"incidents": serialize_dataset(frame, "incidents", use_arrow=True)}))
    spans = {"all": (first, last), "early": (first, middle), "late": (middle, last)}
    (site / "config.json").write_text(json.dumps({name: config(*span) for name, span in spans.items()}))
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
            "visConfig": {"radius": 2, "opacity": 1},
        },
    }
    chosen = {"id": "days", "dataId": ["incidents"], "name": ["day"], "type": "range", "value": [start, end]}
    return {
        "version": "v1",
        "config": {
            "visState": {"layers": [layer], "filters": [chosen]},
            "mapState": {"latitude": 20, "longitude": 30, "zoom": 1},
            "mapStyle": {"styleType": "no_map"},
        },
    }


def halves(page: Page, turn: int) -> Callable[[], None]:
    """Set kepler's own filter to the earlier and the later half in turn."""
    return partial(page.evaluate, f"window.show({('early', 'late')[turn % 2]!r})")
