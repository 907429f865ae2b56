"""The page Reports without a browser: several reports at once, one bad among them; a missing date; an address."""

from __future__ import annotations

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.extraction import fetch
from geo.workflows import process, review
from pages.parts import report_form

ENTRY = str(Path(__file__).parents[2] / "dashboard.py")
TEXT = "KIRKUK, Iraq - Two rockets hit the Kirkuk air base late on Monday, an official said on Tuesday. No {}."


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("INCIDENT_ATLAS_EDITOR", "Reader")
    app = AppTest.from_file(ENTRY, default_timeout=60)
    app.switch_page("pages/reports.py").run()
    assert not app.exception
    yield app
    process.close_all()


def field(widgets, label):
    return next(w for w in widgets if w.label == label)


def said(app):
    return [t.value for t in app.text]


def stored():
    return sorted(i.date_start.isoformat() if i.date_start else "undated" for i in candidates())


def candidates():
    casebook = process.shared_atlas().store.casebook.incidents().values()
    return [i for i in casebook if i.state.value == "candidate"]


def test_five_files_are_read_and_a_bad_one_among_them_is_named(page):
    good = [(f"report-{n}.txt", TEXT.format(n).encode(), "text/plain") for n in range(4)]
    for name, content, mime in [*good, ("broken.pdf", b"%PDF-1.7 nothing", "application/pdf")]:
        field(page.file_uploader, "or drop files").upload(name, content, mime)
    field(page.text_input, "Published").set_value("2021-03-02").run()
    field(page.button, "Read").click().run()
    assert not page.exception
    assert stored() == ["2021-03-01"] * 4
    assert "4 of 5 read." in said(page)
    assert any(t.startswith("broken.pdf: not read: the PDF") for t in said(page))


def test_a_report_without_a_date_is_asked_for_it_and_dated_then(page):
    field(page.text_area, "Paste the text").set_value(TEXT.format("one")).run()
    field(page.button, "Read").click().run()
    assert stored() == ["undated"]
    assert any("count from that day" in c.value for c in page.caption)
    field(page.text_input, "Publication date").set_value("2021-03-02").run()
    field(page.button, "Read it again").click().run()
    assert stored() == ["2021-03-01"]
    next(b for b in page.button if b.label.startswith("Undo")).click().run()
    assert stored() == ["undated"]


def test_a_date_that_cannot_be_read_is_refused_in_a_sentence(page):
    field(page.text_area, "Paste the text").set_value(TEXT.format("one"))
    field(page.text_input, "Published").set_value("last week").run()
    field(page.button, "Read").click().run()
    assert candidates() == []
    assert any("give a year, a month or a day" in t for t in said(page))


@pytest.fixture
def site():
    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<html><title>Rockets</title><article>{TEXT.format('one')}</article></html>".encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/report"
    server.shutdown()
    server.server_close()


def test_an_address_is_fetched_only_when_asked_and_kept_as_the_link(page, site, monkeypatch):
    field(page.text_input, "Address").set_value(site).run()
    field(page.button, "Fetch the address and read it").click().run()
    assert candidates() == []
    assert any("inside a network" in t for t in said(page))
    monkeypatch.setattr(report_form, "fetch", partial(fetch, admits=lambda address: address == "127.0.0.1"))
    field(page.text_input, "Published").set_value("2021-03-02")
    field(page.button, "Fetch the address and read it").click().run()
    assert [i.sources[0].url for i in candidates()] == [site]


def test_fetching_that_is_switched_off_is_not_offered(page, monkeypatch):
    monkeypatch.setenv("INCIDENT_ATLAS_FETCH_ALLOWED", "false")
    page.run()
    assert not any("Fetch" in b.label for b in page.button)


def test_a_second_report_of_the_same_is_accepted_and_offered_as_known(page):
    for name in ("one", "two"):
        field(page.text_area, "Paste the text").set_value(TEXT.format(name))
        field(page.text_input, "Published").set_value("2021-03-02").run()
        field(page.button, "Read").click().run()
        assert not page.exception
    field(page.button, "Accept the candidate").click().run()
    assert not page.exception
    assert len(candidates()) == 1
    field(page.button, "Add this report as a further source").click().run()
    assert not page.exception
    held = process.shared_atlas().store.casebook.incidents().values()
    (joined,) = [i for i in held if len(i.sources) == 2 and i.method.value == "rule"]
    assert joined.state.value == "candidate"


def test_a_form_in_which_nothing_was_typed_follows_what_somebody_else_changed(page):
    field(page.text_area, "Paste the text").set_value(TEXT.format("one"))
    field(page.text_input, "Published").set_value("2021-03-02").run()
    field(page.button, "Read").click().run()
    atlas = process.shared_atlas()
    (uid,) = [i.uid for i in candidates()]
    review.edit(atlas, review.held(atlas, uid), {"weapon": "mortar"}, by="Somebody else", why="seen on film")
    page.run()
    assert field(page.text_input, "Weapon").value == "mortar"
    assert not any(b.label == "Save my values over it" for b in page.button)

    field(page.text_input, "Weapon").set_value("tank").run()
    review.edit(atlas, review.held(atlas, uid), {"weapon": "howitzer"}, by="Somebody else", why="seen again")
    page.run()
    assert field(page.text_input, "Weapon").value == "tank"
    assert any(b.label == "Save my values over it" for b in page.button)
