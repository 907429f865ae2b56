"""A running dashboard and a browser with the network cut."""

from __future__ import annotations

import pytest
from find_chromium import FLAGS, HELP, find
from serving import free_port, start, stop


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
