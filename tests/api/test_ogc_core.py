"""OGC API - Features, Part 1: documents, features, paging, representations, faults and access."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from geo.frames import from_incidents
from geo.model.filter_query import from_query
from geo.store import Amendment
from geo.workflows.export import export
from geo.workflows.search import select
from tests.api.ogc_client import ODD, ROOT, Client, by_rel, incident, opened, sample

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def names(client):
    return {c["title"]: c["id"] for c in client.get("/collections").json()["collections"]}


def test_the_landing_page_leads_everywhere(client):
    links = by_rel(client.get().json())
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= links.keys()
    for href in links.values():
        assert href.startswith(ROOT)
        assert client.get(href).status == 200


def test_the_landing_page_answers_with_and_without_the_last_slash(client):
    assert client.get("").json() == client.get("/").json()


def test_every_dataset_the_casebook_the_places_and_the_areas_are_collections(client):
    found = list(names(client).values())
    assert found[:3] == ["incidents", "reported", "open"]
    assert found[-3:] == ["places", "areas", "borders"]
    assert len(found) == 7


def test_every_link_of_every_collection_answers(client):
    for collection in client.get("/collections").json()["collections"]:
        for one in collection["links"]:
            if one["href"].startswith(ROOT):
                assert client.get(one["href"]).status == 200, one


def test_counts_are_those_of_the_page(client, atlas):
    snapshot = atlas.snapshot()
    for collection, query in (("incidents", ""), ("reported", "dataset=reported"), ("open", "dataset=open")):
        counts = select(snapshot, from_query(query)).counts
        assert client.items(collection, limit=1)["numberMatched"] == counts.shown > 0


def test_features_are_those_of_the_export(client, atlas):
    exported = json.loads(b"".join(export(atlas.snapshot(), from_query(""), "geojson", now=NOW)))
    assert client.items("incidents")["features"] == exported["features"]


def test_pages_joined_give_every_feature_once(client):
    whole = client.ids("incidents")
    address, found = "/collections/incidents/items?limit=7", []
    while address:
        page = client.get(address).json()
        assert page["numberReturned"] == len(page["features"]) <= 7
        assert page["numberMatched"] == len(whole)
        found += [f["id"].rpartition(":")[2] for f in page["features"]]
        address = by_rel(page).get("next")
    assert found == whole


def test_the_page_before_is_linked_and_keeps_what_was_asked(client):
    second = client.items("open", limit=2, offset=2, country="IQ")
    before = client.get(by_rel(second)["prev"]).json()
    assert [f["id"] for f in before["features"]] == ["open:1", "open:2"]
    assert "prev" not in by_rel(before)


def test_a_page_beyond_the_end_is_empty(client):
    page = client.items("open", offset=1000)
    assert (page["features"], page["numberMatched"], page["numberReturned"]) == ([], 9, 0)
    assert "next" not in by_rel(page)


def test_more_than_the_most_gives_the_most(client):
    page = client.items("open", limit=10**9)
    assert "limit=10000" in by_rel(page)["self"]
    assert page["numberReturned"] == 9


def test_hits_gives_the_count_alone(client):
    page = client.items("open", resultType="hits")
    assert (page["numberMatched"], page["numberReturned"], page["features"]) == (9, 0, [])


@pytest.mark.parametrize("collection", ["open", ODD])
def test_every_feature_is_found_by_the_link_to_it(client, collection):
    name = names(client)[f"Incidents of {collection}"]
    for feature in client.items(name)["features"]:
        from urllib.parse import quote

        found = client.get(f"/collections/{quote(name, safe='')}/items/{quote(feature['id'], safe='')}")
        assert found.headers["content-type"] == "application/geo+json"
        one = found.json()
        own = by_rel(one)["self"]
        assert {k: v for k, v in one.items() if k != "links"} == feature
        assert client.get(own).json() == one


def test_a_feature_stands_in_its_own_collection_only(client):
    assert client.get("/collections/open/items/open%3A1").status == 200
    assert client.get("/collections/incidents/items/open%3A1").status == 200
    assert client.get("/collections/reported/items/open%3A1").status == 404


def test_an_amended_incident_stays_in_its_dataset(tmp_path):
    atlas = opened(tmp_path / "store")
    row = atlas.snapshot().incident("open:3")
    atlas.store.casebook.put_amendment(row, Amendment(set={"title": "Changed"}), by="test", why="test")
    client = Client(atlas)
    titles = {f["id"]: f["properties"]["title"] for f in client.items("open")["features"]}
    assert (len(titles), titles["open:3"]) == (9, "Changed")
    assert client.get("/collections/open/items/open:3").json()["properties"]["title"] == "Changed"
    atlas.close()


def test_a_dataset_that_is_called_like_another_collection_has_a_name_of_its_own(tmp_path):
    atlas = opened(tmp_path / "store")
    atlas.store.datasets.write("places", from_incidents(sample("places")), by="test", why="test")
    client = Client(atlas)
    found = names(client)
    assert found["Places"] == "places"
    assert found["Incidents of places"].startswith("places:")
    assert client.items(found["Incidents of places"])["numberMatched"] == 9
    atlas.close()


@pytest.mark.parametrize(
    ("given", "matched"),
    [
        ("2024-01-03", "39"),
        ("2024-01-03T12:00:00Z", "39"),
        ("2024-01-03/2024-01-04", "349"),
        ("../2024-01-02", "129"),
        ("2024-01-06T00:00:00Z/..", "6789"),
        ("/2024-01-01", "19"),
    ],
)
def test_datetime_gives_what_shares_a_day_and_what_has_none(client, given, matched):
    assert client.ids(datetime=given) == list(matched)


@pytest.mark.parametrize("box", ["42.5,32,44.5,34", "42.5,32,-100,44.5,34,100"])
def test_bbox_gives_what_lies_within_and_what_has_no_geometry(client, box):
    assert client.ids(bbox=box) == list("348")


def test_a_box_may_cross_the_antimeridian(client):
    assert client.ids(bbox="46.5,32,41.5,34") == list("1789")


def test_only_longitude_and_latitude_of_wgs_84_are_served(client):
    crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    assert client.ids(bbox="42.5,32,44.5,34", bbox_crs=crs84) == list("348")
    assert "EPSG/0/3857 is not served" in client.fault(
        bbox="1,2,3,4", bbox_crs="http://www.opengis.net/def/crs/EPSG/0/3857"
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"nope": "1"}, "no parameter nope"),
        ({"limit": "0"}, "limit is at least 1"),
        ({"limit": "-1"}, "limit=-1 is not a whole number"),
        ({"limit": "x"}, "limit=x is not a whole number"),
        ({"offset": "1.5"}, "offset=1.5 is not a whole number"),
        ({"bbox": "1,2,3"}, "bbox has 3 numbers"),
        ({"bbox": "a,b,c,d"}, "not four or six numbers"),
        ({"bbox": "1,2,nan,4"}, "four or six numbers"),
        ({"bbox": "0,50,10,40"}, "south at most north"),
        ({"bbox": "0,0,200,10"}, "west, south, east, north in degrees"),
        ({"datetime": "yesterday"}, "yesterday is not a day"),
        ({"datetime": "2024-13-01"}, "2024-13-01 is not a day"),
        ({"datetime": "2024-01-05/2024-01-01"}, "ends before it starts"),
        ({"datetime": "a/b/c"}, "no day and no interval"),
        ({"datetime": ".."}, "no day and no interval"),
        ({"f": "xml"}, "f=xml is not served"),
        ({"fatalities_best": "many"}, "fatalities_best=many is not a number"),
        ({"fatalities_best": "inf"}, "fatalities_best=inf is not a number"),
        ({"event_type": "party"}, "no event_type party"),
        ({"within": "25,nowhere-at-all"}, "nowhere-at-all"),
        ({"polygon": "POINT(1 2)"}, "polygon"),
        ({"role": "king"}, "role"),
    ],
)
def test_a_wrong_parameter_is_named(client, query, words):
    assert words in client.fault(**query)


def test_a_parameter_given_twice_is_refused(client):
    assert client.get("/collections/open/items?limit=1&limit=2").status == 400


@pytest.mark.parametrize("path", ["", "/conformance", "/api", "/collections", "/collections/open"])
def test_documents_take_no_parameters_they_do_not_know(client, path):
    assert client.get(path, bbox="1,2,3,4").json()["code"] == "InvalidParameterValue"


@pytest.mark.parametrize(
    "path", ["/nothing", "/collections/none", "/collections/none/items", "/collections/open/items/open%3A99"]
)
def test_what_is_not_there_is_said_in_the_standards_form(client, path):
    answer = client.get(path)
    assert (answer.status, answer.headers["content-type"]) == (404, "application/json")
    assert answer.json().keys() == {"code", "description"}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/geo+json;q=0.9, text/html;q=0.1", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "application/json"),
        ("text/html;q=nonsense,;;,,", "text/html; charset=utf-8"),
        ("", "application/json"),
    ],
)
def test_the_representation_is_what_the_client_prefers(client, accept, kind):
    assert client.get(headers={"accept": accept}).headers["content-type"] == kind


def test_extents_hold_what_the_collection_holds(client):
    extent = client.get("/collections/open").json()["extent"]
    assert extent["spatial"]["bbox"] == [[41.0, 33.0, 49.0, 33.0]]
    assert extent["temporal"]["interval"] == [["2024-01-01T00:00:00Z", "2024-01-08T23:59:59Z"]]


def test_places_areas_and_borders_have_one_type_of_geometry_each(client):
    kinds = {n: {f["geometry"]["type"] for f in client.items(n)["features"]} for n in ("places", "areas", "borders")}
    assert kinds["places"] == {"Point"}
    assert (kinds["areas"], kinds["borders"]) == ({"MultiPolygon"}, {"MultiLineString"})


def test_a_province_that_is_all_that_is_known_is_an_area(tmp_path):
    atlas = opened(tmp_path / "store")
    place = {"name": "Somewhere in Anbar", "longitude": 42.0, "latitude": 33.0, "precision": 4}
    only = incident("known", 1, place=place | {"country": "IQ", "adm_1": "Al Anbar"}, date_start=date(2024, 1, 1))
    atlas.store.datasets.write("known", from_incidents([only]), by="test", why="test")
    client = Client(atlas)
    found = client.items("areas", kind="admin1", country="IQ")["features"]
    assert "Al Anbar" in {n for f in found for n in (f["properties"]["name"], *f["properties"]["aliases"])}
    assert client.get(f"/collections/areas/items/{found[0]['id']}").json()["geometry"] == found[0]["geometry"]
    atlas.close()
