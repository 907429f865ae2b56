"""What the page hands to timeline and panel, and what it takes back from the browser."""

from __future__ import annotations

import json
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import panel as panels
from pages.parts import timeline as timelines


def page():
    from datetime import date

    from pages.parts.panel import panel
    from pages.parts.timeline import timeline

    shared = {"session": "s1", "base": "/atlas/", "serial": 7, "token": "t"}
    timeline("type=riot", start=date(2024, 1, 20), end=None, key="timeline", **shared)
    panel("type=riot", selected="", key="panel", limit=25, **shared)


@pytest.fixture(scope="module")
def mounted():
    app = AppTest.from_function(page).run(timeout=30)
    assert not app.exception
    return {element.key: element.proto for element in app.get("bidi_component")}


def test_the_browser_gets_the_filter_and_where_to_ask_but_no_incident(mounted):
    data = json.loads(mounted["timeline"].json)
    assert data.pop("assets").startswith("/atlas/assets/")
    assert data == {
        "query": "type=riot",
        "session": "s1",
        "start": "2024-01-20",
        "end": None,
        "base": "/atlas",
        "serial": 7,
        "token": "t",
    }
    assert json.loads(mounted["panel"].json)["selected"] is None
    assert json.loads(mounted["panel"].json)["limit"] == 25


def test_no_text_can_become_markup_in_the_browser_code(mounted):
    for proto in mounted.values():
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert way not in proto.js_content


def test_nothing_is_asked_from_another_host(mounted):
    for proto in mounted.values():
        text = proto.js_content + proto.css_content + proto.html_content
        assert "https://" not in text
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    ("value", "window"),
    [
        (None, None),
        ({"start": "2024-01-20", "end": "2024-01-24"}, (date(2024, 1, 20), date(2024, 1, 24))),
        ({"start": "2024-01-20", "end": None}, (date(2024, 1, 20), None)),
        ({"start": None, "end": None}, (None, None)),
        ({"start": "2024-01-24", "end": "2024-01-20"}, None),
        ({"start": "<b>", "end": None}, None),
        ({"start": 5, "end": None}, None),
        ("2024-01-20", None),
    ],
)
def test_a_range_from_the_browser_is_checked(value, window):
    assert timelines._read(value) == window


@pytest.mark.parametrize(("value", "uid"), [("a:b", "a:b"), ("", ""), (None, None), (["a:b"], None), ({}, None)])
def test_a_choice_from_the_browser_is_checked(value, uid):
    assert panels._read(value) == uid
