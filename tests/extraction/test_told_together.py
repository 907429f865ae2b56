"""A toll told for several places at once belongs to none of them alone, and the reader is told so."""

import pytest

from geo.extraction import extract
from geo.model import EventType, Incident, Party, Place, PlaceKind, Role
from geo.workflows.wording import title_of

BOTH = "At least 12 people were killed on Tuesday in Israeli air strikes on Khan Younis and Rafah, medics said."


def candidates(text):
    return extract(text, "2024-05-15").candidates


def test_a_toll_for_two_places_is_killed_of_neither():
    found = candidates(BOTH)
    assert [c.incident.place.name for c in found] == ["Khan Younis", "Rafah"]
    assert [c.incident.fatalities.best for c in found] == [None, None]


def test_a_toll_for_two_places_is_kept_as_a_claim_on_both_with_its_words_and_its_speaker():
    for candidate in candidates(BOTH):
        (claim,) = [c for c in candidate.incident.claims if c.field == "killed_together"]
        assert (claim.value, claim.attributed_to) == (12, "medics")
        assert BOTH[claim.start : claim.end] == claim.text
        assert any("several places together" in reason for reason in candidate.reasons)


def test_a_toll_for_one_place_is_its_own():
    (found,) = candidates("Three people were killed in an air strike on Rafah on Tuesday, medics said.")
    assert found.incident.fatalities.best == 3
    assert not [c for c in found.incident.claims if c.field == "killed_together"]


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (
            Place(name="Mosul", kind=PlaceKind.CITY),
            "Air or drone strike by the United States on Islamic State in Mosul",
        ),
        (
            Place(name="Camp Taji", kind=PlaceKind.BASE),
            "Air or drone strike by the United States on Islamic State at Camp Taji",
        ),
        (
            Place(name="20 km south of Erbil"),
            "Air or drone strike by the United States on Islamic State 20 km south of Erbil",
        ),
        (Place(name="not named"), "Air or drone strike by the United States on Islamic State"),
    ],
)
def test_a_title_reads_as_a_person_writes_it(place, title):
    actors = (Party(actor="United States", role=Role.INITIATOR), Party(actor="Islamic State", role=Role.TARGET))
    incident = Incident(
        dataset="d", dataset_id="1", event_type=EventType.AIR_OR_DRONE_STRIKE, place=place, actors=actors
    )
    assert title_of(incident).replace("the Islamic", "Islamic") == title
