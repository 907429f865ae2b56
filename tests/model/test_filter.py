"""What a filter admits, said plainly."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from geo.errors import FilterError
from geo.model import EventClass, EventType, Incident, Party, Place, ReviewState, Role, Source, WherePrecision
from geo.model.filter import DateRange, Filter, Within, in_box
from tests.columns.incident_strategies import Reference

REFERENCE = Reference()
ASAD = Place(
    name="Ain al-Asad", longitude=42.44, latitude=33.8, precision=WherePrecision.EXACT, country="IQ", adm_1="Al-Anbar"
)


def incident(**fields):
    return Incident(dataset="reported", dataset_id="1", event_type=EventType.DRONE_ATTACK, **fields)


def admits(chosen, value):
    return chosen.admits(value, REFERENCE)


def test_the_empty_filter_admits_all_but_rejected_records():
    assert admits(Filter(), incident())
    assert not admits(Filter(), incident(state=ReviewState.REJECTED))
    assert admits(Filter(states=(ReviewState.REJECTED,)), incident(state=ReviewState.REJECTED))


def test_a_span_is_admitted_when_it_shares_a_day():
    span = incident(date_start=date(2024, 1, 18), date_end=date(2024, 1, 20))
    assert admits(Filter(datetime=DateRange(start=date(2024, 1, 20), end=date(2024, 1, 24))), span)
    assert not admits(Filter(datetime=DateRange(start=date(2024, 1, 21))), span)


def test_an_undated_incident_fails_any_date_range():
    assert not admits(Filter(datetime=DateRange()), incident())


def test_a_range_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError, match="is before the start"):
        DateRange(start=date(2024, 1, 2), end=date(2024, 1, 1))


def test_a_class_admits_its_types():
    assert admits(Filter(types=(EventClass.REMOTE_VIOLENCE,)), incident())
    assert not admits(Filter(types=(EventClass.BATTLE, EventType.RIOT)), incident())


def test_an_umbrella_admits_its_parts_in_the_role_asked_for():
    value = incident(
        actors=(Party(actor="Kata'ib Hizballah", role=Role.TARGET), Party(actor="Army", role=Role.INITIATOR))
    )
    assert admits(Filter(actors=("umbrella",), role=Role.TARGET), value)
    assert not admits(Filter(actors=("umbrella",), role=Role.INITIATOR), value)


def test_provinces_are_compared_folded():
    assert admits(Filter(adm_1=("al anbar",)), incident(place=ASAD))


def test_every_word_must_occur_but_not_in_the_same_text():
    value = incident(title="Drones at the base", sources=(Source(publisher="Réuters"),))
    assert admits(Filter(text="BASE reut"), value)
    assert not admits(Filter(text="base pentagon"), value)


def test_precision_admits_the_better_known_and_not_the_unknown():
    assert admits(Filter(precision=WherePrecision.NEAR), incident(place=ASAD))
    assert not admits(Filter(precision=WherePrecision.WATER_OR_AIR), incident())


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(bbox=(40, 33, 43, 34)),
        Filter(polygon="POLYGON ((42 33, 43 33, 43 34, 42 34, 42 33))"),
        Filter(within=Within(km=300, of="point")),
    ],
)
def test_an_unmapped_incident_is_nowhere(chosen):
    assert admits(chosen, incident(place=ASAD))
    assert not admits(chosen, incident(place=Place(name="unknown")))


def test_a_box_may_cross_the_antimeridian():
    inside = in_box((170, -10, -170, 10), np.array([175.0, -175.0, 0.0, np.nan]), np.zeros(4))
    assert inside.tolist() == [True, True, False, False]


@pytest.mark.parametrize("box", [(0, 0, 181, 1), (0, 10, 1, 5), (0, -91, 1, 0), (float("nan"), 0, 1, 1)])
def test_a_box_out_of_range_is_refused(box):
    with pytest.raises(ValidationError, match="is not west, south, east, north"):
        Filter(bbox=box)


@pytest.mark.parametrize("wkt", ["POINT (1 2)", "nonsense", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"])
def test_a_polygon_must_be_a_simple_area(wkt):
    with pytest.raises(FilterError, match="The polygon is"):
        Filter(polygon=wkt)
