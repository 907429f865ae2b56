"""List and card as a reader uses them, in Chromium."""

from __future__ import annotations

import re

import pytest
from panel_page import ASAD, CANARY, QAIM, listen, say
from waiting import eventually, expect, settled

pytestmark = pytest.mark.browser

IS_ON_TOP = """(button) => {
    const {x, y, width, height} = button.getBoundingClientRect();
    let top = document.elementFromPoint(x + width / 2, y + height / 2);
    while (top?.shadowRoot) top = top.shadowRoot.elementFromPoint(x + width / 2, y + height / 2);
    return top === button;
}"""


def test_a_click_opens_the_card_and_puts_it_in_the_address(open_page):
    page = open_page()
    listen(page)
    page.locator(".row", has_text=QAIM).click()
    page.get_by_role("heading", name=QAIM).wait_for()
    page.wait_for_url("**incident=reported%3A2024-01-24-al-qaim")
    focus = page.wait_for_function("window.heard.find((m) => m.type === 'focus')").json_value()
    assert focus["uid"] == "reported:2024-01-24-al-qaim"
    assert focus["longitude"] == pytest.approx(40.99, abs=0.1)
    article = page.locator("article")
    for text in ("24 January 2024", "within about 25 km", "Kataib Hezbollah", "accounts differ", "Qassem al-Araji"):
        expect(article).to_contain_text(text)


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
    expect(page.locator(".links")).to_contain_text("Answered by")


def test_a_choice_on_the_map_opens_the_card_at_once(open_page):
    page = open_page()
    say(page, {"type": "select", "uids": ["reported:2024-01-24-jurf-al-sakhr"]})
    page.get_by_role("heading", name="US strike near Jurf al-Sakhr").wait_for()
    page.wait_for_url("**incident=*jurf*")


def test_several_chosen_on_the_map_are_listed_with_a_way_back(open_page):
    page = open_page()
    say(page, {"type": "select", "uids": ["reported:2024-01-24-jurf-al-sakhr", "reported:2024-01-24-al-qaim"]})
    page.locator(".total", has_text="2 incidents chosen on the map").wait_for()
    expect(page.locator(".row")).to_have_count(2)
    page.get_by_role("button", name="Back to all").click()
    page.locator(".total", has_text="23 incidents").wait_for()


def test_the_keyboard_reaches_and_opens_every_row(open_page):
    page = open_page()
    page.locator(".row").first.press("ArrowDown")
    title = page.evaluate(
        "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.panel')).shadowRoot.activeElement.querySelector('.row-title').textContent"
    )
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=title).wait_for()
    expect(page.get_by_role("article")).to_be_focused()
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
    expect(page.locator(".row").first).not_to_contain_text("Qasem Soleimani")
    page.locator(".list-column select").select_option("oldest")
    page.get_by_text("The server does not answer").wait_for()
    page.unroute("**/atlas/incidents**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".row").first).to_contain_text("Qasem Soleimani")


def test_the_citation_names_sources_dataset_and_permalink(open_page, panel):
    page = open_page("?incident=reported:2024-01-24-al-qaim")
    quote = page.locator("blockquote")
    quote.wait_for()
    text = quote.inner_text()
    assert "Agence France-Presse" in text
    assert text.endswith(f"{panel}?incident=reported%3A2024-01-24-al-qaim")


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_window(open_page, width):
    page = open_page("?incident=reported:canary", width=width, height=844)
    page.locator("article h2").wait_for()
    assert settled(page).evaluate("document.documentElement.scrollWidth") <= width
    wide = page.locator(".panel *, .timeline *").evaluate_all(
        "(all, w) => all.filter((e) => e.getBoundingClientRect().right > w + 1 && !e.closest('.aloud, svg')).map((e) => e.className)",
        width,
    )
    assert wide == []


def test_on_a_phone_a_choice_on_the_map_brings_the_card_and_its_way_back_into_view(open_page):
    page = open_page("", width=390, height=844)
    say(page, {"type": "select", "uids": ["reported:2024-01-24-al-qaim"]})
    page.get_by_role("heading", name=QAIM).wait_for()
    page.wait_for_url("**incident=*")
    settled(page)
    page.get_by_role("heading", name="History").scroll_into_view_if_needed()
    back = page.get_by_role("button", name="All incidents shown")
    eventually(lambda: back.evaluate(IS_ON_TOP))
    back.click()
    page.locator(".row", has_text=QAIM).wait_for()


def test_colours_that_come_late_take_neither_the_focus_nor_what_was_opened(page, panel):
    held = []
    page.route("**/glyphs.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    with page.expect_request("**/glyphs.js", timeout=60_000):
        page.goto(f"{panel}?incident=reported:canary")
    page.locator("summary").click()
    settled(page).locator(".row").first.focus()
    glyph = page.locator(".row .glyph path").first
    assert (len(held), glyph.get_attribute("d")) == (1, "")
    held[0].continue_()
    expect(glyph).not_to_have_attribute("d", "")
    expect(page.locator(".row").first).to_be_focused()
    expect(page.locator("article details")).to_have_attribute("open", "")
