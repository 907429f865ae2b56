"""What is shown, counted and listed is what the plain filter admits."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given

from geo.errors import NotFoundError
from geo.model import EventType, Incident, Place
from geo.model.filter import DateRange, Filter
from geo.workflows.memory import Memory, pack, unpack
from geo.workflows.search import Counts, select
from tests.columns.incident_strategies import filters, incident_lists, patiently
from tests.workflows.snapshots import REFERENCE, part_of, snapshot_of


def incident(dataset_id, day=None, **fields):
    start = date(2024, 1, day) if day else None
    return Incident(dataset="d0", dataset_id=dataset_id, event_type=EventType.RIOT, date_start=start, **fields)


def uids(rows):
    return [row["uid"] for row in rows]


def plain_counts(incidents, chosen):
    """Sort each incident into one heap, in the words of the definition."""
    heaps = dict.fromkeys(("on_map", "unmapped", "undated", "hidden"), 0)
    for value in incidents:
        if not chosen.admits_but_date(value, REFERENCE):
            heap = "hidden"
        elif chosen.datetime is not None and value.date_start is None:
            heap = "undated"
        elif not chosen.admits_date(value):
            heap = "hidden"
        else:
            heap = "on_map" if value.place and value.place.is_mapped else "unmapped"
        heaps[heap] += 1
    return Counts(**heaps, total=len(incidents))


@patiently(60)
@given(one=incident_lists, other=incident_lists, chosen=filters())
def test_counts_are_those_of_the_plain_filter_and_add_up(one, other, chosen):
    snapshot, incidents = snapshot_of(one, other)
    counts = select(snapshot, chosen).counts
    assert counts == plain_counts(incidents, chosen)
    assert counts.on_map + counts.unmapped + counts.undated + counts.hidden == counts.total == snapshot.total


@patiently(40)
@given(one=incident_lists, other=incident_lists, chosen=filters())
def test_lists_and_exports_hold_what_the_plain_filter_admits(one, other, chosen):
    snapshot, incidents = snapshot_of(one, other)
    selection = select(snapshot, chosen)
    admitted = {i.uid: i for i in incidents if chosen.admits(i, REFERENCE)}
    newest, oldest = selection.page(limit=99), selection.page(limit=99, newest_first=False)
    exported = [f"{r['dataset']}:{r['dataset_id']}" for table in selection.tables(batch=3) for r in table.to_pylist()]
    assert set(uids(newest)) == set(admitted)
    assert uids(oldest) == exported
    assert sorted(exported) == sorted(admitted)
    days = [admitted[uid].date_start or date.max for uid in exported]
    assert days == sorted(days)
    assert [r["date_start"] for r in newest if r["date_start"]] == [r["date_start"] for r in oldest if r["date_start"]][
        ::-1
    ]


@patiently(30)
@given(one=incident_lists, other=incident_lists)
def test_pages_follow_on_each_other(one, other):
    snapshot, _ = snapshot_of(one, other)
    selection = select(snapshot, Filter())
    whole = uids(selection.page(limit=99))
    assert [uid for n in range(0, 20, 3) for uid in uids(selection.page(n, 3))] == whole


@patiently(30)
@given(incidents=incident_lists)
def test_a_summary_says_what_the_incident_says(incidents):
    snapshot, values = snapshot_of(incidents)
    by_uid = {i.uid: i for i in values}
    for row in select(snapshot, Filter()).page(limit=99):
        value = by_uid[row["uid"]]
        place = value.place or Place(name="")
        assert row["title"] == value.title if value.title else row["title"].startswith(value.event_type.words)
        assert row["place"] == (place.name or None)
        assert (row["longitude"], row["latitude"]) == (place.longitude, place.latitude)
        assert row["fatalities"] == value.fatalities.model_dump()
        assert row["actors"][value.actors[0].role][0:1] if value.actors else not any(row["actors"].values())
        assert row["mapped"] == place.is_mapped


def test_undated_incidents_come_last_in_either_order():
    snapshot, _ = snapshot_of([incident("a", 1), incident("b"), incident("c", 3)])
    selection = select(snapshot, Filter())
    assert uids(selection.page()) == ["d0:c", "d0:a", "d0:b"]
    assert uids(selection.page(newest_first=False)) == ["d0:a", "d0:c", "d0:b"]
    assert uids(selection.page(2, 5)) == ["d0:b"]


def test_suppressed_rows_are_neither_shown_nor_counted():
    part = part_of([incident("a", 1), incident("b", 2)], "d0", np.array([True, False]))
    snapshot, _ = snapshot_of([])
    snapshot = type(snapshot)((part,), REFERENCE, 1, {})
    selection = select(snapshot, Filter(datetime=DateRange(end=date(2024, 1, 1))))
    assert selection.counts == Counts(hidden=1, total=1)
    assert uids(select(snapshot, Filter()).page()) == ["d0:b"]
    with pytest.raises(NotFoundError, match="no incident d0:a"):
        snapshot.incident("d0:a")


def test_original_columns_of_all_parts_are_kept_in_tables():
    snapshot, _ = snapshot_of([incident("a", 1, raw={"x": 1})], [incident("b", 2, raw={"y": "2"})])
    rows = [r for table in select(snapshot, Filter()).tables() for r in table.to_pylist()]
    assert [(r["raw_x"], r["raw_y"]) for r in rows] == [("1", None), (None, "2")]
    assert "raw_x" not in next(select(snapshot, Filter()).tables(raw=False)).column_names


def test_a_change_of_date_asks_no_other_field_again():
    snapshot, _ = snapshot_of([incident("a", 1)])
    for chosen in (Filter(text="riot"), Filter(text="riot", datetime=DateRange(start=date(2024, 1, 1)))):
        assert select(snapshot, chosen).counts.total == 1
    assert len(snapshot.masks) == 1


def test_a_memory_forgets_what_was_not_used_for_longest():
    memory = Memory(limit=2, size=lambda _: 1)
    for key in ("a", "b", "a", "c"):
        memory.get(key, key.lower)
    assert memory.get("a", lambda: "made again") == "a"
    assert memory.get("b", lambda: "made again") == "made again"


def test_bits_hold_rows_from_the_least_significant_up():
    mask = np.array([True, False, False, True, *[False] * 6, True])
    assert pack(mask).tolist() == [0b1001, 0b100]
    assert unpack(pack(mask), 11).tolist() == mask.tolist()


def test_a_part_that_is_gone_is_said_to_be():
    snapshot, _ = snapshot_of([incident("a")])
    assert snapshot.part("d0").rows == 1
    with pytest.raises(NotFoundError, match="replaced by a newer version"):
        snapshot.part("old")


def test_original_columns_stand_in_the_order_of_the_file():
    snapshot, _ = snapshot_of([incident("a", 1, raw={"zeta": 1, "alpha": 2, "mid": 3})])
    names = next(select(snapshot, Filter()).tables()).column_names
    assert [n for n in names if n.startswith("raw_")] == ["raw_zeta", "raw_alpha", "raw_mid"]
