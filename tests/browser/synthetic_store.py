"""A store with many synthetic incidents."""

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


def make_synthetic(folder):
    """Write a store with ``ROWS`` incidents in the dataset ``synthetic``."""
    with Store.open(folder, reference=load_reference(data_dir())) as store:
        store.datasets.write("synthetic", table(ROWS), {}, by="test", why="for the test")
    return folder
