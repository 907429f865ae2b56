"""KML read placemark by placemark, without entities, links or files beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
import numpy as np
import pyarrow as pa
import shapely
from defusedxml.common import DefusedXmlException

from geo.errors import FileContentError, TooLargeError
from geo.importers.base import Fault
from geo.importers.tools.columnar import checked
from geo.importers.tools.limits import within_limits
from geo.importers.tools.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink

_BATCH = 2_000
_MOST_DEPTH = 64
_FOLDERS = {"Folder", "Document"}
_PLAIN = ("name", "description", "address")
_TIMES = {"when": "begin", "begin": "begin", "end": "end"}
_OURS = {"dataset", "dataset_id", "event_type_words", "method"}
_OFTEN_NULL: dict[str, str | None] = {"geometry_kind": None, "where_precision_words": None}
_SHAPES = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model"}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


def records(path: Path, options: Options, sink: Sink) -> Iterator[Records]:
    """Give the placemarks as records: name, description, times, extended data, style and folder as text.

    Raises FileContentError for XML that is broken or declares entities.
    """
    bucket: list[tuple[int, dict[str, str | None], bytes | None]] = []
    for placemark, folder in _placemarks(path, sink):
        sink.read += 1
        try:
            bucket.append((sink.read, _cells(placemark, folder), _shape(placemark)))
        except ValueError as error:
            sink.rejected.append(Fault(sink.read, "geometry", str(error)))
        if len(bucket) == _BATCH:
            yield _batch(bucket, options, sink)
            bucket = []
            sink.step(0, 1)
    if bucket:
        yield _batch(bucket, options, sink)


def _placemarks(path: Path, sink: Sink) -> Iterator[tuple[Element, dict[str, str]]]:
    """Give placemarks with the name of their innermost folder; what was read is let go."""
    open_elements: list[Element] = []
    links = 0
    events = defusedxml.ElementTree.iterparse(path, events=("start", "end"), forbid_dtd=True)
    try:
        for event, element in events:
            if event == "start":
                open_elements.append(element)
                if len(open_elements) > _MOST_DEPTH:
                    raise FileContentError("The KML nests its elements too deeply.")
                if len(open_elements) == 1 and _local(element) != "kml":
                    raise FileContentError("The file is XML, but no KML.")
                continue
            open_elements.pop()
            links += _local(element) == "NetworkLink"
            if _local(element) == "Placemark":
                yield element, _folder(open_elements)
            if _local(element) in {"Placemark", *_FOLDERS, "Style"} and open_elements:
                open_elements[-1].remove(element)
    except DefusedXmlException:
        raise FileContentError("The KML declares entities or a document type, which are not read.") from None
    except (ParseError, UnicodeError, LookupError, ValueError) as error:
        where = f"after placemark {sink.read}" if sink.read else "at its beginning"
        raise FileContentError(f"The KML is no well-formed XML {where}.") from error
    if links and not sink.read:
        raise FileContentError("The KML holds links to other files, which are not followed, and no placemark.")
    if links:
        sink.notes.append(f"Links to other files that were not followed: {links:,}.")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Element, name: str) -> Element | None:
    return next((e for e in element if _local(e) == name), None)


def _folder(above: list[Element]) -> dict[str, str]:
    names = [_child(e, "name") for e in above if _local(e) == "Folder"]
    filled = [n.text.strip() for n in names if n is not None and n.text]
    return {"folder": filled[-1]} if filled else {}


def _cells(placemark: Element, folder: dict[str, str]) -> dict[str, str | None]:
    """Give the texts of a placemark; what Incident Atlas wrote stands whole in its extended data."""
    extended: dict[str, str | None] = {
        k: v for e in placemark if _local(e) == "ExtendedData" for k, v in _extended(e).items()
    }
    if extended.keys() >= _OURS:
        return _OFTEN_NULL | extended
    cells: dict[str, str | None] = {"id": placemark.get("id")} if placemark.get("id") else {}
    for element in placemark:
        name = _local(element)
        if name in _PLAIN:
            cells[name] = _text(element)
        elif name in {"TimeStamp", "TimeSpan"}:
            cells |= {_TIMES[_local(e)]: _text(e) for e in element if _local(e) in _TIMES}
    return folder | cells | extended


def _extended(element: Element) -> dict[str, str]:
    cells = {}
    for data in element.iter():
        name = data.get("name")
        if name and _local(data) == "Data":
            value = _child(data, "value")
            cells[name] = "".join(value.itertext()) if value is not None else ""
        elif name and _local(data) == "SimpleData":
            cells[name] = "".join(data.itertext())
    return cells


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _shape(placemark: Element) -> bytes | None:
    found = next((e for e in placemark if _local(e) in _SHAPES), None)
    shape = None if found is None else _geometry(found)
    return None if shape is None or shape.is_empty else bytes(shapely.to_wkb(shape))


def _geometry(element: Element) -> Any:
    kind = _local(element)
    if kind in {"MultiGeometry", "MultiTrack"}:
        return _many(element)
    if kind == "Model":
        return _stood(element)
    if kind == "Polygon":
        return _polygon(element)
    if kind == "Track":
        positions = [_position(_text(e).split()) for e in element if _local(e) == "coord"]
    else:
        positions = _positions(element)
    if kind == "Point":
        if len(positions) > 1:
            raise ValueError("a point has more than one position")
        return shapely.Point(positions[0]) if positions else None
    if len(positions) == 1:
        return shapely.Point(positions[0])
    return shapely.LineString(positions) if positions else None


def _many(element: Element) -> Any:
    parts = [_geometry(e) for e in element if _local(e) in _SHAPES]
    parts = [p for p in parts if p is not None]
    if len(parts) < 2:
        return parts[0] if parts else None
    return shapely.GeometryCollection(parts)


def _stood(model: Element) -> Any:
    """Give the place where a model of a thing stands."""
    place = _child(model, "Location")
    parts = [_child(place, n) for n in ("longitude", "latitude")] if place is not None else []
    return shapely.Point(_position([_text(p) for p in parts if p is not None])) if parts else None


def _polygon(element: Element) -> Any:
    rings = []
    for side in ("outerBoundaryIs", "innerBoundaryIs"):
        for boundary in (e for e in element if _local(e) == side):
            ring = _child(boundary, "LinearRing")
            positions = _positions(ring) if ring is not None else []
            if positions and len(positions) < 4:
                raise ValueError("a ring has fewer than four positions")
            rings.append(positions)
    return shapely.Polygon(rings[0], [r for r in rings[1:] if r]) if rings and rings[0] else None


def _positions(element: Element) -> list[tuple[float, float]]:
    found = _child(element, "coordinates")
    return [_position(p.split(",")) for p in _text(found).split()] if found is not None else []


def _position(parts: list[str]) -> tuple[float, float]:
    if not 2 <= len(parts) <= 3 or not all(_NUMBER.fullmatch(p.strip()) for p in parts):
        raise ValueError(f"“{','.join(parts)[:60]}” is no position")
    return float(parts[0]), float(parts[1])


def _batch(bucket: list[tuple[int, dict[str, str | None], bytes | None]], options: Options, sink: Sink) -> Records:
    names = dict.fromkeys(n for _, cells, _ in bucket for n in cells)
    if len(names) > 2_000:
        raise TooLargeError("The KML has more than 2,000 kinds of data, the most that is read.")
    columns = {n: pa.array([c.get(n) for _, c, _ in bucket], pa.string()) for n in names}
    rows = np.array([row for row, _, _ in bucket], dtype=np.int64)
    found = Records(rows, columns, pa.array([s for _, _, s in bucket], pa.binary()))
    return within_limits(checked(found, sink), options, sink, zeros=True)
