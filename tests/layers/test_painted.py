"""The view painted by the server, compared with plain Python over the same random incidents."""

from __future__ import annotations

import math
import struct
import zlib
from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from geo import frames
from geo.columns import Columns
from geo.layers import MODES, encode_areas
from geo.layers.cells import View, grid_of
from geo.layers.mercator import project
from geo.layers.packing import unpack
from geo.layers.painted import FEW, Shown, encode_painted, under
from geo.layers.png import write_png
from geo.layers.slots import slots_of
from geo.model import EventType, Fatalities, Incident, Party, Place, Role

BORDERLESS = SimpleNamespace(division=lambda *_: None, country_geometry=lambda _: None)
INKS = [f"#0{i}0{i}0{i}" for i in range(10)]


def incidents(count, seed=1):
    rng = np.random.default_rng(seed)
    for n in range(count):
        longitude, latitude = rng.uniform(40, 46), rng.uniform(30, 36)
        place = Place(name="p", longitude=longitude, latitude=latitude, precision=int(rng.integers(1, 8)))
        yield Incident(
            dataset="t",
            dataset_id=f"{n:05}",
            event_type=list(EventType)[n % 18],
            date_start=date(2020, 1, 1) + timedelta(days=n // 10),
            place=place if n % 17 else None,
            fatalities=Fatalities(best=int(rng.integers(0, 9)) if n % 3 else None),
            actors=(Party(actor=f"A{int(rng.integers(0, 14))}", role=Role.INITIATOR),) if n % 4 else (),
        )


def shown_of(values):
    columns = Columns.from_table(frames.from_incidents(values), "t")
    areas = unpack(encode_areas(columns, BORDERLESS, lambda rows: rows))[1]
    return Shown(columns, np.arange(len(values)) % 5 > 0, areas)


def view(style="dots", zoom=7.3):
    scale = 256 * 2**zoom
    left, top = (float(c[0] * scale) for c in project(np.array([41.0]), np.array([35.0])))
    return View(scale, left, top, 640, 480, 2.5, 2 ** (zoom - math.floor(zoom + 0.5)), style)


def pixels(value, view):
    x, y = project(np.array([value.place.longitude]), np.array([value.place.latitude]))
    return float(x[0] * view.scale - view.left), float(y[0] * view.scale - view.top)


def admitted(values, keep):
    return [v for n, v in enumerate(values) if n % 5 and v.place and keep(v)]


def is_dot(value):
    return value.place.precision < 3


VALUES = list(incidents(900))


def test_counts_of_kinds_and_slots_equal_those_of_plain_python():
    shown = shown_of(VALUES)
    slots = slots_of([shown.columns], "initiator")
    header, arrays = unpack(encode_painted([shown], view(), slots, INKS))
    mapped = admitted(VALUES, lambda _: True)
    kinds = Counter(v.place.precision | list(EventType).index(v.event_type) << 3 for v in mapped)
    assert {k: n for k, n in enumerate(header["by_kind"]) if n} == dict(kinds)
    names = Counter(v.actors[0].actor if v.actors else "not stated" for v in mapped)
    named = {row["name"]: row["slot"] for row in header["legend"]}
    by_slot = Counter({named.get(name, 9): 0 for name in names})
    for name, n in names.items():
        by_slot[named.get(name, 9)] += n
    assert {s: n for s, n in enumerate(header["by_slot"]) if n} == {s: n for s, n in by_slot.items() if n}
    assert header["unmapped"] == sum(1 for n, v in enumerate(VALUES) if n % 5 and not v.place)
    assert arrays["n0"].sum() == len(admitted(VALUES, lambda v: not is_dot(v)))


def test_few_dots_are_sent_as_rows():
    header, arrays = unpack(
        encode_painted([shown_of(VALUES)], view(), slots_of([shown_of(VALUES).columns], "type"), INKS)
    )
    seen = [v for v in admitted(VALUES, is_dot) if 0 <= pixels(v, view())[0] < 640 and 0 <= pixels(v, view())[1] < 480]
    assert header["in_view"] == len(seen) == len(arrays["x"])
    assert [VALUES[row].dataset_id for row in arrays["row"]] == [v.dataset_id for v in seen]


@pytest.mark.parametrize("style", ["clusters", "heat", "hexagons", "deaths"])
def test_cells_hold_what_plain_python_counts_in_them(style):
    shown, at = shown_of(VALUES), view(style)
    _, arrays = unpack(encode_painted([shown], at, slots_of([shown.columns], "initiator"), INKS))
    grid = grid_of(at)
    expected: Counter[int] = Counter()
    for value in admitted(VALUES, is_dot):
        x, y = pixels(value, at)
        if -grid.reach <= x <= 640 + grid.reach and -grid.reach <= y <= 480 + grid.reach:
            cell = int(grid.cell(np.array([x]), np.array([y]))[0])
            expected[cell] += (value.fatalities.best or 0) if style == "deaths" else 1
    assert dict(zip(arrays["cell"].tolist(), arrays["n"].tolist(), strict=True)) == {
        c: n for c, n in expected.items() if n
    }


def test_a_hexagon_holds_the_points_that_are_nearest_to_its_centre():
    at = view("hexagons")
    grid, rng = grid_of(at), np.random.default_rng(2)
    points = rng.uniform((0, 0), (640, 480), (4000, 2))
    cells = grid.cell(points[:, 0], points[:, 1])
    for cell in np.unique(cells):
        inside = points[cells == cell]
        assert np.ptp(inside[:, 0]) <= math.sqrt(3) * grid.reach + 1e-6
        assert np.ptp(inside[:, 1]) <= 2 * grid.reach + 1e-6


def test_many_dots_are_painted_the_newest_on_top():
    base = list(incidents(FEW + 200))
    place = Place(name="p", longitude=43, latitude=33, precision=1)
    values = [v.model_copy(update={"place": place, "event_type": EventType.RIOT}) for v in base]
    last = values[-1].model_copy(update={"event_type": EventType.PROTEST})
    shown = shown_of([*values[:-1], last])
    everything = Shown(shown.columns, np.ones(len(values), bool), shown.areas)
    slots = slots_of([shown.columns], "type")
    at = view()
    _, arrays = unpack(encode_painted([everything], at, slots, INKS))
    image = read_png(arrays["png"].tobytes())
    x, y = (int(c) for c in pixels(last, at))
    named = {row["name"]: row["slot"] for row in slots.legend}
    assert image[y, x] == named[EventType.PROTEST.words] + 1
    assert np.count_nonzero(image) < 60


def test_what_lies_under_a_point_is_what_is_near_it():
    shown, at = shown_of(VALUES), view()
    rows = under(shown.columns, np.flatnonzero(shown.rows), at, (320.0, 240.0), 60.0)
    expected = [n for n, v in enumerate(VALUES) if n % 5 and v.place and math.dist(pixels(v, at), (320, 240)) <= 60]
    assert rows.tolist() == expected


def test_names_switched_off_are_not_counted():
    shown = shown_of(VALUES)
    common = slots_of([shown.columns], "initiator").legend[0]["name"]
    slots = slots_of([shown.columns], "initiator", off=(common, "not stated"))
    header, _ = unpack(encode_painted([shown], view(), slots, INKS))
    left = admitted(VALUES, lambda v: v.actors and v.actors[0].actor != common)
    assert sum(header["by_kind"]) == len(left)


@pytest.mark.parametrize("mode", list(MODES))
def test_every_mode_shares_out_its_slots(mode):
    columns = shown_of(VALUES).columns
    slots = slots_of([columns, columns], mode)
    assert sum(row["total"] for row in slots.legend) == 2 * len(VALUES)
    assert {row["slot"] for row in slots.legend} == set(np.unique(slots.by_part[0]).tolist())


def test_a_picture_can_be_read_back():
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert read_png(write_png(pixels, [(i, i, i, 255) for i in range(12)])).tolist() == pixels.tolist()


def read_png(data):
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT")
    size = struct.unpack(">I", data[start - 4 : start])[0]
    rows = np.frombuffer(zlib.decompress(data[start + 4 : start + 4 + size]), np.uint8).reshape(height, width + 1)
    return rows[:, 1:]
