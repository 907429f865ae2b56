"""The timeline's counts, colours and list orders equal a plain reading of the incidents."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import to_day
from geo.model import DatePrecision, EventType, Fatalities, Incident, Party, Role
from geo.model.filter import DateRange, Filter
from geo.workflows.histogram import histogram
from geo.workflows.hues import HUES, NONE, OTHER, Hues
from geo.workflows.ranking import listed, named
from geo.workflows.search import select
from tests.columns.incident_strategies import filters, incident_lists, patiently
from tests.workflows.snapshots import REFERENCE, snapshot_of

two_lists = st.tuples(incident_lists, incident_lists)


def incident(dataset_id, start="2024-01-20", initiator=None, **fields):
    return Incident(
        dataset="d0",
        dataset_id=dataset_id,
        event_type=fields.pop("event_type", EventType.RIOT),
        date_start=start,
        actors=(Party(actor=initiator, role=Role.INITIATOR),) if initiator else (),
        **fields,
    )


def by_day(counted):
    return dict(zip(accumulate(counted["steps"]), counted["counts"], strict=True))


@patiently(40)
@given(lists=two_lists, chosen=filters(), unit=st.sampled_from([None, "month", "year"]))
def test_every_dated_incident_that_passes_all_but_the_date_is_in_one_bar(lists, chosen, unit):
    snapshot, everything = snapshot_of(*lists)
    passing = [i for i in everything if chosen.admits_but_date(i, REFERENCE)]
    dated = [i for i in passing if i.date_start]
    found = histogram(select(snapshot, chosen), unit=unit)
    assert sum(map(sum, found["counts"])) == len(dated)
    assert found["total"] - found["undated"] == len(dated)
    assert sum(map(sum, found["imprecise"])) == sum((i.date_precision or 0) > DatePrecision.DAY for i in dated)
    assert by_day(found["begun"]) == Counter(to_day(i.date_start) for i in dated)
    assert by_day(found["over"]) == Counter(to_day(i.date_end or i.date_start) for i in dated)


@patiently(40)
@given(lists=two_lists)
def test_every_row_has_the_slot_that_its_summary_and_its_value_have(lists):
    snapshot, everything = snapshot_of(*lists)
    hues = Hues.of(snapshot)
    slots = {}
    for part in snapshot.parts:
        rows = zip(part.columns.ids.to_pylist(), hues.of_rows(part.columns).tolist(), strict=True)
        slots |= {f"{part.info.name}:{i}": slot for i, slot in rows}
    for each in everything:
        assert slots[each.uid] == hues.of_incident(each)
    for row in select(snapshot, Filter()).page(0, 1000):
        assert slots[row["uid"]] == hues.of_summary(row)


def test_the_commonest_initiators_have_the_first_slots_and_ties_go_by_name():
    rows = [incident(str(n), initiator=f"actor {n}") for n in range(10)]
    snapshot, _ = snapshot_of([*rows, incident("x", initiator="actor 7"), incident("y")])
    hues = Hues.of(snapshot)
    assert hues.mode == "initiator"
    assert list(hues.slots)[:3] == ["actor 7", "actor 0", "actor 1"]
    assert len(hues.slots) == HUES
    assert hues.of_incident(incident("z", initiator="somebody")) == OTHER
    assert hues.of_incident(incident("z")) == NONE


def test_event_types_are_coloured_where_most_rows_have_no_initiator():
    snapshot, _ = snapshot_of([incident("a"), incident("b"), incident("c", initiator="x")])
    hues = Hues.of(snapshot)
    assert hues.mode == "type"
    assert hues.slots == {"Riot": 1}


@pytest.mark.parametrize(
    ("last", "bars", "unit"),
    [("2024-01-30", 30, "day"), ("2024-06-30", 30, "week"), ("2026-01-01", 30, "month"), ("2050-01-01", 30, "year")],
)
def test_the_unit_is_the_finest_that_fits(last, bars, unit):
    snapshot, _ = snapshot_of([incident("a", "2024-01-01"), incident("b", last)])
    assert histogram(select(snapshot, Filter()), bars=bars)["bin"] == unit


def test_a_narrower_view_leaves_the_counts_by_day_whole():
    snapshot, _ = snapshot_of([incident("a", "2020-01-01"), incident("b", "2024-01-20"), incident("c", "2024-01-24")])
    found = histogram(select(snapshot, Filter()), first=date(2024, 1, 18), last=date(2024, 1, 26))
    assert found["bin"] == "day"
    assert sum(map(sum, found["counts"])) == 2
    assert sum(found["begun"]["counts"]) == 3
    assert found["first"] == to_day(date(2020, 1, 1))


def test_nothing_dated_gives_no_bars():
    snapshot, _ = snapshot_of([incident("a", None)])
    found = histogram(select(snapshot, Filter()))
    assert found["edges"] == []
    assert found["undated"] == 1


@patiently(40)
@given(lists=two_lists, chosen=filters(), offset=st.integers(0, 5), limit=st.integers(1, 5))
def test_the_deadliest_come_first_then_the_latest(lists, chosen, offset, limit):
    snapshot, everything = snapshot_of(*lists)

    def key(each):
        people, start = each.fatalities, each.date_start
        deaths = max(-1 if n is None else n for n in (people.low, people.best))
        return -deaths, -start.toordinal() if start else 1

    shown = sorted(key(i) for i in everything if chosen.admits(i, REFERENCE))
    rows = listed(select(snapshot, chosen), offset, limit, "deadliest")
    by_uid = {i.uid: i for i in everything}
    assert [key(by_uid[r["uid"]]) for r in rows] == shown[offset : offset + limit]


def test_a_word_in_a_name_matters_more_than_one_in_the_description():
    rows = [
        incident("text", description="a drone"),
        incident("name", initiator="Drone force"),
        incident("late", "2024-05-01", description="drones"),
    ]
    snapshot, _ = snapshot_of(rows)
    found = listed(select(snapshot, Filter(text="drone")), 0, 10, "relevance")
    assert [r["uid"] for r in found] == ["d0:name", "d0:late", "d0:text"]


def test_named_incidents_keep_their_order_and_those_that_are_gone_are_left_out():
    snapshot, _ = snapshot_of([incident("a"), incident("b")], [incident("a")])
    found = named(snapshot, ["d1:a", "d0:zzz", "d0:b", "nowhere:a"])
    assert [r["uid"] for r in found] == ["d1:a", "d0:b"]
    assert named(snapshot, []) == []


def test_dates_do_not_narrow_the_bars():
    snapshot, _ = snapshot_of([incident("a", "2024-01-01"), incident("b", "2024-03-01")])
    chosen = Filter(datetime=DateRange(start=date(2024, 3, 1)))
    assert sum(map(sum, histogram(select(snapshot, chosen))["counts"])) == 2


def test_not_reported_deaths_come_after_none():
    snapshot, _ = snapshot_of([incident("unknown"), incident("none", fatalities=Fatalities(low=0, best=0, high=0))])
    assert [r["uid"] for r in listed(select(snapshot, Filter()), 0, 9, "deadliest")] == ["d0:none", "d0:unknown"]
