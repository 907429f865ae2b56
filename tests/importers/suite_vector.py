"""GeoPackages, FlatGeobuf files and zipped shapefiles: odd, damaged, and made to do harm."""

from __future__ import annotations

import io
import sqlite3
import struct
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import shapely
from suite_cases import case

RECURSIVE = (
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n AS fid, 'x' AS name, NULL AS geom FROM r"
)
FEATURES = "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) VALUES ('{0}', '{1}', '{0}', 4326)"


def frame(crs=4326, **columns) -> gpd.GeoDataFrame:
    columns = {"name": ["a", "بغداد"]} | columns
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(44.5, 33.5), shapely.Point(45, 34)], crs=crs)


@cache
def written(name: str, **options) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        frame(crs=options.pop("crs", 4326)).to_file(path, **options)
        return path.read_bytes()


def geopackage(*statements: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        path.write_bytes(written("a.gpkg", layer="good"))
        connection = sqlite3.connect(path)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')  # they call functions that only GDAL has
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path.read_bytes()


def patched(data: bytes, at: int, piece: bytes) -> bytes:
    return data[:at] + piece + data[at + len(piece) :]


def geopackages() -> dict:
    sound = written("a.gpkg", layer="good")
    plain = geopackage("CREATE TABLE t(a)").replace(b"gpkg_contents", b"gpkg_contentz")
    found = {
        "sound": (sound, (2, 0)),
        "recursive_view": (geopackage(f"CREATE VIEW v AS {RECURSIVE}", FEATURES.format("v", "features")), (2, 0)),
        "recursive_view_alone": (geopackage(f"CREATE VIEW v AS {RECURSIVE}", FEATURES.format("v", "features"), "DELETE FROM gpkg_contents WHERE table_name='good'"), "views"),
        "view_of_the_table": (geopackage("CREATE VIEW v AS SELECT * FROM good", FEATURES.format("v", "features")), (2, 0)),
        "table_missing": (geopackage("DROP TABLE good"), ""),
        "table_listed_but_missing": (geopackage(FEATURES.format("gone", "features")), (2, 0)),
        "contents_empty": (geopackage("DELETE FROM gpkg_contents"), ""),
        "contents_missing": (geopackage("DROP TABLE gpkg_contents"), ""),
        "contents_without_columns": (geopackage("DROP TABLE gpkg_contents", "CREATE TABLE gpkg_contents(a)"), ""),
        "geometry_columns_missing": (geopackage("DROP TABLE gpkg_geometry_columns"), "GeoPackage"),
        "geometry_columns_empty": (geopackage("DELETE FROM gpkg_geometry_columns"), ""),
        "systems_missing": (geopackage("DROP TABLE gpkg_spatial_ref_sys"), ""),
        "system_unknown": (geopackage("UPDATE gpkg_contents SET srs_id=-1", "UPDATE gpkg_geometry_columns SET srs_id=-1"), ""),
        "system_zero": (geopackage("UPDATE gpkg_contents SET srs_id=0", "UPDATE gpkg_geometry_columns SET srs_id=0"), (2, 0)),
        "system_definition_broken": (geopackage("UPDATE gpkg_spatial_ref_sys SET definition='/vsicurl/http://127.0.0.1:9/x'"), (2, 0)),
        "trigger": (geopackage("CREATE TRIGGER t AFTER INSERT ON good BEGIN DELETE FROM good; END"), (2, 0)),
        "generated_column": (geopackage("CREATE TABLE h(fid INTEGER PRIMARY KEY, name TEXT GENERATED ALWAYS AS (zeroblob(999999999)))", FEATURES.format("h", "attributes")), (2, 0)),
        "virtual_table": (geopackage("CREATE VIRTUAL TABLE f USING fts5(name)", FEATURES.format("f", "features")), (2, 0)),
        "name_of_a_pragma": (geopackage('ALTER TABLE good RENAME TO "a"";--b"', """UPDATE gpkg_contents SET table_name='a";--b'""", """UPDATE gpkg_geometry_columns SET table_name='a";--b'"""), (2, 0)),
        "geometry_is_text": (geopackage("UPDATE good SET geom='POINT(44 33)' WHERE fid=1"), (2, 0)),
        "geometry_null": (geopackage("UPDATE good SET geom=NULL WHERE fid=1"), (2, 0)),
        "geometry_empty_blob": (geopackage("UPDATE good SET geom=x'' WHERE fid=1"), (2, 0)),
        "geometry_head_alone": (geopackage("UPDATE good SET geom=x'47500001E6100000' WHERE fid=1"), (2, 0)),
        "text_not_utf8": (geopackage("UPDATE good SET name=CAST(x'ff' AS TEXT) WHERE fid=1"), "damaged"),
        "no_rows": (geopackage("DELETE FROM good"), "no rows"),
        "plain_sqlite": (plain, ""),
        "header_alone": (b"SQLite format 3\0" + bytes(84), ""),
        "cut": (sound[:20_000], ""),
        "page_size_zero": (patched(sound, 16, b"\0\0"), ""),
        "page_size_odd": (patched(sound, 16, b"\3\7"), ""),
        "pages_zero": (patched(sound, 4096, bytes(8192)), ""),
        "wal_mode": (patched(sound, 18, b"\2\2"), (2, 0)),
        "system_utm": (written("b.gpkg", crs=32638), (2, 0)),
        "aspatial_alone": (geopackage("UPDATE gpkg_contents SET data_type='attributes'", "DELETE FROM gpkg_geometry_columns"), (0, 2)),
        "tiles_alone": (geopackage("UPDATE gpkg_contents SET data_type='tiles'"), ""),
    }  # fmt: skip
    return {f"gpkg-{n}": case("a.gpkg", *v) for n, v in found.items()}


def flatgeobufs() -> dict:
    sound = written("a.fgb", SPATIAL_INDEX="NO")
    indexed = written("a.fgb")
    (head,) = struct.unpack_from("<I", sound, 8)
    first = 12 + head
    found = {
        "sound": (sound, (2, 0)),
        "indexed": (indexed, (2, 0)),
        "magic_alone": (sound[:8], ""),
        "magic_wrong": (b"fgb\x09fgb\x01" + sound[8:], ""),
        "magic_of_version_2": (b"fgb\x02fgb\x00" + sound[8:], ""),
        "header_size_huge": (patched(sound, 8, struct.pack("<I", 0xFFFFFFF0)), ""),
        "header_size_zero": (patched(sound, 8, struct.pack("<I", 0)), ""),
        "header_random": (patched(sound, 12, bytes(range(64))), ""),
        "header_zero": (patched(sound, 12, bytes(head)), ""),
        "header_cut": (sound[:40], ""),
        "feature_size_huge": (patched(sound, first, struct.pack("<I", 0x7FFFFFFF)), ""),
        "feature_size_zero": (patched(sound, first, struct.pack("<I", 0)), ""),
        "feature_random": (patched(sound, first + 4, b"\xff" * 24), ""),
        "cut_in_feature": (sound[: first + 20], ""),
        "cut_between": (sound[: first + 4 + struct.unpack_from("<I", sound, first)[0]], "cut off"),
        "tail": (sound + b"more bytes", (2, 0)),
        "index_overwritten": (patched(indexed, first, b"\xff" * 80), (2, 0)),
        "no_features": (sound[:first], ""),
    }  # fmt: skip
    return {f"fgb-{n}": case("a.fgb", *v) for n, v in found.items()}


@cache
def parts(crs=4326) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        frame(crs=crs).to_file(Path(folder) / "a.shp", encoding="UTF-8")
        return {p.name: p.read_bytes() for p in Path(folder).iterdir()}


def packed(files: dict[str, bytes], *, link: str | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def without(*endings: str) -> dict[str, bytes]:
    return {n: d for n, d in parts().items() if not n.endswith(endings)}


def shapefiles() -> dict:
    sound, shp, dbf = parts(), parts()["a.shp"], parts()["a.dbf"]
    arabic = without(".cpg") | {"a.dbf": dbf.replace("بغداد".encode(), "بغداد".encode("cp1256").ljust(10))}
    found = {
        "sound": (packed(sound), (2, 0)),
        "in_a_folder": (packed({f"data/{n}": d for n, d in sound.items()}), (2, 0)),
        "in_capitals": (packed({n.upper(): d for n, d in sound.items()}), (2, 0)),
        "no_dbf": (packed(without(".dbf")), "lacks"),
        "no_shx": (packed(without(".shx")), "lacks"),
        "no_shp": (packed(without(".shp")), ""),
        "no_prj": (packed(without(".prj")), "coordinate system"),
        "prj_broken": (packed(sound | {"a.prj": b"nonsense"}), "coordinate system"),
        "prj_a_path": (packed(sound | {"a.prj": b"/etc/passwd"}), "coordinate system"),
        "cpg_unknown": (packed(sound | {"a.cpg": b"KLINGON-7"}), (2, 0)),
        "cp1256_without_cpg": (packed(arabic), (2, 0)),
        "two_layers": (packed(sound | {n.replace("a.", "b."): d for n, d in sound.items()}), "2 shapefiles"),
        "name_leads_out": (packed({f"../../{n}": d for n, d in sound.items()}), "leads out"),
        "name_absolute": (packed({f"/tmp/{n}": d for n, d in sound.items()}), "leads out"),
        "name_of_windows": (packed({f"C:\\x\\{n}": d for n, d in sound.items()}), "leads out"),
        "link": (packed(sound, link="a.qix"), "link"),
        "archive_inside": (packed(sound | {"b.zip": packed(sound)}), "another archive"),
        "same_name_twice": (packed(sound | {"A.SHP": shp}), "two files of one name"),
        "no_files": (packed({}), ""),
        "text_alone": (packed({"readme.txt": b"hello"}), ""),
        "csv_inside": (packed({"a.csv": b"date,latitude,longitude\n2020-01-01,33,44\n"}), (1, 0)),
        "geojson_inside": (packed({"a.geojson": b'{"type":"FeatureCollection","features":[]}'}), ""),
        "shp_empty": (packed(sound | {"a.shp": b""}), ""),
        "shp_cut": (packed(sound | {"a.shp": shp[:110]}), "cut off"),
        "shp_magic_wrong": (packed(sound | {"a.shp": b"\0\0\0\0" + shp[4:]}), ""),
        "shx_zero": (packed(sound | {"a.shx": sound["a.shx"][:100] + bytes(16)}), "cut off"),
        "shx_far": (packed(sound | {"a.shx": sound["a.shx"][:100] + struct.pack(">ii", 0x7FFFFFF0, 10) * 2}), "cut off"),
        "dbf_empty": (packed(sound | {"a.dbf": b""}), "cut off"),
        "dbf_cut": (packed(sound | {"a.dbf": dbf[:70]}), "cut off"),
        "dbf_rows_huge": (packed(sound | {"a.dbf": patched(dbf, 4, struct.pack("<I", 0x7FFFFFFF))}), "cut off"),
        "dbf_header_length": (packed(sound | {"a.dbf": patched(dbf, 8, b"\xff\xff")}), "cut off"),
        "dbf_record_length_zero": (packed(sound | {"a.dbf": patched(dbf, 10, b"\0\0")}), "cut off"),
        "utm": (packed(parts(32638)), (2, 0)),
        "cut": (packed(sound)[:300], ""),
        "cut_end": (packed(sound)[:-30], ""),
    }  # fmt: skip
    return {f"shp-{n}": case("a.zip", *v) for n, v in found.items()}
