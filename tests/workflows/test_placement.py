"""Rows with a name but no coordinates are placed once for all that say the same."""

from __future__ import annotations

import pytest

from geo import frames
from geo.model import Incident, Place, WherePrecision
from geo.model.filter import Filter
from geo.workflows import review
from geo.workflows.placement import names_to_place, place_rows, placeable
from geo.workflows.search import select


def row(number: int, name: str) -> Incident:
    place = Place(name=name, country="SY")
    return Incident(dataset="strikes", dataset_id=str(number), event_type="air_or_drone_strike", place=place)


@pytest.fixture
def atlas(atlas):
    rows = [row(1, "Abu Kamal"), row(2, "Abu Kamal"), row(3, "Xyzzyville")]
    atlas.store.datasets.write("strikes", frames.from_incidents(rows), {}, by="me", why="test")
    return atlas


def test_each_name_is_asked_once_the_unresolved_first(atlas):
    names = names_to_place(atlas.snapshot(), "strikes")
    assert placeable(atlas.snapshot()) == {"strikes": 3}
    assert [(n.name, n.count, n.resolution.place is None) for n in names] == [
        ("Xyzzyville", 1, True),
        ("Abu Kamal", 2, False),
    ]


def test_placed_rows_are_on_the_map_no_better_known_than_said_and_can_be_undone(atlas):
    places = {(n.country, n.name): n.resolution.place for n in names_to_place(atlas.snapshot(), "strikes")}
    places = {name: place for name, place in places.items() if place}
    made = place_rows(atlas, "strikes", places, by="me", why="test", precision=WherePrecision.NEAR)
    only = Filter(datasets=("strikes",))
    assert select(atlas.snapshot(), only).counts.on_map == 2
    assert atlas.snapshot().incident("strikes:1").place.precision is WherePrecision.NEAR
    assert placeable(atlas.snapshot()) == {"strikes": 1}
    review.undo(atlas, made, by="me")
    assert select(atlas.snapshot(), only).counts.on_map == 0


def test_placing_tells_how_far_it_is(atlas):
    places = {(n.country, n.name): n.resolution.place for n in names_to_place(atlas.snapshot(), "strikes")}
    told = []
    place_rows(atlas, "strikes", {n: p for n, p in places.items() if p}, by="me", why="test", progress=told.append)
    assert told[-1] == 1.0
