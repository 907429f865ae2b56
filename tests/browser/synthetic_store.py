"""A running dashboard with many synthetic incidents."""

from __future__ import annotations

import sys
from pathlib import Path

from serving import free_port, start, stop

from geo.settings import data_dir
from geo.store import Store
from geo.store.reference import load_reference

sys.path.append(str(Path(__file__).parents[1] / "bench"))
from synthetic import table

DRAWN = "performance.getEntriesByName('incidents-drawn')[0]?.detail.shown"


def serve_synthetic(folder, rows):
    """Give the address of a dashboard with that many incidents in the dataset ``synthetic``, then stop it."""
    with Store.open(folder / "store", reference=load_reference(data_dir())) as store:
        store.datasets.write("synthetic", table(rows), {}, by="test", why="for the test")
    port = free_port()
    process = start(folder / "store", port)
    yield f"http://127.0.0.1:{port}"
    stop(process)


def painted(page, wanted: str):
    """Give the map's frame once it has painted as many incidents as ``wanted`` says, such as ``=== 6``."""
    page.locator("iframe").first.wait_for(timeout=30_000)
    page.wait_for_timeout(200)
    frame = next(f for f in page.frames if "streamlit_folium" in f.url)
    frame.wait_for_function(f"{DRAWN} {wanted}", timeout=60_000)
    return frame
