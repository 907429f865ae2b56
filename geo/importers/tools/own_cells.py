"""Cells as our own exporters write them: joined lists, JSON, and texts made harmless for spreadsheets."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.frames import RAW
from geo.importers.tools.checks import as_mask
from geo.importers.tools.columns import NAMES
from geo.importers.tools.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.importers.tools.checks import Checks

_HARMLESS = r"^'('*[=+@\t\r-])"
_SOURCE = ("publisher", "title", "published", "url")
_ESCAPED = re.compile(r"\\(.)|(; )", re.DOTALL)


def tidy(records: Records, kind: str) -> Records:
    """Take off the ``'`` that CSV has before what looks like a formula; a blank cell of XLSX is null."""
    if kind == "text":
        cells = {n: pc.replace_substring_regex(c, _HARMLESS, r"\1") for n, c in records.cells.items()}
    elif kind == "xlsx":
        cells = {n: pc.if_else(pc.equal(c, ""), None, c) for n, c in records.cells.items()}
    else:
        return records
    return Records(records.rows, cells, records.shapes)


def names(cells: pa.Array, *, is_json: bool) -> pa.Array:
    """Give lists of names: of JSON arrays, or of names joined by ``"; "``."""
    return _distinct(cells, _json_names if is_json else _split, NAMES)


def _distinct(cells: pa.Array, parser: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    coded = cells.dictionary_encode()
    values = [None if t is None else parser(t) for t in coded.dictionary.to_pylist()]
    return pa.array(values, kind).take(coded.indices)


def _split(text: str) -> list[str]:
    parts, at, piece = [], 0, ""
    for match in _ESCAPED.finditer(text):
        piece += text[at : match.start()]
        at = match.end()
        if match.group(2):
            parts.append(piece)
            piece = ""
        else:
            piece += match.group(1)
    return [*parts, piece + text[at:]]


def _json_names(text: str) -> list[str] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return [text]
    return [str(n) for n in found if n is not None] if isinstance(found, list) else [text]


def sources(checks: Checks, *, is_json: bool) -> dict[str, pa.Array]:
    """Give the four parallel lists, from an array of objects or from four columns."""
    if checks.has("sources"):
        coded = checks.cells("sources").dictionary_encode()
        objects = [_objects(t) for t in coded.dictionary.to_pylist()]
        found = {
            n: pa.array([[str(o.get(n) or "") for o in r] for r in objects], NAMES).take(coded.indices) for n in _SOURCE
        }
    else:
        found = {n: names(checks.cells(f"source_{n}"), is_json=is_json) for n in _SOURCE}
    longest = np.max([pc.fill_null(pc.list_value_length(c), 0).to_numpy() for c in found.values()], axis=0)
    return {f"source_{n}": _padded(c, longest) for n, c in found.items()}


def _objects(text: str | None) -> list[dict[str, Any]]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [o for o in found if isinstance(o, dict)] if isinstance(found, list) else []


def _padded(lists: pa.Array, lengths: np.ndarray) -> pa.Array:
    """Fill lists up with "": a list of nothing but blanks is exported as null."""
    have = pc.fill_null(pc.list_value_length(lists), 0).to_numpy()
    if np.array_equal(have, lengths):
        return lists
    rows = [(r or []) + [""] * int(n - h) for r, n, h in zip(lists.to_pylist(), lengths, have, strict=True)]
    return pa.array(rows, NAMES)


def original(cells: pa.Array) -> dict[str, pa.Array]:
    """Give the original columns that a GeoJSON export keeps in one object."""
    objects = [_object(t) for t in cells.to_pylist()]
    keys = dict.fromkeys(k for o in objects for k in o)
    return {RAW + k: pa.array([_text(o.get(k)) for o in objects], pa.string()) for k in keys}


def _object(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def point(checks: Checks) -> tuple[pa.Array, pa.Array]:
    """Give the published point: stated in columns, else the container's own point."""
    lon = checks.decimals("longitude", -180, 180, "longitude")
    lat = checks.decimals("latitude", -90, 90, "latitude")
    shapes = checks.records.shapes
    if shapes is None:
        return lon, lat
    found = shapely.from_wkb(np.asarray(shapes.to_pylist(), dtype=object))
    stated = as_mask(pc.equal(checks.cells("geometry_kind"), "point")) & (shapely.get_type_id(found) == 0)
    points = np.where(stated, found, None)
    x, y = (pa.array(get(points), from_pandas=True) for get in (shapely.get_x, shapely.get_y))
    return pc.coalesce(lon, x), pc.coalesce(lat, y)
