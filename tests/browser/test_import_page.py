"""What a user does with a file: see every row's fate, confirm, look at the map, update, compare, undo, stop."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from serving import served
from waiting import eventually, expect, painted, settled

sys.path.insert(0, str(Path(__file__).parents[1] / "importers"))
from made_up import UCDP_COLUMNS, csv_text, ucdp_rows
from refusals import VRT

from geo.settings import data_dir
from geo.store import Store
from geo.store.reference import load_reference
from geo.workflows.atlas import Atlas
from geo.workflows.ingest import import_file

pytestmark = pytest.mark.browser

CANARY = "A{{7*191}}B<b>x</b>"
SLOW_MS = 90_000


@pytest.fixture
def own_server(tmp_path):
    """A dashboard with a store that this test alone writes to."""
    with served(tmp_path / "store", INCIDENT_ATLAS_EDITOR="A tester") as address:
        yield address


@pytest.fixture
def two_versions(tmp_path):
    """A dashboard whose store holds a dataset in two versions."""
    folder = tmp_path / "store"
    with Store.open(folder) as store:
        atlas = Atlas(store, load_reference(data_dir()))
        for number, changes in enumerate(({"side_b": CANARY}, {"side_b": "Front", "best": "3"}), 1):
            file = tmp_path / f"{number}.csv"
            file.write_text(rows(changes, {}), encoding="utf-8")
            import_file(atlas, file, dataset="events", by="A tester", why="a test")
    with served(folder, INCIDENT_ATLAS_EDITOR="A tester") as address:
        yield address


def open_import(page, server: str) -> None:
    """Open the page with time enough for a slow machine."""
    page.set_default_timeout(SLOW_MS)
    page.goto(f"{server}/import")
    page.get_by_text("Datasets in the store").wait_for()
    settle(page)


def settle(page) -> None:
    """Wait until the page's script has run to its end and one chooser of files is left."""
    settled(page)
    page.wait_for_function("document.querySelectorAll('input[type=file]').length === 1")


def drop(page, text: str | Path, name: str = "events.csv") -> None:
    settle(page)
    file = text if isinstance(text, Path) else {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)


def rows(*changes: dict[str, str]) -> str:
    return csv_text(ucdp_rows(*changes))


def press(page, name: str) -> None:
    settle(page)
    page.get_by_role("button", name=name).click()


def is_literal(page) -> bool:
    return page.evaluate("document.querySelectorAll('main b, [data-testid=stMain] b').length === 0")


def test_a_file_is_checked_confirmed_seen_on_the_map_updated_and_undone(page, own_server):
    open_import(page, own_server)
    drop(
        page, rows({"side_b": CANARY}, {"where_coordinates": CANARY}, {"latitude": CANARY}, {"date_end": "2019-01-01"})
    )
    page.get_by_text("4 read = 2 to store + 0 unchanged + 2 rejected").wait_for()
    page.get_by_text("Read as UCDP GED").wait_for()
    with page.expect_download() as waiting:
        press(page, "Download the rejected rows")
    with Path(waiting.value.path()).open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert [(r["rejected_row"], r["rejected_column"], r["id"]) for r in rejected] == [
        ("3", "latitude", "103"), ("4", "date_end", "104")
    ]  # fmt: skip
    assert rejected[0]["latitude"] == CANARY
    assert all(r["rejected_reason"] for r in rejected)

    press(page, "Import 2 rows")
    page.get_by_text("events, version 1: 2 added, 0 changed, 0 removed, 2 rejected.").wait_for()
    link = page.get_by_role("link", name="See them on the map").get_attribute("href")
    page.context.new_page().goto(f"{own_server}/{link.removeprefix('./')}")
    other = page.context.pages[-1]
    painted(other, "=== 2")
    other.close()

    drop(page, rows({"side_b": "Front", "best": "3"}, {"where_coordinates": CANARY}, {"where_coordinates": CANARY}))
    page.get_by_text("3 read = 2 to store + 1 unchanged + 0 rejected").wait_for()
    settle(page)
    page.get_by_role("tab", name="Changed (1)").click()
    page.get_by_text("party, fatalities best").click()
    page.get_by_text(f"Government of Nowhere; {CANARY} → Government of Nowhere; Front").wait_for()
    assert is_literal(page)
    press(page, "Accept as the next version")
    page.get_by_text("events, version 2: 1 added, 1 changed, 0 removed, 0 rejected.").wait_for()
    press(page, "Undo this import")
    page.get_by_text("The import is undone: events is version 1 again.").wait_for()
    page.get_by_text("version 1", exact=True).wait_for()


