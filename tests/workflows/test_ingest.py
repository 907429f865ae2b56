import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "importers"))
from made_up import UCDP_COLUMNS, csv_text, feature, ucdp_csv, ucdp_geojson, ucdp_properties, ucdp_rows, write

from geo.errors import AtlasError, CancelledError, FileContentError, InputError, TooLargeError
from geo.settings import LimitSettings, StoreSettings, data_dir
from geo.store import Store
from geo.store.reference import load_reference
from geo.workflows.atlas import Atlas
from geo.workflows.ingest import import_file, suggest_name, undo_import


@pytest.fixture(scope="session")
def reference():
    return load_reference(data_dir())


@pytest.fixture
def atlas(tmp_path, reference):
    with Store.open(tmp_path / "store") as store:
        yield Atlas(store, reference)


def bring(atlas, path, **options):
    report = import_file(atlas, path, **{"by": "A tester", "why": "a test", "dataset": "made-up"} | options)
    assert report.read == report.stored + report.unchanged + len(report.rejected)
    return report


def held(atlas, columns=("dataset_id",)):
    (info,) = atlas.store.datasets.current()
    return atlas.store.datasets.read(info, list(columns)).to_pylist()


def test_rows_are_stored_sorted_and_the_report_accounts_for_all(atlas, tmp_path):
    dates = ("2020-05-03", "2020-05-01", "2020-05-02")
    path = ucdp_csv(tmp_path, *({"date_start": d, "date_end": d} for d in dates), {"latitude": "99"})
    report = bring(atlas, path)
    assert report.to_json() == {
        "dataset": "made-up", "format": "ucdp", "version": 1, "read": 4, "stored": 3, "unchanged": 0, "unmapped": 0,
        "dry_run": False, "removed": 0, "flagged": [], "notes": [],
        "rejected": [{"row": 4, "column": "latitude", "reason": "latitude 99 is outside -90 to 90"}],
    }  # fmt: skip
    assert [r["dataset_id"] for r in held(atlas)] == ["102", "103", "101"]


def test_the_same_file_again_stores_nothing(atlas, tmp_path):
    path = ucdp_csv(tmp_path, {}, {}, {"latitude": ""})
    bring(atlas, path)
    again = bring(atlas, path)
    assert (again.stored, again.unchanged, len(again.rejected), again.version) == (0, 2, 1, 1)
    assert len(atlas.store.datasets.versions("made-up")) == 1


def test_a_newer_file_is_the_next_version_and_its_difference_is_told(atlas, tmp_path):
    bring(atlas, ucdp_csv(tmp_path, {}, {}, {}))
    report = bring(atlas, ucdp_csv(tmp_path, {}, {"best": "3", "side_b": "Other"}, {"id": "200"}, name="new.csv"))
    assert (report.version, report.previous, report.stored, report.unchanged) == (2, 1, 2, 1)
    difference = report.difference
    assert (difference.added, difference.changed, difference.removed) == (("200",), ("102",), ("103",))
    assert {k for k, v in difference.fields.items() if v == ("102",)} == {
        "fatalities_best", "raw_best", "party", "raw_side_b"
    }  # fmt: skip


def test_a_column_that_comes_or_goes_is_a_change(atlas, tmp_path):
    bring(atlas, ucdp_csv(tmp_path, {}))
    report = bring(atlas, ucdp_csv(tmp_path, {}, name="new.csv", columns=[c for c in UCDP_COLUMNS if c != "region"]))
    assert report.difference.changed == ("101",)
    assert list(report.difference.fields) == ["raw_region"]


def test_rows_that_differ_only_in_order_are_unchanged(atlas, tmp_path):
    bring(atlas, ucdp_csv(tmp_path, {"id": "1"}, {"id": "2"}))
    assert bring(atlas, ucdp_csv(tmp_path, {"id": "2"}, {"id": "1"}, name="new.csv")).unchanged == 2


def test_a_repeated_id_is_rejected_with_the_row_it_stands_on(atlas, tmp_path):
    report = bring(atlas, ucdp_csv(tmp_path, {"id": "7"}, {"id": "8"}, {"id": "7.0"}))
    assert [(f.row, f.reason) for f in report.rejected] == [(3, "the id 7 stands already on row 1")]
    assert report.stored == 2


def test_a_preview_tells_all_and_stores_nothing(atlas, tmp_path):
    report = bring(atlas, ucdp_csv(tmp_path, {}, {"latitude": "99"}), dry_run=True)
    assert (report.stored, len(report.rejected), report.version) == (1, 1, None)
    assert atlas.store.datasets.current() == []


def test_undo_takes_out_a_new_dataset_and_restores_the_version_before(atlas, tmp_path):
    first = bring(atlas, ucdp_csv(tmp_path, {}))
    second = bring(atlas, ucdp_csv(tmp_path, {}, {}, name="new.csv"))
    undo_import(atlas, second, by="A tester")
    assert len(held(atlas)) == 1
    undo_import(atlas, first, by="A tester")
    assert atlas.store.datasets.current() == []
    with pytest.raises(InputError, match="has changed since that import"):
        undo_import(atlas, first, by="A tester")


def test_an_import_that_stored_nothing_cannot_be_undone(atlas, tmp_path):
    path = ucdp_csv(tmp_path, {})
    bring(atlas, path)
    with pytest.raises(InputError, match="stored nothing; there is nothing to undo"):
        undo_import(atlas, bring(atlas, path), by="A tester")


