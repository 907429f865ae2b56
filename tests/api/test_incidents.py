"""The list and the card over HTTP."""

from __future__ import annotations

import pytest

from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from tests.api.asking import asker

QAIM = "reported:2024-01-24-al-qaim"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    atlas = Atlas.open(StoreSettings(store=tmp_path_factory.mktemp("api") / "store"))
    yield asker(atlas)
    atlas.close()


def get(ask, path):
    answer = ask(path)
    assert answer.status == 200, answer.body
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def test_the_list_is_newest_first_and_counts_everything(ask):
    body = get(ask, "/atlas/incidents?limit=5")
    assert body["total"] == 22
    assert len(body["rows"]) == 5
    assert body["rows"][0]["date"] == "28 January 2024"


def test_pages_join_to_the_whole_list(ask):
    whole = [r["uid"] for r in get(ask, "/atlas/incidents?limit=200")["rows"]]
    paged = [r["uid"] for o in range(0, 22, 5) for r in get(ask, f"/atlas/incidents?limit=5&offset={o}")["rows"]]
    assert paged == whole


def test_the_filter_narrows_the_list(ask):
    body = get(ask, "/atlas/incidents?datetime=2024-01-20/2024-01-24&actor=Kataib+Hezbollah&role=target")
    assert {r["uid"] for r in body["rows"]} >= {QAIM}
    assert body["total"] == len(body["rows"])


@pytest.mark.parametrize("order", ["newest", "oldest", "deadliest", "relevance"])
def test_every_order_gives_the_same_incidents(ask, order):
    rows = get(ask, f"/atlas/incidents?limit=200&q=base&order={order}")["rows"]
    assert {r["uid"] for r in rows} == {r["uid"] for r in get(ask, "/atlas/incidents?limit=200&q=base")["rows"]}


def test_named_incidents_are_listed_whatever_the_filter(ask):
    body = get(ask, f"/atlas/incidents?uid={QAIM}&uid=reported:gone&country=FR")
    assert [r["uid"] for r in body["rows"]] == [QAIM]


def test_the_card_says_whether_the_filter_admits_it(ask):
    assert get(ask, f"/atlas/incidents/{QAIM}")["shown"] is True
    hidden = get(ask, f"/atlas/incidents/{QAIM}?datetime=2020-01-01/2020-12-31")
    assert hidden["shown"] is False
    assert hidden["place"]["precision"] == 2


def test_the_card_has_the_history_of_the_record(ask):
    assert [h["what"] for h in get(ask, f"/atlas/incidents/{QAIM}")["history"]] == ["record added"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/atlas/incidents/reported:gone", 404, "no incident"),
        ("/atlas/incidents/%3Cb%3E", 404, "no incident"),
        ("/atlas/incidents?offset=-1", 400, "whole number"),
        ("/atlas/incidents?limit=x", 400, "whole number"),
        ("/atlas/incidents?order=random", 400, "no order random"),
        ("/atlas/incidents?datetime=yesterday", 400, "datetime=yesterday"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(ask, path, status, words):
    answer = ask(path)
    assert answer.status == status
    assert words in answer.json()["error"]
