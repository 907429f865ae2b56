"""The legend by the keyboard, with a hundred thousand incidents."""

from __future__ import annotations

import pytest
from waiting import DRAWN, painted

pytestmark = pytest.mark.browser


def test_a_name_left_out_keeps_the_focus_so_that_the_same_key_brings_it_back(page, many):
    page.goto(f"{many}/?dataset=synthetic")
    frame = painted(page, "> 99000")
    whole = frame.evaluate(DRAWN)
    row = frame.locator(".atlas-legend .names button").first
    row.press("Enter")
    frame.wait_for_function(f"{DRAWN} < {whole}")
    frame.wait_for_function("document.activeElement.ariaPressed === 'false'")
    assert frame.evaluate("document.activeElement.textContent").endswith("off")
    page.keyboard.press("Enter")
    frame.wait_for_function(f"{DRAWN} === {whole}")
    frame.wait_for_function("document.activeElement.ariaPressed === 'true'")


def test_a_click_on_the_legend_does_not_reach_the_map_behind_it(page, many):
    page.goto(f"{many}/?dataset=synthetic")
    frame = painted(page, "> 99000")
    frame.evaluate("incidentAtlas.view.map.on('click', () => (window.reached = true))")
    whole = frame.evaluate(DRAWN)
    frame.locator(".atlas-legend .names button").first.click()
    frame.wait_for_function(f"{DRAWN} < {whole}")
    assert not frame.evaluate("window.reached")


def test_the_type_of_an_incident_without_a_point_is_named(page, server):
    page.goto(f"{server}/?dataset=reported&datetime=2021-02-25/2021-02-25")
    frame = painted(page, "=== 1")
    tally = "{bySlot: new Uint32Array(256), byClass: {}}"
    frame.wait_for_function(f"incidentAtlas.view.areas.addFootprints({tally}) === 1")
    frame.locator(".atlas-legend .shapes .row", has_text="Explosion or remote violence").wait_for()
