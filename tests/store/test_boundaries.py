from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.model.countries import country_codes
from geo.store.boundaries import Boundaries, core

FOLDER = Path(__file__).resolve().parents[2] / "data" / "basemap" / "countries"


BOUNDARIES = Boundaries(FOLDER)


@pytest.fixture
def boundaries() -> Boundaries:
    return BOUNDARIES


@pytest.mark.parametrize(
    ("country", "name", "shown"),
    [
        ("IQ", "Al Anbar province", "Al-Anbar"),
        ("IQ", "Anbar", "Al-Anbar"),
        ("IQ", "محافظة الأنبار", "Al-Anbar"),
        ("IQ", "Diyālā province", "Diyala"),
        ("IQ", "Şalāḩ ad Dīn province", "Salah ad-Din"),
        ("IQ", "Kirkuk province", "Kirkuk"),
        ("IQ", "Nīnawá province", "Nineveh"),
        ("SY", "Dayr az Zawr governorate", "Deir ez-Zor"),
        ("SY", "Ar Raqqah governorate", "Raqqa"),
        ("SY", "Aleppo governorate", "Aleppo"),
        ("UA", "Donetsk oblast", "Donetsk"),
        ("UA", "Kiev Special Republican city", "Kyiv City"),
        ("YE", "Şan‘ā’ governorate", "Sana'a"),
        ("AF", "Panjsher province", "Panjshir"),
        ("AF", "Paktya province", "Paktya"),
        ("CD", "Nord Kivu province", "Nord-Kivu"),
        ("RU", "Chechnya republic", "Chechnya"),
        ("SD", "Upper Nile state", "Upper Nile"),
        ("IL", "Gaza Strip", "Gaza Strip"),
        ("US", "Texas", "Texas"),
    ],
)
def test_a_division_is_found_in_the_spelling_of_datasets(boundaries, country, name, shown):
    assert boundaries.division(country, name).name == shown
    assert boundaries.division(country, name).geometry.area > 0


@pytest.mark.parametrize(
    ("country", "name"), [("IQ", "Texas"), ("IQ", ""), ("IQ", "province"), ("ZZ", "X"), ("../x", "X")]
)
def test_a_division_that_is_not_there_is_none(boundaries, country, name):
    assert boundaries.division(country, name) is None


@given(st.text())
def test_no_name_breaks_the_search_for_a_division(name):
    assert BOUNDARIES.division("JO", name) is None or core(name)


def test_a_country_is_kept_once_it_was_read(boundaries):
    assert boundaries.country("JO") is boundaries.country("JO")
    assert boundaries.country("ZZ") is None


def test_countries_of_the_world_file_do_not_overlap():
    shapes = shapely.get_parts(shapely.from_geojson((FOLDER.parent / "world.json").read_bytes()))
    assert sum(shapely.area(shapes)) - shapely.union_all(shapes).area < 1.0


def test_all_bundled_outlines_are_valid_and_counter_clockwise():
    for path in sorted(FOLDER.glob("*.json")):
        shapes = shapely.get_parts(shapely.from_geojson(path.read_bytes()))
        assert shapely.is_valid(shapes).all(), path.name
        assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(shapes))).all(), path.name


def test_the_index_of_the_basemap_lists_every_country_file():
    index = json.loads((FOLDER.parent / "index.json").read_bytes())["countries"]
    assert set(index) == {p.stem for p in FOLDER.glob("*.json")}
    assert set(index) <= country_codes()
