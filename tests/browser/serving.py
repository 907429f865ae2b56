"""Start and stop a dashboard of its own for a test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
SERVE = (sys.executable, "-m", "geo", "serve", "--headless", "--port")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(store: Path, port: int, command: Sequence[str] = SERVE, **environment: str) -> subprocess.Popen:
    """Start the command, which ends with the option that takes the port, and wait until it answers."""
    own = {"INCIDENT_ATLAS_STORE": str(store)}
    with (store.parent / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, str(port)], env=os.environ | own | environment, stdout=log, stderr=log, cwd=ROOT
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return process
        except OSError:
            assert process.poll() is None, (store.parent / f"server-{port}.log").read_text()
            time.sleep(0.1)
    process.kill()
    raise AssertionError("the server did not answer within a minute")


@contextmanager
def served(store: Path, command: Sequence[str] = SERVE, **environment: str) -> Iterator[str]:
    """Give the address of a dashboard with that store for as long as the block runs."""
    port = free_port()
    process = start(store, port, command, **environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
