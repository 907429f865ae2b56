"""GeoJSON as records, feature by feature: a collection, or one feature a line."""

from __future__ import annotations

import json
import math
from json.decoder import scanstring  # type: ignore[attr-defined] # the name is older than its stub
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import FileContentError, TooLargeError
from geo.importers.base import Fault
from geo.importers.tools.delimited import within_limits
from geo.importers.tools.encoding import chunks, detect
from geo.importers.tools.records import Container, Records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink

_BATCH = 10_000
_BLANKS = " \t\r\n\x1e"
_MOST_POSITIONS = 1_000_000
_SLACK = 64
_CRS84 = ("crs84", "4326")


class Literal(str):
    """A number with a fraction, or NaN, as the file writes it: text, so that nothing is rounded."""

    __slots__ = ()


DECODER = json.JSONDecoder(parse_float=Literal, parse_constant=Literal)


class _Text:
    """The file's text as a window that moves forward."""

    def __init__(self, path: Path, codec: str, options: Options, sink: Sink) -> None:
        self._pieces, self._sink = chunks(path, codec), sink
        self._total, self._done = path.stat().st_size, 0
        self._most = options.row_bytes * 4
        self.text, self.at, self.cut_off = "", 0, False

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._done += len(piece)
        self._sink.step(min(self._done, self._total), self._total)
        self.text, self.at = self.text[self.at :] + piece, 0
        if len(self.text) > self._most:
            raise TooLargeError(f"One feature is longer than {self._most >> 20} MB.")
        return True

    def peek(self) -> str:
        """Give the next character that is no blank, "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _BLANKS:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, wanted: str) -> bool:
        """Pass the character if it comes next."""
        found = self.peek() == wanted
        self.at += found
        return found

    def value(self) -> Any:
        """Decode the JSON value that comes next; raises ValueError where there is none."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                near_end = error.pos > len(self.text) - _SLACK or error.msg.startswith("Unterminated")
                if near_end and self.more():
                    continue
                self.cut_off = error.pos >= len(self.text.rstrip()) or error.msg.startswith("Unterminated")
                raise
            except RecursionError:
                raise FileContentError("The file nests its values too deeply.") from None
            if end == len(self.text) and not isinstance(value, dict | list) and self.more():
                continue
            self.at = end
            return value

    def key(self) -> str:
        """Decode a member's name and its colon."""
        if not self.take('"'):
            raise ValueError("name expected")
        while True:
            try:
                name, self.at = scanstring(self.text, self.at)
                break
            except ValueError:
                if not self.more():
                    raise
        if not self.take(":"):
            raise ValueError("colon expected")
        return str(name)


def open_features(path: Path, options: Options, sink: Sink, *, any_crs: bool = False) -> Container:
    """Open GeoJSON. The columns are the property names of all features of a batch, in order met.

    Raises FileContentError where the file is no GeoJSON or ends in the middle, and for coordinates that
    are stated to be other than WGS 84 longitude and latitude, unless the caller takes care of ``any_crs``.
    """
    encoding = detect(path, options.encoding)
    notes = [encoding.note] if encoding.note else []
    text = _Text(path, encoding.codec, options, sink)
    return Container((), _batches(_members(text, any_crs=any_crs), options, sink), notes=notes)


def _members(text: _Text, *, any_crs: bool) -> Iterator[Any]:
    count = 0
    try:
        for feature in _collection_or_lines(text, any_crs=any_crs):
            count += 1
            yield feature
    except ValueError:
        where = f"after feature {count}" if count else "at its beginning"
        what = "ends too early" if text.cut_off or text.peek() == "" else "is not valid JSON"
        raise FileContentError(f"The file {what} {where}.") from None


def _collection_or_lines(text: _Text, *, any_crs: bool) -> Iterator[Any]:
    if text.peek() != "{":
        raise FileContentError("The file is JSON, but no GeoJSON feature collection.")
    if not _is_lone_feature(text.text[text.at : text.at + 4096]):
        yield from _collection(text, any_crs=any_crs)
    while text.peek():
        yield text.value()


def _is_lone_feature(head: str) -> bool:
    """Tell whether the outermost object is a Feature: its type stands before any list of features."""
    squeezed = head.replace(" ", "").replace("\n", "").replace("\r", "").replace("\t", "")
    features = squeezed.find('"features":[')
    lone = squeezed.find('"type":"Feature"')
    return lone >= 0 and (features < 0 or lone < features)


def _collection(text: _Text, *, any_crs: bool) -> Iterator[Any]:
    text.take("{")
    found = False
    while not text.take("}"):
        name = text.key()
        if name == "features" and text.take("["):
            found = True
            while not text.take("]"):
                yield text.value()
                if not text.take(",") and text.peek() != "]":
                    raise ValueError("comma expected")
        else:
            value = text.value()
            if name == "crs" and not any_crs:
                _check_crs(value)
        if not text.take(",") and text.peek() != "}":
            raise ValueError("comma expected")
    if not found:
        raise FileContentError("The file is JSON, but no GeoJSON feature collection.")
    if text.peek():
        raise FileContentError("The file goes on after the end of its feature collection.")


def _check_crs(value: Any) -> None:
    name = str(((value or {}).get("properties") or {}).get("name", "")) if isinstance(value, dict) else ""
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
    shape: bytes | None = None
    properties: Any = None
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        problem = "this is no GeoJSON feature"
    else:
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            problem = "the properties are no object"
        try:
            shape = to_wkb(feature.get("geometry"))
        except (ValueError, TypeError, RecursionError, shapely.errors.ShapelyError) as error:
            problem = f"the geometry is broken: {str(error)[:120]}"
    if problem:
        sink.rejected.append(Fault(sink.read, "geometry" if "geometry" in problem else "", problem))
        return None
    if "id" in feature and "id" not in properties:
        properties = {"id": feature["id"], **properties}
    return properties, shape


def to_wkb(geometry: Any) -> bytes | None:
    """Make WKB of a GeoJSON geometry, None of null or an empty one; raises ValueError with the fault."""
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        raise ValueError("it has no type")  # noqa: TRY004 - a fault of the file
    if geometry["type"] == "Point":
        position = geometry.get("coordinates")
        if position == []:
            return None
        longitude, latitude = _position(position)
        return bytes(shapely.to_wkb(shapely.Point(longitude, latitude)))
    plain = _numbers(geometry, [0])
    shape = shapely.from_geojson(json.dumps(plain))
    return None if shape.is_empty else bytes(shapely.to_wkb(shapely.force_2d(shape)))


def _position(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("a position needs longitude and latitude")
    longitude, latitude = (_number(n) for n in value[:2])
    return longitude, latitude


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | Literal):
        raise ValueError(f"coordinate {str(value)[:40]!r} is not a number")  # noqa: TRY004 - a fault of the file
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"coordinate {str(value)[:40]} is not finite")
    return number


def _numbers(value: Any, seen: list[int]) -> Any:
    """Give a geometry with plain numbers, checked and counted."""
    if isinstance(value, dict):
        wanted = ("type", "coordinates", "geometries")
        return {k: v if k == "type" else _numbers(v, seen) for k, v in value.items() if k in wanted}
    if isinstance(value, list):
        return [_numbers(v, seen) for v in value]
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
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
