"""A hundred thousand incidents: playing, colouring, filters that meet the window, tabs, a phone, a server that went away."""

from __future__ import annotations

import json
import urllib.request
from urllib.parse import urlencode

import pytest
from serving import free_port, start, stop
from waiting import DRAWN, expect, painted, settled

pytestmark = pytest.mark.browser

ALL = "> 99000"


def on_map(address: str, **query: str) -> int:
    """What the server counts on the map for a filter."""
    with urllib.request.urlopen(f"{address}/atlas/state?{urlencode({'dataset': 'synthetic', **query})}") as answer:
        return json.load(answer)["counts"]["on_map"]


def move_window(frame, start: str | None, end: str | None) -> None:
    session = frame.evaluate("incidentAtlas.view.session()")
    message = {"type": "window", "start": start, "end": end, "busy": True}
    frame.evaluate("([name, m]) => new BroadcastChannel(name).postMessage(m)", [f"incident-atlas-{session}", message])


def drawn(frame) -> int:
    return frame.evaluate(DRAWN)


def test_playing_moves_a_window_stops_and_gives_the_range_back(page, many):
    page.goto(f"{many}/?dataset=synthetic&datetime=2015-01-01/2016-12-31")
    frame = painted(page, f"=== {on_map(many, datetime='2015-01-01/2016-12-31')}")
    chosen = drawn(frame)
    settled(page).locator("[data-part=play]").click()
    frame.wait_for_function(f"{DRAWN} < {chosen // 4}")
    first = drawn(frame)
    frame.wait_for_function(f"{DRAWN} !== {first}")
    page.keyboard.press("Escape")
    frame.wait_for_function(f"{DRAWN} === {chosen}")
    expect(page.locator("[data-part=play]")).to_have_attribute("aria-pressed", "false")


def test_what_is_told_within_a_frame_is_painted_in_it(page, many):
    page.goto(f"{many}/?dataset=synthetic")
    frame = painted(page, ALL)
    name = f"incident-atlas-{frame.evaluate('incidentAtlas.view.session()')}"
    paints = page.evaluate(
        """name => new Promise((done) => {
            let [told, painted] = [0, 0];
            const map = document.querySelector("iframe[title*=folium]").contentWindow;
            new map.PerformanceObserver((list) => (painted += list.getEntriesByName("incidents-drawn").length)).observe({ type: "mark" });
            const tell = () => {
                const end = new Date(Date.UTC(2000, told, 1)).toISOString().slice(0, 10);
                const detail = { type: "window", start: "1990-01-01", end, busy: true, told: performance.now() };
                document.dispatchEvent(new CustomEvent(name, { detail }));
                told += 1;
                if (told < 40) requestAnimationFrame(tell);
                else setTimeout(() => done(painted), 1000);
            };
            requestAnimationFrame(tell);
        })""",
        name,
    )
    assert paints > 30


@pytest.mark.parametrize(
    "query",
    [
        {"q": "bridge"},
        {"polygon": "POLYGON ((40 30, 48 30, 48 37, 40 37, 40 30))"},
        {"within": "300,ain-al-asad"},
        {"country": "SY", "type": "armed_clash"},
    ],
)
def test_any_filter_meets_the_window_that_is_dragged(page, many, query):
    whole = on_map(many, **query)
    page.goto(f"{many}/?{urlencode({'dataset': 'synthetic', **query})}")
    frame = painted(page, f"=== {whole}")
    move_window(frame, "2015-01-01", "2015-12-31")
    frame.wait_for_function(f"{DRAWN} === {on_map(many, **query, datetime='2015-01-01/2015-12-31')}")
    move_window(frame, None, None)
    frame.wait_for_function(f"{DRAWN} === {whole}")


def test_the_legend_follows_the_colouring_and_leaves_a_name_out(page, many):
    page.goto(f"{many}/?dataset=synthetic")
    frame = painted(page, ALL)
    whole = drawn(frame)
    expect(frame.locator(".atlas-legend summary")).to_have_text("Event type")
    modes = {"precision": "Place precision", "fatalities": "Deaths", "initiator": "Initiator", "type": "Event type"}
    for mode, words in modes.items():
        before = frame.locator(".atlas-legend .names").inner_text()
        frame.get_by_label("Colour by").select_option(mode)
        expect(frame.locator(".atlas-legend summary")).to_have_text(words)
        frame.wait_for_function("text => document.querySelector('.atlas-legend .names').innerText !== text", arg=before)
    row = frame.locator(".atlas-legend .names button").first
    row.click()
    frame.wait_for_function(f"{DRAWN} < {whole}")
    expect(row).to_have_attribute("aria-pressed", "false")
    row.click()
    frame.wait_for_function(f"{DRAWN} === {whole}")


