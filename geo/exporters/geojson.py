"""GeoJSON by RFC 7946: WGS 84, longitude first, no ``crs``, null geometry for unmapped incidents.

A feature's ``id`` is ``dataset:dataset_id``. Its properties are the columns of
``geo.exporters.rows``, all of them in every feature, with these differences:

- ``initiator``, ``target``, ``claimant`` and ``party`` are arrays of names, null where not given;
- ``sources`` is an array of objects with publisher, title, published and url in place of the four
  ``source_`` columns; null where the store has "", and for the whole where the store has null;
- ``claims`` and ``links`` are arrays of objects (``geo.model.Claim``, ``Link``): who says what in which
  source, and the incidents that it answers; null where there are none;
- ``longitude`` and ``latitude`` stand in the properties only where the geometry is not the point;
- ``footprint`` stands only where the source gives one;
- ``original`` is an object with the original columns by their own names, without null ones.

The collection carries the foreign member ``incident_atlas`` (``geo.exporters.base.Meta.member``).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.exporters.ahead import map_ahead
from geo.exporters.base import Exporter, Meta
from geo.exporters.json_text import Piece, chunk, escaped, join, literal, member, sparse_object, value
from geo.exporters.rows import COLUMNS, one, raw_names
from geo.frames import RAW

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = ("source_publisher", "source_title", "source_published", "source_url")
ARRAYS = ("claims", "links")
_APART = {*SOURCES, *ARRAYS, "longitude", "latitude", "footprint", "geometry"}
_PLAIN = tuple(name for name in COLUMNS if name not in _APART)


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes | memoryview]:
    """Give the collection piece by piece; the head comes before the first row is read."""
    yield b'{"type":"FeatureCollection","incident_atlas":' + literal(meta.member).encode() + b',"features":[\n'
    first = True
    for text in map_ahead(partial(features, separator=",\n"), tables):
        yield text[2:] if first else text
        first = False
    yield b"\n]}\n"


def features(table: pa.Table, *, separator: str = "", end: str = "") -> bytes | memoryview:
    """Give one feature a row, each after ``separator`` and before ``end``."""
    rows = len(table)
    if rows == 0:
        return b""
    uid = [escaped(one(table, "dataset")), ":", escaped(one(table, "dataset_id"))]
    pieces: list[Piece] = [separator + '{"type":"Feature","id":"', *uid, '","geometry":', *_geometry(table)]
    pieces += [',"properties":{', *properties(table), *_point_apart(table), *_footprint(table), "}}" + end]
    return chunk(join(pieces, rows))


def properties(table: pa.Table) -> list[Piece]:
    """Give the members that every feature has."""
    pieces: list[Piece] = []
    for name in _PLAIN:
        pieces += [*member(name, one(table, name)), ","]
    original = sparse_object(((n.removeprefix(RAW), one(table, n)) for n in raw_names(table)), len(table))
    for name in ARRAYS:
        pieces += [f'"{name}":', _array(one(table, name)), ","]
    return [*pieces, '"sources":', _sources(table), ',"original":', original]


def _array(texts: pa.Array) -> pa.Array:
    """Give JSON arrays as they are, null where a cell is none or holds anything else."""
    if texts.null_count == len(texts):
        return pa.array(["null"]).take(pa.array([0] * len(texts), pa.int8()))
    return pa.array([_checked(text) for text in texts.to_pylist()], pa.string())


def _checked(text: str | None) -> str:
    try:
        plain = orjson.loads(text) if text else None
    except orjson.JSONDecodeError:
        return "null"
    return orjson.dumps(plain).decode() if isinstance(plain, list) else "null"


def _geometry(table: pa.Table) -> list[Piece]:
    kind = one(table, "geometry_kind")
    is_point = pc.fill_null(pc.equal(kind, "point"), False)
    longitude, latitude = (value(one(table, c)) for c in ("longitude", "latitude"))
    if pc.all(is_point).as_py() and longitude.null_count == 0:
        return ['{"type":"Point","coordinates":[', longitude, ",", latitude, "]}"]
    point = join(['{"type":"Point","coordinates":[', longitude, ",", latitude, "]}"], len(table))
    shapes = pc.if_else(is_point, pa.scalar(None, pa.binary()), one(table, "geometry")).dictionary_encode()
    texts = shapely.to_geojson(shapely.from_wkb(shapes.dictionary.to_numpy(zero_copy_only=False)))
    shape = pa.array(texts.tolist(), pa.string()).take(shapes.indices)
    return [pc.fill_null(pc.if_else(is_point, point, shape), "null")]


def _point_apart(table: pa.Table) -> list[Piece]:
    kind = one(table, "geometry_kind")
    if pc.all(pc.or_kleene(pc.is_null(kind), pc.equal(kind, "point"))).as_py():
        return []
    text = join([*(p for c in ("longitude", "latitude") for p in (",", *member(c, one(table, c))))], len(table))
    return [pc.if_else(pc.fill_null(pc.not_equal(kind, "point"), False), text, "")]


def _footprint(table: pa.Table) -> list[Piece]:
    text = one(table, "footprint")
    if text.null_count == len(text):
        return []
    return [pc.fill_null(join([',"footprint":', value(text)], len(table)), "")]


def _sources(table: pa.Table) -> pa.Array:
    """Join the four parallel lists into arrays of objects."""
    columns = [one(table, name) for name in SOURCES]
    present = pc.is_valid(columns[0])
    flat = [pc.list_flatten(c.filter(present)) for c in columns]
    pieces: list[Piece] = []
    for name, texts in zip(SOURCES, flat, strict=True):
        known = texts if name == SOURCES[0] else pc.if_else(pc.equal(texts, ""), None, texts)
        pieces += ["," if pieces else "{", *member(name.removeprefix("source_"), known)]
    objects = join([*pieces, "}"], len(flat[0]))
    lengths = pc.fill_null(pc.list_value_length(columns[0]), 0)
    ends = pc.cumulative_sum(lengths.cast(pa.int32()))
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    lists = pa.ListArray.from_arrays(offsets, objects)
    text = pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")
    return pc.if_else(present, text, "null")


EXPORTER = Exporter("geojson", "GeoJSON", ".geojson", "application/geo+json", write)
