"""Timeline, list and card as a reader uses them, in Chromium."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from serving import ROOT, free_port, stop

from geo.model import Claim, EventType, Incident, Method, ReviewState, Source
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas

pytestmark = pytest.mark.browser

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


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panel")
    atlas = Atlas.open(StoreSettings(store=folder / "store"))
    atlas.store.casebook.put_incident(canary, by="test", why=CANARY)
    atlas.close()
    port = free_port()
    script = str(Path(__file__).with_name("panel_app.py"))
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    environment = os.environ | {"INCIDENT_ATLAS_STORE": str(folder / "store"), "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            break
        except OSError:
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/"
    stop(process)


@pytest.fixture
def open_page(page, address):
    """Open the page with a query and wait for list and timeline."""

    def opened(query="", **size):
        if size:
            page.set_viewport_size(size)
        page.goto(address + query)
        page.locator(".row, .list-column .state:not([hidden])").first.wait_for(state="attached", timeout=30_000)
        page.wait_for_function("document.querySelector('.timeline, .stBidiComponent') !== null")
        page.locator(".count", has_text=re.compile(r"\d+ incident")).wait_for()
        return page

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
    if release:
        page.mouse.up()


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
    assert runs(page) == before + 1
    last = page.evaluate("window.heard.filter((m) => m.type === 'window').at(-1)")
    assert f"datetime={last['start']}/{last['end']}" in unquote(page.url)


def test_the_live_count_of_a_window_equals_the_servers(open_page):
    page = open_page()
    drag(page, 0.02, 0.55)
    page.wait_for_url("**datetime=*")
    live = page.locator(".count").inner_text().split()[0]
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
    assert handle.get_attribute("aria-valuetext") == "25 Jan 2024"


def test_a_touch_drag_chooses_a_range(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(address)
    page.locator(".count", has_text="incident").wait_for(timeout=30_000)
    box = page.locator(".plot").bounding_box()
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
        axis = page.locator(".axis").bounding_box()
        boxes = [t.bounding_box() for t in page.locator(".tick").all()]
        assert len(boxes) >= 3
        assert all(b["x"] >= axis["x"] - 0.5 and b["x"] + b["width"] <= axis["x"] + axis["width"] + 0.5 for b in boxes)


def test_playback_moves_the_window_without_a_rerun_and_escape_brings_the_old_one_back(open_page):
    page = open_page()
    listen(page)
    before = runs(page)
    page.locator("[data-part=speed]").select_option("365")
    page.locator(".plot").hover()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("window.heard.filter((m) => m.playing).length > 10")
    assert runs(page) == before
    page.keyboard.press("Escape")
    page.wait_for_function("window.heard.at(-1).type === 'window' && window.heard.at(-1).start === null")
    assert runs(page) == before


def test_pausing_sets_the_window_as_the_filter(open_page):
    page = open_page()
    page.locator("[data-part=speed]").select_option("365")
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(400)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url("**datetime=*")


def test_a_click_opens_the_card_and_puts_it_in_the_address(open_page):
    page = open_page()
    listen(page)
    page.locator(".row", has_text=QAIM).click()
    page.get_by_role("heading", name=QAIM).wait_for()
    page.wait_for_url("**incident=reported%3A2024-01-24-al-qaim")
    focus = page.evaluate("window.heard.find((m) => m.type === 'focus')")
    assert focus["uid"] == "reported:2024-01-24-al-qaim"
    assert focus["longitude"] == pytest.approx(40.99, abs=0.1)
    article = page.locator("article")
    for text in ("24 January 2024", "within about 25 km", "Kataib Hezbollah", "accounts differ", "Qassem al-Araji"):
        assert text in article.inner_text()


def test_the_address_opens_the_card_in_a_new_browser(open_page):
    page = open_page("?incident=reported:2024-01-20-ain-al-asad")
    page.get_by_role("heading", name=ASAD).wait_for()
    text = page.locator("article").inner_text()
    assert "18:30 local time (Asia/Baghdad)" in text
    assert "15:30 UTC" in text
    assert "at least 3" in text  # injured
    assert re.search(r"Killed\s+not reported", text)


def test_linked_incidents_open_and_inferences_are_marked(open_page):
    page = open_page("?incident=reported:2024-01-24-al-qaim")
    links = page.locator(".links")
    links.wait_for()
    assert "In response to" in links.inner_text()
    assert "inferred" in links.inner_text()
    links.get_by_role("button", name=ASAD).click()
    page.get_by_role("heading", name=ASAD).wait_for()
    assert "Answered by" in page.locator(".links").inner_text()


def test_a_choice_on_the_map_opens_the_card_at_once(open_page):
    page = open_page()
    say(page, {"type": "select", "uids": ["reported:2024-01-24-jurf-al-sakhr"]})
    page.get_by_role("heading", name="US strike near Jurf al-Sakhr").wait_for()
    page.wait_for_url("**incident=*jurf*")


def test_several_chosen_on_the_map_are_listed_with_a_way_back(open_page):
    page = open_page()
    say(page, {"type": "select", "uids": ["reported:2024-01-24-jurf-al-sakhr", "reported:2024-01-24-al-qaim"]})
    page.locator(".total", has_text="2 incidents chosen on the map").wait_for()
    assert page.locator(".row").count() == 2
    page.get_by_role("button", name="Back to all").click()
    page.locator(".total", has_text="23 incidents").wait_for()


def test_the_keyboard_reaches_and_opens_every_row(open_page):
    page = open_page()
    page.locator(".row").first.focus()
    page.keyboard.press("ArrowDown")
    title = page.evaluate(
        "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.panel')).shadowRoot.activeElement.querySelector('.row-title').textContent"
    )
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=title).wait_for()
    page.keyboard.press("Escape")
    page.locator(".card-column").wait_for(state="hidden")


def test_imported_text_is_shown_literally_and_only_http_links_are_links(open_page):
    page = open_page("?incident=reported:canary")
    page.get_by_role("heading", name=f"Canary {CANARY}").wait_for()
    article = page.locator("article")
    assert article.locator("b", has_text=re.compile("^x$")).count() == 0
    page.locator("summary").click()
    assert article.inner_text().count(CANARY) >= 7
    hrefs = article.locator("a").evaluate_all("links => links.map((a) => a.href + ' ' + a.rel)")
    assert "https://example.org/a noopener noreferrer" in hrefs
    assert not [h for h in hrefs if h.startswith("javascript")]
    assert "read by a rule" in article.inner_text()
    assert "80 % of such values" in article.inner_text()
    assert page.locator(".row", has_text=f"Canary {CANARY}").count() in {0, 1}


def test_a_filter_that_hides_the_open_incident_is_said(open_page):
    page = open_page("?incident=reported:2024-01-24-al-qaim&datetime=2020-01-01/2020-12-31")
    page.get_by_text("The filters hide this incident").wait_for()
    page.get_by_role("heading", name=QAIM).wait_for()


def test_an_incident_that_is_gone_is_said(open_page):
    page = open_page("?incident=reported:never-was")
    page.get_by_text("This incident is not in the store").wait_for()


def test_an_empty_list_says_what_to_do(open_page):
    page = open_page("?country=FR")
    page.get_by_text("No incident passes these filters. Widen the dates, or reset a filter.").wait_for()
    page.get_by_text("No dated incident passes these filters.").wait_for()


def test_a_server_that_does_not_answer_can_be_asked_again(open_page):
    page = open_page()
    page.route("**/atlas/incidents**", lambda route: route.abort())
    page.locator(".list-column select").select_option("oldest")
    page.get_by_text("The server does not answer").wait_for()
    page.unroute("**/atlas/incidents**")
    page.get_by_role("button", name="Try again").click()
    page.locator(".row", has_text="Qasem Soleimani").wait_for()


def test_the_citation_names_sources_dataset_and_permalink(open_page, address):
    page = open_page("?incident=reported:2024-01-24-al-qaim")
    quote = page.locator("blockquote")
    quote.wait_for()
    text = quote.inner_text()
    assert "Agence France-Presse" in text
    assert text.endswith(f"{address}?incident=reported%3A2024-01-24-al-qaim")


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_window(open_page, width):
    page = open_page("?incident=reported:canary", width=width, height=844)
    page.locator("article h2").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.locator(".panel *, .timeline *").evaluate_all(
        "(all, w) => all.filter((e) => e.getBoundingClientRect().right > w + 1 && !e.closest('.aloud, svg')).map((e) => e.className)",
        width,
    )
    assert wide == []


def test_quick_choices_end_where_the_last_one_points(open_page):
    page = open_page()
    rows = page.locator(".row")
    titles = [rows.nth(n).locator(".row-title").inner_text() for n in range(4)]
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
    page.wait_for_timeout(1500)
    assert page.evaluate("window.seen") == [titles[3]]


def test_keys_pressed_in_a_row_make_one_rerun(open_page):
    page = open_page("?datetime=2024-01-20/2024-01-24")
    before = runs(page)
    page.locator(".handle.end").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_url("**2024-01-20")
    page.wait_for_timeout(500)
    assert runs(page) == before + 1


def test_zooming_to_the_window_gives_finer_bars_and_a_way_back(open_page):
    page = open_page("?datetime=2024-01-20/2024-01-24", width=390, height=844)
    assert "one month" in page.locator("[data-part=bin]").inner_text()
    page.get_by_role("button", name="Zoom in").click()
    page.locator("[data-part=bin]", has_text="one day").wait_for()
    page.get_by_role("button", name="Whole span").click()
    page.locator("[data-part=bin]", has_text="one month").wait_for()


def test_on_a_phone_a_choice_on_the_map_brings_the_card_and_its_way_back_into_view(open_page):
    page = open_page("", width=390, height=844)
    say(page, {"type": "select", "uids": ["reported:2024-01-24-al-qaim"]})
    page.get_by_role("heading", name=QAIM).wait_for()
    page.wait_for_timeout(600)
    page.get_by_role("heading", name="History").scroll_into_view_if_needed()
    back = page.get_by_role("button", name="All incidents shown")
    assert back.evaluate("""(button) => {
        const {x, y, width, height} = button.getBoundingClientRect();
        let top = document.elementFromPoint(x + width / 2, y + height / 2);
        while (top?.shadowRoot) top = top.shadowRoot.elementFromPoint(x + width / 2, y + height / 2);
        return top === button;
    }""")
    back.click()
    page.locator(".row", has_text=QAIM).wait_for()
