"""The self-contained page, opened from a disk with every request aborted."""

from datetime import UTC, date, datetime

import pytest
import shapely
from waiting import eventually, expect

from geo.errors import TooLargeError
from geo.exporters import EXPORTERS, Meta
from geo.exporters.areas import Areas
from geo.exporters.rows import prepare
from geo.frames import from_incidents
from geo.model import Incident, Party, Place, Source

CANARY = "A{{7*191}}B<b>x</b>"
BREAKOUT = "</script><script>document.title='run'</script><!--"
META = Meta(words=f"All incidents mentioning {CANARY}", made_at=datetime(2026, 1, 2, tzinfo=UTC), rows=6)
pytestmark = pytest.mark.browser


class Boundaries:
    def division(self, *_):
        return ("IRQ-1", shapely.box(39, 31, 44, 35))

    def country_geometry(self, *_):
        return shapely.box(38, 29, 49, 38)


def incident(dataset_id, precision=1, **fields):
    place = Place(name=CANARY, longitude=42.44, latitude=33.79, precision=precision, country="IQ", adm_1="Al Anbar")
    fields = {"date_start": date(2024, 1, 20 + int(dataset_id)), "place": place, "title": CANARY} | fields
    return Incident(dataset=CANARY, dataset_id=dataset_id, event_type="drone_attack", **fields)


def sample():
    sources = (
        Source(publisher=CANARY, url="https://example.org/report"),
        Source(publisher="Bad", title=BREAKOUT, url="javascript:document.title='run'"),
    )
    parties = (Party(actor=CANARY, role="initiator"), Party(actor="Base", role="target"))
    return [
        incident("0", description=BREAKOUT, sources=sources, actors=parties, raw={CANARY: CANARY}),
        incident("1", title=None, place=None),
        incident("2", precision=4, title="A province"),
        incident("3", precision=6, title="A country"),
        incident("4", precision=5, title="A circle"),
        incident("5", date_start=None, title="Without a date"),
    ]


def html(incidents, meta=META):
    return b"".join(
        EXPORTERS["html"].write(
            prepare([from_incidents(incidents)], licences={}, areas=Areas(Boundaries(), rings=False)), meta
        )
    )


@pytest.fixture
def page(browser, tmp_path):
    path = tmp_path / "handed over.html"
    path.write_bytes(html(sample()))
    context = browser.new_context(viewport={"width": 1300, "height": 850}, color_scheme="dark")
    page, asked, faults = context.new_page(), [], []
    own = path.as_uri()
    page.route("**/*", lambda r: r.continue_() if r.request.url == own else (asked.append(r.request.url), r.abort()))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(own)
    page.wait_for_selector("body[data-drawn]")
    yield page
    context.close()
    assert (asked, faults) == ([], [])


def counts(page):
    return page.inner_text("#counts")


def test_the_page_opens_without_a_network_and_shows_every_incident(page):
    assert counts(page) == "5 on the map + 1 unmapped + 0 undated + 0 hidden by filter = 6"
    assert page.locator("#list button").count() == 6
    assert page.get_attribute("body", "data-drawn") == "4"
    assert page.title() == META.words


def test_imported_text_shows_literally_everywhere(page):
    page.locator("#list button", has_text="2024-01-20").click()
    card = page.locator(".card")
    assert card.locator("h2").inner_text() == CANARY
    assert card.locator("p").inner_text() == BREAKOUT
    assert card.locator("dd", has_text=CANARY).count() >= 4
    assert page.locator("b", has_text="x").locator("b").count() == 0
    assert page.locator("h1").inner_text() == META.words


def test_only_web_addresses_become_links(page):
    page.locator("#list button", has_text="2024-01-20").click()
    assert [a.get_attribute("href") for a in page.locator(".card a").all()] == ["https://example.org/report"]


def test_filters_count_what_they_hide(page):
    page.select_option("#actor", CANARY)
    assert counts(page) == "1 on the map + 0 unmapped + 0 undated + 5 hidden by filter = 6"
    page.select_option("#role", "target")
    assert counts(page).startswith("0 on the map")
    page.click("#reset")
    page.fill("#words", "PROVINCE")
    assert page.locator("#list button").count() == 1


def test_dates_filter_and_leave_undated_incidents_out(page):
    page.fill("#from", "2024-01-21")
    page.fill("#to", "2024-01-22")
    page.locator("#to").dispatch_event("change")
    assert counts(page) == "1 on the map + 1 unmapped + 1 undated + 3 hidden by filter = 6"


def test_dragging_over_the_timeline_chooses_dates(page):
    box = page.locator("#timeline").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 30, steps=4)
    page.mouse.up()
    assert (page.input_value("#from"), page.input_value("#to")) == ("2024-01-21", "2024-01-22")
    assert "1 undated" in counts(page)


def test_a_click_on_the_map_opens_the_cards_of_what_is_there(page):
    box = page.locator("#map").bounding_box()
    at = page.evaluate(
        "() => { const c = document.querySelector('#map').getBoundingClientRect(); return [c.width, c.height]; }"
    )
    assert at[1] > 300
    page.locator("#list button", has_text="2024-01-20").click()

    def opened():
        """Click until the map has come to rest where the button sent it."""
        page.evaluate("document.querySelector('#cards').replaceChildren()")
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        return page.locator(".card").count() == 2

    eventually(opened)
    expect(page.locator("#cards > p")).to_have_text("2 incidents here")


def test_the_page_fits_a_telephone(page):
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_markup_in_the_data_cannot_end_the_element_that_carries_it():
    text = html(sample()).decode()
    data = text[text.index('id="data-about"') : text.index('id="data-ground"')]
    assert BREAKOUT not in text
    assert data.count("</script>") == 3
    assert "\\u003cb\\u003ex\\u003c/b\\u003e" in data


def test_more_than_a_browser_can_carry_is_refused_in_one_sentence():
    with pytest.raises(TooLargeError, match="An HTML file holds 50,000 incidents and the filter shows 50,001"):
        html([], META.model_copy(update={"rows": 50_001}))
