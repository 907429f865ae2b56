"""The timeline as a reader uses it, in Chromium."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from panel_page import drag, listen, runs
from waiting import expect, settled

pytestmark = pytest.mark.browser

EXTENTS = """axis => {
    const extent = (e) => { const { left, right } = e.getBoundingClientRect(); return [left, right]; };
    return [...extent(axis), [...axis.querySelectorAll(".tick")].map(extent)];
}"""


def test_dragging_tells_the_map_at_once_and_the_server_once_on_release(open_page):
    page = open_page()
    listen(page)
    before = runs(page)
    drag(page, 0.6, 0.9, release=False)
    page.wait_for_function("window.heard.filter((m) => m.type === 'window').length >= 3")
    assert runs(page) == before
    page.mouse.up()
    page.wait_for_url("**datetime=*")
    page.get_by_text(re.compile(r"^released \(datetime")).wait_for()
    assert runs(settled(page)) == before + 1
    last = page.evaluate("window.heard.filter((m) => m.type === 'window').at(-1)")
    assert f"datetime={last['start']}/{last['end']}" in unquote(page.url)


def test_the_live_count_of_a_window_equals_the_servers(open_page):
    page = open_page()
    drag(page, 0.02, 0.55)
    page.wait_for_url("**datetime=*")
    live = settled(page).locator(".count").inner_text().split()[0]
    page.locator(".total", has_text=re.compile(rf"^{live} incident")).wait_for()


def test_double_click_and_escape_clear_the_range(open_page):
    page = open_page("?datetime=2024-01-20/2024-01-24")
    page.locator(".plot").dblclick(position={"x": 300, "y": 40})
    page.wait_for_function("!location.search.includes('datetime')")
    drag(page, 0.5, 0.7)
    page.wait_for_url("**datetime=*")
    page.locator(".handle.start").focus()
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('datetime')")


def test_the_keyboard_moves_a_handle_by_a_bar_and_with_shift_by_a_day(open_page):
    page = open_page("?datetime=2024-01-20/2024-01-24")
    handle = page.locator(".handle.end")
    assert handle.get_attribute("role") == "slider"
    handle.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url("**2024-01-25*")
    expect(handle).to_have_attribute("aria-valuetext", "25 Jan 2024")


def test_a_touch_drag_chooses_a_range(browser, panel):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(panel)
    page.locator(".count", has_text="incident").wait_for(timeout=60_000)
    box = settled(page).locator(".plot").bounding_box()
    client = context.new_cdp_session(page)
    y = box["y"] + 40

    def touch(kind, x):
        points = [] if x is None else [{"x": box["x"] + x, "y": y}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 120)
    for x in range(130, 300, 20):
        touch("touchMove", x)
    touch("touchEnd", None)
    page.wait_for_url("**datetime=*")
    context.close()


def test_axis_labels_lie_inside_the_plot_at_any_width(open_page):
    for width in (390, 820, 1440):
        page = open_page("", width=width, height=844)
        page.locator(".tick").first.wait_for()
        left, right, ticks = page.locator(".axis").evaluate(EXTENTS)
        assert len(ticks) >= 3
        assert all(tick[0] >= left - 0.5 and tick[1] <= right + 0.5 for tick in ticks)


def test_playback_moves_the_window_without_a_rerun_and_escape_brings_the_old_one_back(open_page):
    page = open_page()
    listen(page)
    before = runs(page)
    page.locator("[data-part=speed]").select_option("365")
    page.get_by_role("button", name="Loop").click()
    page.locator(".plot").hover()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("window.heard.filter((m) => m.playing).length > 10")
    assert runs(page) == before
    page.keyboard.press("Escape")
    page.wait_for_function("window.heard.at(-1).type === 'window' && window.heard.at(-1).start === null")
    assert runs(settled(page)) == before


def test_pausing_sets_the_window_as_the_filter(open_page):
    page = open_page()
    listen(page)
    page.locator("[data-part=speed]").select_option("365")
    page.get_by_role("button", name="Loop").click()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("window.heard.filter((m) => m.playing).length > 2")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url("**datetime=*")


def test_quick_choices_end_where_the_last_one_points(open_page):
    page = open_page()
    rows = page.locator(".row")
    titles = [rows.nth(n).locator(".row-title").inner_text() for n in range(4)]
    last = rows.nth(3).get_attribute("data-uid")
    page.evaluate("""() => {
        const panel = [...document.querySelectorAll('*')].map((e) => e.shadowRoot).find((s) => s?.querySelector('.panel'));
        window.seen = [];
        new MutationObserver(() => {
            const title = panel.querySelector('article h2')?.textContent;
            if (title && window.seen.at(-1) !== title) window.seen.push(title);
        }).observe(panel, {childList: true, subtree: true});
        for (const row of [...panel.querySelectorAll('.row')].slice(0, 4)) row.click();
    }""")
    page.get_by_role("heading", name=titles[3]).wait_for()
    page.wait_for_function("uid => new URLSearchParams(location.search).get('incident') === uid", arg=last)
    settled(page)
    assert page.evaluate("window.seen") == [titles[3]]


def test_keys_pressed_in_a_row_make_one_rerun(open_page):
    page = open_page("?datetime=2024-01-20/2024-01-24")
    before = runs(page)
    page.locator(".handle.end").evaluate("""(handle) => {
        const key = { key: "ArrowLeft", shiftKey: true, bubbles: true, cancelable: true };
        for (let n = 0; n < 4; n++) handle.dispatchEvent(new KeyboardEvent("keydown", key));
    }""")
    page.wait_for_url("**2024-01-20")
    page.wait_for_timeout(500)
    assert runs(settled(page)) == before + 1


def test_zooming_to_the_window_gives_finer_bars_and_a_way_back(open_page):
    page = open_page("?datetime=2024-01-20/2024-01-24", width=390, height=844)
    expect(page.locator("[data-part=bin]")).to_contain_text("one month")
    page.get_by_role("button", name="Zoom in").click()
    page.locator("[data-part=bin]", has_text="one day").wait_for()
    page.get_by_role("button", name="Whole span").click()
    page.locator("[data-part=bin]", has_text="one month").wait_for()


def test_play_waits_for_the_counts_and_stops_where_a_filter_leaves_no_dated_incident(page, panel):
    held = []
    page.route("**/atlas/timeline**", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request("**/atlas/timeline**", timeout=60_000):
        page.goto(panel)
    play = settled(page).locator("[data-part=play]")
    expect(play).to_be_disabled()
    held[0].continue_()
    page.get_by_role("button", name="Loop").click()
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Text", exact=True).fill("words that no incident has")
    page.get_by_label("Text", exact=True).press("Enter")
    expect(play).to_be_disabled()
    expect(play).to_have_attribute("aria-pressed", "false")
