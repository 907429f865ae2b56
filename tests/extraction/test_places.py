import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extraction import Gazetteer, extract, geocode, geocode_table, geoparse
from geo.extraction.gazetteer import distance_km
from geo.extraction.names import key
from geo.extraction.resolve import travel
from geo.model import Place, PlaceKind, WherePrecision


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Ar Raqqah", "SY", 35.95, 39.01),
        ("al-Raqqa", "SY", 35.95, 39.01),
        ("Dayr Az Zawr", "SY", 35.34, 40.14),
        ("Ain al-Assad", "IQ", 33.79, 42.44),
        ("Al Shadaddi", "SY", 36.06, 40.73),
        ("near Tal Hamees", "SY", 36.76, 41.40),
        ("القائم", "IQ", 34.39, 40.99),
        ("Erbil International Airport", "IQ", 36.24, 43.96),
        ("Tikrit, Iraq", "IQ", 34.62, 43.68),
        ("Kherson", "UA", 46.64, 32.61),
    ],
)
def test_a_name_is_found_in_its_spellings(gazetteer, name, country, lat, lon):
    place = geocode([name], [country], gazetteer=gazetteer)[0].place
    assert distance_km(place.latitude, place.longitude, lat, lon) < 5


def test_a_name_in_another_country_is_not_taken_but_offered(gazetteer):
    found = geocode(["Raqqa"], ["IQ"], gazetteer=gazetteer)[0]
    assert found.place is None
    assert found.alternatives[0].country == "SY"
    assert "not in the gazetteer" in found.reason


def test_short_names_are_never_matched_by_likeness(gazetteer):
    assert geocode(["Qaim"], ["SY"], gazetteer=gazetteer)[0].place is None


def test_a_country_is_an_area_without_a_point(gazetteer):
    found = geocode(["Iraq"], gazetteer=gazetteer)[0]
    assert (found.place.longitude, found.place.precision) == (None, WherePrecision.COUNTRY)


def test_two_names_in_one_cell_are_left_to_a_person(gazetteer):
    found = geocode(["Al Hasakah and Dayr Az Zawr"], ["SY"], gazetteer=gazetteer)[0]
    assert found.place is None
    assert len(found.alternatives) == 2


def test_a_place_of_the_project_comes_first(tmp_path):
    ours = Place(
        name="Ash Shaddadah yard",
        kind=PlaceKind.BASE,
        longitude=40.7,
        latitude=36.0,
        country="SY",
        aliases=("Shaddadi",),
        id="yard",
    )
    found = geocode(["Shaddadi"], ["SY"], gazetteer=Gazetteer.of([ours]))[0]
    assert found.place.id == "yard"


def test_a_table_places_each_name_once_for_all_its_rows(gazetteer):
    found = geocode_table([("Syria", "Manbij"), ("Syria", "Manbij"), ("Iraq", "Nowhereabad")], gazetteer=gazetteer)
    assert [(n.name, n.count, n.resolution.place is None) for n in found] == [
        ("Nowhereabad", 1, True),
        ("Manbij", 2, False),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Austin said the talks went well.",
        "Al Mayadeen television showed the footage.",
        "The missile was fired at 4 p.m. (Sanaa time).",
        "The USS Carney shot down a drone.",
        "The Syrian Observatory for Human Rights counted them.",
    ],
)
def test_persons_channels_time_zones_ships_and_bodies_are_no_places(gazetteer, words):
    assert [p.text for p in geoparse(words, gazetteer=gazetteer) if p.is_point] == []


def test_every_place_has_its_words(gazetteer):
    text = "Drones hit Erbil, in Iraq's Kurdistan region, and a base 35 km south of Kirkuk."
    found = geoparse(text, gazetteer=gazetteer)
    assert [text[p.start : p.end] == p.text for p in found] == [True] * len(found)
    assert {p.entry.name for p in found if p.is_point} >= {"Erbil", "Kirkuk"}


@pytest.mark.parametrize(
    ("words", "precision", "has_point"),
    [
        ("in western Iraq", WherePrecision.FUZZY, False),
        ("in Iraq", WherePrecision.COUNTRY, False),
        ("in Anbar province, Iraq", WherePrecision.ADM_1, True),
        ("near Haditha, Iraq", WherePrecision.NEAR, True),
        ("in Haditha, Iraq", WherePrecision.EXACT, True),
        ("south of Baghdad, Iraq", WherePrecision.ADM_2, True),
        ("20 km west of Ramadi, Iraq", WherePrecision.NEAR, True),
    ],
)
def test_a_relation_gives_an_honest_precision(words, precision, has_point):
    place = extract(f"A rocket hit a convoy {words}, on 3 March 2021.", "2021-03-05").candidates[0].incident.place
    assert (place.precision, place.longitude is not None) == (precision, has_point)


@given(
    st.floats(-60, 60), st.floats(-170, 170), st.sampled_from([0, 45, 90, 135, 180, 225, 270, 315]), st.floats(1, 200)
)
def test_travelling_covers_the_distance(lat, lon, bearing, km):
    new_lat, new_lon = travel(lat, lon, bearing, km)
    assert distance_km(lat, lon, new_lat, new_lon) == pytest.approx(km, rel=1e-6)


@given(st.text(max_size=30))
def test_a_key_of_a_key_needs_no_more_folding(text):
    assert key(text) == key(text.upper().lower()) or not text.isascii()


def test_the_arrays_are_kept_and_read_back(tmp_path, gazetteer, monkeypatch):
    from geo.extraction import world

    monkeypatch.setattr(world, "build", lambda: gazetteer.world)
    first = world.load(tmp_path)
    monkeypatch.setattr(world, "build", lambda: pytest.fail("built twice"))
    assert world.load(tmp_path).nbytes == first.nbytes


def test_making_a_gazetteer_reads_no_arrays():
    assert "world" not in vars(Gazetteer.of())


def test_a_mention_is_plain_json(gazetteer):
    found = geoparse("Drones hit Erbil, Iraq.", gazetteer=gazetteer)[0].to_json()
    place = {"name": "Erbil", "country": "IQ", "longitude": 44.00943, "latitude": 36.19117, "where_precision": 1}
    assert json.loads(json.dumps(found))["place"] == place
