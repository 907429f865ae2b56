"""Hundreds of awkward files, as public suites and people have them: each fate is known, and the server stays well."""

import threading

import pytest
import suite_columnar
import suite_geojson
import suite_json
import suite_markup
import suite_sheets
import suite_text
import suite_vector
from made_up import read
from refusals import SECRET

from geo.errors import InputError
from geo.settings import LimitSettings
from geo.workflows.atlas import Atlas
from geo.workflows.ingest import import_file

SUITES = (
    *(suite_json.broken, suite_json.wholes, suite_json.bytes_of_no_encoding),
    suite_geojson.wholes,
    *(suite_text.plain, suite_text.values, suite_sheets.books),
    *(suite_columnar.values, suite_columnar.damaged, suite_columnar.metadata),
    *(suite_vector.geopackages, suite_vector.flatgeobufs, suite_vector.shapefiles),
    *(suite_markup.documents, suite_markup.archives, suite_markup.disguised, suite_markup.mixed),
)
CASES = {name: case for suite in SUITES for name, case in suite().items()}
BY_ROW = (suite_json.odd, suite_geojson.rows, suite_columnar.shapes, suite_markup.marks)
ROWS = {name: rows for suite in BY_ROW for name, rows in suite().items()}
LIMITS = LimitSettings(parse_memory_mb=2048, parse_seconds=60)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    from geo.settings import data_dir
    from geo.store import Store
    from geo.store.reference import load_reference

    reference = load_reference(data_dir())
    with Store.open(tmp_path_factory.mktemp("suites") / "store") as store:
        yield Atlas(store, reference)


def bring(atlas, path):
    return import_file(atlas, path, dataset="suite", by="A tester", why="a test", dry_run=True, limits=LIMITS)


def test_there_are_hundreds_of_them():
    assert len(CASES) + sum(len(rows.names) for rows in ROWS.values()) > 600


@pytest.mark.parametrize("name", CASES)
def test_a_file_is_refused_in_one_sentence_or_every_row_is_accounted_for(name, atlas, tmp_path):
    case = CASES[name]
    path = tmp_path / case.file
    path.write_bytes(case.data)
    threads = threading.active_count()
    try:
        report = bring(atlas, path)
    except InputError as error:
        said = str(error)
        assert isinstance(case.fate, str), said
        assert case.fate in said
        assert_one_sentence(said)
    else:
        assert (report.stored + report.unchanged, len(report.rejected)) == case.fate
        assert report.read == sum(case.fate)
        assert all(fault.reason and "\n" not in fault.reason for fault in report.rejected)
        assert not any(secret in repr(report) for secret in (SECRET, "root:x:0"))
    assert threading.active_count() <= threads + 1


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_a_file_has_a_fate_of_its_own(name, atlas, tmp_path):
    rows = ROWS[name]
    path = tmp_path / rows.file
    path.write_bytes(rows.data)
    report = bring(atlas, path)
    assert {rows.names[fault.row - 1] for fault in report.rejected} == rows.rejected
    assert report.read == report.stored + len(report.rejected) == len(rows.names)
    assert all(fault.reason and "\n" not in fault.reason for fault in report.rejected)


def test_odd_values_are_kept_as_they_are(tmp_path):
    (tmp_path / "a.geojson").write_bytes(ROWS["json-odd"].data)
    table, _ = read(tmp_path / "a.geojson")
    wanted = [text for name, (_, text) in suite_json.ODD.items() if name != "escaped_nul"]
    assert table["raw_v"].to_pylist() == [*wanted, None]


def assert_one_sentence(said):
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 450
    assert not any(word in said for word in ("Traceback", "Error(", "0x7f", "None", "root:x:0", SECRET))
