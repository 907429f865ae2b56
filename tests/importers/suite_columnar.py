"""Parquet and GeoParquet: every type of value, damaged pages, and metadata that lies."""

from __future__ import annotations

import io
import json
import struct
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from suite_cases import case, rowwise

POINT = shapely.Point(44.5, 33.5).wkb
GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
}


def parquet(columns, geo=None, **options) -> bytes:
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    if geo is not None:
        table = table.replace_schema_metadata({"geo": geo if isinstance(geo, bytes | str) else json.dumps(geo)})
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def plain(**more):
    return {"date": ["2020-01-01"], "latitude": [33.5], "longitude": [44.5], "title": ["x"]} | more


def shaped(shape=POINT):
    return {"name": ["x"], "geometry": pa.array([shape], pa.binary())}


def geo(**changes):
    return GEO | {"columns": {"geometry": GEO["columns"]["geometry"] | changes}}


VALUES = {
    "date32": {"date": pa.array([date(2020, 1, 1)])},
    "timestamp": {"date": pa.array([datetime.fromisoformat("2020-01-01T12:00")])},
    "timestamp_utc": {"date": pa.array([datetime(2020, 1, 1, tzinfo=UTC)])},
    "timestamp_far": {"date": pa.array([2**60], pa.timestamp("us"))},
    "int96": {"date": pa.array([datetime.fromisoformat("2020-01-01")])},
    "time": {"t": pa.array([time(1, 2)])},
    "duration": {"t": pa.array([5], pa.duration("s"))},
    "decimal": {"latitude": pa.array([Decimal("33.50")])},
    "decimal256": {"latitude": pa.array([Decimal("33.50")], pa.decimal256(60, 2))},
    "float16": {"t": pa.array([1.5], pa.float16())},
    "nan_value": {"t": [float("nan")]},
    "uint64": {"t": pa.array([2**64 - 1], pa.uint64())},
    "bool": {"t": [True]},
    "null_type": {"t": pa.nulls(1)},
    "binary": {"t": [b"\xff\0"]},
    "fixed_binary": {"t": pa.array([b"1234567890123456"], pa.binary(16))},
    "large_string": {"title": pa.array(["x"], pa.large_string())},
    "string_view": {"title": pa.array(["x"], pa.string_view())},
    "dictionary": {"title": pa.array(["x"]).dictionary_encode()},
    "list": {"t": [[1, 2]]},
    "list_of_lists": {"t": [[[1], [2]]]},
    "struct": {"t": [{"a": 1, "b": {"c": [2]}}]},
    "struct_of_binary": {"t": [{"a": b"\xff"}]},
    "map": {"t": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64()))},
    "bad_utf8": {"title": pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(struct.pack("<ii", 0, 2)), pa.py_buffer(b"\xff\xfe")])},
    "nul_text": {"title": ["a\0b"]},
}  # fmt: skip


def values() -> dict:
    made = {n: parquet(plain(**v), use_deprecated_int96_timestamps=n == "int96") for n, v in VALUES.items()}
    rejected = {"nul_text": (0, 1), "bad_utf8": ""}
    return {f"parquet-{n}": case("a.parquet", d, rejected.get(n, (1, 0))) for n, d in made.items()}


