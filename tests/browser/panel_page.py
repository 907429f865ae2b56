"""A page with timeline, list and card alone, and what a hand and an ear do there."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import pytest
from serving import ROOT, served
from waiting import settled

from geo.model import Claim, EventType, Incident, Method, ReviewState, Source
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas

CANARY = "A{{7*191}}B<b>x</b>"
QAIM = "US strike near Al-Qa'im kills two"
ASAD = "Missiles and rockets fired at Ain al-Asad air base"

canary = Incident(
    dataset="reported",
    dataset_id="canary",
    event_type=EventType.PROTEST,
    title=f"Canary {CANARY}",
    description=CANARY,
    date_start=date(2022, 6, 1),
    claims=(
        Claim(field="weapon", value=CANARY, attributed_to=CANARY, text=CANARY, method=Method.RULE, confidence=0.8),
        Claim(field="weapon", value="none", source=Source(publisher=CANARY, url="javascript:alert(1)")),
    ),
    sources=(Source(publisher=CANARY, url="https://example.org/a"), Source(publisher="Bad", url="javascript:alert(1)")),
    state=ReviewState.DISPUTED,
    raw={CANARY: CANARY},
)


@pytest.fixture(scope="session")
def panel(tmp_path_factory):
    """The address of the page, with an incident in its store whose every text is a canary."""
    store = tmp_path_factory.mktemp("panel") / "store"
    atlas = Atlas.open(StoreSettings(store=store))
    atlas.store.casebook.put_incident(canary, by="test", why=CANARY)
    atlas.close()
    script = str(Path(__file__).with_name("panel_app.py"))
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true", "--server.port"]
    with served(store, command, PYTHONPATH=str(ROOT)) as address:
        yield f"{address}/"


@pytest.fixture
def open_page(page, panel):
    """Open the page with a query and wait for list and timeline."""

    def opened(query="", **size):
        if size:
            page.set_viewport_size(size)
        page.goto(panel + query)
        page.locator(".row, .list-column .state:not([hidden])").first.wait_for(state="attached", timeout=60_000)
        page.locator(".count", has_text=re.compile(r"\d+ incident")).wait_for(timeout=60_000)
        return settled(page)

    return opened


def runs(page):
    return int(re.search(r"runs (\d+)", page.get_by_text(re.compile(r"^runs \d+")).inner_text()).group(1))


def listen(page):
    page.evaluate("""() => {
        window.heard = [];
        new BroadcastChannel("incident-atlas-test").onmessage = ({data}) => window.heard.push(data);
    }""")


def say(page, message):
    page.evaluate("m => new BroadcastChannel('incident-atlas-test').postMessage(m)", message)


def drag(page, start, end, *, release=True):
    box = page.locator(".plot").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(box["x"] + box["width"] * (start + (end - start) * step / 5), y)
        page.evaluate("() => new Promise(requestAnimationFrame)")  # else two moves of one frame are told as one
    if release:
        page.mouse.up()
