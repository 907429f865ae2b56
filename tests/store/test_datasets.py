"""Datasets: immutable files named by their content, versions, and reading by parts."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import WHO, incident, rows

from geo.errors import FileContentError, InputError, NotFoundError, StoreError
from geo.frames import from_incidents
from geo.store import parquet
from geo.store.content import content_hash


def files(store):
    return [p for p in store.path.rglob("*") if p.is_file() and "casebook" not in p.name]


def test_a_dataset_is_registered_with_what_is_known_of_it(store):
    info = store.datasets.write("ucdp", rows(5), {"provider": "UCDP", "licence": "CC-BY-4.0", "version": 77}, **WHO)
    assert (info.version, info.rows, info.provider, info.current) == (1, 5, "UCDP", True)
    assert store.datasets.current() == [info]
    assert store.casebook.revisions("dataset", "ucdp")[0].by == "Amal"


def test_rows_are_sorted_by_day_and_id_with_undated_last(store):
    mixed = [
        incident(n, "ucdp", date_start=d) for n, d in ((3, None), (2, "2024-01-02"), (11, "2024-01-01"), (1, None))
    ]
    info = store.datasets.write("ucdp", (from_incidents([i]) for i in mixed), **WHO)
    assert store.datasets.read(info)["dataset_id"].to_pylist() == ["11", "2", "1", "3"]


def test_the_same_content_stores_nothing_however_it_is_cut(store):
    first = store.datasets.write("ucdp", rows(50), **WHO)
    before, serial = files(store), store.casebook.serial()
    backwards = rows(50).take(np.arange(50)[::-1].copy())
    assert (
        store.datasets.write("ucdp", [backwards.slice(0, 7), backwards.slice(7)], {"url": "elsewhere"}, **WHO) == first
    )
    assert (files(store), store.casebook.serial()) == (before, serial)


def test_new_content_is_the_next_version_and_older_ones_remain(store):
    first = store.datasets.write("ucdp", rows(5), **WHO)
    second = store.datasets.write("ucdp", rows(6), **WHO)
    assert [v.version for v in store.datasets.versions("ucdp")] == [1, 2]
    assert [i.version for i in store.datasets.current()] == [2]
    assert (len(store.datasets.read(first)), len(store.datasets.read(second))) == (5, 6)


def test_an_older_version_is_restored_and_the_restoring_undone(store):
    store.datasets.write("ucdp", rows(5), **WHO)
    store.datasets.write("ucdp", rows(6), **WHO)
    assert store.datasets.restore("ucdp", 1, **WHO).rows == 5
    assert [i.rows for i in store.datasets.current()] == [5]
    store.casebook.undo(store.casebook.serial(), **WHO)
    assert [i.rows for i in store.datasets.current()] == [6]
    with pytest.raises(NotFoundError, match="no version 9 of dataset ucdp"):
        store.datasets.restore("ucdp", 9, **WHO)


def test_a_removed_dataset_can_be_brought_back(store):
    store.datasets.write("ucdp", rows(5), **WHO)
    store.datasets.remove("ucdp", **WHO)
    assert store.datasets.current() == []
    assert [v.current for v in store.datasets.versions("ucdp")] == [False]
    store.casebook.undo(store.casebook.serial(), **WHO)
    assert [i.rows for i in store.datasets.current()] == [5]
    store.datasets.remove("ucdp", **WHO)
    assert store.datasets.write("ucdp", rows(5), **WHO).version == 2
    with pytest.raises(NotFoundError, match="no dataset acled"):
        store.datasets.versions("acled")


def test_a_version_s_number_is_never_given_twice(store):
    store.datasets.write("ucdp", rows(5), **WHO)
    store.datasets.write("ucdp", rows(6), **WHO)
    undo = store.casebook.undo(store.casebook.serial(), **WHO)
    assert [v.version for v in store.datasets.versions("ucdp")] == [1]
    store.casebook.undo(undo.id, **WHO)
    assert [len(store.datasets.read(i)) for i in store.datasets.current()] == [6]
    store.casebook.undo(store.casebook.serial(), **WHO)
    assert store.datasets.write("ucdp", rows(7), **WHO).version == 3


def test_what_is_said_of_a_dataset_can_be_changed(store):
    store.datasets.write("ucdp", rows(5), {"licence": "unknown"}, **WHO)
    info = store.datasets.describe("ucdp", {"licence": "CC-BY-4.0", "rows": 0}, **WHO)
    assert (info.licence, info.rows) == ("CC-BY-4.0", 5)
    assert store.datasets.current() == [info]


def test_original_columns_are_kept_with_their_types(store):
    table = rows(3).append_column("raw_year", pa.array([2024, None, 2022], pa.int16()))
    info = store.datasets.write("ucdp", table, **WHO)
    kept = store.datasets.read(info, ["raw_year", "raw_cell"])
    assert kept.schema.field("raw_year").type == pa.int16()
    assert kept["raw_cell"].to_pylist() == ["قائم"] * 3


def test_batches_may_lack_some_original_columns(store):
    batches = [rows(2), from_incidents([incident(9, "ucdp", raw={})])]
    info = store.datasets.write("ucdp", batches, **WHO)
    assert sorted(store.datasets.read(info)["raw_cell"].to_pylist(), key=str) == [None, "قائم", "قائم"]


def test_the_file_is_geoparquet_that_others_read(store):
    info = store.datasets.write("ucdp", rows(30), **WHO)
    frame = gpd.read_parquet(store.datasets.path(info))
    assert frame.crs == "OGC:CRS84"
    assert frame.geometry.iloc[0].x == 41.0
    geo = json.loads(pq.read_metadata(store.datasets.path(info)).metadata[b"geo"])
    assert geo["columns"]["geometry"]["bbox"] == [41.0, 34.4, 41.0, 34.4]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 99), max_size=30))
def test_any_rows_are_taken_in_the_order_asked(tmp_path_factory, numbers):
    path = _small_groups(tmp_path_factory)
    expected = parquet.read(path, ["dataset_id"]).take(pa.array(numbers, pa.int64()))
    assert parquet.take(path, np.array(numbers, dtype=np.int64), ["dataset_id"]) == expected


def _small_groups(factory):
    path = factory.getbasetemp() / "groups.parquet"
    if not path.exists():
        pq.write_table(parquet.prepared("ucdp", rows(100)), path, row_group_size=9)
    return path


def test_rows_and_columns_that_are_not_there_are_named(store):
    info = store.datasets.write("ucdp", rows(5), **WHO)
    with pytest.raises(NotFoundError, match="has 5 rows; there is no row 5"):
        store.datasets.take(info, np.array([1, 5]))
    with pytest.raises(NotFoundError, match="no row -1"):
        store.datasets.take(info, np.array([-1]))
    with pytest.raises(NotFoundError, match="no column colour"):
        store.datasets.read(info, ["colour"])


def test_an_id_that_stands_twice_is_refused(store):
    with pytest.raises(FileContentError, match=r"The id 1 stands on more than one row \(2 such ids\)"):
        store.datasets.write("ucdp", [rows(3), rows(3).slice(1)], **WHO)
    assert files(store) == []


def test_a_row_of_another_dataset_is_refused(store):
    with pytest.raises(FileContentError, match="must name it"):
        store.datasets.write("ucdp", [rows(3), rows(1, "acled")], **WHO)
    with pytest.raises(FileContentError, match="no row to store"):
        store.datasets.write("ucdp", [], **WHO)


def test_rows_that_make_no_table_are_refused_in_a_sentence(store):
    odd = rows(1).drop(["raw_cell"]).append_column("raw_cell", pa.array([1]))
    with pytest.raises(FileContentError, match="cannot be put into one table"):
        store.datasets.write("ucdp", [rows(1), odd], **WHO)
    nameless = rows(1).set_column(1, "dataset_id", pa.nulls(1, pa.string()))
    with pytest.raises(FileContentError, match="have no dataset_id"):
        store.datasets.write("ucdp", nameless, **WHO)


@pytest.mark.parametrize("name", ["", " ucdp", "a:b", "x" * 101, "a\nb", "Reported", "casebook"])
def test_names_that_cannot_be_a_dataset_s_are_refused(store, name):
    with pytest.raises(InputError, match="dataset"):
        store.datasets.write(name, rows(1, name), **WHO)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "UCDP GED 24.1", "نزاع", "/abs", "A{{7*191}}B<b>x</b>", "con"]
)
def test_no_name_leads_out_of_the_store(store, name):
    info = store.datasets.write(name, rows(1, name), **WHO)
    path = store.datasets.path(info)
    assert path.resolve().is_relative_to((store.path / "datasets").resolve())
    assert path.parent.parent == store.path / "datasets"
    assert store.datasets.read(info)["dataset"].to_pylist() == [name]


def test_a_registered_hash_that_is_a_path_is_refused(store):
    info = store.datasets.write("ucdp", rows(1), **WHO)
    with pytest.raises(StoreError, match="broken content hash"):
        store.datasets.path(info.model_copy(update={"content_hash": "../../x"}))


def test_a_damaged_or_missing_file_is_named(store):
    info = store.datasets.write("ucdp", rows(5), **WHO)
    whole = store.datasets.path(info).read_bytes()
    store.datasets.path(info).write_bytes(whole[:-20])
    with pytest.raises(StoreError, match="is damaged; restore a backup"):
        store.datasets.read(info)
    store.datasets.path(info).write_bytes(whole[:4] + b"\0" * 500 + whole[504:])
    with pytest.raises(StoreError, match="is damaged; restore a backup"):
        store.datasets.read(info)
    store.datasets.path(info).unlink()
    with pytest.raises(StoreError, match="is missing; restore a backup"):
        store.datasets.take(info, np.array([0]))


_CELL = st.none() | st.text(alphabet="a\u0646 \0", max_size=4)
_ROW = st.tuples(_CELL, st.none() | st.floats(allow_nan=False), st.none() | st.lists(_CELL, max_size=3), st.booleans())


def _table(cells):
    kinds = {"a": pa.string(), "b": pa.float64(), "c": pa.list_(pa.string()), "d": pa.bool_()}
    columns = list(zip(*cells, strict=True)) or [()] * 4
    return pa.table({n: pa.array(c, t) for (n, t), c in zip(kinds.items(), columns, strict=True)})


@settings(deadline=None)
@given(st.lists(_ROW, max_size=20), st.integers(0, 20))
def test_the_content_hash_does_not_depend_on_chunks_buffers_or_column_order(cells, cut):
    table = _table(cells)
    chunked = pa.concat_tables([table.slice(0, cut), table.slice(cut)]).select(["d", "c", "b", "a"])
    padded = _table([("xx", 1.5, ["y"], True), *cells]).slice(1)
    assert content_hash(table) == content_hash(chunked) == content_hash(padded)


@settings(deadline=None)
@given(st.lists(_ROW, max_size=6), st.lists(_ROW, max_size=6))
def test_different_content_has_a_different_hash(one, other):
    assert (content_hash(_table(one)) == content_hash(_table(other))) == (repr(one) == repr(other))


def test_the_content_hash_is_that_of_earlier_releases():
    """A change of this value makes every dataset a new version at its next import."""
    known = pa.table({"a": ["x", None, "قائم"], "b": pa.array([1, None, 3], pa.int32()), "c": [["p"], None, []]})
    assert content_hash(known) == "6e926203000ed20739e677c3bbaebcf35a80cd3cadcbeb17f263302229714dc5"


def test_batches_that_come_in_order_are_written_as_they_come(store):
    table = parquet.prepared("ucdp", rows(40))
    streamed = store.datasets.write("ucdp", (table.slice(n, 7) for n in range(0, 40, 7)), in_order=True, **WHO)
    assert store.datasets.read(streamed).equals(table)
    assert store.datasets.write("ucdp", table, **WHO) == streamed


@pytest.mark.parametrize(
    ("order", "message"),
    [([1, 0], "not in the order"), ([0, 0], "stands on more than one row"), ([], "no row to store")],
)
def test_a_broken_promise_of_order_stores_nothing(store, order, message):
    table = parquet.prepared("ucdp", rows(40))
    with pytest.raises(FileContentError, match=message):
        store.datasets.write("ucdp", (table.slice(n, 1) for n in order), in_order=True, **WHO)
    assert store.datasets.current() == []
    assert not list(store.datasets.folder.rglob("*.par*"))


def test_ordered_batches_with_other_columns_are_refused(store):
    table = parquet.prepared("ucdp", rows(4))
    with pytest.raises(FileContentError, match="their columns differ"):
        store.datasets.write("ucdp", [table, table.drop(["raw_cell"])], in_order=True, **WHO)
    assert files(store) == []
