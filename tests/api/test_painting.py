"""The painted view over HTTP."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from geo.layers.packing import unpack
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from tests.api.asking import asker

VIEW = {
    "scale": 16384,
    "left": 9000,
    "top": 6000,
    "width": 2000,
    "height": 1500,
    "radius": 2.5,
    "pixel": 1,
    "areas": "counted",
}
INKS = [("ink", "#0067a5")] * 10


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    atlas = Atlas.open(StoreSettings(store=tmp_path_factory.mktemp("painting") / "store"))
    yield asker(atlas)
    atlas.close()


def query(**changes):
    return urlencode([*(VIEW | changes).items(), *INKS])


@pytest.mark.parametrize("filters", ["", "&country=SY", "&datetime=2024-01-20/2024-01-24"])
def test_the_painted_counts_are_those_of_the_filter(ask, filters):
    header, _ = unpack(ask(f"/atlas/painted?{query()}{filters}").body)
    counts = ask(f"/atlas/state?{filters}").json()["counts"]
    assert (sum(header["by_kind"]), header["unmapped"]) == (counts["on_map"], counts["unmapped"])


@pytest.mark.parametrize("style", ["clusters", "heat", "hexagons", "deaths"])
def test_every_style_is_counted_in_cells(ask, style):
    header, arrays = unpack(ask(f"/atlas/painted?{query(style=style)}").body)
    assert header["in_view"] >= 1
    assert set(arrays) >= {"cell", "n"}


@pytest.mark.parametrize("change", [{"scale": "x"}, {"width": 0}, {"width": 1e9}, {"style": "oil"}, {"mode": "taste"}])
def test_a_view_that_makes_no_sense_is_refused_in_one_sentence(ask, change):
    answer = ask(f"/atlas/painted?{query(**change)}")
    assert answer.status == 400
    assert answer.json()["error"].endswith(".")


def test_colours_that_are_none_are_refused(ask):
    assert ask(f"/atlas/painted?{urlencode(VIEW)}&ink=red").status == 400


def test_what_lies_under_a_point_can_be_asked(ask):
    _, arrays = unpack(ask(f"/atlas/painted?{query()}").body)
    x, y = float(arrays["x"][0]) * VIEW["scale"] - VIEW["left"], float(arrays["y"][0]) * VIEW["scale"] - VIEW["top"]
    found = ask(f"/atlas/under?{query(x=x, y=y, reach=3)}").json()
    assert found["total"] >= 1
    assert int(arrays["row"][0]) in [hit["row"] for hit in found["hits"]]


def test_the_rows_of_areas_can_be_asked(ask):
    part = ask("/atlas/state").json()["parts"][0]["id"]
    _, arrays = unpack(ask(f"/atlas/parts/{part}/areas").body)
    found = ask(f"/atlas/parts/{part}/inside?{query()}&among={arrays['area'][0]}").json()
    assert int(arrays["row"][0]) in [hit["row"] for hit in found["hits"]]
    shapes = unpack(ask(f"/atlas/parts/{part}/areas?shapes=1").body)[1]
    assert "row" not in shapes


def test_the_limits_of_a_filter_are_given_as_geometry(ask):
    assert ask("/atlas/limits").json() == {"geometry": None}
    geometry = ask("/atlas/limits?bbox=40,30,44,36&within=25,al-qaim").json()["geometry"]
    assert [g["type"] for g in geometry["geometries"]] == ["Polygon", "Polygon"]
