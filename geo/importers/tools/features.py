"""GeoJSON as records, feature by feature: a collection, or one feature a line."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import FileContentError
from geo.importers.base import Fault, Sink
from geo.importers.tools.encoding import detect
from geo.importers.tools.json_window import JsonWindow, Literal
from geo.importers.tools.limits import within_limits
from geo.importers.tools.mixed import COLLECTION, MIXED, WORDS, plain
from geo.importers.tools.records import Container, Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from geo.importers.base import Options

_BATCH = 10_000
_MOST_POSITIONS = 1_000_000
_END = 1 << 16
_CRS = re.compile(rb'"\0*c\0*r\0*s\0*"')
_CRS84 = ("crs84", "4326")


def open_features(path: Path, options: Options, sink: Sink, *, any_crs: bool = False) -> Container:
    """Open GeoJSON. The columns are the property names of all features of a batch, in order met.

    Raises FileContentError where the file is no GeoJSON or ends in the middle, and for coordinates that
    are stated to be other than WGS 84 longitude and latitude, unless the caller takes care of ``any_crs``.
    """
    encoding = detect(path, options.encoding)
    notes = [encoding.note] if encoding.note else []
    text = JsonWindow(path, encoding.codec, options, sink)
    features = _members(text, (lambda _: None) if any_crs else _check_crs)
    return Container((), _batches(features, options, sink), notes=notes)


def stated_crs(path: Path, options: Options) -> str | None:
    """Give the coordinate system that a collection states beside its features, None where it states none.

    The features are passed over only where "crs" stands near an end of the file. Raises FileContentError for
    one that is not stated by name.
    """
    with path.open("rb") as file:
        head = file.read(_END)
        file.seek(max(0, path.stat().st_size - _END))
        if not _CRS.search(head) and not _CRS.search(file.read()):
            return None
    text = JsonWindow(path, detect(path, options.encoding).codec, options, Sink())
    found: list[Any] = []
    try:
        for _ in _collection_or_lines(text, found.append):
            continue
    except (ValueError, FileContentError):
        return None  # the reading itself says what is wrong
    return _crs_name(found[-1]) if found else None


def _crs_name(value: Any) -> str | None:
    if value is None:
        return None
    about = value.get("properties") if isinstance(value, dict) else None
    name = about.get("name") if isinstance(about, dict) else None
    if not isinstance(name, str) or not name:
        raise FileContentError("The file does not name its coordinate system (CRS); state it, for example EPSG:32638.")
    return name


def _members(text: JsonWindow, take_crs: Callable[[Any], object]) -> Iterator[Any]:
    count = 0
    try:
        for feature in _collection_or_lines(text, take_crs):
            count += 1
            yield feature
    except ValueError:
        where = f"after feature {count}" if count else "at its beginning"
        what = "ends too early" if text.cut_off or text.peek() == "" else "is not valid JSON"
        raise FileContentError(f"The file {what} {where}.") from None


def _collection_or_lines(text: JsonWindow, take_crs: Callable[[Any], object]) -> Iterator[Any]:
    """Give the features of a collection, or those that stand one after the other."""
    if text.peek() != "{":
        raise FileContentError("The file is JSON, but no GeoJSON feature collection.")
    members: dict[str, Any] = {}
    found = False
    text.take("{")
    while not text.take("}"):
        name = text.key()
        if name == "features" and text.take("["):
            found = True
            yield from _listed(text)
        else:
            members[name] = text.value()
        if not text.take(",") and text.peek() != "}":
            raise ValueError("comma expected")
    if not found and members.get("type") == "Feature":
        yield members
        while text.peek():
            yield text.value()
        return
    if not found:
        raise FileContentError("The file is JSON, but no GeoJSON feature collection.")
    take_crs(members.get("crs"))
    if text.peek():
        raise FileContentError("The file goes on after the end of its feature collection.")


def _listed(text: JsonWindow) -> Iterator[Any]:
    while not text.take("]"):
        yield text.value()
        if not text.take(",") and text.peek() != "]":
            raise ValueError("comma expected")


def _check_crs(value: Any) -> None:
    name = _crs_name(value)
    if name and not any(known in name.lower() for known in _CRS84):
        raise FileContentError(f"The coordinates are in {name[:80]}; give them in WGS 84 (longitude, latitude).")


def _batches(features: Iterator[Any], options: Options, sink: Sink) -> Iterator[Records]:
    bucket: list[tuple[int, dict[str, Any], bytes | None]] = []
    for feature in features:
        sink.read += 1
        record = _record(feature, sink)
        if record is not None:
            bucket.append((sink.read, *record))
        if len(bucket) == _BATCH:
            yield within_limits(_records(bucket), options, sink, zeros=True)
            bucket = []
    if bucket:
        yield within_limits(_records(bucket), options, sink, zeros=True)


def _record(feature: Any, sink: Sink) -> tuple[dict[str, Any], bytes | None] | None:
    """Take one feature apart, or reject it."""
    problem: str | None = None
    before: str | None = None
    shape: bytes | None = None
    properties: Any = None
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        problem = "this is no GeoJSON feature"
    else:
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            problem = "the properties are no object"
        try:
            shape, before = to_wkb(feature.get("geometry"))
        except (ValueError, TypeError, RecursionError, shapely.errors.ShapelyError) as error:
            problem = f"the geometry is broken: {str(error).strip()[:120]}"
    if problem:
        sink.rejected.append(Fault(sink.read, "geometry" if "geometry" in problem else "", problem))
        return None
    if before:
        sink.flagged.append(Fault(sink.read, "geometry", WORDS))
        properties = {**properties, MIXED: before}
    if "id" in feature and "id" not in properties:
        properties = {"id": feature["id"], **properties}
    return properties, shape


def to_wkb(geometry: Any) -> tuple[bytes | None, str | None]:
    """Make WKB of a GeoJSON geometry, None of null or an empty one; raises ValueError with the fault.

    A collection that mixes kinds becomes an area; the second part is then its WKT.
    """
    if geometry is None:
        return None, None
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        raise ValueError("it has no type")  # noqa: TRY004 - a fault of the file
    if geometry["type"] == "Point":
        position = geometry.get("coordinates")
        if position == []:
            return None, None
        longitude, latitude = _position(position)
        return bytes(shapely.to_wkb(shapely.Point(longitude, latitude))), None
    plain_numbers = _numbers(geometry, [0])
    _check_rings(plain_numbers)
    shape, mixed = shapely.from_geojson(json.dumps(plain_numbers)), None
    if shapely.get_type_id(shape) == COLLECTION:
        shape, mixed = plain(shape)
    if shape is None or shape.is_empty:
        return None, None
    return bytes(shapely.to_wkb(shapely.force_2d(shape))), mixed


def _check_rings(geometry: dict[str, Any]) -> None:
    found = geometry.get("coordinates")
    areas = {"Polygon": [found], "MultiPolygon": found}.get(geometry["type"])
    for rings in areas if isinstance(areas, list) else ():
        if isinstance(rings, list) and any(isinstance(r, list) and 0 < len(r) < 4 for r in rings):
            raise ValueError("a ring has fewer than four positions")


def _position(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("a position needs longitude and latitude")
    longitude, latitude = (_number(n) for n in value[:2])
    return longitude, latitude


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | Literal):
        raise ValueError(f"coordinate {str(value)[:40]!r} is not a number")  # noqa: TRY004 - a fault of the file
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"coordinate {str(value)[:40]} is not finite")
    return number


def _numbers(value: Any, seen: list[int]) -> Any:
    """Give a geometry with plain numbers, checked and counted."""
    if isinstance(value, dict):
        wanted = ("type", "coordinates", "geometries")
        return {k: v if k == "type" else _numbers(v, seen) for k, v in value.items() if k in wanted}
    if isinstance(value, list):
        numbers = [_numbers(v, seen) for v in value]
        return numbers[:2] if numbers and isinstance(numbers[0], float) else numbers  # height and measure are left out
    seen[0] += 1
    if seen[0] > _MOST_POSITIONS:
        raise ValueError("it has more than a million coordinates")
    return _number(value)


def _records(bucket: list[tuple[int, dict[str, Any], bytes | None]]) -> Records:
    names = dict.fromkeys(name for _, properties, _ in bucket for name in properties)
    cells = {n: pa.array([as_text(p.get(n)) for _, p, _ in bucket], pa.string()) for n in names}
    rows = np.array([row for row, _, _ in bucket], dtype=np.int64)
    return Records(rows, cells, pa.array([shape for _, _, shape in bucket], pa.binary()))


def as_text(value: Any) -> str | None:
    """Write a JSON value as text: a string or number as it stands, anything else as JSON; null stays None."""
    if value is None or isinstance(value, str):
        return value if value is None else str(value).encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else json.dumps(_exact(value), ensure_ascii=False)


def _exact(value: Any) -> Any:
    """Give lists and objects with numbers in the place of their texts; NaN and infinities stay texts."""
    if isinstance(value, dict):
        return {k: _exact(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_exact(v) for v in value]
    return float(value) if isinstance(value, Literal) and math.isfinite(float(value)) else value
