"""The layer on the map, in Chromium: what is painted, and that nothing but our own server is asked."""

from __future__ import annotations

import re
from datetime import date

import pytest
from serving import served
from waiting import DRAWN, eventually, expect, painted, settled

from geo import frames
from geo.model import EventType, Incident, Party, Place, Role
from geo.settings import data_dir
from geo.store import Store
from geo.store.reference import load_reference

pytestmark = pytest.mark.browser

CANARY = "A{{7*191}}B<b>x</b>"


def incident(number: int, longitude: float, latitude: float, precision: int, **fields) -> Incident:
    place = Place(name=CANARY, longitude=longitude, latitude=latitude, precision=precision, country="MN")
    return Incident(
        dataset="test",
        dataset_id=str(number),
        event_type=EventType.VIOLENCE_UNSPECIFIED,
        title=f"{CANARY} {number}",
        date_start=date(2023, 5, number),
        date_end=date(2023, 5, number),
        place=place,
        actors=(Party(actor=CANARY, role=Role.INITIATOR),),
        **fields,
    )


ROWS = [incident(1, 100.0, 46.0, 1), incident(2, 104.0, 46.0, 2), incident(3, 108.0, 46.0, 5)]
ROWS += [incident(n, 100.0, 48.0, 1) for n in (4, 5, 6)]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("map") / "store"
    with Store.open(folder, reference=load_reference(data_dir())) as store:
        store.datasets.write("test", frames.from_incidents(ROWS), {}, by="test", why="for the test")
    with served(folder) as address:
        yield address


@pytest.fixture
def frame(page, address):
    """The map's frame once the test's own six incidents are painted and the page around it is at rest."""
    page.goto(f"{address}/?dataset=test")
    page.locator(".row").first.wait_for(timeout=60_000)
    page.locator(".count", has_text="6 incidents").wait_for(timeout=60_000)
    return painted(settled(page), "=== 6")


def look_at(frame, longitude: float, latitude: float, zoom: float) -> None:
    frame.evaluate(f"incidentAtlas.view.map.setView([{latitude}, {longitude}], {zoom}, {{animate: false}})")


def pixel(frame, pane: str, longitude: float, latitude: float, moved=(0, 0)) -> list[int]:
    """RGBA of a pane's canvas at a place, moved by CSS pixels."""
    return frame.evaluate(
        """([pane, lon, lat, dx, dy]) => {
            const map = incidentAtlas.view.map, canvas = map.getPane(pane).querySelector("canvas");
            const at = map.latLngToLayerPoint([lat, lon]).subtract(L.DomUtil.getPosition(canvas)).add([dx, dy]);
            const scale = devicePixelRatio;
            return [...canvas.getContext("2d").getImageData(at.x * scale, at.y * scale, 1, 1).data];
        }""",
        [pane, longitude, latitude, *moved],
    )


def click_at(page, frame, longitude: float, latitude: float) -> None:
    x, y = frame.evaluate(
        f"(() => {{ const p = incidentAtlas.view.map.latLngToContainerPoint([{latitude}, {longitude}]); return [p.x, p.y]; }})()"
    )
    page.locator("iframe").first.click(position={"x": x, "y": y})


def test_the_map_is_legible_with_the_network_cut(frame):
    look_at(frame, 104, 46, 5)
    eventually(lambda: pixel(frame, "atlas-ground", 106.3, 44.4)[:3] == [0xF6, 0xF3, 0xEC])
    assert pixel(frame, "atlas-dots", 100, 46)[3] == 255
    assert frame.evaluate("incidentAtlas.errors") == []


def test_an_exact_place_is_a_dot_and_a_near_one_hollow_within_its_ring(frame):
    look_at(frame, 102, 46, 7)
    exact, near = pixel(frame, "atlas-dots", 100, 46), pixel(frame, "atlas-dots", 104, 46)
    radius = frame.evaluate("25000 / 40075016.686 / Math.cos(46 * Math.PI / 180) * 256 * 2 ** 7")
    assert exact[:3] == [0xD1, 0x49, 0x5B]
    assert near[:3] == [0xFB, 0xF9, 0xF4]
    assert pixel(frame, "atlas-dots", 104, 46, (round(radius), 0))[3] > 0
    assert pixel(frame, "atlas-dots", 104, 46, (round(radius) + 4, 0))[3] == 0


