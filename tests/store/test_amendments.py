"""Amendments: corrections and further sources laid over a dataset's row."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import WHO, incident, rows

from geo.errors import InputError
from geo.frames import to_incident
from geo.model import Claim, Fatalities, ReviewState, Source
from geo.store import Amendment, amend, apply_amendment

ROW = incident(7, "ucdp", fatalities=Fatalities(low=1, best=2, high=4))


def test_a_correction_replaces_only_its_field():
    amended = apply_amendment(ROW, {"set": {"place.precision": 4, "fatalities.best": 3, "weapon": "Shahed"}})
    assert (amended.place.precision, amended.fatalities.best, amended.weapon) == (4, 3, "Shahed")
    assert (amended.place.longitude, amended.fatalities.high) == (41.0, 4)
    assert amended.uid == ROW.uid


def test_a_place_can_be_given_to_an_unmapped_row():
    unmapped = incident(7, "ucdp", place=None)
    body = {"set": {"place.name": "Basra", "place.longitude": 47.8, "place.latitude": 30.5}}
    assert apply_amendment(unmapped, body).place.is_mapped


def test_further_sources_and_claims_are_added_once():
    more = Amendment(sources=(Source(publisher="Reuters"), Source(publisher="AFP")), claims=(Claim(field="weapon"),))
    amended = amend(amend(ROW, more), more)
    assert [s.publisher for s in amended.sources] == ["AFP", "Reuters"]
    assert len(amended.claims) == 1


def test_an_empty_amendment_changes_nothing():
    assert apply_amendment(ROW, {}) == ROW


@pytest.mark.parametrize("path", ["dataset", "dataset_id", "raw.cell", "sources", "no_such_field", ""])
def test_identity_originals_and_unknown_fields_cannot_be_set(store, path):
    with pytest.raises(InputError, match="An amendment cannot set"):
        store.casebook.put_amendment(ROW, Amendment(set={path: "x"}), **WHO)


@pytest.mark.parametrize("change", [{"place.latitude": 91}, {"date_end": "2020-01-01"}, {"fatalities.high": 0}])
def test_a_correction_that_does_not_fit_is_refused_when_written(store, change):
    with pytest.raises(InputError, match="The correction of ucdp:7 does not fit"):
        store.casebook.put_amendment(ROW, Amendment(set=change), **WHO)
    assert store.casebook.amendments() == {}


def test_a_correction_that_no_longer_fits_leaves_the_row_disputed():
    newer = ROW.model_copy(update={"fatalities": Fatalities(low=5, best=6, high=9)})
    amended = apply_amendment(newer, {"set": {"fatalities.best": 3}, "sources": [{"publisher": "Reuters"}]})
    assert (amended.state, amended.fatalities.best) == (ReviewState.DISPUTED, 6)
    assert amended.sources[-1].publisher == "Reuters"


def test_an_amendment_survives_the_dataset_s_next_version(store):
    store.datasets.write("ucdp", rows(10), **WHO)
    store.casebook.put_amendment(ROW, Amendment(set={"title": "Corrected"}, removed=False), **WHO)
    info = store.datasets.write("ucdp", rows(12, description="revised by its provider"), **WHO)
    row = next(r for r in store.datasets.read(info).to_pylist() if r["dataset_id"] == "7")
    kept = store.casebook.amendments()["ucdp:7"]
    assert amend(to_incident(row), kept).title == "Corrected"
    assert amend(to_incident(row), kept).description == "revised by its provider"


_WORDS = st.text(max_size=8)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | _WORDS, lambda s: st.lists(s) | st.dictionaries(_WORDS, s)
)
_PATHS = st.sampled_from(["title", "place", "place.name", "fatalities.low", "actors", "date_start.x", "state"])


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(_PATHS, _ANY, max_size=3))
def test_no_stored_correction_breaks_the_reading_of_a_row(change):
    assert apply_amendment(ROW, {"set": change}).uid == ROW.uid
