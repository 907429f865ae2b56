"""Files made to do harm: each is refused in one sentence, reads nothing else, and leaves this process well."""

import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_up import read, write
from refusals import SECRET, VRT, geopackage, sentence_of

from geo.errors import TooLargeError
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