@pytest.mark.parametrize("zoom", [3, 5, 7, 9])
def test_a_fuzzy_place_is_a_ring_and_never_a_dot(frame, zoom):
    look_at(frame, 108, 46, zoom)
    assert pixel(frame, "atlas-dots", 108, 46)[3] == 0
    radius = max(10, 150_000 / 40_075_016.686 / 0.694658 * 256 * 2**zoom)
    if radius < 300:
        edge = [
            pixel(frame, "atlas-areas", 108, 46, (0, sign * round(radius) + d))[3]
            for sign in (1, -1)
            for d in (-1, 0, 1)
        ]
        assert max(edge) > 100


def test_several_incidents_at_one_spot_are_listed_and_their_text_is_literal(page, frame):
    look_at(frame, 100, 48, 7)
    click_at(page, frame, 100, 48)
    entries = frame.locator(".atlas-list .entry")
    expect(frame.locator(".atlas-list .head")).to_have_text("3 incidents here")
    assert entries.locator("b").all_inner_texts() == [f"{CANARY} {n}" for n in (6, 5, 4)]
    assert frame.locator(".atlas-list b b").count() == 0


def test_hovering_shows_one_line(page, frame):
    look_at(frame, 100, 46, 7)
    x, y = frame.evaluate(
        "(() => { const p = incidentAtlas.view.map.latLngToContainerPoint([46, 100]); return [p.x, p.y]; })()"
    )
    page.locator("iframe").first.hover(position={"x": x, "y": y})
    expect(frame.locator(".atlas-tip b")).to_have_text(f"{CANARY} 1")


def test_the_legend_names_the_initiator_literally_and_leaves_it_out_on_a_click(frame):
    row = frame.locator(".atlas-legend button.row", has_text="A{{7*191}}B")
    expect(row.locator(".n")).to_have_text("6")
    row.click()
    frame.wait_for_function(f"{DRAWN} === 0")
    expect(row.locator(".n")).to_have_text("off")
    row.click()
    frame.wait_for_function(f"{DRAWN} === 6")


def test_a_window_of_days_is_followed_without_asking_the_server(page, frame):
    asked = []
    session = frame.evaluate("incidentAtlas.view.session()")
    page.on("request", lambda request: asked.append(request.url) if request.frame == frame else None)
    frame.evaluate(
        "name => new BroadcastChannel(name).postMessage({type: 'window', start: '2023-05-02', end: '2023-05-04'})",
        f"incident-atlas-{session}",
    )
    frame.wait_for_function(f"{DRAWN} === 3")
    ground = ("basemap", "places")  # may still be on its way
    assert [url for url in asked if "/atlas/" in url and not any(word in url for word in ground)] == []


def test_a_filter_keeps_view_frame_and_popup_until_its_incident_is_filtered_out(page, frame):
    look_at(frame, 100.5, 46.5, 6.5)
    click_at(page, frame, 100, 46)
    frame.locator(".atlas-list .entry").wait_for()
    frame.evaluate("window.sameFrame = true")
    page.get_by_role("article").get_by_role("heading", name=f"{CANARY} 1").wait_for()
    settled(page).get_by_role("button", name="January 2024", exact=True).click()
    frame.wait_for_function(f"{DRAWN} === 0")
    page.wait_for_url("**datetime=2024-01-01*")
    settled(page)
    assert frame.evaluate("window.sameFrame")
    assert frame.evaluate("incidentAtlas.view.map.getZoom()") == 6.5
    frame.locator(".atlas-list").wait_for(state="detached")
    page.get_by_role("button", name="All", exact=True).click()
    frame.wait_for_function(f"{DRAWN} === 6")
    assert frame.evaluate("window.feature_group.length") == 1


def test_a_part_that_cannot_be_loaded_is_said_and_tried_again(page, address):
    page.route("**/columns", lambda route: route.abort())
    page.goto(f"{address}/?dataset=test")
    fault = page.frame_locator("iframe").first.locator(".atlas-notice.fault")
    fault.wait_for(timeout=60_000)
    expect(fault.locator("span")).to_have_text("The server does not answer.")
    page.unroute("**/columns")
    fault.locator("button").click()
    painted(page, "=== 6")


