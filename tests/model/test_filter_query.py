"""A filter goes into a URL and comes back the same; and it says itself in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import FilterError
from geo.model import Role, WherePrecision
from geo.model.filter import DateRange, Filter, Within
from geo.model.filter_query import LISTS, PARAMETERS, from_query, to_query, words
from tests.columns.incident_strategies import filters, patiently


def meaning(chosen):
    """Give the filter without what cannot be told apart: names around which blanks stand, a text of blanks."""
    update = {f: tuple(v.strip() for v in getattr(chosen, f) if v.strip()) for f in ("actors", "adm_1")}
    return chosen.model_copy(update=update | {"text": chosen.text if chosen.text.split() else ""})


@patiently(60)
@given(chosen=filters())
def test_a_filter_comes_back_from_its_query(chosen):
    assert meaning(from_query(to_query(chosen))) == meaning(chosen)


@patiently(40)
@given(chosen=filters())
def test_a_filter_comes_back_from_a_mapping_of_lists(chosen):
    assert from_query(parse_qs(to_query(chosen))) == from_query(to_query(chosen))


@patiently(40)
@given(chosen=filters())
def test_a_filter_says_itself_in_one_line(chosen):
    said = words(chosen)
    assert said.strip() == said or chosen.text or "" in (*chosen.actors, *chosen.adm_1)
    assert all(str(name) in said for name in (*chosen.actors, *chosen.countries, *chosen.datasets))


@given(
    query=st.text(st.characters(codec="utf-8")) | st.dictionaries(st.sampled_from(PARAMETERS), st.text(), max_size=3)
)
def test_any_query_gives_a_filter_or_says_what_is_wrong(query):
    with suppress(FilterError):
        assert isinstance(from_query(query), Filter)


def test_every_field_has_a_name_in_the_url():
    own = {"text": "q"} | {field: name for name, field in LISTS.items()}
    assert {own.get(field, field) for field in Filter.model_fields} == set(PARAMETERS)


def test_the_empty_filter_is_an_empty_query():
    assert to_query(Filter()) == ""
    assert from_query("") == Filter()


def test_a_query_is_legible():
    chosen = Filter(
        datetime=DateRange(start=date(2024, 1, 20), end=date(2024, 1, 24)),
        actors=("Kataib Hezbollah",),
        role=Role.TARGET,
    )
    assert to_query(chosen) == "datetime=2024-01-20%2F2024-01-24&actor=Kataib+Hezbollah&role=target"


def test_other_names_in_a_query_are_the_pages_own():
    assert from_query("?incident=reported%3A1&country=IQ,SY&utm=x") == Filter(countries=("IQ", "SY"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("bbox=1,2,3", "bbox=1,2,3 cannot be read: write west,south,east,north"),
        ("datetime=yesterday", "write 2024-01-20/2024-01-24"),
        ("precision=9", "UCDP where_prec code"),
        ("within=baghdad", "write kilometres and a place"),
        ("type=quarrel", "types"),
        ("role=victim", "role"),
        ("within=-1,baghdad", "write kilometres"),
    ],
)
def test_a_query_that_cannot_be_read_names_what_is_wrong(query, said):
    with pytest.raises(FilterError, match=said):
        from_query(query)


def test_words_name_each_part():
    chosen = Filter(
        countries=("IQ",),
        precision=WherePrecision.NEAR,
        within=Within(km=25, of="Al-Qa'im"),
        datetime=DateRange(start=date(2024, 1, 20)),
        text="drone",
    )
    assert words(chosen) == (
        "All incidents in IQ within 25 km of Al-Qa'im from 2024-01-20 placed at least as well as: "
        "near a known place, within about 25 km, mentioning “drone”"
    )
