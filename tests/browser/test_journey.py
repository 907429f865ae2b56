"""What a user does, from opening the page to taking a GeoJSON home, with the network cut."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from waiting import expect, painted, settled

pytestmark = pytest.mark.browser


def sentence(page):
    return page.get_by_text("hidden by filter").first


def choose(page, label: str, words: str) -> None:
    field = page.get_by_role("combobox", name=label)
    field.click()
    field.fill(words)
    page.get_by_role("option", name=words).first.click()
    page.keyboard.press("Escape")


def test_a_user_filters_reads_claims_downloads_and_passes_the_link_on(page, server, browser, tmp_path):
    page.goto(server)
    painted(page, "=== 17")
    page.get_by_role("button", name="January 2024", exact=True).click()
    painted(page, "=== 5")
    page.goto(f"{server}/?datetime=2024-01-20/2024-01-24")
    frame = painted(page, "=== 4")
    view = frame.evaluate("JSON.stringify(incidentAtlas.view.map.getBounds())")

    choose(page, "Actors", "Kataib Hezbollah")
    painted(page, "=== 2")
    page.get_by_text("2 on the map + 1 unmapped + 0 undated + 19 hidden by filter = 22").wait_for()
    expect(page.locator(".total")).to_have_text("3 incidents")
    settled(page)
    assert frame.evaluate("JSON.stringify(incidentAtlas.view.map.getBounds())") == view, "the view was lost"

    page.get_by_role("button", name="US strike near Al-Qa'im kills two").first.click()
    card = page.get_by_role("article")
    card.get_by_role("heading", name="US strike near Al-Qa'im kills two").wait_for()
    expect(card).to_contain_text("near a known place, within about 25 km")
    expect(card).to_contain_text("former member of the Hashed al-Shaabi")
    expect(card).to_contain_text("Agence France-Presse")
    page.wait_for_function("() => location.search.includes('incident=')")
    expect(page.get_by_role("link", name="GeoJSON").first).to_have_attribute("href", re.compile("actor="))

    with page.expect_download() as waiting:
        page.get_by_role("link", name="GeoJSON").first.click()
    file = tmp_path / "shown.geojson"
    waiting.value.save_as(file)
    collection = json.loads(file.read_text(encoding="utf-8"))
    assert len(collection["features"]) == 3
    assert sum(f["geometry"] is None for f in collection["features"]) == 1

    link = page.url
    elsewhere = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    elsewhere.goto(link)
    painted(elsewhere, "=== 2")
    elsewhere.get_by_role("heading", name="US strike near Al-Qa'im kills two").wait_for()
    elsewhere.context.close()


def test_dragging_the_timeline_sets_the_date_filter(page, server):
    page.goto(server)
    painted(page, "=== 17")
    expect(page.locator(".count")).to_contain_text("22 incidents")
    plot = settled(page).locator("[data-part=plot]").bounding_box()
    y = plot["y"] + plot["height"] / 2
    page.mouse.move(plot["x"] + plot["width"] * 0.70, y)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.80, y, steps=5)
    page.mouse.move(plot["x"] + plot["width"] * 0.98, y, steps=5)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('datetime=')")
    page.get_by_text("All incidents from 2").wait_for()
    page.get_by_text(re.compile(r"\+ [1-9]\d* hidden by filter")).wait_for()


def test_the_download_is_what_the_command_writes(page, server, server_store, tmp_path):
    page.goto(f"{server}/?country=SY")
    painted(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="GeoJSON").first.click()
    waiting.value.save_as(tmp_path / "page.geojson")
    command = [sys.executable, "-m", "geo", "export", str(tmp_path / "cli.geojson"), "--query", "country=SY"]
    subprocess.run([*command, "--store", str(server_store)], check=True, capture_output=True)
    one, other = (json.loads((tmp_path / f"{n}.geojson").read_text(encoding="utf-8")) for n in ("page", "cli"))
    for collection in (one, other):
        collection["incident_atlas"].pop("made_at")
    assert one == other


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_wider_than_the_screen(browser, server, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True)
    page = context.new_page()
    page.goto(server)
    painted(page, "=== 17")
    assert settled(page).evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_words_from_the_address_are_shown_literally(page, server):
    canary = "A{{7*191}}B<b>x</b>"
    page.goto(f"{server}/?q={canary.replace('{', '%7B').replace('}', '%7D')}")
    painted(page, "=== 0")
    expect(sentence(page)).to_contain_text(canary)
    settled(page)
    assert "1337" not in page.content()
