"""An atlas of its own for each test."""

from __future__ import annotations

import pytest

from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas


@pytest.fixture
def atlas(tmp_path):
    """An atlas with the built-in content and an empty store."""
    made = Atlas.open(StoreSettings(store=tmp_path / "store"))
    yield made
    made.close()
