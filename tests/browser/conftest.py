"""A running dashboard and a browser with the network cut."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from find_chromium import FLAGS, HELP, find

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(store: Path, port: int, **environment: str) -> subprocess.Popen:
    """Start ``serve`` and wait until it answers."""
    command = [sys.executable, "-m", "geo", "serve", "--headless", "--port", str(port), "--store", str(store)]
    with (store.parent / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log, cwd=ROOT)
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


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


@pytest.fixture(scope="session")
def server_store(tmp_path_factory):
    """The folder of the store that ``server`` serves."""
    return tmp_path_factory.mktemp("server") / "store"


@pytest.fixture(scope="session")
def server(server_store):
    """The address of a dashboard with the built-in content."""
    port = free_port()
    process = start(server_store, port)
    yield f"http://127.0.0.1:{port}"
    stop(process)


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for all tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = find()
    if path is None:
        pytest.fail(HELP)
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page that may speak to this machine only; faults in the console fail the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.route("**/*", lambda r: r.continue_() if "//127.0.0.1" in r.request.url else r.abort())
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    context.close()
    assert page.faults == []
