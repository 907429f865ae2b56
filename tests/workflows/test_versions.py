import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "importers"))
from made_up import ucdp_csv

from geo.errors import CancelledError, InputError
from geo.settings import data_dir
from geo.store import Store
from geo.store.reference import load_reference
from geo.workflows import versions
from geo.workflows.atlas import Atlas
from geo.workflows.ingest import import_file

CANARY = "A{{7*191}}B<b>x</b>"
ME = {"by": "A tester", "why": "a test"}


@pytest.fixture(scope="session")
def reference():
    return load_reference(data_dir())


@pytest.fixture
def atlas(tmp_path, reference):
    with Store.open(tmp_path / "store") as store:
        yield Atlas(store, reference)


def bring(atlas, folder, *changes, **options):
    return import_file(atlas, ucdp_csv(folder, *changes), **ME | {"dataset": "made-up"} | options)


def current(atlas):
    (info,) = atlas.store.datasets.current()
    return info


def fields(comparison):
    return {(c.id, c.column, c.before, c.after) for c in comparison.changes if not c.column.startswith("raw_")}


def test_a_preview_says_what_an_update_adds_changes_and_removes_field_by_field(atlas, tmp_path):
    bring(atlas, tmp_path, {}, {}, {"where_coordinates": CANARY, "best": "1", "low": "1"})
    later = ({}, {"side_b": CANARY, "longitude": "41"}, {"id": "200"})
    found = bring(atlas, tmp_path, *later, dry_run=True).comparison
    assert {"party", "longitude"} == {column for _, column, _, _ in fields(found)}
    assert ("102", "party", "Government of Nowhere; Front", f"Government of Nowhere; {CANARY}") in fields(found)
    assert [line.id for line in found.added] == ["200"]
    assert [(line.id, line.place, line.start) for line in found.removed] == [("103", CANARY, date(2020, 5, 1))]


def test_the_totals_before_and_after_are_those_of_the_two_versions(atlas, tmp_path):
    bring(atlas, tmp_path, {}, {"best": "", "low": "", "high": ""})
    found = bring(
        atlas,
        tmp_path,
        {},
        {"latitude": "", "longitude": ""},
        {"date_start": "2021-01-01", "date_end": "2021-01-02"},
        dry_run=True,
    )
    assert found.comparison.before == versions.Totals(2, 2, 0, 0, 2, date(2020, 5, 1), date(2020, 5, 1))
    assert (found.comparison.after.rows, found.comparison.after.last) == (3 - len(found.rejected), date(2021, 1, 1))


def test_two_stored_versions_compare_as_the_preview_said(atlas, tmp_path):
    bring(atlas, tmp_path, {}, {})
    preview = bring(atlas, tmp_path, {"best": "3"}, {}, {}, dry_run=True).comparison
    bring(atlas, tmp_path, {"best": "3"}, {}, {})
    first, second = (versions.version_of(atlas.store.datasets, "made-up", n) for n in (1, 2))
    assert versions.between(atlas.store.datasets, first, second) == preview


def test_a_removed_incident_that_comes_back_is_named(atlas, tmp_path):
    bring(atlas, tmp_path, {}, {})
    bring(atlas, tmp_path, {})
    report = bring(atlas, tmp_path, {}, {}, dry_run=True)
    assert report.comparison.returning == ("102",)
    assert report.notes == ("Incidents of an earlier version that come back: 1.",)


def test_the_removal_of_a_dataset_is_told_with_who_and_why(atlas, tmp_path):
    bring(atlas, tmp_path, {})
    assert versions.removal(atlas, "made-up") is None
    atlas.store.datasets.remove("made-up", by="Another", why="a mistake")
    revision = versions.removal(atlas, "made-up")
    assert (revision.by, revision.why) == ("Another", "a mistake")
    assert versions.removed_names(atlas) == ["made-up"]
    assert bring(atlas, tmp_path, {}, dry_run=True).comparison.returning == ("101",)


def test_a_next_version_keeps_what_was_said_once_of_the_dataset(atlas, tmp_path):
    said = {"attribution": "Us", "redistributable": False, "accessed": date(2024, 2, 1)}
    bring(atlas, tmp_path, {}, licence="Own use", url="https://example.org/a", details=said)
    first = current(atlas)
    assert (first.licence, first.attribution, first.redistributable, first.accessed) == (
        "Own use", "Us", False, date(2024, 2, 1)
    )  # fmt: skip
    report = bring(atlas, tmp_path, {}, {})
    second = current(atlas)
    assert report.unchanged == 1
    assert (second.licence, second.attribution, second.redistributable) == ("Own use", "Us", False)
    assert (second.url, second.accessed) != (None, date(2024, 2, 1))


def test_a_new_licence_goes_into_the_rows_and_other_details_make_no_version(atlas, tmp_path):
    bring(atlas, tmp_path, {}, {}, licence="Own use")
    versions.describe(atlas, "made-up", {"attribution": CANARY}, **ME)
    assert (current(atlas).version, current(atlas).attribution) == (1, CANARY)
    versions.describe(atlas, "made-up", {"licence": "CC0-1.0", "redistributable": True}, **ME)
    info = current(atlas)
    assert (info.version, info.licence, info.redistributable, info.attribution) == (2, "CC0-1.0", True, CANARY)
    assert set(atlas.store.datasets.read(info, ["licence"])["licence"].to_pylist()) == {"CC0-1.0"}


def test_details_of_a_dataset_that_is_not_there_are_refused(atlas):
    with pytest.raises(InputError, match="There is no dataset nothing"):
        versions.describe(atlas, "nothing", {"licence": "x"}, **ME)


def test_cancelling_while_rows_are_written_leaves_nothing(atlas, tmp_path):
    drafts = []

    def until_written(_share):
        drafts.extend(p for p in (tmp_path / "store" / "datasets").rglob("*") if p.is_file())
        return not drafts

    with pytest.raises(CancelledError, match="nothing was stored"):
        bring(atlas, tmp_path, {}, {}, progress=until_written)
    assert drafts
    assert atlas.store.datasets.current() == []
    assert list((tmp_path / "store").rglob("*.parquet")) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, None), ([], None), (["a", "b"], "a; b"), (1.50, "1.5"), (3, "3"), ("x" * 500, "x" * 400 + "…")],
)
def test_values_are_said_as_text(value, text):
    assert versions.as_text(value) == text


def test_what_was_removed_comes_back_only_where_that_is_meant(atlas, tmp_path):
    bring(atlas, tmp_path, {}, {})
    bring(atlas, tmp_path, {})
    with pytest.raises(InputError, match=r"1 incidents that were removed \(102\) would come back; .*--bring-back"):
        bring(atlas, tmp_path, {}, {})
    assert current(atlas).rows == 1
    bring(atlas, tmp_path, {}, {}, bring_back=True)
    assert current(atlas).rows == 2


def test_a_removed_dataset_comes_back_only_where_that_is_meant(atlas, tmp_path):
    bring(atlas, tmp_path, {})
    atlas.store.datasets.remove("made-up", **ME)
    with pytest.raises(InputError, match="made-up, removed by A tester on"):
        bring(atlas, tmp_path, {"best": "3", "high": "5"})
    assert bring(atlas, tmp_path, {"best": "3", "high": "5"}, bring_back=True).version == 2
