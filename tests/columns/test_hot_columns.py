"""The columns of a table say what its rows say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo import frames
from geo.columns import UNDATED, Columns, to_date, to_day
from geo.columns.columns import EVENT_TYPES, STATES
from geo.columns.haystack import Haystack
from geo.columns.spots import reach
from geo.columns.text import fold_strings
from geo.errors import StoreError
from geo.model import EventType, Incident, Party, Place, Role
from geo.model.filter import in_box
from geo.model.geometry import within_km
from geo.model.normalise import search_fold
from tests.bench import synthetic
from tests.columns.incident_strategies import Reference, incident_lists, patiently

texts = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=8)


def columns_of(*incidents):
    return Columns.from_table(frames.from_incidents(incidents), "x")


def incident(dataset_id="1", **fields):
    return Incident(dataset="d", dataset_id=dataset_id, event_type=EventType.RIOT, **fields)


@patiently(20)
@given(incidents=incident_lists)
def test_each_row_is_found_again_in_the_columns(incidents):
    columns = columns_of(*incidents)
    for row, value in enumerate(incidents):
        place = value.place or Place(name="")
        assert columns.ids[row].as_py() == value.dataset_id
        assert to_date(columns.day_start[row]) == value.date_start
        assert to_date(columns.day_end[row]) == (value.date_end or value.date_start)
        assert EVENT_TYPES[columns.event_type[row]] is value.event_type
        assert STATES[columns.state[row]] is value.state
        assert columns.place.names[columns.place.codes[row]] == place.name
        assert sorted(columns.actors.of_row(row)) == sorted((p.role, p.actor) for p in value.actors)
        assert columns.has_geometry[row] == place.is_mapped
        assert columns.sources[row] == len(value.sources)


def test_an_empty_table_has_empty_columns():
    columns = columns_of()
    assert columns.rows == 0
    assert columns.row_of("1") is None
    assert columns.title.names == ("",)


def test_rows_without_coordinates_are_not_a_number_in_both():
    columns = columns_of(incident(), incident(place=Place(name="x", longitude=43.5, latitude=-0.0)))
    assert np.isnan([columns.longitude[0], columns.latitude[0]]).all()
    assert (columns.longitude[1], columns.latitude[1]) == (43.5, 0)


def test_the_leading_initiator_is_the_first_one_named():
    parties = (
        Party(actor="t", role=Role.TARGET),
        Party(actor="b", role=Role.INITIATOR),
        Party(actor="a", role=Role.INITIATOR),
    )
    columns = columns_of(incident(actors=parties), incident("2"))
    assert columns.actors.names[columns.initiator[0]] == "b"
    assert columns.initiator[1] == -1


def test_days_count_from_1970_and_undated_comes_after_all():
    assert to_day(date(1970, 1, 2)) == 1
    assert to_day(date.max) < UNDATED
    assert to_date(UNDATED) is None


def test_an_event_type_of_a_later_release_is_refused():
    table = frames.from_incidents([incident()])
    at = table.column_names.index("event_type")
    with pytest.raises(StoreError, match="does not know: \\['quarrel'\\]"):
        Columns.from_table(table.set_column(at, table.schema.field(at), pa.array(["quarrel"])), "x")


def test_a_million_rows_keep_to_less_than_400_bytes_each():
    columns = Columns.from_table(synthetic.table(20_000), "x")
    assert columns.nbytes / columns.rows < 400


def test_columns_are_read_a_few_at_a_time():
    table, asked = frames.from_incidents([incident()]), []

    def read(names):
        asked.append(len(names))
        return table.select(list(names))

    assert Columns.load(read, "x").rows == 1
    assert max(asked) < len(frames.OURS) / 2


@given(strings=texts)
def test_strings_fold_in_columns_as_they_fold_alone(strings):
    assert fold_strings(pa.array(strings, pa.string())).to_pylist() == [search_fold(s) for s in strings]


@given(
    strings=st.lists(st.text("abc é", max_size=9), max_size=40),
    word=st.text("abc é", min_size=1, max_size=4),
    skip=st.integers(0, 3),
)
@example(strings=["ab", "cd"], word="bc", skip=0)
@example(strings=["x" * 300 + "ab", "b", "ab"], word="ab", skip=1)
def test_a_word_is_found_in_the_strings_that_hold_it(strings, word, skip):
    found = Haystack(pa.array(strings, pa.string()).slice(skip)).mask(word)
    assert found.tolist() == [word in s for s in strings[skip:]]


def test_a_rare_and_a_common_word_are_found_in_many_blocks():
    strings = [f"{'lorem ipsum ' * 20}{i}" for i in range(20_000)]
    haystack = Haystack(pa.array(strings))
    assert np.flatnonzero(haystack.mask("m 1234")).tolist() == [i for i in range(20_000) if str(i).startswith("1234")]
    assert haystack.mask("lorem").all()


@pytest.mark.parametrize("km", [0.5, 50, 1000, 5000])
@pytest.mark.parametrize("place", ["point", "corner", "line", "area"])
def test_all_within_a_distance_lies_within_reach(place, km):
    geometry = Reference().geometry(place)
    rng = np.random.default_rng(1)
    longitudes, latitudes = rng.uniform(-180, 180, 20_000), rng.uniform(-90, 90, 20_000)
    near = within_km(geometry, km, longitudes, latitudes)
    assert in_box(reach(geometry, km), longitudes, latitudes)[near].all()