def test_returning_false_from_progress_cancels_and_leaves_nothing(atlas, tmp_path):
    with pytest.raises(CancelledError, match="cancelled; nothing was stored"):
        bring(atlas, ucdp_csv(tmp_path, {}), progress=lambda _: False)
    assert atlas.store.datasets.current() == []


def test_progress_rises_from_nothing_to_all(atlas, tmp_path):
    shares = []
    bring(atlas, ucdp_csv(tmp_path, *[{}] * 50), progress=shares.append)
    assert shares
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1


def test_a_file_of_nothing_but_faults_stores_nothing(atlas, tmp_path):
    report = bring(atlas, ucdp_csv(tmp_path, {"id": ""}, {"best": "x"}))
    assert (report.read, report.stored, report.version) == (2, 0, None)
    assert atlas.store.datasets.current() == []


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (csv_text([]), FileContentError, "has no rows"),
        (csv_text(ucdp_rows({})) + 'x,"', FileContentError, "row 2: a quotation mark is opened and never closed"),
        ("just words", AtlasError, "format of made_up.csv is not known"),
        ("", FileContentError, "made_up.csv is empty"),
    ],
    ids=["header only", "open quote", "no format", "empty"],
)
def test_a_broken_file_is_one_sentence_and_nothing_is_stored(atlas, tmp_path, text, error, message):
    with pytest.raises(error, match=message):
        bring(atlas, write(tmp_path, text))
    assert atlas.store.datasets.current() == []


def test_a_file_beyond_the_limit_is_refused(atlas, tmp_path):
    with pytest.raises(TooLargeError, match="larger than 0 MB"):
        bring(atlas, ucdp_csv(tmp_path, {}), limits=LimitSettings(upload_mb=0))


def test_what_the_user_says_of_a_dataset_is_kept(atlas, tmp_path):
    path = ucdp_csv(tmp_path, {}, name="GEDEvent_v23_1.csv")
    bring(atlas, path, dataset=None, licence="CC0-1.0", url="https://example.org/file")
    (info,) = atlas.store.datasets.current()
    assert (info.name, info.release, info.provider) == ("ucdp-ged-23.1", "23.1", "UCDP")
    assert (info.licence, info.url, info.file_name) == ("CC0-1.0", "https://example.org/file", "GEDEvent_v23_1.csv")
    assert held(atlas, ["licence"]) == [{"licence": "CC0-1.0"}]


def test_features_with_differing_properties_are_one_dataset(atlas, tmp_path):
    features = [feature(ucdp_properties(id=n, **{f"extra_{n % 2}": str(n)})) for n in range(3)]
    bring(atlas, ucdp_geojson(tmp_path, features))
    assert [r["raw_extra_1"] for r in held(atlas, ["raw_extra_1"])] == [None, "1", None]


def test_the_name_suggested_for_an_upload_comes_from_the_name_the_user_gave_it(tmp_path):
    path = ucdp_csv(tmp_path, name="upload.csv")
    assert suggest_name(path, "GEDEvent_v24_1.csv") == "ucdp-ged-24.1"
    assert suggest_name(path, "my events, second try.csv") == "my-events-second-try"


@pytest.mark.parametrize(
    ("file", "rows"),
    [("ucdp_ged231_sample1000.csv", 1000), ("hdx_conflict_data_ukr.csv", 2989), ("GEDEvent_v23_1_CAR.geojson", 1848)],
)
def test_real_files_are_stored_whole_and_only_once(shared_data, atlas, file, rows):
    assert bring(atlas, shared_data / file).stored == rows
    assert bring(atlas, shared_data / file).unchanged == rows


def test_an_imported_incident_is_in_the_next_snapshot(tmp_path, reference):
    settings = StoreSettings(store=tmp_path / "own")
    atlas = Atlas.open(settings)
    bring(atlas, ucdp_csv(tmp_path, {}))
    assert atlas.snapshot().incident("made-up:101").place.name == "Someplace town"
    atlas.close()


def test_points_outside_the_stated_country_are_flagged_and_stored_as_they_are(atlas, tmp_path):
    syria, swapped, far = ("34.5", "38.5"), ("38.5", "34.5"), ("10", "20")
    places = [dict(zip(("latitude", "longitude"), p, strict=True)) for p in (syria, swapped, far)]
    report = bring(atlas, ucdp_csv(tmp_path, *places, places[2] | {"where_prec": "7"}))
    assert report.stored == 4
    assert [(f.row, f.reason) for f in report.flagged] == [
        (2, "latitude 38.5, longitude 34.5 lies outside Syria; the two may be swapped"),
        (3, "latitude 10, longitude 20 lies outside Syria"),
    ]


def packed(folder, **files):
    path = folder / "release.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return path


def test_the_one_data_file_of_an_archive_is_read(atlas, tmp_path):
    text = ucdp_csv(tmp_path, {}, {}).read_text(encoding="utf-8")
    report = import_file(atlas, packed(tmp_path, events_csv=text, readme_txt="Read me."), by="A tester", why="a test")
    assert (report.format, report.stored) == ("ucdp", 2)
    assert atlas.store.datasets.current()[0].file_name == "events.csv"


def test_an_archive_of_several_data_files_is_refused_by_name(atlas, tmp_path):
    with pytest.raises(FileContentError, match=r"holds 2 data files \(a.csv, b.csv\)"):
        bring(atlas, packed(tmp_path, a_csv="a,b\n", b_csv="a,b\n"))
