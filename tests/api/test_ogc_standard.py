"""Every response against the standards' schemas, and requests made from the service's own description."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from geo.frames import from_incidents
from geo.model import Place
from tests.api import ogc_schemas as schemas
from tests.api.ogc_client import Client, incident, opened


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    atlas = opened(tmp_path_factory.mktemp("ogc") / "store")
    across = "POLYGON ((179 -18, -179 -18, -179 -16, 179 -16, 179 -18))"
    wide = incident("wide", 1, place=Place(name="across", footprint=across, precision=5))
    atlas.store.datasets.write("wide", from_incidents([wide]), by="test", why="test")
    yield Client(atlas)
    atlas.close()


@pytest.fixture(scope="module")
def collections(client):
    return [quote(c["id"], safe="") for c in client.get("/collections").json()["collections"]]


def answered(client, path, schema, **query):
    answer = client.get(path, **query)
    assert answer.status == 200, answer.body
    return schemas.check(answer.json(), schema)


def test_documents_are_what_the_standard_asks(client, collections):
    answered(client, "", schemas.LANDING)
    answered(client, "/conformance", schemas.CONFORMANCE)
    answered(client, "/collections", schemas.COLLECTIONS)
    for name in collections:
        answered(client, f"/collections/{name}", schemas.ONE_COLLECTION)


def test_features_are_what_the_standard_asks(client, collections):
    for name in collections:
        page = answered(client, f"/collections/{name}/items", schemas.FEATURES)
        assert page["numberReturned"] == len(page["features"]) > 0
        for feature in page["features"][:3]:
            answered(client, f"/collections/{name}/items/{quote(feature['id'], safe='')}", schemas.ONE_FEATURE)


def test_queryables_are_a_schema_that_features_keep_to(client, collections):
    for name in collections:
        told = answered(client, f"/collections/{name}/queryables", schemas.QUERYABLES)
        Draft202012Validator.check_schema(told)
        for feature in client.items(name.replace("%3A", ":"))["features"]:
            given = {k: v for k, v in feature["properties"].items() if k in told["properties"] and v is not None}
            Draft202012Validator(told).validate(given)


@pytest.mark.parametrize(
    "path", ["/x", "/collections/x", "/collections/open/items?x=1", "/collections/open/items?bbox=1"]
)
def test_faults_are_what_the_standard_asks(client, path):
    answer = client.get(path)
    assert answer.status in {400, 404}
    schemas.check(answer.json(), schemas.EXCEPTION)


def test_an_area_across_the_antimeridian_is_split(client):
    geometry = client.items("wide")["features"][0]["geometry"]
    assert geometry["type"] == "MultiPolygon"


def test_the_description_is_openapi_3_0(client):
    answer = client.get("/api")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    OpenAPIV30SpecValidator(answer.json()).validate()


def test_the_description_names_every_path_of_every_collection(client, collections):
    paths = client.get("/api").json()["paths"]
    for name in collections:
        for rest in ("", "/queryables", "/items", "/items/{featureId}"):
            assert f"/collections/{name}{rest}" in paths


def resolved(description, part):
    for name in part.get("$ref", "#/").removeprefix("#/").split("/"):
        description = description[name] if name else part
    return description


WORDS = st.sampled_from(
    ["IQ", "open:1", "a/b", "%00", "' OR 1=1", "..", "2024-01-20/..", "Ü", "\x00", "🙂", "1e309", "NaN"]
)


def values(name, schema):
    """Give values that the schema admits, and some that it does not."""
    kind = schema.get("type")
    right = {
        "integer": st.integers(-3, 20_000),
        "number": st.floats(-500, 500, allow_nan=False),
        "array": st.lists(st.floats(-200, 200, allow_nan=False), min_size=3, max_size=7).map(
            lambda n: ",".join(map(str, n))
        ),
    }.get(kind, st.text(max_size=20))
    made = [right, WORDS]
    if "enum" in schema:
        made.append(st.sampled_from(schema["enum"]))
    if name == "datetime":
        made.append(st.dates().map(str) | st.tuples(st.dates(), st.dates()).map(lambda d: f"{d[0]}/{d[1]}"))
    if name == "filter":
        made.append(expressions())
    return st.one_of(*made)


def expressions():
    """Give CQL2 texts, most of them well-formed."""
    names = st.sampled_from(["country", "fatalities_best", "date_start", "geometry", "initiator", "kind", "name", "x"])
    plain = [
        "'IQ'",
        "3",
        "-1.5",
        "TRUE",
        "DATE('2024-01-01')",
        "INTERVAL('..','2024-01-05')",
        "POINT(1 2)",
        "('a','b')",
    ]
    operand = names | st.sampled_from([*plain, "BBOX(1,2,3,4)", "CASEI(title)", "POLYGON((0 0,1 1))"])
    marks = st.sampled_from(["=", "<>", "<", ">=", "LIKE", "NOT LIKE", "+", "/", "IN", "IS"])
    functions = st.sampled_from(["S_INTERSECTS", "T_AFTER", "T_DURING", "A_CONTAINS", "CASEI", "BBOX", "nope"])
    simple = st.tuples(operand, marks, operand).map(" ".join)
    simple |= st.tuples(functions, operand, operand).map(lambda p: f"{p[0]}({p[1]}, {p[2]})")
    simple |= st.tuples(operand, operand, operand).map(lambda p: "{} BETWEEN {} AND {}".format(*p))
    sound = [
        "country = 'IQ'",
        "CASEI(country) LIKE 'i_'",
        "geometry IS NULL",
        "country IN ('IQ', 'SY')",
        "longitude / 0 > 1",
    ]
    sound += ["S_WITHIN(geometry, POLYGON((0 0,90 0,90 90,0 90,0 0)))", "S_TOUCHES(geometry, BBOX(1,2,-3,4))", "1 = 2"]
    sound += [
        "latitude BETWEEN -1e3 AND longitude",
        "ACCENTI(country) <> 'Ü'",
        "NOT where_precision = 1",
        "adm_1 IS NOT NULL",
    ]
    simple |= st.sampled_from(sound)
    return st.recursive(
        simple,
        lambda inner: st.tuples(inner, st.sampled_from([" AND ", " OR ", " AND NOT ", " = "]), inner).map(
            "({0[0]}){0[1]}({0[2]})".format
        ),
        max_leaves=6,
    )


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_requests_made_from_the_description_never_fail_the_server(client, data):
    description = client.get("/api").json()
    path = data.draw(st.sampled_from(sorted(description["paths"])), label="path")
    parameters = [resolved(description, p) for p in description["paths"][path]["get"]["parameters"]]
    query = [p for p in parameters if p["in"] == "query"]
    chosen = data.draw(st.lists(st.sampled_from(query), max_size=3, unique_by=lambda p: p["name"]), label="parameters")
    given = [(p["name"], data.draw(values(p["name"], p["schema"]), label=p["name"])) for p in chosen]
    feature = data.draw(WORDS | st.text(min_size=1, max_size=20), label="feature")
    text = urlencode(given, errors="replace")
    answer = client.get(f"{path.replace('{featureId}', quote(feature, safe='', errors='replace'))}?{text}")
    assert answer.status in {200, 400, 404}, answer.body
    if answer.status != 200:
        schemas.check(answer.json(), schemas.EXCEPTION)
    elif path.endswith("/items") and "html" not in answer.headers["content-type"]:
        schemas.check(answer.json(), schemas.FEATURES)


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_parameters_that_are_not_described_are_refused(client, name, value):
    known = {"f", "limit", "offset", "bbox", "datetime", "filter", "q"}
    if name in known or not name:
        return
    text = urlencode([(name, value)], errors="replace")
    answer = client.get(f"/collections?{text}")
    assert answer.status == 400
    schemas.check(answer.json(), schemas.EXCEPTION)
