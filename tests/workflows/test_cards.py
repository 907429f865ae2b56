"""The card says everything that is known of an incident, and who says so."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

import pytest

from geo.errors import NotFoundError
from geo.model import (
    Claim,
    DatePrecision,
    EventType,
    Fatalities,
    Incident,
    Link,
    LinkKind,
    Method,
    Party,
    Place,
    Revision,
    Role,
    Source,
    WherePrecision,
)
from geo.workflows.cards import card
from geo.workflows.snapshot import Snapshot
from geo.workflows.wording import coordinates, place_words, span_words, time_words
from tests.workflows.snapshots import REFERENCE, part_of

AFP = Source(publisher="AFP", title="Report", published=date(2024, 1, 24), url="https://example.org/1")


def incident(dataset_id="a", **fields):
    return Incident(dataset="d0", dataset_id=dataset_id, event_type=EventType.AIR_OR_DRONE_STRIKE, **fields)


def card_of(*incidents, revisions=(), own=True):
    values = {i.uid: i for i in incidents} if own else {}
    snapshot = Snapshot((part_of(incidents, "d0"),), REFERENCE, 1, values)
    made = card(snapshot, incidents[0].uid, revisions)
    assert json.loads(json.dumps(made)) == made
    return made


def test_a_bare_incident_says_what_is_not_reported():
    made = card_of(incident())
    assert made["title"] == "Air or drone strike"
    assert made["date"]["words"] == "date not reported"
    assert made["fatalities"] == {"low": None, "best": None, "high": None, "words": "not reported", "reported": False}
    assert made["place"]["mapped"] is False
    assert made["claims"] == made["links"] == made["history"] == made["raw"] == []


def test_no_deaths_is_not_the_same_as_not_reported():
    made = card_of(incident(fatalities=Fatalities(low=0, best=0, high=0), injuries=Fatalities(low=1)))
    assert made["fatalities"]["words"] == "0"
    assert made["fatalities"]["reported"]
    assert made["injuries"]["words"] == "at least 1"


def test_date_and_place_come_with_their_precision_in_words():
    place = Place(name="Al-Qa'im", longitude=40.9894, latitude=34.3925, precision=WherePrecision.NEAR, country="IQ")
    made = card_of(incident(date_start=date(2024, 1, 24), date_precision=DatePrecision.WEEK, place=place))
    assert made["date"]["precision_words"] == "within a week"
    assert made["place"]["words"] == "Al-Qa'im, Iraq"
    assert "about 25 km" in made["place"]["precision_words"]
    assert made["place"]["uncertainty_m"] == 25_000
    assert made["place"]["coordinates"] == "34.3925° N, 40.9894° E"


def test_accounts_that_differ_stand_side_by_side():
    claims = (
        Claim(field="target", value="A", source=AFP, attributed_to="one"),
        Claim(field="target", value="B", source=AFP, attributed_to="two"),
        Claim(field="date_start", value="2024-01-24", source=AFP),
    )
    date_group, target = card_of(incident(claims=claims))["claims"]
    assert date_group["versions"][0]["value"] == "24 January 2024"
    assert target["field_words"] == "Target"
    assert target["disputed"]
    assert [v["value"] for v in target["versions"]] == ["A", "B"]


def test_one_voice_that_names_two_does_not_dispute_itself():
    claims = tuple(Claim(field="target", value=v, attributed_to="Pentagon") for v in ("A", "B"))
    assert card_of(incident(claims=claims))["claims"][0]["disputed"] is False


def test_values_that_differ_only_in_spelling_are_one_version():
    claims = (Claim(field="place", value="Al-Qa'im"), Claim(field="place", value="al qaim"))
    assert [len(v["claims"]) for v in card_of(incident(claims=claims))["claims"][0]["versions"]] == [2]


def test_machine_read_claims_are_told_from_those_of_people():
    claims = (Claim(field="weapon", value="x", method=Method.RULE, rule="r1", confidence=0.9), Claim(field="weapon"))
    versions = card_of(incident(claims=claims))["claims"][0]["versions"]
    assert [v["claims"][0]["machine"] for v in versions] == [True, False]
    assert versions[1]["value"] == "not stated"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "//host/x", "file:///etc"])
def test_only_web_addresses_are_given_as_links(url):
    assert card_of(incident(sources=(Source(publisher="p", url=url),)))["sources"][0]["url"] is None


def test_links_are_shown_from_both_ends():
    link = Link(kind=LinkKind.IN_RESPONSE_TO, to="d0:b", inferred=True, note="n")
    first, second = incident("a", links=(link,), date_start=date(2024, 1, 24)), incident("b", title="Before")
    onward, back = card_of(first, second)["links"], card_of(second, first)["links"]
    assert (onward[0]["words"], onward[0]["title"], onward[0]["inferred"]) == ("In response to", "Before", True)
    assert (back[0]["words"], back[0]["uid"]) == ("Answered by", "d0:a")


def test_a_link_to_an_incident_that_is_gone_is_not_offered():
    made = card_of(incident(links=(Link(kind=LinkKind.SAME_AS, to="d0:gone"),)))
    assert made["links"][0]["known"] is False


def test_history_says_who_changed_what_and_why():
    at = datetime(2024, 2, 1, 9, 30, tzinfo=UTC)
    changes = (
        Revision(
            id=2,
            kind="incident",
            record="d0:a",
            at=at,
            by="Ann",
            why="typo",
            before={"title": "x", "weapon": "w"},
            after={"title": "y", "weapon": "w"},
        ),
        Revision(id=1, kind="incident", record="d0:a", at=at, by="Bob", why="new", before=None, after={"title": "x"}),
    )
    changed, added = card_of(incident(), revisions=changes)["history"]
    assert changed["at"] == "1 February 2024, 09:30 UTC"
    assert changed["changes"] == [{"field": "Title", "before": "x", "after": "y"}]
    assert (added["what"], added["by"], added["changes"]) == ("record added", "Bob", [])


def test_parties_are_listed_by_role():
    actors = (Party(actor="A", role=Role.TARGET), Party(actor="B", role=Role.INITIATOR), Party(actor="C"))
    roles = [(p["role"], p["actors"]) for p in card_of(incident(actors=actors))["parties"]]
    assert roles == [("initiator", ["B"]), ("target", ["A"]), ("unspecified", ["C"])]


def test_the_citation_names_sources_dataset_and_record():
    said = card_of(incident(title="Strike", date_start=date(2024, 1, 24), sources=(AFP,)))["citation"]
    assert said == (
        "Strike (24 January 2024). Reported by AFP, “Report”. Incident Atlas, dataset d0, version 1, record a."
    )


def test_original_columns_are_kept_as_they_were():
    assert card_of(incident(raw={"deaths_a": "3", "x": None}))["raw"] == [["deaths_a", "3"], ["x", ""]]


def test_an_incident_that_is_not_there_is_an_error():
    with pytest.raises(NotFoundError, match="no incident"):
        card(Snapshot((), REFERENCE, 1, {}), "d0:zzz")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((2024, 1, 24), None, "24 January 2024"),
        ((2024, 1, 20), (2024, 1, 24), "20 to 24 January 2024"),
        ((2024, 1, 20), (2024, 2, 3), "20 January to 3 February 2024"),
        ((2023, 12, 31), (2024, 1, 1), "31 December 2023 to 1 January 2024"),
    ],
)
def test_spans_of_days_in_words(start, end, words):
    assert span_words(date(*start), date(*end) if end else None) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Baghdad", ["01:30 local time (Asia/Baghdad)", "22:30 UTC on 23 January 2024"]),
        (None, ["01:30 local time, zone not reported"]),
        ("Mars/Base", ["01:30 local time (Mars/Base)"]),
        ("../etc/passwd", ["01:30 local time (../etc/passwd)"]),
    ],
)
def test_local_time_with_its_zone(zone, words):
    assert time_words(incident(date_start=date(2024, 1, 24), time_local=time(1, 30), time_zone=zone)) == words


def test_places_are_said_once_from_small_to_large():
    assert place_words(Place(name="Baghdad", adm_1="Baghdad", country="IQ")) == "Baghdad, Iraq"
    assert coordinates(Place(name="x", longitude=-70.5, latitude=-33)) == "33.0000° S, 70.5000° W"
