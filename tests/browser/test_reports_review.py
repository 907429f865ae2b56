"""Reviewing a report in Chromium: words and values, the map, corrections, splitting, merging, two tabs."""

from __future__ import annotations

import itertools
import json
import urllib.request
from datetime import date, timedelta

import pytest
from waiting import eventually, expect, painted, settled

pytestmark = pytest.mark.browser

TEXT = (
    "KIRKUK, Iraq - Two rockets hit the Kirkuk air base late on Monday, wounding three soldiers, an Iraqi security "
    "official said on Tuesday. A day earlier, on Sunday, gunmen killed four policemen near Tuz Khurmatu, police said."
)
LIST = "Incidents read from the report"
TUESDAY = date(2005, 3, 1)
READ = itertools.count()


@pytest.fixture
def report(page, reading_desk, request):
    """A report of its own for each test, months apart from all others, so that none is known already."""
    page.set_default_timeout(60_000)
    published = TUESDAY + timedelta(weeks=20 * next(READ))
    read(page, reading_desk, request.node.name, published)
    page.published = published
    return page


def read(page, address: str, name: str, published: date):
    """Paste the text as told by the wire of that name, and have it read."""
    page.goto(f"{address}/reports")
    page.get_by_text("Read a report").first.wait_for()
    settled(page)
    form = page.locator("details", has_text="Read a report").first
    if form.get_attribute("open") is None:
        form.locator("summary").click()
        settled(page)
    page.get_by_label("Paste the text").fill(f"{TEXT} Reported for {name}.")
    page.get_by_role("textbox", name="Published").fill(published.isoformat())
    page.get_by_role("textbox", name="Publisher").fill(f"Wire {name}")
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_role("article").get_by_text(f"Reported for {name}.").first.wait_for(timeout=60_000)
    page.locator("li.candidate").nth(1).wait_for()
    settled(page)


def own(address: str, name: str, **query: str) -> list[dict]:
    """Give what the export holds of the report of that test."""
    asked = "&".join(f"{k}={v}" for k, v in query.items())
    with urllib.request.urlopen(f"{address}/atlas/export.geojson?{asked}") as answer:
        features = json.load(answer)["features"]
    return [f for f in features if f"Wire {name}" in json.dumps(f["properties"])]


def open_first(page):
    return page.locator("li.candidate.open")


def test_a_value_shows_its_words_and_words_their_values(report):
    report.locator("li.claim button", has_text="Kirkuk").first.click()
    report.locator("mark.shown", has_text="Kirkuk").first.wait_for()
    shown = report.locator(".claim.shown", has_text="Weapon")
    expect(shown).to_have_count(0)
    report.locator("mark", has_text="rockets").first.click()
    shown.first.wait_for()


def test_picked_words_become_a_value_by_the_keyboard_and_can_be_undone(report, reading_desk, request):
    text = report.get_by_role("article")
    text.focus()
    for _ in range(3):
        text.press("ArrowRight")
    expect(report.locator("[data-part=words]")).to_contain_text("“Two”")
    text.press("Shift+ArrowRight")
    expect(report.locator("[data-part=words]")).to_contain_text("“Two rockets”")
    text.press("Enter")
    report.get_by_label("Field", exact=True).select_option("Weapon")
    report.get_by_role("button", name="Make it a value").press("Enter")
    report.locator("dd", has_text="Two rockets").first.wait_for()
    (changed,) = [f for f in own(reading_desk, request.node.name) if f["properties"].get("weapon") == "Two rockets"]
    claim = next(c for c in changed["properties"]["claims"] if c.get("value") == "Two rockets")
    assert (claim["method"], claim["text"]) == ("human", "Two rockets")
    settled(report).get_by_role("button", name="Undo").click()
    report.locator("dd", has_text="Two rockets").wait_for(state="detached")


def test_a_click_on_the_map_sets_the_place_with_its_precision(report, reading_desk, request):
    frame = painted(report)
    report.get_by_text("Set the point by a click on the map").click()
    frame.wait_for_function("document.querySelector('.leaflet-container').style.cursor === 'crosshair'")
    latitude = settled(report).get_by_label("Latitude", exact=True)
    before = latitude.input_value()
    report.frame_locator("iframe[title*=folium]").locator(".leaflet-container").click(position={"x": 120, "y": 250})
    expect(latitude).not_to_have_value(before)
    known = settled(report).get_by_role("combobox", name="Place known to")
    known.scroll_into_view_if_needed()
    settled(report)  # its list would close again when the page is still scrolling
    known.click()
    report.get_by_role("option", name="2 · near").click()
    moved = report.locator("dd", has_text="Kirkuk airport").filter(has_text="within about 25 km")
    expect(moved).to_have_count(0)
    settled(report).get_by_role("button", name="Save", exact=True).click()
    moved.wait_for()
    places = [f["properties"]["claims"][-1] for f in own(reading_desk, request.node.name)]
    assert any(c["field"] == "place" and c["method"] == "human" for c in places)


