"""What the map's payloads say, compared with the incidents that they were made of."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import frames
from geo.columns import Columns
from geo.layers import MODES, encode_areas, encode_colours, encode_incidents, encode_masks
from geo.layers.mercator import EARTH_M, project
from geo.layers.packing import pack, unpack
from geo.model import EventType, Incident, Party, Place, Role
from geo.model.codes import UNCERTAINTY_M, WherePrecision
from tests.columns.incident_strategies import incident_lists, patiently

BORDERLESS = SimpleNamespace(division=lambda *_: None, country_geometry=lambda _: None)


def sorted_table(values):
    table = frames.from_incidents(values)
    return table.sort_by([("date_start", "ascending"), ("dataset_id", "ascending")])


def columns_of(values):
    return Columns.from_table(sorted_table(values), "t")


def at(number, precision, **fields):
    place = Place(name="x", longitude=44.0, latitude=33.0, precision=precision, **fields)
    return Incident(dataset="t", dataset_id=str(number), event_type=EventType.RIOT, place=place)


@given(st.dictionaries(st.text("abc", min_size=1), st.lists(st.integers(0, 2**31 - 1)), max_size=4))
def test_a_container_gives_back_what_was_packed(lists):
    arrays = {k: np.array(v, np.uint32) for k, v in lists.items()}
    header, found = unpack(pack({"note": "ü"}, arrays))
    assert header["note"] == "ü"
    assert {k: v.tolist() for k, v in found.items()} == lists


@patiently(60)
@given(incident_lists)
def test_every_row_keeps_its_place_days_type_and_precision(values):
    table = sorted_table(values)
    header, arrays = unpack(encode_incidents(Columns.from_table(table, "t"), "t"))
    undated = np.iinfo(arrays["day"].dtype).max
    for row, kind, day, duration, x in zip(
        table.to_pylist(), arrays["kind"], arrays["day"], arrays["duration"], arrays["x"], strict=True
    ):
        assert kind & 7 == (row["where_precision"] or 0)
        assert header["types"][kind >> 3]["id"] == row["event_type"]
        assert np.isnan(x) == (row["longitude"] is None)
        if row["date_start"] is None:
            assert day == undated
        else:
            first = date(1970, 1, 1).toordinal() + header["first_day"]
            assert date.fromordinal(int(day) + first) == row["date_start"]
            assert duration == min((row["date_end"] - row["date_start"]).days, 65535)


def test_a_row_costs_at_most_fourteen_bytes_with_its_category():
    columns = columns_of([at(n, 1) for n in range(5000)])
    cost = len(encode_incidents(columns, "t")) + len(encode_colours(columns, "type"))
    assert cost < 14 * 5000 + 8000


def test_positions_are_within_three_metres_of_the_published_point():
    values = [at(1, 1)]
    _, arrays = unpack(encode_incidents(columns_of(values), "t"))
    x, y = project(np.array([44.0]), np.array([33.0]))
    assert abs(arrays["x"][0] - x[0]) * EARTH_M < 3
    assert abs(arrays["y"][0] - y[0]) * EARTH_M < 3


@pytest.mark.parametrize("mode", list(MODES))
def test_colour_codes_name_what_the_row_says_and_totals_add_up(mode):
    parties = (Party(actor="A", role=Role.INITIATOR), Party(actor="B", role=Role.TARGET))
    values = [at(1, 2).model_copy(update={"actors": parties}), at(2, 5)]
    header, arrays = unpack(encode_colours(columns_of(values), mode))
    assert sum(header["totals"]) == 2
    assert np.bincount(arrays["code"], minlength=len(header["totals"])).tolist() == header["totals"]
    expected = {"initiator": "A", "actor": "A", "type": "Riot", "dataset": "t", "precision": WherePrecision(2).words}
    assert header["names"][arrays["code"][0]] == expected.get(mode, header["names"][arrays["code"][0]])


def test_more_names_than_codes_end_in_other():
    values = [at(n, 1).model_copy(update={"actors": (Party(actor=f"A{n}"),)}) for n in range(400)]
    header, arrays = unpack(encode_colours(columns_of(values), "actor"))
    assert header["names"][255] == "other"
    assert np.count_nonzero(arrays["code"] == 255) == 400 - 254


def test_only_imprecise_rows_are_areas_and_rings_have_the_documented_radius():
    columns = columns_of([at(n, n) for n in range(1, 8)])
    header, arrays = unpack(encode_areas(columns, BORDERLESS, lambda rows: rows))
    assert (arrays["row"] + 1).tolist() == [3, 4, 5, 6, 7]
    metres = arrays["radius"] * EARTH_M * np.cos(np.radians(33))
    assert metres == pytest.approx([UNCERTAINTY_M[WherePrecision(p)] for p in arrays["precision"]], rel=1e-4)
    assert header["names"] == [None] * 5


def test_a_row_with_its_own_uncertainty_has_a_ring_of_that_radius():
    _, arrays = unpack(encode_areas(columns_of([at(1, 5, uncertainty_m=12_000.0)]), BORDERLESS, lambda rows: rows))
    assert arrays["radius"][0] * EARTH_M * np.cos(np.radians(33)) == pytest.approx(12_000, rel=1e-4)


def test_rows_of_one_place_and_precision_share_their_area():
    _, arrays = unpack(encode_areas(columns_of([at(n, 4) for n in range(50)]), BORDERLESS, lambda rows: rows))
    assert len(arrays["x"]) == 1
    assert set(arrays["area"].tolist()) == {0}


def test_very_many_rings_are_brought_together_and_no_row_is_lost():
    rng = np.random.default_rng(3)
    place = Place(name="x", precision=5)
    values = [
        at(n, 5).model_copy(update={"place": place.model_copy(update={"longitude": a, "latitude": b})})
        for n, (a, b) in enumerate(rng.uniform(10, 20, (6000, 2)).tolist())
    ]
    _, arrays = unpack(encode_areas(columns_of(values), BORDERLESS, lambda rows: rows))
    assert sorted(arrays["row"].tolist()) == list(range(6000))
    assert len(arrays["x"]) < 500
    assert arrays["area"].max() == len(arrays["x"]) - 1


@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=40), max_size=4))
def test_masks_say_which_rows_pass(lists):
    masks = {f"p{n}": np.array(rows) for n, rows in enumerate(lists)}
    header, arrays = unpack(encode_masks({k: (np.packbits(m, bitorder="little"), len(m)) for k, m in masks.items()}))
    for part, mask in masks.items():
        name, rows, passed = header["parts"][part]
        assert (rows, passed) == (len(mask), mask.sum())
        bits = np.ones(rows, bool) if name is None else np.unpackbits(arrays[name], count=rows, bitorder="little")
        assert bits.astype(bool).tolist() == mask.tolist()
