"""A running dashboard and a browser with the network cut."""

from __future__ import annotations

import pytest
from find_chromium import FLAGS, HELP, find
from panel_page import open_page, panel  # noqa: F401 - fixtures
from serving import served
from synthetic_store import make_synthetic


@pytest.fixture(scope="session")
def server_store(tmp_path_factory):
    """The folder of the store that ``server`` serves."""
    return tmp_path_factory.mktemp("server") / "store"


@pytest.fixture(scope="session")
def server(server_store):
    """The address of a dashboard with the built-in content."""
    with served(server_store) as address:
        yield address


@pytest.fixture(scope="session")
def many_store(tmp_path_factory):
    """The folder of a store with a hundred thousand incidents in the dataset ``synthetic``."""
    return make_synthetic(tmp_path_factory.mktemp("many") / "store")


@pytest.fixture(scope="session")
def many(many_store):
    """The address of a dashboard that serves ``many_store``."""
    with served(many_store) as address:
        yield address


@pytest.fixture(scope="module")
def reading_desk(tmp_path_factory):
    """The address of a dashboard with a store of its own, whose user may review reports."""
    with served(tmp_path_factory.mktemp("desk") / "store", INCIDENT_ATLAS_EDITOR="Reader") as address:
        yield address


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
