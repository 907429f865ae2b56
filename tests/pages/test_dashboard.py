"""The pages as a user meets them, through the entry file."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.workflows import process

ENTRY = str(Path(__file__).parents[2] / "dashboard.py")
SUM = "17 on the map + 5 unmapped + 0 undated + 0 hidden by filter = 22"


@pytest.fixture(autouse=True)
def _closed_afterwards():
    yield
    process.close_all()


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(ENTRY, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def status(app: AppTest) -> str:
    return next(t.value for t in app.text if "hidden by filter" in t.value)


def given(app: AppTest, name: str) -> list[str]:
    value = app.query_params[name]
    return [value] if isinstance(value, str) else list(value)


def widget(widgets, key: str):
    return next(w for w in widgets if w.key == key)


def test_the_start_page_shows_all_built_in_incidents_and_the_sum():
    assert status(open_page()) == f"All incidents.\n{SUM}"


def test_a_link_states_the_filter_in_a_new_session():
    app = open_page(datetime="2024-01-20/2024-01-24", actor="Kataib Hezbollah", role="target", country="IQ")
    assert widget(app.multiselect, "f_actors").value == ["Kataib Hezbollah"]
    assert widget(app.multiselect, "f_countries").value == ["IQ"]
    words, counts = status(app).split("\n")
    assert "with Kataib Hezbollah as target" in words
    assert "from 2024-01-20 to 2024-01-24" in words
    assert counts == "2 on the map + 1 unmapped + 0 undated + 19 hidden by filter = 22"


def test_a_changed_widget_changes_the_address_and_reset_clears_it():
    app = open_page()
    widget(app.multiselect, "f_countries").set_value(["SY"]).run()
    assert given(app, "country") == ["SY"]
    assert "in SY" in status(app)
    widget(app.button, "f_reset").click().run()
    assert "country" not in app.query_params
    assert SUM in status(app)


def test_a_preset_sets_the_dates():
    app = open_page()
    widget(app.button, "preset_January 2024").click().run()
    assert given(app, "datetime") == ["2024-01-01/2024-01-31"]


def test_a_range_that_ends_before_it_starts_is_said_and_not_applied():
    app = open_page(datetime="2024-01-20/2024-01-24")
    widget(app.date_input, "f_from").set_value("2024-02-01").run()
    assert any("before the start" in t.value for t in app.text)
    assert "from 2024-01-20 to 2024-01-24" in status(app)


def test_a_broken_link_is_one_sentence_and_the_map_still_opens():
    app = open_page(precision="9")
    assert any("precision=9" in t.value for t in app.text)
    assert SUM in status(app)


def test_words_are_kept_literally_in_the_address_and_the_sentence():
    canary = "A{{7*191}}B<b>x</b>"
    app = open_page()
    widget(app.text_input, "f_text").set_value(canary).run()
    assert given(app, "q") == [canary]
    assert canary in status(app)


@pytest.mark.parametrize("page", ["places", "actors", "sources", "reports", "import_data"])
def test_every_page_opens(page):
    app = open_page()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert app.markdown


def test_where_sign_in_is_configured_a_stranger_sees_no_incident(monkeypatch):
    monkeypatch.setenv("INCIDENT_ATLAS_SIGN_IN", "true")
    app = AppTest.from_file(ENTRY, default_timeout=60).run()
    assert not app.exception
    assert [b.label for b in app.button] == ["Sign in"]
    assert not any("on the map" in t.value for t in app.text)
