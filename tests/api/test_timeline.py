"""Counts over time over HTTP."""

from __future__ import annotations

import pytest

from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from tests.api.asking import asker


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    atlas = Atlas.open(StoreSettings(store=tmp_path_factory.mktemp("api") / "store"))
    yield asker(atlas)
    atlas.close()


def test_the_bars_hold_every_dated_incident(ask):
    body = ask("/atlas/timeline").json()
    assert sum(map(sum, body["counts"])) == 22
    assert body["series"][0]["name"] == "United States"
    assert len(body["edges"]) == len(body["counts"][0]) + 1


def test_the_date_filter_does_not_narrow_the_bars(ask):
    assert ask("/atlas/timeline?datetime=2024-01-24").json() == ask("/atlas/timeline").json()


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_the_bin_can_be_asked_for(ask, unit):
    assert ask(f"/atlas/timeline?bin={unit}").json()["bin"] == unit


def test_a_narrow_view_has_finer_bars(ask):
    body = ask("/atlas/timeline?bars=40&from=2024-01-15&to=2024-01-30").json()
    assert body["bin"] == "day"
    assert sum(map(sum, body["counts"])) == 6


@pytest.mark.parametrize(
    ("query", "words"),
    [("bin=hour", "no bin hour"), ("bars=0", "bars=0"), ("bars=-3", "bars=-3"), ("from=then", "from=then")],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(ask, query, words):
    answer = ask(f"/atlas/timeline?{query}")
    assert answer.status == 400
    assert words in answer.json()["error"]
