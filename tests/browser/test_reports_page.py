"""From a pasted report to an accepted incident on the map and in the export, in Chromium."""

from __future__ import annotations

import json
import urllib.request

import pytest
from waiting import eventually, expect, settled

pytestmark = pytest.mark.browser

TEXT = (
    "KIRKUK, Iraq - Two rockets hit the Kirkuk air base late on Monday, wounding three soldiers, an Iraqi security "
    "official said on Tuesday. No group claimed responsibility. A{{7*191}}B<b>x</b>"
)


def fetched(address: str, query: str) -> list[dict]:
    with urllib.request.urlopen(f"{address}/atlas/export.geojson?{query}") as answer:
        return json.load(answer)["features"]


def test_the_first_page_that_anyone_opens_may_be_any_page(page, reading_desk):
    page.goto(f"{reading_desk}/reports")
    page.get_by_role("link", name="Map").wait_for()
    expect(settled(page).get_by_text("import data", exact=True)).to_have_count(0)


def test_a_report_is_pasted_reviewed_accepted_and_exported(page, reading_desk):
    page.goto(f"{reading_desk}/reports")
    page.get_by_label("Paste the text").wait_for(timeout=60_000)
    settled(page).get_by_label("Paste the text").fill(TEXT)
    page.get_by_role("textbox", name="Published").fill("2021-03-02")
    page.get_by_role("textbox", name="Publisher").fill("Wire")
    page.get_by_role("textbox", name="Publisher").press("Tab")
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_role("list", name="Incidents read from the report").wait_for(timeout=60_000)
    expect(page.get_by_role("article").first).to_contain_text("A{{7*191}}B<b>x</b>")
    settled(page)
    page.get_by_role("button", name="rockets").first.or_(page.locator("li.claim").first).first.click()
    page.locator("mark.shown").first.wait_for()

    (candidate,) = fetched(reading_desk, "state=candidate")
    assert candidate["properties"]["date_start"] == "2021-03-01"
    page.get_by_role("button", name="Accept", exact=True).click()
    page.locator("li.candidate.accepted").wait_for()
    (accepted,) = fetched(reading_desk, "state=accepted&datetime=2021-03-01")
    assert accepted["id"] == candidate["id"]
    assert "Wire" in json.dumps(accepted["properties"])
    assert TEXT not in json.dumps(accepted), "the text of a report is never exported"

    settled(page).get_by_role("button", name="Undo").click()
    page.locator("li.candidate.accepted").wait_for(state="detached")
    eventually(lambda: len(fetched(reading_desk, "state=candidate")) == 1)
