"""The atlas and the client that the tests of the OGC API share, opened once for each file of tests."""

from __future__ import annotations

import pytest

from tests.api.ogc_client import Client, opened


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    """An atlas with two datasets besides the built-in incidents."""
    atlas = opened(tmp_path_factory.mktemp("ogc") / "store")
    yield atlas
    atlas.close()


@pytest.fixture(scope="module")
def client(atlas):
    """A client of the routes that serve ``atlas``."""
    return Client(atlas)
