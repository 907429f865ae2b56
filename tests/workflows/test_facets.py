"""Time, actors and nearness are counted as a plain reading counts them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import to_day
from geo.model import EventType, Incident, Party, Role
from geo.model.filter import Filter, Within
from geo.workflows.bins import MOST, UNITS, Bins
from geo.workflows.facets import facets
from geo.workflows.nearby import counts_near
from geo.workflows.people import actor_history
from geo.workflows.search import select
from tests.columns.incident_strategies import incident_lists, patiently
from tests.workflows.snapshots import snapshot_of

days = st.dates(date(1600, 1, 1), date(2400, 12, 31))


def incident(dataset_id, start=None, end=None, actors=(), **fields):
    return Incident(
        dataset="d0",
        dataset_id=dataset_id,
        event_type=EventType.RIOT,
        date_start=start,
        date_end=end,
        actors=actors,
        **fields,
    )


def by(name):
    return (Party(actor=name, role=Role.INITIATOR),)


def line(found, name):
    return next(s.counts for s in found.series if s.name == name)


@given(first=days, length=st.integers(0, 100_000), unit=st.sampled_from([None, *UNITS]))
def test_bins_cover_all_days_once(first, length, unit):
    bins = Bins.between(to_day(first), to_day(first) + length, unit)
    assert bins.edges[0] <= to_day(first) < bins.edges[1]
    assert bins.edges[-2] <= to_day(first) + length < bins.edges[-1]
    assert all(a < b for a, b in pairwise(bins.edges.tolist()))
    sample = np.array([to_day(first), to_day(first) + length // 2, to_day(first) + length])
    assert (bins.edges[bins.of(sample)] <= sample).all()
    assert (bins.edges[bins.of(sample) + 1] > sample).all()


@pytest.mark.parametrize(
    ("length", "unit"), [(5, "day"), (MOST - 1, "day"), (MOST, "week"), (7 * MOST + 7, "month"), (16_000, "year")]
)
def test_the_unit_follows_the_span(length, unit):
    assert Bins.between(0, length).unit == unit


def test_bins_begin_on_mondays_and_first_days():
    start = to_day(date(2024, 1, 24))
    assert Bins.between(start, start, "week").starts == (date(2024, 1, 22),)
    assert Bins.between(start, start + 10, "month").starts == (date(2024, 1, 1), date(2024, 2, 1))
    assert Bins.between(start, start, "year").starts == (date(2024, 1, 1),)


@patiently(30)
@given(one=incident_lists, other=incident_lists)
def test_facets_count_what_there_is(one, other):
    snapshot, incidents = snapshot_of(one, other)
    found = facets(snapshot)
    assert {t.value: t.count for c in found.types for t in c.parts} == Counter(i.event_type.value for i in incidents)
    countries = Counter(i.place.country for i in incidents if i.place and i.place.country)
    assert {o.value: o.count for o in found.countries} == countries
    assert found.undated == sum(i.date_start is None for i in incidents)
    dated = [i for i in incidents if i.date_start]
    assert found.first == min((i.date_start for i in dated), default=None)
    assert found.last == max((i.date_end or i.date_start for i in dated), default=None)
    assert sum(o.count for o in found.datasets) == found.total == len(incidents)


def plain_count(incidents, names, role=None):
    return sum(any(p.actor in names and role in (None, p.role) for p in i.actors) for i in incidents)


@patiently(30)
@given(one=incident_lists, other=incident_lists)
def test_the_actor_tree_counts_each_incident_once(one, other):
    snapshot, incidents = snapshot_of(one, other)
    nodes = {n.name: n for n in facets(snapshot).actors}
    kh = (
        nodes["Umbrella"].parts[0]
        if nodes["Umbrella"].parts[0].name == "Kataib Hezbollah"
        else nodes["Umbrella"].parts[1]
    )
    names = {"Kata'ib Hizballah", "Kataib Hezbollah", "KH", "كتائب حزب الله"}
    assert kh.count == plain_count(incidents, names) == nodes["Umbrella"].with_parts
    assert {r: kh.by_role.get(r, 0) for r in Role} == {r: plain_count(incidents, names, r) for r in Role}
    assert (
        nodes["Army"].count == plain_count(incidents, {"Army"})
        if "Army" in nodes
        else plain_count(incidents, {"Army"}) == 0
    )


def test_an_actor_under_two_umbrellas_stands_under_both():
    snapshot, _ = snapshot_of([incident("1", actors=by("KH"))])
    umbrella = next(n for n in facets(snapshot).actors if n.name == "Umbrella")
    assert {n.name for n in umbrella.parts} == {"Front", "Kataib Hezbollah"}
    assert next(n for n in umbrella.parts if n.name == "Front").parts[0].name == "Kataib Hezbollah"


def test_an_actors_history_has_its_parts_its_ends_and_its_roles():
    target = (Party(actor="KH", role=Role.TARGET),)
    rows = [
        incident("1", date(2024, 1, 3), actors=by("KH")),
        incident("2", date(2024, 1, 1), actors=target),
        incident("3", date(2023, 1, 1)),
        incident("4", actors=by("KH")),
    ]
    snapshot, _ = snapshot_of(rows[:2], rows[2:])
    found = actor_history(select(snapshot, Filter()), "Umbrella")
    assert (found.total, found.first["uid"], found.last["uid"]) == (3, "d0:2", "d0:1")
    assert found.by_role == {Role.INITIATOR: 2, Role.TARGET: 1, Role.CLAIMANT: 0, Role.UNSPECIFIED: 0}
    assert found.over_time[Role.TARGET] == (1, 0, 0)


def test_an_actor_never_met_has_an_empty_history():
    snapshot, _ = snapshot_of([incident("1", date(2024, 1, 3))])
    found = actor_history(select(snapshot, Filter()), "Nobody")
    assert (found.total, found.first, found.starts) == (0, None, ())


@patiently(30)
@given(one=incident_lists, other=incident_lists, km=st.sampled_from([1.0, 50.0, 400.0]))
def test_counts_near_places_are_those_of_the_filter(one, other, km):
    snapshot, _ = snapshot_of(one, other)
    found = counts_near(select(snapshot, Filter()), ["point", "line", "area"], km)
    for place, count in found.items():
        own = select(snapshot, Filter(within=Within(km=km, of=place)))
        assert count == own.counts.shown


def test_nothing_is_near_a_place_that_is_nowhere():
    snapshot, _ = snapshot_of([incident("1")])
    assert counts_near(select(snapshot, Filter()), ["unknown"], 5) == {"unknown": None}
