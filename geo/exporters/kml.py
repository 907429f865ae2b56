"""KML 2.2: one folder, a placemark an incident, unmapped ones without geometry.

``ExtendedData`` holds every column of ``geo.exporters.rows`` that is not null, as plain text, lists
joined as ``geo.exporters.flat`` says. ``description`` is HTML by the standard, so its text is
escaped once more and shows literally. Control characters, which XML cannot hold, are taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.exporters.ahead import map_ahead
from geo.exporters.base import Exporter, Meta
from geo.exporters.flat import flat
from geo.exporters.json_text import Piece, chunk, join, literal
from geo.exporters.rows import one
from geo.exporters.text import xml
from geo.model.event_types import EventClass, EventType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

COLOURS = {
    EventClass.BATTLE: "d55e00",
    EventClass.REMOTE_VIOLENCE: "0072b2",
    EventClass.VIOLENCE_AGAINST_CIVILIANS: "cc79a7",
    EventClass.DEMONSTRATION: "009e73",
    EventClass.STRATEGIC: "e69f00",
    EventClass.UNSPECIFIED: "777777",
}
"""RGB by class, told apart by colour-blind readers."""
_APART = {"geometry"}


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes | memoryview]:
    """Give the document piece by piece; the head comes before the first row is read."""
    yield _head(meta).encode()
    yield from map_ahead(_placemarks, tables)
    yield b"</Folder>\n</Document>\n</kml>\n"


def _head(meta: Meta) -> str:
    lines = _html(pa.array(meta.lines))
    about = _text(literal(meta.member))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
        f"<name>Incident Atlas</name>\n<description>{'&lt;br/&gt;'.join(lines.to_pylist())}</description>\n"
        + "".join(_style(name, colour) for name, colour in COLOURS.items())
        + f'<ExtendedData><Data name="incident_atlas"><value>{about}</value></Data></ExtendedData>\n'
        "<Folder>\n<name>Incidents</name>\n"
    )


def _style(name: EventClass, colour: str) -> str:
    blue_green_red = "".join(reversed([colour[i : i + 2] for i in (0, 2, 4)]))
    return (
        f'<Style id="{name.value}"><IconStyle><color>ff{blue_green_red}</color><scale>0.8</scale></IconStyle>'
        "<LabelStyle><scale>0.7</scale></LabelStyle>"
        f"<LineStyle><color>ff{blue_green_red}</color><width>1.5</width></LineStyle>"
        f"<PolyStyle><color>33{blue_green_red}</color></PolyStyle>"
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )


def _placemarks(table: pa.Table) -> bytes | memoryview:
    rows = len(table)
    if rows == 0:
        return b""
    cells = flat(table)
    title = pc.coalesce(one(cells, "title"), one(cells, "place_name"), one(cells, "event_type_words"))
    pieces: list[Piece] = ["<Placemark><name>", xml(title), "</name>", _time(cells)]
    pieces += ["<styleUrl>#", _class_of(one(cells, "event_type")), "</styleUrl>"]
    pieces += ["<ExtendedData>", *_data(cells), "</ExtendedData>", _geometry(table), "</Placemark>\n"]
    pieces[3:3] = ["<description>", _description(cells), "</description>"]
    return chunk(join(pieces, rows))


def _class_of(types: pa.Array) -> pa.Array:
    names = {e.value: e.event_class.value for e in EventType}
    return pa.array(list(names.values())).take(pc.index_in(types, pa.array(list(names))))


def _description(cells: pa.Table) -> pa.Array:
    """Say what happened, when, how well it is placed, and who says so, as escaped HTML."""
    rows = len(cells)
    start, end = (one(cells, c).cast(pa.string()) for c in ("date_start", "date_end"))
    when = pc.if_else(pc.equal(start, end), start, join([start, " to ", end], rows))
    name = one(cells, "place_name")
    place = pc.coalesce(join([name, " (", one(cells, "where_precision_words"), ")"], rows), name)
    told = join(["According to ", one(cells, "source_publisher")], rows)
    parts = [one(cells, "event_type_words"), when, place, one(cells, "description"), told]
    return join([pc.fill_null(join([_html(part), "&lt;br/&gt;"], rows), "") for part in parts], rows)


def _html(texts: pa.Array) -> pa.Array:
    return xml(xml(texts))


def _text(text: str) -> str:
    return str(xml(pa.array([text]))[0].as_py())


def _time(cells: pa.Table) -> pa.Array:
    start, end = (one(cells, c).cast(pa.string()) for c in ("date_start", "date_end"))
    stamp = join(["<TimeStamp><when>", start, "</when></TimeStamp>"], len(cells))
    span = join(["<TimeSpan><begin>", start, "</begin><end>", end, "</end></TimeSpan>"], len(cells))
    is_span = pc.fill_null(pc.not_equal(start, end), False)
    return pc.fill_null(pc.if_else(is_span, span, stamp), "")


def _data(cells: pa.Table) -> Iterator[Piece]:
    for name in cells.column_names:
        column = one(cells, name)
        if name in _APART or column.null_count == len(column):
            continue
        text = xml(column.cast(pa.string()))
        yield pc.fill_null(join([f'<Data name="{_text(name)}"><value>', text, "</value></Data>"], len(cells)), "")


def _geometry(table: pa.Table) -> pa.Array:
    is_point = pc.fill_null(pc.equal(one(table, "geometry_kind"), "point"), False)
    x, y = (one(table, c).cast(pa.string()) for c in ("longitude", "latitude"))
    point = join(["<Point><coordinates>", x, ",", y, "</coordinates></Point>"], len(table))
    shapes = pc.if_else(is_point, pa.scalar(None, pa.binary()), one(table, "geometry")).dictionary_encode()
    texts = [_shape(shapely.from_wkb(wkb)) for wkb in shapes.dictionary.to_pylist()]
    shape = pa.array(texts, pa.string()).take(shapes.indices)
    return pc.fill_null(pc.if_else(is_point, point, shape), "")


def _shape(shape: BaseGeometry) -> str:
    if hasattr(shape, "geoms"):
        return f"<MultiGeometry>{''.join(map(_shape, shape.geoms))}</MultiGeometry>"
    if shape.geom_type == "Polygon":
        holes = "".join(f"<innerBoundaryIs>{_line(h, 'LinearRing')}</innerBoundaryIs>" for h in shape.interiors)
        return f"<Polygon><outerBoundaryIs>{_line(shape.exterior, 'LinearRing')}</outerBoundaryIs>{holes}</Polygon>"
    return _line(shape, shape.geom_type)


def _line(shape: BaseGeometry, element: str) -> str:
    corners = " ".join(f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shape).tolist())
    return f"<{element}><coordinates>{corners}</coordinates></{element}>"


EXPORTER = Exporter("kml", "KML", ".kml", "application/vnd.google-earth.kml+xml", write)
