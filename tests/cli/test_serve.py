"""Starting the dashboard where it has never run before."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request


def test_a_first_start_asks_nothing_and_answers(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    fresh = {"HOME": str(tmp_path), "DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": "true"}
    command = [sys.executable, "-m", "geo", "serve", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            command, env=os.environ | fresh, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        assert answers(server, port), (tmp_path / "log").read_text()
    finally:
        server.terminate()
        server.wait(30)
    assert "Email" not in (tmp_path / "log").read_text()


def answers(server, port):
    """Wait until the server answers; False when it ends before."""
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except OSError:
            time.sleep(0.1)
    return False