def damaged() -> dict:
    sound = parquet(plain())
    footer = struct.unpack("<I", sound[-8:-4])[0]
    found = {
        "all_null": (parquet({n: pa.nulls(3, pa.string()) for n in plain()}), (0, 3)),
        "no_rows": (parquet(pa.table(plain()).slice(0, 0)), "no rows"),
        "no_columns": (parquet(pa.table({})), ""),
        "same_names": (parquet(pa.Table.from_arrays([pa.array(["2020-01-01"]), pa.array([33.5]), pa.array([44.5]), pa.array([1.0])], ["date", "latitude", "longitude", "latitude"])), (1, 0)),
        "brotli": (parquet(plain(), compression="brotli"), (1, 0)),
        "zstd": (parquet(plain(), compression="zstd"), (1, 0)),
        "data_page_2": (parquet(plain(), data_page_version="2.0"), (1, 0)),
        "delta": (parquet(plain(n=[7]), use_dictionary=False, column_encoding={"n": "DELTA_BINARY_PACKED"}), (1, 0)),
        "magic_alone": (b"PAR1", ""),
        "magic_twice": (b"PAR1PAR1", ""),
        "cut": (sound[: len(sound) // 2], ""),
        "cut_end": (sound[:-4], ""),
        "footer_length_huge": (sound[:-8] + struct.pack("<I", 0x7FFFFFFF) + b"PAR1", ""),
        "footer_length_negative": (sound[:-8] + struct.pack("<I", 0xFFFFFFFF) + b"PAR1", ""),
        "footer_zero": (sound[:-8] + struct.pack("<I", 0) + b"PAR1", ""),
        "footer_random": (sound[: -8 - footer] + bytes(range(256)) + struct.pack("<I", 256) + b"PAR1", ""),
        "encrypted_footer": (sound[:-4] + b"PARE", ""),
        "encrypted": (b"PARE" + sound[4:-4] + b"PARE", ""),
        "pages_overwritten": (sound[:4] + b"\xff" * 200 + sound[204:], ""),
        "pages_zero": (sound[:4] + bytes(200) + sound[204:], ""),
        "orc": (b"ORC" + bytes(200), ""),
        "feather": (b"ARROW1\0\0" + bytes(200), ""),
        "arrow_stream": (bytes(pa.BufferOutputStream().getvalue()) or b"\xff\xff\xff\xff" + bytes(60), ""),
    }  # fmt: skip
    return {f"parquet-{n}": case("a.parquet", *v) for n, v in found.items()}


SHAPES = {
    "point": (POINT, (1, 0)),
    "null": (None, (1, 0)),
    "empty_bytes": (b"", (0, 1)),
    "one_byte": (b"\1", (0, 1)),
    "cut": (POINT[:12], (0, 1)),
    "text": (b"POINT(44 33)", (0, 1)),
    "huge_count": (struct.pack("<BII", 1, 2, 0xFFFFFFFF), (0, 1)),
    "bad_order": (b"\7" + POINT[1:], (0, 1)),
    "big_endian": (struct.pack(">BIdd", 0, 1, 44.5, 33.5), (1, 0)),
    "ewkb": (struct.pack("<BIIdd", 1, 0x20000001, 4326, 44.5, 33.5), (1, 0)),
    "z": (struct.pack("<BIddd", 1, 1001, 44.5, 33.5, 7), (1, 0)),
    "zm": (struct.pack("<BIdddd", 1, 3001, 44.5, 33.5, 7, 8), (1, 0)),
    "ewkb_z": (struct.pack("<BIddd", 1, 0x80000001, 44.5, 33.5, 7), (1, 0)),
    "empty_point": (struct.pack("<BIdd", 1, 1, float("nan"), float("nan")), (1, 0)),
    "nan": (struct.pack("<BIIdddd", 1, 2, 2, float("nan"), 1, 2, 3), (0, 1)),
    "curve": (struct.pack("<BIIdddddd", 1, 8, 3, 44, 33, 45, 34, 46, 33), (0, 1)),
    "tin": (struct.pack("<BII", 1, 16, 0), (0, 1)),
    "collection": (shapely.GeometryCollection([shapely.Point(44, 33), shapely.Point(45, 34)]).wkb, (1, 0)),
    "trailing_bytes": (POINT + b"tail", (1, 0)),
    "open_ring": (struct.pack("<BIIIdddddd", 1, 3, 1, 3, 44, 33, 45, 33, 45, 34), (0, 1)),
}  # fmt: skip


def shapes() -> dict:
    """Give one file of all shapes."""
    column = pa.array([*(s for s, _ in SHAPES.values()), POINT], pa.binary())
    data = parquet({"name": [*SHAPES, "sound"], "geometry": column}, geo())
    return {"geoparquet-shapes": rowwise("a.parquet", data, [(n, f) for n, (_, f) in SHAPES.items()])}


def metadata() -> dict:
    native = pa.table({"name": ["x"], "geometry": pa.array([{"x": 44.5, "y": 33.5}])})
    found = {
        "old_version": (parquet(shaped(), GEO | {"version": "0.4.0"}), (1, 0)),
        "no_json": (parquet(shaped(), b'{"primary_column":'), "metadata"),
        "not_utf8": (parquet(shaped(), b'\xff"primary_column"'), "metadata"),
        "a_list": (parquet(shaped(), b'["primary_column"]'), "metadata"),
        "deep_json": (parquet(shaped(), b'{"primary_column":' + b"[" * 100_000), "metadata"),
        "primary_missing": (parquet(shaped(), {"version": "1.0.0", "columns": {}}), "metadata"),
        "primary_a_number": (parquet(shaped(), GEO | {"primary_column": 7}), "missing"),
        "primary_elsewhere": (parquet(shaped(), GEO | {"primary_column": "shape"}), "missing"),
        "columns_missing": (parquet(shaped(), {"version": "1.0.0", "primary_column": "geometry"}), (1, 0)),
        "columns_a_list": (parquet(shaped(), GEO | {"columns": [1]}), "metadata"),
        "column_a_number": (parquet(shaped(), GEO | {"columns": {"geometry": 7}}), "metadata"),
        "encoding_unknown": (parquet(shaped(), geo(encoding="TWKB")), ""),
        "encoding_missing": (parquet(shaped(), GEO | {"columns": {"geometry": {}}}), (1, 0)),
        "encoding_geoarrow_point": (parquet(native, geo(encoding="point")), "WKB"),
        "encoding_wkt": (parquet({"name": ["x"], "geometry": ["POINT (44.5 33.5)"]}, geo(encoding="WKT")), "WKB"),
        "crs_null": (parquet(shaped(), geo(crs=None)), "coordinate system"),
        "crs_unknown": (parquet(shaped(), geo(crs="EPSG:999999")), "coordinate system"),
        "crs_broken": (parquet(shaped(), geo(crs={"type": "GeographicCRS"})), "coordinate system"),
        "crs_a_number": (parquet(shaped(), geo(crs=12)), "coordinate system"),
        "crs_a_file": (parquet(shaped(), geo(crs="/etc/passwd")), "coordinate system"),
        "crs_a_pipeline": (parquet(shaped(), geo(crs="+proj=pipeline +step +proj=hgridshift +grids=/etc/passwd")), "coordinate system"),
        "crs_utm": (parquet(shaped(shapely.Point(500_000, 3_650_000).wkb), geo(crs="EPSG:32638")), (1, 0)),
        "geometry_is_text": (parquet({"name": ["x"], "geometry": ["POINT (44 33)"]}, geo()), "WKB"),
        "geometry_is_a_number": (parquet({"name": ["x"], "geometry": [7]}, geo()), ""),
        "edges_spherical": (parquet(shaped(), geo(edges="spherical")), (1, 0)),
        "two_geometries": (parquet(shaped() | {"other": pa.array([POINT])}, geo()), (1, 0)),
        "no_geo": (parquet(shaped()), "coordinate system"),
        "no_geo_but_wkt": (parquet({"name": ["x", "y"], "geometry": ["POINT (44 33)", "POINT (45 34)"]}), (2, 0)),
    }  # fmt: skip
    return {f"geoparquet-{n}": case("a.parquet", *v) for n, v in found.items()}
