"""Shapes made to do harm: nested, endless, of no finite number; each row is rejected or its file refused."""

import json
import sqlite3
import struct

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from made_up import read, reasons, write
from refusals import geopackage, sentence_of

from geo.errors import FileContentError
from geo.importers import choose
from geo.importers.base import Options, Sink
from geo.importers.sample import Sample


def nested(depth):
    return struct.pack("<BII", 1, 7, 1) * depth + struct.pack("<BIdd", 1, 1, 44.0, 33.0)


@pytest.mark.parametrize("depth", [9, 40, 100_000])
def test_nested_wkb_is_rejected_before_it_is_taken_apart(tmp_path, depth):
    geo = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    table = pa.table({"name": ["a", "b"], "geometry": [nested(depth), shapely.Point(44, 33).wkb]})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), tmp_path / "a.parquet")
    found, sink = read(tmp_path / "a.parquet", "gis")
    assert found["title"].to_pylist() == ["b"]
    assert [(r, c) for r, c, _ in reasons(sink)] == [(1, "geometry")]


@pytest.mark.parametrize("depth", [40, 20_000])
def test_nested_wkb_in_a_geopackage_crashes_nothing(tmp_path, depth):
    path = geopackage(tmp_path)
    connection = sqlite3.connect(path)
    connection.create_function("ST_IsEmpty", 1, lambda _: 0)
    for name in ("MinX", "MaxX", "MinY", "MaxY"):
        connection.create_function(f"ST_{name}", 1, lambda _: 0.0)
    connection.execute(
        "INSERT INTO good(name, geom) VALUES ('bad', ?)", [b"GP\0\1" + struct.pack("<i", 4326) + nested(depth)]
    )
    connection.commit()
    connection.close()
    table, sink = read(path)
    assert "a" in table["title"].to_pylist()
    assert sink.read == 2


@pytest.mark.parametrize("vertices", [20_000, 190_000])
def test_a_polygon_of_random_vertices_is_read_in_time(tmp_path, vertices):
    ring = np.random.default_rng(1).uniform((40, 30), (50, 40), (vertices, 2))
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Polygon(ring)], crs=4326).to_file(
        tmp_path / "a.fgb", SPATIAL_INDEX="NO"
    )
    table, _ = read(tmp_path / "a.fgb", seconds=60)
    assert len(table) == 1


def test_a_polygon_of_too_many_vertices_is_rejected(tmp_path):
    ring = np.random.default_rng(1).uniform((40, 30), (50, 40), (210_000, 2))
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Polygon(ring)], crs=4326).to_file(tmp_path / "a.gpkg")
    table, sink = read(tmp_path / "a.gpkg")
    assert table is None
    assert "200,000 vertices" in sink.rejected[0].reason


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", '"44"', "null", "true", '"NaN"', "{}"])
def test_coordinates_that_are_no_finite_numbers_are_rejected(tmp_path, number):
    feature = '{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Point","coordinates":[%s,33]}}'
    features = ",".join(feature.replace("%s", n) for n in (number, "44"))
    text = f'{{"type":"FeatureCollection","features":[{features}]}}'
    table, sink = read(write(tmp_path, text, "a.geojson"))
    assert len(table) == 1
    assert sink.rejected[0].row == 1
    assert sink.rejected[0].column == "geometry"


@pytest.mark.parametrize("name", ["a.gpkg", "a.parquet"])
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e300])
def test_coordinates_out_of_this_world_are_rejected_or_unmapped(tmp_path, name, bad):
    with np.errstate(invalid="ignore"):
        line = shapely.from_wkb(struct.pack("<BIIdddd", 1, 2, 2, bad, 1, 2, 3))
    data = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[line, shapely.Point(44, 33)], crs=32638)
    data.to_parquet(tmp_path / name) if name == "a.parquet" else data.to_file(tmp_path / name)
    table, sink = read(tmp_path / name, "gis")
    assert len(table) + len(sink.rejected) == 2
    assert all(np.isfinite(v) for v in table["longitude"].drop_null().to_pylist())


@pytest.mark.parametrize("text", ['{"type":"FeatureCollection","features":[' + "[" * 100_000, '{"a":' * 50_000])
def test_deep_json_is_refused(tmp_path, text):
    assert sentence_of(write(tmp_path, text, "a.geojson"), "gis")


@pytest.mark.parametrize("depth", [200, 450, 900])
def test_deep_coordinates_are_refused_or_rejected(tmp_path, depth):
    shape = '{"type":"Polygon","coordinates":' + "[" * depth + "1,2" + "]" * depth + "}"
    text = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{shape}}}]}}'
    path = write(tmp_path, text, "a.geojson")
    sink = Sink()
    said = None
    try:
        list(choose(Sample(path), "gis")[0].read(path, Options("x"), sink))
    except FileContentError as error:
        said = str(error)
    assert len(sink.rejected) == 1 or said == "The file nests its values too deeply."