def test_a_long_reading_shows_its_progress_and_stops_on_demand(page, own_server, tmp_path):
    file = tmp_path / "long.csv"
    (row,) = ucdp_rows({})
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, UCDP_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(row | {"id": str(i)} for i in range(600_000))
    open_import(page, own_server)
    drop(page, file)
    page.get_by_role("progressbar").first.wait_for()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("The import was cancelled; nothing was stored.").wait_for()
    page.get_by_text("None yet.").wait_for()
    eventually(lambda: not list((tmp_path / "store").rglob("*.parquet")))


def test_a_table_is_explained_checked_and_imported_with_its_dates_as_the_user_says(page, own_server):
    open_import(page, own_server)
    head = f"Datum;Ort;Breite;Länge;{CANARY}"
    drop(page, f"{head}\n03/04/2024;{CANARY};34,5;40,1;x\n05/06/2024;There;134,5;40,1;y\n", name="liste.csv")
    page.get_by_text("This must be said first").wait_for()
    page.get_by_text("the column is named “Datum”").wait_for()
    page.get_by_text(CANARY).first.wait_for()
    settle(page)
    assert is_literal(page)
    order = page.get_by_role("combobox", name="Order of day and month")
    order.click()
    order.fill("Day first")
    page.get_by_role("option", name="Day first").click()
    press(page, "Check the file again")
    page.get_by_text("2 read = 1 to store + 0 unchanged + 1 rejected").wait_for()
    press(page, "Keep the mapping")
    page.get_by_text("Kept mappings: liste").wait_for()
    settle(page)
    page.get_by_role("tab", name="Map of the added").click()
    page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    press(page, "Import 1 row")
    page.get_by_text("liste, version 1: 1 added, 0 changed, 0 removed, 1 rejected.").wait_for()
    drop(page, f"{head}\n04/05/2024;Else;34,5;40,1;x\n", name="april.csv")
    page.get_by_text("1 read = 1 to store").wait_for()
    settle(page)
    page.get_by_text("What the columns mean").click()
    page.get_by_text("The mapping “liste”, kept from an earlier file").wait_for()


HOSTILE = {
    "events.geojson": VRT.format(source="/etc/passwd"),
    "bomb.kml": '<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>',
    "deep.json": '{"type":"FeatureCollection","features":[' + "[" * 100_000,
    "cut.csv": 'date,latitude,longitude,title\n2020-01-01,33,44,"never closed\n',
}


def test_hostile_files_are_refused_in_a_sentence_and_the_page_goes_on(page, own_server):
    open_import(page, own_server)
    for name, text in HOSTILE.items():
        drop(page, text, name)
        page.get_by_text("This input cannot be used").wait_for()
        settle(page)
        expect(page.locator("body")).not_to_contain_text("Traceback")
        page.get_by_role("button", name=f"Remove {name}").click()
        page.get_by_text("This input cannot be used").wait_for(state="detached")
    drop(page, rows({}))
    page.get_by_text("1 read = 1 to store").wait_for()


def test_versions_are_compared_and_an_older_one_is_made_current(page, two_versions):
    open_import(page, two_versions)
    page.get_by_text("version 2", exact=True).wait_for()
    choice = page.get_by_role("combobox", name="Manage a dataset")
    choice.click()
    choice.fill("events")
    page.get_by_role("option", name="events").click()
    page.get_by_role("tab", name="Changed (1)").wait_for()
    settle(page)
    page.get_by_role("tab", name="Changed (1)").click()
    page.get_by_text("party, fatalities best").click()
    page.get_by_text(f"Government of Nowhere; {CANARY} → Government of Nowhere; Front").wait_for()
    version = page.get_by_role("combobox", name="Look at version")
    settle(page)
    version.click()
    page.get_by_role("option", name="1", exact=True).click()
    press(page, "Make version 1 current")
    page.get_by_text("version 1", exact=True).wait_for()
    assert is_literal(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_page_is_no_wider_than_the_screen(browser, own_server, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True)
    page = context.new_page()
    open_import(page, own_server)
    drop(page, rows({}, {"latitude": "99"}))
    page.get_by_text("2 read = 1 to store").wait_for()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
