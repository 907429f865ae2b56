"""Files made to do harm: each is refused in one sentence, reads nothing else, and leaves this process well."""

import json
import sqlite3
import struct
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from made_up import read, reasons, write
from refusals import SECRET, VRT, sentence_of

from geo.errors import FileContentError, TooLargeError
from geo.importers import choose
from geo.importers.base import Options, Sink
from geo.importers.sample import Sample

NAMES = ("x.geojson", "x.gpkg", "x.fgb", "x.kml", "x.shp", "x.zip", "x.parquet", "x.xlsx", "x.csv")


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_text(f"longitude,latitude,title,date\n44,33,{SECRET},2020-01-01\n")
    return path


@pytest.fixture
def listener():
    """A server on this machine that counts who calls; gives its port and the calls."""
    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, calls
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", [None, "gis"])
def test_a_vrt_under_any_name_reads_no_other_file(tmp_path, secret, name, format):  # noqa: A002 - the option's name
    assert sentence_of(write(tmp_path, VRT.format(source=secret), name), format)


@pytest.mark.parametrize("name", ["x.geojson", "x.gpkg", "x.kml"])
def test_a_remote_path_is_not_called(tmp_path, listener, name):
    port, calls = listener
    for source in (
        f"/vsicurl/http://127.0.0.1:{port}/a",
        f"http://127.0.0.1:{port}/a.geojson",
        f"WFS:http://127.0.0.1:{port}/",
    ):
        sentence_of(write(tmp_path, VRT.format(source=source), name), "gis")
    assert calls == []


def test_a_link_in_kml_is_not_followed(tmp_path, listener, secret):
    port, calls = listener
    for target in (f"http://127.0.0.1:{port}/a.kml", secret.as_uri(), "doc2.kml"):
        link = f"<NetworkLink><Link><href>{target}</href></Link></NetworkLink><Placemark><name>x</name></Placemark>"
        table, _ = read(
            write(tmp_path, f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{link}</Document></kml>', "a.kml")
        )
        assert table["title"].to_pylist() == ["x"]
    assert calls == []


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE k [<!ENTITY e SYSTEM "{secret}">]>',
        '<!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE k SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_and_document_types_are_refused(tmp_path, secret, declared):
    text = f"<?xml version='1.0'?>{declared.format(secret=secret.as_uri())}<kml><Placemark><name>&e;</name></Placemark></kml>"
    assert "entities" in sentence_of(write(tmp_path, text, "a.kml"))


@pytest.mark.parametrize("bad", ["\0", "\x01", "\x0b", "\ufffe"])
def test_control_characters_in_kml_are_refused(tmp_path, bad):
    text = f"<kml><Placemark><name>a{bad}b</name></Placemark></kml>"
    assert "well-formed" in sentence_of(write(tmp_path, text, "a.kml"), "gis")


def test_deep_elements_are_refused(tmp_path):
    text = "<kml>" + "<Folder>" * 100_000 + "</Folder>" * 100_000 + "</kml>"
    assert "deeply" in sentence_of(write(tmp_path, text, "a.kml"))


def geopackage(folder, *statements):
    path = folder / "a.gpkg"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(44, 33)], crs=4326).to_file(path, layer="good")
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


RECURSIVE = (
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n AS fid, 'x' AS name, NULL AS geom FROM r"
)
LISTED = "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) VALUES ('endless', 'features', 'endless', 4326)"


def test_a_view_in_a_geopackage_is_never_run(tmp_path):
    path = geopackage(tmp_path, f"CREATE VIEW endless AS {RECURSIVE}", LISTED)
    table, sink = read(path)
    assert table["title"].to_pylist() == ["a"]
    assert any("endless" in n for n in sink.notes)


def test_a_geopackage_of_views_alone_is_refused(tmp_path):
    path = geopackage(
        tmp_path, f"CREATE VIEW endless AS {RECURSIVE}", LISTED, "DELETE FROM gpkg_contents WHERE table_name = 'good'"
    )
    assert "nothing but views" in sentence_of(path)


def test_what_geopackage_metadata_does_as_a_view_ends_in_time(tmp_path):
    path = geopackage(
        tmp_path,
        "ALTER TABLE gpkg_contents RENAME TO kept",
        f"CREATE VIEW gpkg_contents AS SELECT kept.* FROM kept, ({RECURSIVE})",
    )
    assert sentence_of(path, "gis", seconds=5)


def test_a_parquet_file_of_too_many_rows_is_refused_by_its_footer(tmp_path):
    path = tmp_path / "a.parquet"
    groups = pa.table(
        {"longitude": pa.DictionaryArray.from_arrays(pa.array(np.zeros(1 << 20, dtype=np.int8)), pa.array(["1"]))}
    )
    with pq.ParquetWriter(path, groups.schema) as writer:
        for _ in range(50):
            writer.write_table(groups)
    assert path.stat().st_size < 1 << 20
    assert "rows" in sentence_of(path, "table")


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


def test_a_workbook_with_a_far_cell_is_read_within_limits(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["date", "latitude", "longitude", "title"])
    book.active.append(["2020-01-01", 33, 44, "x"])
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "a.xlsx")
    sink = Sink()
    importer, _ = choose(Sample(tmp_path / "a.xlsx"), "table")
    rows = sum(len(b.rows) for b in importer.read(tmp_path / "a.xlsx", Options("x", memory_mb=2048, seconds=120), sink))
    assert rows >= 1


@pytest.mark.parametrize("bad", ["\x01", "\0", "&#1;", "&#0;"])
def test_control_characters_in_a_workbook_are_refused(tmp_path, bad):
    book = openpyxl.Workbook()
    book.active.append(["date", "latitude", "longitude", "title"])
    book.active.append(["2020-01-01", 33, 44, "marked"])
    book.save(tmp_path / "good.xlsx")
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as changed:
        for name in good.namelist():
            changed.writestr(name, good.read(name).replace(b"marked", b"a" + bad.encode() + b"b"))
    assert sentence_of(tmp_path / "a.xlsx", "table")


def test_memory_of_a_parsing_process_is_limited(tmp_path):
    texts = pa.DictionaryArray.from_arrays(pa.array(np.zeros(20_000, dtype=np.int8)), pa.array(["x" * 60_000]))
    place = pa.array([44.0] * 20_000)
    pq.write_table(pa.table({"title": texts, "latitude": place, "longitude": place}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 1 << 20
    with pytest.raises(TooLargeError, match="more than 1000 MB of memory"):
        read(tmp_path / "a.parquet", "table", memory_mb=1000)


def test_time_of_a_parsing_process_is_limited(tmp_path):
    path = write(tmp_path, '{"type":"FeatureCollection","features":[' + "1," * 3_000_000 + "1]}", "a.geojson")
    with pytest.raises(TooLargeError, match="longer than is allowed"):
        read(path, seconds=1)


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    left = tmp_path / "temporary"
    left.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(left))
    sentence_of(write(tmp_path, "<kml>", "a.kml"))
    read(write(tmp_path, "<kml><Placemark><name>x</name></Placemark></kml>", "b.kml"))
    assert list(left.iterdir()) == []


def test_the_upload_itself_is_not_changed(tmp_path):
    path = geopackage(tmp_path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.gpkg"]


def test_the_users_file_name_reaches_no_library(tmp_path):
    path = geopackage(tmp_path)
    odd = tmp_path / "VRT:x;$(touch y) 'q' --config é.gpkg"
    path.rename(odd)
    table, _ = read(odd)
    assert len(table) == 1
