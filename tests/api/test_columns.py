"""What the map is painted from, over HTTP."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from pydantic import SecretStr

from geo.api import access
from geo.layers import browser_files, browser_version
from geo.layers.packing import unpack
from geo.settings import ServerSettings, StoreSettings
from geo.workflows.atlas import Atlas
from tests.api.asking import asker


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    atlas = Atlas.open(StoreSettings(store=tmp_path_factory.mktemp("columns") / "store"))
    yield atlas
    atlas.close()


@pytest.fixture(scope="module")
def ask(atlas):
    return asker(atlas)


@pytest.fixture(scope="module")
def part(ask):
    return ask("/atlas/state").json()["parts"][0]["id"]


@pytest.mark.parametrize("query", ["", "?datetime=2024-01-20/2024-01-24", "?country=SY", "?q=nothing-has-this"])
def test_the_counts_always_add_up(ask, query):
    counts = ask(f"/atlas/state{query}").json()["counts"]
    total = counts.pop("total")
    assert sum(counts.values()) == total == 22


def test_a_filter_that_cannot_be_read_is_said_in_one_sentence(ask):
    answer = ask("/atlas/state?bbox=1,2")
    assert answer.status == 400
    assert "bbox=1,2 cannot be read" in answer.json()["error"]


def test_columns_are_immutable_and_not_sent_twice(ask, part):
    answer = ask(f"/atlas/parts/{part}/columns")
    assert "immutable" in answer.headers["cache-control"]
    assert unpack(answer.body)[0]["rows"] == 22
    again = ask(f"/atlas/parts/{part}/columns", if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_columns_are_compressed_for_a_browser_far_away_only(ask, part):
    near = ask(f"/atlas/parts/{part}/columns", accept_encoding="gzip")
    far = ask(f"/atlas/parts/{part}/columns", accept_encoding="gzip", x_forwarded_for="192.0.2.7")
    assert near.headers["content-encoding"] == "identity"
    assert far.headers["content-encoding"] == "gzip"
    assert gzip.decompress(far.body) == near.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("parts/none/columns", 404),
        ("parts/{part}/colours/taste", 400),
        ("parts/{part}/rows?rows=x", 400),
        ("parts/{part}/rows?rows=22", 404),
        ("basemap/../places.json", 404),
        ("basemap/nothing.json", 404),
        ("assets/1/nothing.js", 404),
        ("locate/none:1", 404),
    ],
)
def test_what_is_not_there_is_answered_with_one_sentence(ask, part, path, status):
    answer = ask(f"/atlas/{path.format(part=part)}")
    assert answer.status == status
    assert answer.json()["error"].endswith((".", "version."))


def test_the_mask_leaves_the_date_to_the_browser(ask):
    with_date, without = (ask(f"/atlas/mask?country=SY{d}").body for d in ("&datetime=2024-01-24", ""))
    assert with_date == without
    ((name, rows, passed),) = unpack(without)[0]["parts"].values()
    assert 0 < passed < rows == 22
    assert np.unpackbits(unpack(without)[1][name], count=rows, bitorder="little").sum() == passed


def test_rows_are_summed_up_in_the_order_asked(ask, part):
    lines = ask(f"/atlas/parts/{part}/rows?rows=3,1").json()
    assert [line["row"] for line in lines] == [3, 1]
    assert all(line["uid"].startswith("reported:") for line in lines)


def test_an_incident_can_be_found_on_the_map(ask, part):
    uid = ask(f"/atlas/parts/{part}/rows?rows=0").json()[0]["uid"]
    assert set(ask(f"/atlas/locate/{uid}").json()) == {"longitude", "latitude", "uncertainty_m"}


def test_places_have_a_layer_each(ask):
    features = ask("/atlas/places").json()["features"]
    assert {f["properties"]["layer"] for f in features} >= {"bases", "strips"}


def test_areas_and_every_colouring_cover_the_part(ask, part):
    assert unpack(ask(f"/atlas/parts/{part}/areas").body)[1]["row"].size == 3
    for mode in ("initiator", "type", "fatalities"):
        assert unpack(ask(f"/atlas/parts/{part}/colours/{mode}").body)[1]["code"].size == 22


def test_every_browser_file_is_served_and_immutable_under_its_version(ask):
    for name in browser_files():
        answer = ask(f"/atlas/assets/{browser_version()}/{name}")
        assert answer.status == 200
        assert "immutable" in answer.headers["cache-control"]
    assert "no-cache" in ask("/atlas/assets/old/boot.js").headers["cache-control"]


def test_with_sign_in_data_needs_a_session_or_the_machine_token(atlas):
    server = ServerSettings(sign_in=True, token=SecretStr("machine"))
    ask = asker(atlas, server)
    assert ask("/atlas/state").status == 401
    assert ask("/atlas/state", x_atlas_session="forged").status == 401
    assert ask("/atlas/state", x_atlas_session=access.mint(server, "ann@example.org")).status == 200
    assert ask("/atlas/state", authorization="Bearer machine").status == 200
    assert ask("/atlas/state?token=machine").status == 200
    assert ask(f"/atlas/assets/{browser_version()}/boot.js").status == 200
    assert ask("/healthz").status == 200


def test_browser_files_stay_small():
    ours = [p for p in browser_files().values() if p.parent.name == "layers" and p.suffix == ".js"]
    assert {p.name: n for p in ours if (n := len(p.read_text("utf-8").splitlines())) > 300} == {}
