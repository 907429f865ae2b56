"""A store with many synthetic incidents, and the map that has painted them."""

from __future__ import annotations

import sys
from pathlib import Path

from geo.settings import data_dir
from geo.store import Store
from geo.store.reference import load_reference

sys.path.append(str(Path(__file__).parents[1] / "bench"))
from synthetic import table

ROWS = 100_000
"""A hundred thousand, of which a few have no place."""
DRAWN = "performance.getEntriesByName('incidents-drawn')[0]?.detail.shown"


def make_synthetic(folder):
    """Write a store with ``ROWS`` incidents in the dataset ``synthetic``."""
    with Store.open(folder, reference=load_reference(data_dir())) as store:
        store.datasets.write("synthetic", table(ROWS), {}, by="test", why="for the test")
    return folder


def painted(page, wanted: str):
    """Give the map's frame once it has painted as many incidents as ``wanted`` says, such as ``=== 6``."""
    page.locator("iframe").first.wait_for(timeout=30_000)
    page.wait_for_timeout(200)
    frame = next(f for f in page.frames if "streamlit_folium" in f.url)
    frame.wait_for_function(f"{DRAWN} {wanted}", timeout=60_000)
    return frame
