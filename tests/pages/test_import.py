"""The import page: fates, update with its difference, versions, details, consent, cancel and undo."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parents[1] / "importers"))
from made_up import csv_text, ucdp_rows

from geo.errors import CancelledError
from geo.workflows import process
from geo.workflows.process import shared_atlas
from pages.parts import import_run
from pages.parts.import_job import Job

ENTRY = str(Path(__file__).parents[2] / "dashboard.py")
CANARY = "A{{7*191}}B<b>x</b>"


@pytest.fixture(autouse=True)
def _closed_afterwards(monkeypatch):
    monkeypatch.setenv("INCIDENT_ATLAS_EDITOR", "A tester")
    yield
    process.close_all()


def open_page() -> AppTest:
    app = AppTest.from_file(ENTRY, default_timeout=60).run()
    app.switch_page("pages/import_data.py").run()
    assert not app.exception
    return app


def settled(app: AppTest) -> AppTest:
    for _ in range(100):
        if "import_job" not in app.session_state or app.session_state["import_job"] is None:
            break
        time.sleep(0.1)
        app.run()
    assert not app.exception
    return app


def upload(app: AppTest, *changes: dict[str, str], name: str = "made_up.csv", content: bytes | None = None) -> AppTest:
    content = csv_text(ucdp_rows(*changes)).encode() if content is None else content
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    return settled(app)


def widget(widgets, key: str):
    return next(w for w in widgets if w.key == key)


def press(app: AppTest, key: str) -> AppTest:
    widget(app.button, key).click().run()
    return settled(app)


def texts(app: AppTest) -> str:
    return "\n".join(t.value for t in app.text)


def everything(app: AppTest) -> str:
    return "\n".join(m.value for m in app.markdown)


def records(app: AppTest) -> str:
    return "".join(json.dumps(json.loads(e.proto.json), ensure_ascii=False) for e in app.get("bidi_component"))


def stored() -> dict[str, tuple[int, int]]:
    return {i.name: (i.version, i.rows) for i in shared_atlas().store.datasets.current()}


def bring(app: AppTest, *changes: dict[str, str], **options) -> AppTest:
    upload(app, *changes, **options)
    return press(app, "import_confirm")


def test_the_fate_of_every_row_is_shown_before_anything_is_stored():
    app = upload(open_page(), {}, {"latitude": "99"}, {"date_end": "2019-01-01"})
    assert "3 read = 1 to store + 0 unchanged + 2 rejected" in everything(app)
    frames = [f.value for f in app.dataframe]
    rejected = next(f for f in frames if "reason" in f.columns)
    assert list(rejected["row"]) == [2, 3]
    assert rejected["reason"][0] == "latitude 99 is outside -90 to 90"
    assert stored() == {}


def test_an_import_is_confirmed_and_undone():
    app = bring(open_page(), {}, {}, {"latitude": "99"})
    assert stored() == {"made_up": (1, 2)}
    assert "made_up, version 1: 2 added, 0 changed, 0 removed, 1 rejected." in texts(app)
    press(app, "import_undo")
    assert stored() == {}


def test_what_is_said_once_of_a_dataset_is_stored_and_kept_by_the_next_version():
    app = upload(open_page(), {})
    widget(app.text_input, "import_of_details_licence").set_value("Own use")
    widget(app.text_input, "import_of_details_attribution").set_value(CANARY)
    widget(app.text_input, "import_of_details_url").set_value("https://example.org/x")
    widget(app.selectbox, "import_of_details_may").set_value("no")
    widget(app.date_input, "import_of_details_accessed").set_value(date(2024, 2, 1)).run()
    press(app, "import_confirm")
    bring(app, {}, {})
    first, second = shared_atlas().store.datasets.versions("made_up")
    assert (first.licence, first.redistributable, first.attribution) == ("Own use", False, CANARY)
    assert (first.url, first.accessed) == ("https://example.org/x", date(2024, 2, 1))
    assert (second.licence, second.redistributable, second.attribution) == ("Own use", False, CANARY)


def test_an_address_that_is_none_is_refused_and_nothing_can_be_confirmed():
    app = upload(open_page(), {})
    widget(app.text_input, "import_of_details_url").set_value("javascript:alert(1)").run()
    assert "begins with https:// or http://" in texts(app)
    assert widget(app.button, "import_confirm").disabled


def test_an_update_shows_what_is_added_changed_and_removed_before_it_is_accepted():
    app = bring(open_page(), {}, {}, {}, {})
    upload(app, {}, {"best": "3", "side_b": CANARY}, {}, {"id": "300"})
    assert "4 read = 2 to store + 2 unchanged + 0 rejected" in everything(app)
    assert [t.label for t in app.tabs if t.label.startswith(("Added", "Changed", "Removed"))][:3] == [
        "Added (1)", "Changed (1)", "Removed (1)"
    ]  # fmt: skip
    shown = records(app)
    assert "2 → 3" in shown
    assert f"Government of Nowhere; Front → Government of Nowhere; {CANARY}" in shown
    press(app, "import_confirm")
    assert stored() == {"made_up": (2, 4)}
    press(app, "import_undo")
    assert stored() == {"made_up": (1, 4)}


def test_an_older_version_is_compared_and_restored():
    app = bring(bring(open_page(), {}, {}), {}, {"best": "4"})
    widget(app.selectbox, "manage_name").set_value("made_up").run()
    widget(app.selectbox, "look_made_up").set_value(1).run()
    assert "4 → 2" in records(app)
    press(app, "restore_made_up")
    assert stored() == {"made_up": (1, 2)}


def test_removed_incidents_come_back_only_with_consent():
    app = bring(bring(open_page(), {}, {}, {}), {}, {})
    upload(app, {}, {}, {})
    assert "Removed earlier, and in this file again: 103" in texts(app)
    assert widget(app.button, "import_confirm").disabled
    widget(app.checkbox, "import_of_return").check().run()
    press(app, "import_confirm")
    assert stored() == {"made_up": (3, 3)}


def test_a_removed_dataset_comes_back_by_its_button_or_with_consent():
    app = bring(open_page(), {})
    widget(app.selectbox, "manage_name").set_value("made_up").run()
    press(app, "remove_made_up")
    assert stored() == {}
    upload(app, {}, {})
    assert "made_up was removed by A tester" in texts(app)
    assert widget(app.button, "import_confirm").disabled
    press(app, "bring_back_0")
    assert stored() == {"made_up": (1, 1)}


def test_a_file_that_would_remove_most_of_a_dataset_asks():
    app = bring(open_page(), {}, {}, {})
    upload(app, {"id": "900"})
    assert "3 of 3 incidents would go" in texts(app)
    assert widget(app.button, "import_confirm").disabled


def test_a_file_can_be_stored_as_a_dataset_of_its_own():
    app = upload(bring(open_page(), {}), {}, {})
    widget(app.selectbox, "import_of_target").set_value("").run()
    assert widget(app.text_input, "import_of_name").value == "made_up-2"
    press(app, "import_check")
    press(app, "import_confirm")
    assert stored() == {"made_up": (1, 1), "made_up-2": (1, 2)}


def test_details_can_be_changed_later():
    app = bring(open_page(), {})
    widget(app.selectbox, "manage_name").set_value("made_up").run()
    widget(app.text_input, "edit_made_up_1_attribution").set_value(CANARY)
    button = next(b for b in app.button if b.label == "Save the details")
    button.click().run()
    assert shared_atlas().store.datasets.current()[0].attribution == CANARY


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "made_up.csv is empty."),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x08" * 50, "The format of made_up.csv is not known"),
        (csv_text([]).encode(), "made_up.csv has no rows."),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_the_page_stays_up(content, sentence):
    app = upload(open_page(), content=content)
    assert sentence in texts(app)
    assert stored() == {}
    assert widget(app.button, "import_check")


def test_a_guessed_encoding_is_said_and_can_be_forced():
    rows = csv_text(ucdp_rows({"where_coordinates": "Café"})).encode("cp1252")
    app = upload(open_page(), content=rows)
    assert "it was read as Western (cp1252), which is a guess" in texts(app)
    widget(app.selectbox, "import_of_encoding").set_value("utf-8").run()
    press(app, "import_check")
    assert "The file is not valid utf-8" in texts(app)


def test_no_name_no_import(monkeypatch):
    monkeypatch.delenv("INCIDENT_ATLAS_EDITOR")
    app = upload(open_page(), {})
    assert widget(app.button, "import_confirm").disabled
    assert any("Give your name above" in i.value for i in app.info)


def test_cancel_while_storing_leaves_nothing(monkeypatch):
    real = import_run.store

    def slowly(*parts, **options):
        *rest, progress = parts

        def waiting(share):
            while progress(share):
                time.sleep(0.02)
            return False

        return real(*rest, waiting, **options)

    monkeypatch.setattr(import_run, "store", slowly)
    app = upload(open_page(), {}, {})
    widget(app.button, "import_confirm").click().run()
    assert app.session_state["import_job"] is not None
    press(app, "import_cancel")
    assert "The import was cancelled; nothing was stored." in texts(app)
    assert stored() == {}
    assert list(shared_atlas().store.path.rglob("*.parquet")) == []


def test_a_job_that_was_cancelled_while_it_waited_never_begins():
    begun = []
    blockers = [Job(lambda _: time.sleep(0.5), "first") for _ in range(2)]
    third = Job(begun.append, "third")
    assert third.is_waiting
    third.cancel()
    with pytest.raises(CancelledError, match="nothing was stored"):
        third.result()
    assert all(b.wait(5) for b in blockers)
    assert begun == []


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.csv", ".csv"),
        ("a.GeoJSON", ".geojson"),
        ("../../x.c/sv", ""),
        ("a", ""),
        ("a.exe\n", ""),
        ("a." + "x" * 20, ""),
        ("..", ""),
    ],
)
def test_of_the_users_file_name_only_a_plain_ending_reaches_the_disk(name, suffix):
    assert import_run.safe_suffix(name) == suffix