def test_a_candidate_is_rejected_with_a_reason_and_taken_back(report, reading_desk, request):
    name = request.node.name
    before = len(own(reading_desk, name))
    open_first(report).get_by_role("button", name="Reject", exact=True).click()
    report.get_by_label("Why is it rejected?").fill("told twice")
    report.get_by_label("Why is it rejected?").press("Enter")
    report.locator("li.candidate.rejected").wait_for()
    assert len(own(reading_desk, name)) == before - 1
    assert len(own(reading_desk, name, state="rejected")) == 1
    settled(report).get_by_role("button", name="Undo").click()
    report.locator("li.candidate.rejected").wait_for(state="detached")
    eventually(lambda: len(own(reading_desk, name)) == before)


def test_split_and_merge_are_taken_back_one_after_the_other(report, reading_desk, request):
    name = request.node.name
    before = len(own(reading_desk, name))
    report.get_by_role("button", name="Split into two").click()
    report.locator("li.candidate").nth(before).wait_for()
    settled(report).get_by_role("button", name="Merge with another").click()
    report.get_by_role("button", name="Merge", exact=True).click()
    report.locator("li.candidate.rejected").wait_for()
    settled(report).get_by_role("button", name="Undo: merged").click()
    report.locator("li.candidate.rejected").wait_for(state="detached")
    settled(report).get_by_role("button", name="Undo: split").click()
    report.locator("li.candidate").nth(before).wait_for(state="detached")
    eventually(lambda: len(own(reading_desk, name)) == before)


def test_accepting_offers_what_is_known_already_side_by_side(report, reading_desk, request):
    read(report, reading_desk, f"{request.node.name} again", report.published)
    report.get_by_role("button", name="Accept all").click()
    report.locator("li.candidate.accepted").nth(1).wait_for()
    report.get_by_text("known already").first.wait_for()
    report.get_by_role("table", name="Both accounts").wait_for()
    settled(report).get_by_role("button", name="Add this report as a further source").click()
    report.locator("li.candidate.rejected").wait_for()
    kept = own(reading_desk, request.node.name, state="accepted,disputed,candidate")
    assert any(len(f["properties"]["sources"]) > 1 for f in kept)


def test_a_stale_decision_and_a_stale_edit_show_both_versions(report, browser):
    other = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    other.goto(report.url)
    other.set_default_timeout(60_000)
    other.get_by_role("list", name=LIST).wait_for()
    settled(other).get_by_label("Weapon", exact=True).fill("mortar")
    other.get_by_role("button", name="Save", exact=True).click()
    other.locator("dd", has_text="mortar").first.wait_for()
    open_first(report).get_by_role("button", name="Accept", exact=True).click()
    report.get_by_text("Somebody else changed this meanwhile").first.wait_for()
    expect(report.get_by_role("table", name="Both versions").first).to_contain_text("mortar")
    settled(report).get_by_role("button", name="Go on").click()
    report.get_by_role("table", name="Both versions").wait_for(state="detached")
    expect(report.get_by_label("Weapon", exact=True)).to_have_value("mortar")

    settled(other).get_by_label("Weapon", exact=True).fill("howitzer")
    other.get_by_role("button", name="Save", exact=True).click()
    other.locator("dd", has_text="howitzer").first.wait_for()
    settled(report).get_by_label("Weapon", exact=True).fill("tank")
    report.get_by_label("Weapon", exact=True).press("Tab")
    table = report.get_by_role("table", name="Both versions")
    expect(table).to_contain_text("tank")
    expect(table).to_contain_text("howitzer")
    settled(report).get_by_role("button", name="Save my values over it").click()
    report.locator("dd", has_text="tank").first.wait_for()
    other.context.close()


def test_candidates_are_apart_on_the_map(report):
    painted(report).wait_for_function(
        "document.querySelector('.atlas-legend')?.textContent.includes('candidate, not reviewed')"
    )


def test_what_was_typed_last_is_saved_though_its_button_is_pressed_at_once(report, reading_desk, request):
    report.get_by_label("Weapon", exact=True).fill("mortar")
    report.get_by_label("Note", exact=True).fill("Told by two.")
    report.get_by_role("button", name="Save", exact=True).click()
    report.locator("dd", has_text="Told by two.").wait_for()
    (saved,) = [f for f in own(reading_desk, request.node.name) if f["properties"]["description"] == "Told by two."]
    assert saved["properties"]["weapon"] == "mortar"


def test_an_incident_is_entered_by_hand_and_opened(report, reading_desk, request):
    report.get_by_text("Enter an incident by hand").click()
    report.get_by_label("Title, in your own words").wait_for()
    settled(report).get_by_label("Title, in your own words").fill("Checkpoint attacked")
    report.get_by_role("button", name="Add as a candidate").click()
    report.locator("li.candidate.open", has_text="Checkpoint attacked").wait_for()
    (made,) = [f for f in own(reading_desk, request.node.name) if f["properties"]["title"] == "Checkpoint attacked"]
    assert made["properties"]["method"] == "human"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_page_is_no_wider_than_the_screen(browser, report, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True)
    phone = context.new_page()
    phone.goto(report.url)
    phone.get_by_role("list", name=LIST).wait_for(timeout=60_000)
    assert settled(phone).evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
