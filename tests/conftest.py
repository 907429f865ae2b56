"""What all tests share: no network beyond this machine, a store of their own, no settings from outside."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
LOCAL = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _local_network_only(monkeypatch):
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch, tmp_path):
    for name in [n for n in os.environ if n.startswith("INCIDENT_ATLAS_") and "TEST" not in n]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("INCIDENT_ATLAS_STORE", str(tmp_path / "store"))


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that want it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the real data sets are not beside this checkout")
    return SHARED
