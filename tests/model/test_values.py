from datetime import date

import pytest
from pydantic import ValidationError

from geo import frames
from geo.model import Fatalities, Incident, Party, Place, Role, Source
from geo.model.normalise import dataset_id, fold, search_fold


def test_a_value_refuses_unknown_fields_and_changes():
    with pytest.raises(ValidationError, match="Extra inputs"):
        Place(name="x", colour="red")
    with pytest.raises(ValidationError, match="frozen"):
        Place(name="x").name = "y"


def test_a_place_has_both_coordinates_or_neither():
    with pytest.raises(ValidationError, match="give both or neither"):
        Place(name="x", longitude=44.0)


def test_faults_of_a_value_are_reported_at_once_with_their_numbers():
    with pytest.raises(ValidationError) as caught:
        Place(name="x", longitude=181.0, latitude=-91.0)
    assert {e["input"] for e in caught.value.errors()} == {181.0, -91.0}


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (None, None, None, "not reported"),
        (0, 0, 0, "0"),
        (None, 2, None, "2"),
        (3, None, None, "at least 3"),
        (1, 2, 4, "1 to 4 (best 2)"),
    ],
)
def test_a_range_of_persons_is_said_in_words(low, best, high, words):
    assert Fatalities(low=low, best=best, high=high).words == words


def test_a_range_out_of_order_is_refused():
    with pytest.raises(ValidationError, match="low 3, best 2"):
        Fatalities(low=3, best=2)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValidationError, match="before date_start"):
        Incident(dataset="d", dataset_id="1", event_type="riot", date_start="2024-01-02", date_end="2024-01-01")


@pytest.mark.parametrize(
    ("given", "kept"), [("300380.0", "300380"), (" 12 ", "12"), ("A1.0x", "A1.0x"), ("1.50", "1.50")]
)
def test_a_spreadsheets_id_is_normalised(given, kept):
    assert dataset_id(given) == kept


def test_names_are_folded_across_accents_apostrophes_and_arabic_letters():
    assert fold("Al-Qā’im") == fold("al qaim")
    assert fold("أربيل") == fold("اربيل")
    assert search_fold("Jurf aş Şakhr") == "jurf as sakhr"


def test_a_row_of_the_table_is_the_value_again():
    incident = Incident(
        dataset="d",
        dataset_id="1",
        event_type="drone_attack",
        date_start=date(2024, 1, 23),
        date_end=date(2024, 1, 23),
        time_local="23:10",
        time_zone="Asia/Baghdad",
        place=Place(name="Ain al-Asad", longitude=42.44, latitude=33.79, precision=1, country="IQ"),
        actors=(Party(actor="A", role=Role.CLAIMANT), Party(actor="B", role=Role.TARGET)),
        fatalities=Fatalities(low=0, best=0, high=2),
        sources=(Source(publisher="P", title="T", published=date(2024, 1, 24), url="https://example.org"),),
        raw={"x": "1"},
    )
    table = frames.from_incidents([incident])
    value = frames.to_incident(table.to_pylist()[0])
    assert value.model_copy(update={"actors": incident.actors}) == incident
    assert set(value.actors) == set(incident.actors)
    assert frames.conform(table).equals(table)


def test_a_footprint_survives_the_table():
    place = Place(
        name="strip", longitude=1.0, latitude=1.0, footprint="POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))", precision=5
    )
    incident = Incident(dataset="d", dataset_id="1", event_type="riot", place=place)
    assert frames.to_incident(frames.from_incidents([incident]).to_pylist()[0]).place == place
