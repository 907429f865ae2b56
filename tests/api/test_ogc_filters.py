"""Property filters and CQL2 text: what they give, what they refuse, and that they agree with the page's filter."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.api.ogc import budget
from geo.api.ogc.cql2_text import MOST_CHARACTERS, parse
from geo.errors import FilterError
from geo.model.filter_query import from_query
from geo.workflows.search import select

MATCHES = {
    # comparisons
    "fatalities_best > 5": "67",
    "fatalities_best = 3.0": "3",
    "2 >= fatalities_best": "12",
    "fatalities_best <> 1": "234567",
    "longitude = fatalities_best + 40": "1234567",
    "fatalities_best * 2 - 1 = -(-5)": "3",
    "fatalities_best / 2 = 1.5": "3",
    "fatalities_best < 99999999999999999999": "1234567",
    "country = 'SY'": "8",
    "title = 'Ünïcode 100% ''quoted'''": "9",
    "\"country\" = 'SY'": "8",
    "date_start > DATE('2024-01-06')": "78",
    "date_start = '2024-01-02'": "2",
    "date_start <= TIMESTAMP('2024-01-02T23:00:00Z')": "12",
    "uncertainty_m = 1000": "12345679",
    "state = 'published'": "123456789",
    "1 = 1": "123456789",
    "TRUE": "123456789",
    "DATE('2024-01-02') < DATE('2024-01-01')": "",
    # what is unknown is neither true nor false
    "fatalities_best > 0 OR NOT fatalities_best > 0": "1234567",
    "NOT country = 'IQ'": "8",
    "fatalities_best IS NULL": "89",
    "geometry IS NULL": "8",
    "date_start IS NOT NULL": "12345678",
    "NOT (date_start IS NULL) AND geometry IS NULL": "8",
    "initiator IS NULL": "8",
    # AND binds closer than OR, NOT closer than AND
    "event_type = 'drone_attack' OR country = 'SY' AND fatalities_best = 1": "9",
    "(event_type = 'drone_attack' OR country = 'SY') AND fatalities_best IS NULL": "89",
    "NOT country = 'SY' AND fatalities_best < 3": "12",
    # ranges, lists and patterns
    "fatalities_best BETWEEN 2 AND 4 AND country = 'IQ'": "234",
    "fatalities_best NOT BETWEEN 2 AND 6": "17",
    "place_name IN ('Place 1', 'Place 7', 'none')": "17",
    "country NOT IN ('IQ')": "8",
    "fatalities_best IN (1, 2)": "12",
    "place_name LIKE 'Place _'": "12345679",
    "title LIKE '%100\\%%'": "9",
    "place_name NOT LIKE 'P%'": "8",
    "CASEI(title) LIKE CASEI('ÜNÏ%')": "9",
    "ACCENTI(CASEI(title)) LIKE 'unicode%'": "9",
    "CASEI(country) IN ('sy')": "8",
    # space
    "S_INTERSECTS(geometry, BBOX(41.5, 30, 43.5, 40))": "23",
    "S_INTERSECTS(geometry, BBOX(46.5, 30, -170, 40))": "79",
    "S_WITHIN(geometry, POLYGON((41.5 30, 43.5 30, 43.5 40, 41.5 40, 41.5 30)))": "23",
    "S_CONTAINS(POLYGON((41.5 30,43.5 30,43.5 40,41.5 40,41.5 30)), geometry)": "23",
    "s_equals(geometry, POINT(44 33))": "4",
    "S_DISJOINT(geometry, MULTIPOINT((44 33),(45 33)))": "123679",
    "S_TOUCHES(geometry, LINESTRING(43 33, 44 34))": "3",
    "NOT S_INTERSECTS(geometry, BBOX(41.5, 30, 43.5, 40))": "145679",
    # time
    "T_AFTER(date_start, DATE('2024-01-06'))": "78",
    "T_BEFORE(date_end, TIMESTAMP('2024-01-03T00:00:00Z'))": "12",
    "T_DURING(date_start, INTERVAL('2024-01-02', '2024-01-05'))": "34",
    "T_INTERSECTS(INTERVAL(date_start, date_end), INTERVAL('2024-01-02', '2024-01-03'))": "23",
    "T_INTERSECTS(date_start, INTERVAL('..', '2024-01-02'))": "12",
    "T_EQUALS(date_start, DATE('2024-01-04'))": "4",
    "T_CONTAINS(INTERVAL('2024-01-02', '2024-01-05'), date_start)": "34",
    "T_MEETS(date_start, INTERVAL('2024-01-02', '..'))": "2",
    "T_STARTS(date_start, INTERVAL('2024-01-02', '2024-01-09'))": "2",
    "T_FINISHES(date_start, INTERVAL('2024-01-02', '2024-01-05'))": "5",
    "T_DISJOINT(date_start, INTERVAL('2024-01-02', '2024-01-07'))": "18",
    "T_OVERLAPS(INTERVAL('2024-01-01', '2024-01-03'), INTERVAL('2024-01-02', '2024-01-05'))": "123456789",
    # lists of texts
    "initiator = 'Group A'": "12345679",
    "initiator <> 'Group A'": "8",
    "target LIKE 'B%'": "12345679",
    "A_CONTAINS(initiator, ('Group A'))": "12345679",
    "A_CONTAINS(initiator, ('Group A', 'Base'))": "",
    "A_OVERLAPS(initiator, ('Group A', 'Base'))": "12345679",
    "A_CONTAINEDBY(initiator, ('Group A', 'Base'))": "123456789",
    "A_EQUALS(CASEI(initiator), ('group a'))": "12345679",
}


@pytest.mark.parametrize("text", MATCHES)
def test_cql2_gives(client, text):
    assert "".join(client.ids(filter=text)) == MATCHES[text]


REFUSED = {
    "": None,
    "a": "no property a",
    "country": "a text where it needs a comparison",
    "country = 'IQ": "not CQL2 text from character 11",
    "country = ": "ends too early",
    "country = 'IQ' extra": "character 16",
    "country = 3": "compares a text with a number",
    "fatalities_best = 'x'": "compares a number with a text",
    "geometry = geometry": "compares a geometry with a geometry",
    "date_start > 'soon'": "soon is not a day",
    "DATE(country) = DATE('2024-01-01')": "date takes a text in quotes",
    "country LIKE 3": "LIKE needs a text",
    "initiator > 'a'": "A_CONTAINS",
    "title + 1 = 2": "calculates with a text",
    "nothing(country) = 1": "no function nothing",
    "CASEI(country, country) = 'x'": "casei takes 1 arguments",
    "S_INTERSECTS(country, POINT(1 1))": "takes the property geometry",
    "S_INTERSECTS(geometry, geometry)": "takes the property geometry",
    "S_INTERSECTS(geometry, POLYGON((1 1)))": "not well-formed WKT",
    "S_INTERSECTS(geometry, BBOX(1,2,3))": "bbox takes 4 or 6 arguments",
    "S_INTERSECTS(geometry, BBOX(0,9,1,1))": "south at most north",
    "T_AFTER(country, DATE('2024-01-01'))": "by days",
    "T_AFTER(date_start, 7)": "not numbers",
    "A_CONTAINS(country, ('x'))": "a list of texts",
    "fatalities_best > 1e999": "too large",
    "S_INTERSECTS(geometry, POINT(1e999 1))": "too large",
    "INTERVAL('..', '..') = 1": "compares an interval with a number",
    "(country, title) = 'x'": "compares a list with a text",
}


@pytest.mark.parametrize("text", [t for t, words in REFUSED.items() if words])
@pytest.mark.parametrize("collection", ["open", "places"])
def test_cql2_refuses_in_one_sentence(client, text, collection):
    shown = text if collection == "open" else text.replace("date_start", "nothing")
    description = client.fault(collection, filter=shown)
    assert "\n" not in description
    if collection == "open":
        assert REFUSED[text] in description


def test_a_filter_of_another_language_is_refused(client):
    assert (
        "filter-lang=ecql is not served"
        in client.get("/collections/open/items?filter=INCLUDE&filter-lang=ecql").json()["description"]
    )
    assert client.get("/collections/open/items?filter=TRUE&filter-lang=cql2-text").status == 200


def test_a_fault_shows_also_where_there_is_nothing_to_filter(client):
    assert "no property x" in client.fault(filter="x = 1", country="ZZ")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 9000 + "country = 'IQ'",
        "(" * 9000 + "country = 'IQ'" + ")" * 9000,
        "NOT " * 4000 + "country = 'IQ'",
        "fatalities_best = " + "-" * 9000 + "1",
        "S_INTERSECTS(geometry, " + "POINT(((" * 2000,
        "S_INTERSECTS(geometry, POLYGON(" * 600,
        "'" * 9001,
        " OR ".join(["country = 'IQ'"] * 900),
        "1" * 9000 + " = 1",
        "country LIKE '" + "%a" * 9000 + "'",
        "x" * (MOST_CHARACTERS + 1),
    ],
)
def test_a_monstrous_filter_is_answered_at_once(client, text):
    start = time.perf_counter()
    assert client.get("/collections/open/items", filter=text).status in {200, 400}
    assert time.perf_counter() - start < 2


def test_a_filter_that_takes_too_long_is_refused_in_a_sentence(client, monkeypatch):
    monkeypatch.setattr(budget, "MOST_SECONDS", 1e-9)
    assert "make it simpler" in client.fault(filter=" OR ".join(["title LIKE '%a%'"] * 60))
    monkeypatch.undo()
    assert client.get("/collections/open/items", filter="title LIKE '%a%'").status == 200


@given(st.text(alphabet="abcxyz019 ()<>=',.+-*/\"_%äß\n\t" + "ANDORNOTLIKE", max_size=80))
@settings(max_examples=300, deadline=None)
def test_whatever_is_read_as_cql2_is_a_tree_or_a_sentence(text):
    with suppress(FilterError):
        parse(text)


@pytest.mark.parametrize(
    ("query", "matched"),
    [
        ({"country": "SY"}, "8"),
        ({"country": "IQ", "fatalities_best": "2"}, "2"),
        ({"event_type": "drone_attack"}, "9"),
        ({"date_start": "2024-01-05"}, "5"),
        ({"initiator": "Group A", "place_name": "Place 4"}, "4"),
        ({"longitude": "41.0"}, "1"),
        ({"title": "A{{7*191}}B<b>x</b>", "datetime": "2024-01-01"}, "1"),
        ({"title": "' OR TRUE OR '"}, ""),
        ({"country": "IQ", "filter": "fatalities_best > 5", "bbox": "46.5,30,50,40"}, "7"),
    ],
)
def test_properties_are_compared_with_parameters_of_their_names(client, query, matched):
    assert "".join(client.ids(**query)) == matched


def test_places_and_areas_take_the_same_filters(client):
    airfields = client.items("places", filter="kind = 'airfield' AND country = 'SY'")["features"]
    assert airfields
    assert {(f["properties"]["kind"], f["properties"]["country"]) for f in airfields} == {("airfield", "SY")}
    named = client.items("places", filter="A_CONTAINS(aliases, ('Jurf al-Nasr'))")["features"]
    assert [f["id"] for f in named] == ["jurf-al-sakhr"]
    strips = client.items("areas", filter="S_INTERSECTS(geometry, POINT(41.02 34.4))")["features"]
    assert "iraq-syria-border-strip" in {f["id"] for f in strips}


DASHBOARD = [
    "actor=Group A",
    "actor=Base&role=target",
    "type=drone_attack",
    "precision=1",
    "q=quoted",
    "within=250,erbil",
]
DASHBOARD += ["polygon=POLYGON((41.5 30,43.5 30,43.5 40,41.5 40,41.5 30))", "actor=Nobody", "type=riot,drone_attack"]


@pytest.mark.parametrize("query", DASHBOARD)
def test_the_dashboards_own_filters_give_the_dashboards_own_counts(client, atlas, query):
    counts = select(atlas.snapshot(), from_query(query)).counts
    from urllib.parse import quote

    answer = client.get(f"/collections/incidents/items?{quote(query, safe='=&')}&limit=1")
    assert answer.status == 200
    assert answer.json()["numberMatched"] == counts.shown


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_boxes_and_days_in_cql2_give_what_the_page_shows(client, atlas, data):
    west, east = sorted(data.draw(st.tuples(*[st.integers(36, 50)] * 2)))
    south, north = sorted(data.draw(st.tuples(*[st.integers(29, 38)] * 2)))
    first, last = sorted(data.draw(st.tuples(*[st.dates(*_JANUARY)] * 2)))
    text = f"S_INTERSECTS(geometry, BBOX({west},{south},{east},{north})) AND longitude IS NOT NULL AND "
    text += f"T_INTERSECTS(INTERVAL(date_start,date_end), INTERVAL('{first}','{last}'))"
    shown = select(
        atlas.snapshot(), from_query(f"bbox={west},{south},{east},{north}&datetime={first}/{last}")
    ).counts.shown
    assert client.items("incidents", filter=text)["numberMatched"] == shown


def _january():
    from datetime import date

    return date(2024, 1, 1), date(2024, 1, 31)


_JANUARY = _january()
