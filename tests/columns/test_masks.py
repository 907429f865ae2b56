"""The compiled filter equals the plain one, field by field and all together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import frames
from geo.columns import Columns
from geo.columns.compiled import COMPILED
from geo.model.filter import Filter
from tests.columns.incident_strategies import FIELDS, Reference, filters, incident_lists, patiently

REFERENCE = Reference()


def agree(incidents, chosen):
    columns = Columns.from_table(frames.from_incidents(incidents), "x")
    assert columns.mask(chosen, REFERENCE).tolist() == [chosen.admits_but_date(i, REFERENCE) for i in incidents]
    assert columns.in_dates(chosen).tolist() == [chosen.admits_date(i) for i in incidents]


def test_every_field_of_filter_is_compiled():
    assert set(COMPILED) | {"datetime"} == set(Filter.model_fields)


def test_every_field_of_filter_has_values_to_be_tested_with():
    assert set(FIELDS) == set(Filter.model_fields)


@pytest.mark.parametrize("field", Filter.model_fields)
@patiently(20)
@given(data=st.data())
def test_the_compiled_field_admits_what_the_plain_one_admits(field, data):
    agree(data.draw(incident_lists), data.draw(filters(field)))


@patiently(50)
@given(incidents=incident_lists, chosen=filters())
def test_the_compiled_filter_admits_what_the_plain_one_admits(incidents, chosen):
    agree(incidents, chosen)


@patiently(20)
@given(incidents=incident_lists, chosen=filters("actors", "role"))
def test_role_narrows_actors_on_the_same_party(incidents, chosen):
    agree(incidents, chosen)