def test_two_tabs_do_not_move_each_other(page, many, browser):
    other = browser.new_context().new_page()
    for tab in (page, other):
        tab.goto(f"{many}/?dataset=synthetic")
    frames = [painted(settled(tab), ALL) for tab in (page, other)]
    whole = drawn(frames[1])
    move_window(frames[0], "2015-01-01", "2015-01-31")
    frames[0].wait_for_function(f"{DRAWN} < 2000")
    assert drawn(frames[1]) == whole
    other.context.close()


def test_a_phone_shows_them_and_a_tap_opens_what_lies_there(browser, many):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{many}/?dataset=synthetic")
    frame = painted(settled(page), ALL)
    frame.evaluate("incidentAtlas.view.map.setView([33.5, 43.5], 7, {animate: false})")
    page.locator("iframe").first.tap(position={"x": 180, "y": 280})
    frame.locator(".leaflet-popup-content").wait_for()
    context.close()


@pytest.fixture
def restarted(many_store):
    """An address, and a function that starts its server, or ends it and starts it anew, giving a chance between."""
    port, running = free_port(), []

    def begin(between=lambda: None):
        if running:
            stop(running.pop())
        between()
        running.append(start(many_store, port))

    yield f"http://127.0.0.1:{port}", begin
    stop(running.pop())


@pytest.mark.parametrize("first", ["the page", "the map"])
def test_filters_work_again_after_the_server_was_started_anew(page, restarted, first):
    address, start_server = restarted
    start_server()
    page.goto(f"{address}/?dataset=synthetic")
    frame = painted(settled(page), ALL)
    before = frame.evaluate("incidentAtlas.view.session()")
    if first == "the map":
        page.route("**/_stcore/**", lambda route: route.abort())
    start_server(between=lambda: frame.wait_for_function("!incidentAtlas.view.listens()"))
    frame.wait_for_function("incidentAtlas.view.listens()", timeout=60_000)
    page.unroute_all()
    frame.wait_for_function("before => incidentAtlas.view.session() !== before", arg=before, timeout=60_000)
    words = settled(page).get_by_label("Words")
    words.fill("bridge")
    words.press("Enter")
    page.wait_for_function("() => location.search.includes('q=bridge')", timeout=60_000)
    painted(page, f"=== {on_map(address, q='bridge')}")
    assert frame.evaluate("incidentAtlas.errors") == []


def test_the_map_hears_the_timeline_within_the_same_frame_and_once(page, many):
    page.goto(f"{many}/?dataset=synthetic")
    frame = painted(settled(page), ALL)
    frame.evaluate(
        "() => { window.windows = 0; const move = incidentAtlas.view.model;"
        " let held = move.window; Object.defineProperty(move, 'window',"
        " { get: () => held, set: (w) => { held = w; window.windows += 1; } }); }"
    )
    session = frame.evaluate("incidentAtlas.view.session()")
    frame.evaluate(
        "name => { window.heard = 0; window.ear = new BroadcastChannel(name); ear.onmessage = () => { window.heard += 1; }; }",
        f"incident-atlas-{session}",
    )
    told = {"type": "window", "start": "2015-01-01", "end": "2015-01-31", "told": 1e9}
    earlier = told | {"end": "2016-12-31", "told": 1e9 - 5}
    page.evaluate(
        "([name, detail, earlier]) => { document.dispatchEvent(new CustomEvent(name, {detail}));"
        " const slow = new BroadcastChannel(name); slow.postMessage(earlier); slow.postMessage(detail); }",
        [f"incident-atlas-{session}", told, earlier],
    )
    assert frame.evaluate("window.windows") == 1
    frame.wait_for_function(f"{DRAWN} < 2000")
    frame.wait_for_function("window.heard >= 2")  # what comes by the channel has come to all who listen
    assert frame.evaluate("window.windows") == 1


def test_a_filter_that_comes_while_the_server_still_paints_does_not_leave_it_painting(page, many):
    def early(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("const FIRST = 2e6;", "const FIRST = 5e4;"))

    held = []
    page.route("**/remote.js*", early)
    page.route("**/columns", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    page.goto(f"{many}/?dataset=synthetic")
    page.wait_for_function("() => document.querySelector('iframe[title*=folium]')?.contentWindow.incidentAtlas?.view")
    frame = page.query_selector("iframe[title*=folium]").content_frame()
    frame.wait_for_function(f"{DRAWN} > 99000")
    words = settled(page).get_by_label("Words")
    words.fill("bridge")
    words.press("Enter")
    frame.wait_for_function(f"{DRAWN} === {on_map(many, q='bridge')}", timeout=60_000)
    for route in held:
        route.continue_()
    painted(page, f"=== {on_map(many, q='bridge')}")
    frame.wait_for_function("incidentAtlas.view.model.parts.some((part) => part.x.length > 0)")
    assert len({route.request.url for route in held}) == len(held)
