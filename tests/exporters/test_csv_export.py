import csv
import io

import hypothesis.strategies as st
import pyarrow as pa
import pytest
from export_samples import CANARY, Boundaries, exported
from hypothesis import given

from geo.exporters.csv_text import HEADER, cell_text


def read(**options):
    return list(csv.DictReader(io.StringIO(exported("csv", **options).decode(), newline="")))


def test_every_incident_is_a_row_mapped_or_not():
    rows = read()
    assert [(r["dataset_id"], r["longitude"], r["latitude"]) for r in rows[:2]] == [
        ("1", "42.44", "33.79"),
        ("2", "", ""),
    ]
    assert len(rows) == 5


def test_an_empty_selection_still_has_a_header():
    assert next(csv.reader([exported("csv", incidents=[]).decode()])) == list(HEADER)


def test_texts_stand_as_they_are_and_formulas_are_disarmed():
    rows = read()
    assert (rows[0]["title"], rows[0]["initiator"], rows[0]["raw_note"]) == (CANARY, CANARY, CANARY)
    assert rows[1]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["raw_count"] == "-5"


def test_the_footprint_or_with_areas_the_area_shown_is_well_known_text():
    assert [r["wkt"][:7] for r in read()] == ["", "", "", "", "POLYGON"]
    assert [r["wkt"][:7] for r in read(boundaries=Boundaries())] == ["POLYGON", "", "POLYGON", "POLYGON", "POLYGON"]


@pytest.mark.parametrize("text", ["=1", "+1+1", "-1+1", "@x", "\tx", "\rx", "'=1", "''@"])
def test_risky_text_gets_one_apostrophe(text):
    assert cell_text(pa.array([text])).to_pylist() == ["'" + text]


@pytest.mark.parametrize("text", ["a=1", "'quoted'", " =1", "", "1-2", None])
def test_harmless_text_is_left_alone(text):
    assert cell_text(pa.array([text], pa.string())).to_pylist() == [text]


def split(cell):
    """Undo the joining as the module's docstring states it."""
    names, name, i = [], "", 0
    while i < len(cell):
        if cell[i] == "\\":
            step = 3 if cell[i + 1] == ";" else 2
            name, i = name + cell[i + 1 : i + step], i + step
        elif cell.startswith("; ", i):
            names, name, i = [*names, name], "", i + 2
        else:
            name, i = name + cell[i], i + 1
    return [*names, name]


@given(st.lists(st.text("ab;\\ ", min_size=1, max_size=5), min_size=1, max_size=4))
def test_joined_names_can_be_taken_apart_again(names):
    assert split(cell_text(pa.array([names])).to_pylist()[0]) == names