def test_filters_that_come_while_areas_load_do_not_lose_them(page, address):
    held, areas = [], re.compile(r"/parts/[^/]+/areas")
    page.route(areas, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    with page.expect_request(areas, timeout=60_000):
        page.goto(f"{address}/?dataset=test")
    frame = page.query_selector("iframe[title*=folium]").content_frame()
    frame.wait_for_function(f"{DRAWN} === 6 && incidentAtlas.view.listens()")
    words = settled(page).get_by_label("Words")
    for text, shown in (("canary-that-nothing-has", 0), ("", 6)):
        words.fill(text)
        words.press("Enter")
        frame.wait_for_function(f"{DRAWN} === {shown}")
    assert len(held) >= 1
    settled(page).unroute(areas)  # lets go of those that were held
    frame.wait_for_function("incidentAtlas.view.areas.shown.length === 1")
    painted(page, "=== 6")


def test_the_keyboard_reaches_the_list_of_what_is_in_view(page, frame):
    look_at(frame, 104, 47, 5)
    frame.get_by_title("List the incidents in view").focus()
    page.keyboard.press("Enter")
    frame.locator(".atlas-list .head", has_text="In view: 6 incidents").wait_for()
    frame.wait_for_function("document.activeElement.classList.contains('entry')")
    page.keyboard.press("Tab")
    frame.wait_for_function("document.activeElement.dataset.uid === 'test:5'")


def test_another_host_is_asked_only_when_somebody_wants_its_tiles(page, frame):
    elsewhere = []
    page.on("request", lambda request: elsewhere.append(request.url) if "//127.0.0.1" not in request.url else None)
    look_at(frame, 104, 46, 4)
    page.wait_for_timeout(500)
    assert [url for url in elsewhere if url.startswith("http")] == []
    frame.locator(".atlas-layers summary").click()
    frame.locator(".atlas-layers label", has_text="Online map tiles").locator("input").check()
    frame.get_by_text("© OpenStreetMap contributors").wait_for()
    frame.get_by_text("The tile server does not answer.").wait_for()
    assert {url.split("/")[2] for url in elsewhere if url.startswith("http")} == {"tile.openstreetmap.org"}


def test_the_second_click_on_a_dot_works_as_the_first(page, frame):
    look_at(frame, 100, 46, 7)
    session = frame.evaluate("incidentAtlas.view.session()")
    page.evaluate(
        "name => { window.chosen = []; new BroadcastChannel(name).onmessage = e => e.data.type === 'select' && chosen.push(e.data.uids); }",
        f"incident-atlas-{session}",
    )
    for clicks in (1, 2):
        click_at(page, frame, 100, 46)
        page.wait_for_function(f"chosen.length === {clicks}")
        page.get_by_role("article").get_by_role("heading", name=f"{CANARY} 1").wait_for()
        settled(page)
        frame.evaluate("incidentAtlas.view.map.closePopup()")
        look_at(frame, 100, 46, 7)
    assert page.evaluate("chosen") == [["test:1"], ["test:1"]]


def test_the_whole_extent_shows_areas_and_dots(frame):
    look_at(frame, 0, 0, 3)
    frame.get_by_title("Whole extent").click()
    frame.wait_for_function(
        """() => {
            const b = incidentAtlas.view.map.getBounds();
            return b.getWest() > 90 && b.getWest() < 100 && b.getEast() > 109 && b.getEast() < 125;
        }"""
    )


def test_a_filter_reaches_the_map_before_the_page_has_described_itself_anew(page, frame):
    frame.wait_for_function("incidentAtlas.view.listens()")
    frame.evaluate("window.toldByThePage = 0; incidentAtlas.show = () => window.toldByThePage++")
    words = page.get_by_label("Words")
    words.fill("canary-that-nothing-has")
    words.press("Enter")
    frame.wait_for_function(f"{DRAWN} === 0")
    page.wait_for_url("**q=canary*")
    settled(page)
    words.fill("")
    words.press("Enter")
    frame.wait_for_function(f"{DRAWN} === 6")


def test_a_map_whose_short_way_is_broken_follows_the_page_alone(page, address):
    page.add_init_script(
        "window.WebSocket = class extends WebSocket { constructor(url, ...rest) { super(String(url).replace('/atlas/live', '/nowhere'), ...rest); } }"
    )
    page.goto(f"{address}/?dataset=test")
    frame = painted(settled(page), "=== 6")
    page.get_by_label("Words").fill("canary-that-nothing-has")
    page.get_by_label("Words").press("Enter")
    frame.wait_for_function(f"{DRAWN} === 0")
