"""Starting the dashboard where it has never run before."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from http.client import HTTPConnection

WAIT_FOR_ACKNOWLEDGEMENT_S = 0.035
"""Where an answer waits for its reader's acknowledgement, Linux makes it wait 40 ms, each time."""


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
        assert quickest_answer_s(port) < WAIT_FOR_ACKNOWLEDGEMENT_S
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


def quickest_answer_s(port):
    """Ask often on one connection, and leave out its first answers, which never wait."""
    connection, spans = HTTPConnection("127.0.0.1", port), []
    for _ in range(60):
        begun = time.perf_counter()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        spans.append(time.perf_counter() - begun)
    connection.close()
    return min(spans[30:])
