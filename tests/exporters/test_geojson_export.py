import json
import math
import shutil
import subprocess

import hypothesis.strategies as st
import jsonschema
import orjson
import pyarrow as pa
import pyogrio
import pytest
import shapely
from export_samples import CANARY, META, Boundaries, exported, incident
from geojson_schema import SCHEMA
from hypothesis import given

from geo.exporters import EXPORTERS
from geo.exporters.json_text import join, member, sparse_object, value
from geo.exporters.rows import prepare
from geo.frames import from_incidents
from geo.model import Claim, Method


def read(**options):
    return json.loads(exported("geojson", **options))


@pytest.mark.parametrize("boundaries", [None, Boundaries()])
def test_the_collection_is_geojson_by_its_standard(boundaries):
    found = read(boundaries=boundaries)
    jsonschema.validate(found, SCHEMA)
    assert "crs" not in found


def test_an_empty_selection_is_an_empty_collection():
    found = read(incidents=[])
    jsonschema.validate(found, SCHEMA)
    assert found["features"] == []


def test_the_point_is_longitude_first_with_precision_in_words_and_metres():
    feature = read()["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [42.44, 33.79]}
    assert feature["id"] == "sample:1"
    said = feature["properties"]
    assert (said["where_precision"], said["where_precision_words"], said["uncertainty_m"]) == (1, "exact place", 1000)


@pytest.mark.parametrize("method", list(Method))
def test_a_claim_always_says_whether_a_person_or_a_rule_made_it(method):
    told = incident(claims=(Claim(field="weapon", value="rocket", method=method),))
    (claim,) = read(incidents=[told])["features"][0]["properties"]["claims"]
    assert claim["method"] == method.value


def test_an_unmapped_incident_has_a_null_geometry():
    feature = read()["features"][1]
    assert feature["geometry"] is None
    assert feature["properties"]["uncertainty_m"] is None


def test_sources_actors_and_original_columns_are_kept():
    said = read()["features"][0]["properties"]
    assert said["sources"][0] == {
        "publisher": CANARY,
        "title": None,
        "published": None,
        "url": "https://example.org/a;b",
    }
    assert (said["initiator"], said["target"], said["party"]) == ([CANARY], ["B; C"], ["D"])
    assert said["original"] == {"note": CANARY, "count": "-5"}


def test_the_licence_of_the_dataset_stands_in_where_a_row_states_none():
    assert [f["properties"]["licence"] for f in read()["features"][:2]] == ["CC-BY-4.0", "CC0-1.0"]


def test_areas_give_the_division_the_country_the_own_footprint_or_a_ring():
    features = read(boundaries=Boundaries())["features"]
    assert [f["properties"]["geometry_kind"] for f in features] == ["ring", None, "division", "country", "footprint"]
    assert (features[2]["properties"]["longitude"], features[2]["properties"]["latitude"]) == (42.44, 33.79)


def test_areas_are_wound_right_handed_and_split_at_the_antimeridian():
    for feature in read(boundaries=Boundaries())["features"]:
        if feature["geometry"]:
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            assert all(part.exterior.is_ccw and part.is_valid for part in shapely.get_parts(shape))
            assert all(part.bounds[2] - part.bounds[0] < 180 for part in shapely.get_parts(shape))


@pytest.mark.parametrize(("longitude", "latitude"), [(179.99, 0), (-179.5, 70), (10, 89.5), (10, -89.9)])
def test_a_ring_at_the_edge_of_the_map_stays_valid_and_on_it(longitude, latitude):
    rows = [incident(longitude=longitude, latitude=latitude, precision=5)]
    shape = shapely.from_geojson(json.dumps(read(incidents=rows, boundaries=Boundaries())["features"][0]["geometry"]))
    assert shape.is_valid
    assert shape.bounds[0] >= -180
    assert shape.bounds[2] <= 180
    assert shapely.intersects_xy(shape, longitude, latitude)


def test_the_foreign_member_says_filter_time_counts_and_what_was_left_out():
    found = read()["incident_atlas"]
    assert found["filter"] == {"words": "All incidents", "query": ""}
    assert found["made_at"] == "2026-01-02T03:04:05Z"
    assert found["counts"]["total"] == 5


def test_gdal_counts_what_we_count(tmp_path):
    path = tmp_path / "out.geojson"
    path.write_bytes(exported("geojson"))
    assert pyogrio.read_info(path, force_feature_count=True)["features"] == 5


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo is not installed")
def test_ogrinfo_counts_what_we_count(tmp_path):
    path = tmp_path / "out.geojson"
    path.write_bytes(exported("geojson"))
    told = subprocess.run(["ogrinfo", "-so", "-al", path], capture_output=True, text=True, check=True).stdout
    assert "Feature Count: 5" in told


def test_one_line_a_feature_in_the_newline_delimited_form():
    lines = exported("geojsonl").splitlines()
    assert [json.loads(line) for line in lines] == read()["features"]


def test_the_head_comes_before_any_row_is_read():
    def never():
        raise AssertionError("a row was read")
        yield

    assert next(EXPORTERS["geojson"].write(never(), META)).startswith(b'{"type":"FeatureCollection"')


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=6))
def test_any_text_is_escaped_so_that_two_parsers_read_it_back(texts):
    column = pa.array([None, *texts], pa.string()).slice(1)
    for text, row in zip(texts, join(["{", *member('k"', column), "}"], len(column)).to_pylist(), strict=True):
        assert json.loads(row) == orjson.loads(row) == {'k"': text}


@given(st.lists(st.floats() | st.none(), min_size=1))
def test_numbers_survive_and_what_is_no_number_becomes_null(numbers):
    for number, row in zip(numbers, value(pa.array(numbers, pa.float64())).to_pylist(), strict=True):
        finite = number is not None and math.isfinite(number)
        assert row is None if not finite else float(json.loads(row)) == number


@given(st.lists(st.none() | st.lists(st.none() | st.text(max_size=4)), min_size=1, max_size=5))
def test_lists_are_arrays_and_a_null_list_is_null(lists):
    column = pa.array([["skipped"], *lists], pa.list_(pa.string())).slice(1)
    assert [row and json.loads(row) for row in value(column).to_pylist()] == lists


@given(st.lists(st.tuples(st.none() | st.text(max_size=3), st.none() | st.integers(-9, 9)), min_size=1, max_size=5))
def test_a_sparse_object_holds_what_is_not_null(rows):
    text, number = (pa.array([r[i] for r in rows], t) for i, t in ((0, pa.string()), (1, pa.int64())))
    found = [json.loads(row) for row in sparse_object([("a", text), ("b", number)], len(rows)).to_pylist()]
    assert found == [{k: v for k, v in zip("ab", row, strict=True) if v is not None} for row in rows]


def test_typed_original_columns_become_json_values():
    table = from_incidents([incident()])
    kinds = {"i": pa.array([7]), "f": pa.array([float("nan")]), "b": pa.array([True]), "s": pa.array([{"k": [1]}])}
    kinds |= {"d": pa.array(["x"]).dictionary_encode(), "l": pa.array([["a", None]]), "n": pa.nulls(1)}
    for name, column in kinds.items():
        table = table.append_column(f"raw_{name}", column)

    body = b"".join(EXPORTERS["geojson"].write(prepare([table], licences={}), META))
    original = json.loads(body)["features"][0]["properties"]["original"]
    assert original == {"i": 7, "b": True, "s": {"k": [1]}, "d": "x", "l": ["a", None]}
