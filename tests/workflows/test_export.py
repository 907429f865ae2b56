import asyncio
import csv
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from starlette.applications import Starlette

from geo.api.export import routes
from geo.errors import StoreError, UnknownFormatError
from geo.exporters import EXPORTERS
from geo.exporters.licences import refusal
from geo.frames import from_incidents
from geo.model import DatasetInfo, Incident, Place
from geo.model.filter_query import from_query
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from geo.workflows.export import export, notes, without, write_file, write_whole

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CANARY = "A{{7*191}}B<b>x</b>"


def rows(dataset, count):
    place = Place(name="Somewhere", longitude=44.0, latitude=33.0, precision=1, country="IQ")
    days = [date(2024, 1, 1 + i) for i in range(count)]
    return from_incidents(
        Incident(
            dataset=dataset,
            dataset_id=str(i),
            event_type="riot",
            title=CANARY,
            date_start=day,
            place=place if i else None,
            raw={f"{dataset}_column": i},
        )
        for i, day in enumerate(days)
    )


@pytest.fixture
def atlas(tmp_path):
    made = Atlas.open(StoreSettings(store=tmp_path / "store"))
    for name, licence in (("open", "CC-BY-4.0"), ("closed", "Terms of use: redistribution prohibited")):
        info = {"licence": licence, "attribution": f"{name} provider"}
        made.store.datasets.write(name, rows(name, 3), info, by="test", why="test")
    yield made
    made.close()


def collection(atlas, query="", **options):
    return json.loads(b"".join(export(atlas.snapshot(), from_query(query), "geojson", now=NOW, **options)))


def get(atlas, path, query):
    """Ask the routes as a server does; gives headers and body."""
    app, sent = Starlette(routes=routes(lambda: atlas)), []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    with ThreadPoolExecutor(1) as thread:  # a browser test may have left a loop running in this one
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return headers, b"".join(m.get("body", b"") for m in sent[1:])


def test_an_export_holds_what_is_shown_mapped_and_unmapped(atlas):
    found = collection(atlas, "dataset=open")
    said = found["incident_atlas"]
    assert [f["id"] for f in found["features"]] == ["open:0", "open:1", "open:2"]
    assert (said["counts"]["on_map"], said["counts"]["unmapped"], said["rows"]) == (2, 1, 3)
    assert said["filter"] == {"words": "All incidents from dataset open", "query": "dataset=open"}


def test_the_date_range_holds_in_the_file(atlas):
    found = collection(atlas, "dataset=open&dataset=closed&datetime=2024-01-02/2024-01-02")
    assert {f["id"] for f in found["features"]} == {"open:1", "closed:1"}


def test_each_dataset_keeps_its_original_columns(atlas):
    found = collection(atlas, "dataset=open&dataset=closed")
    originals = {f["id"]: f["properties"]["original"] for f in found["features"]}
    assert originals["open:1"] == {"open_column": "1"}
    assert originals["closed:2"] == {"closed_column": "2"}


def test_licence_and_attribution_are_named_for_each_dataset(atlas):
    shares = {s["dataset"]: s for s in collection(atlas)["incident_atlas"]["datasets"]}
    assert (shares["open"]["licence"], shares["open"]["attribution"]) == ("CC-BY-4.0", "open provider")
    assert shares["closed"]["rows"] == 3


def test_a_public_export_leaves_out_what_may_not_be_passed_on_and_says_so(atlas):
    found = collection(atlas, "dataset=open&dataset=closed", public=True)
    said = found["incident_atlas"]
    assert {f["properties"]["dataset"] for f in found["features"]} == {"open"}
    assert (said["rows"], said["left_out"][0]["rows"]) == (3, 3)
    assert "3 rows of closed left out" in said["notices"][0]


def test_an_unknown_format_is_refused_at_once(atlas):
    with pytest.raises(UnknownFormatError, match="no export format dwg"):
        export(atlas.snapshot(), from_query(""), "dwg", now=NOW)


def test_page_file_and_api_give_the_same_bytes_but_for_the_time(atlas, tmp_path):
    query = "dataset=open&dataset=closed"
    path = tmp_path / "out.geojson"
    write_file(atlas.snapshot(), from_query(query), "geojson", path, public=True, now=NOW)
    _, body = get(atlas, "/atlas/export.geojson", f"{query}&public=1")
    file, web = (json.loads(text) for text in (path.read_bytes(), body))
    assert len(path.read_bytes()) == len(body)
    file["incident_atlas"].pop("made_at")
    web["incident_atlas"].pop("made_at")
    assert file == web


def test_a_download_has_a_name_a_type_and_the_notes_beside_it(atlas):
    headers, _ = get(atlas, "/atlas/export.csv", "dataset=open")
    _, told = get(atlas, "/atlas/export.csv.txt", "dataset=open")
    assert headers["content-disposition"].startswith('attachment; filename="incidents-')
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["link"].startswith("<export.csv.txt?dataset=open>")
    assert "Dataset open: 3 rows; licence CC-BY-4.0; open provider" in told.decode()


def test_a_table_gets_a_text_file_with_what_it_cannot_carry(atlas, tmp_path):
    write_file(atlas.snapshot(), from_query("dataset=open"), "csv", tmp_path / "out.csv", now=NOW)
    with (tmp_path / "out.csv").open(newline="") as file:
        assert [r["title"] for r in csv.DictReader(file)] == [CANARY] * 3
    assert (tmp_path / "out.csv.txt").read_text() == notes(atlas.snapshot(), from_query("dataset=open"), now=NOW)


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.parametrize("areas", [False, True])
def test_every_format_writes_every_selection(atlas, tmp_path, name, areas):
    path = tmp_path / f"out{EXPORTERS[name].suffix}"
    for query in ("dataset=open", "dataset=nothing"):
        written = write_file(atlas.snapshot(), from_query(query), name, path, areas=areas, now=NOW)
        assert path.exists()
    assert written.rows == 0


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupted_export_leaves_the_file_before_it_and_nothing_else(tmp_path, fault):
    path = tmp_path / "out.csv"
    path.write_text("before")

    def chunks():
        yield b"half"
        raise fault

    with pytest.raises((KeyboardInterrupt, StoreError)):
        write_whole(path, chunks())
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_text() == "before"


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"nowhere/out\.csv cannot be written: No such file"):
        write_whole(tmp_path / "nowhere" / "out.csv", [b""])


@pytest.mark.parametrize(
    ("fields", "licence", "refused"),
    [
        ({"licence": "CC-BY-4.0"}, None, False),
        ({"licence": "ACLED terms of use"}, None, True),
        ({"licence": "ACLED terms of use", "redistributable": True}, None, False),
        ({"licence": "CC-BY-4.0", "redistributable": True}, "All rights reserved", True),
        ({"redistributable": False}, "CC0-1.0", True),
        ({}, None, False),
        ({"licence": "May not be redistributed"}, None, True),
    ],
)
def test_a_licence_that_forbids_passing_on_is_seen(fields, licence, refused):
    info = DatasetInfo(name="d", version=1, content_hash="x", rows=0, **fields)
    assert bool(refusal(info, licence)) is refused


def test_rows_are_left_out_by_dataset_and_licence_together():
    table = pa.table({"dataset": ["a", "a", "b"], "licence": pa.array(["x", None, None])})
    assert without(table, [("a", None)]).to_pylist() == table.take([0, 2]).to_pylist()
