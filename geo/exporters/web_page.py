"""One self-contained HTML file: map, timeline, filters and cards, working from a disk without a network.

Incidents are carried as JSON in ``script`` elements that no browser runs, with <, > and & written as
escapes, and reach the page as text nodes only. A policy in the file allows its one script and nothing
from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from xstatic.pkg import leaflet

from geo.errors import TooLargeError
from geo.exporters.base import Exporter, Meta
from geo.exporters.geojson import properties
from geo.exporters.ground import ground
from geo.exporters.json_text import chunk, join, member
from geo.exporters.kml import COLOURS
from geo.exporters.rows import one
from geo.model.event_types import EventClass, EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_ROWS = 50_000
_SCRIPTS = ("data", "filters", "map", "timeline", "cards", "main")
_SIMPLIFY_DEG = 0.01
_SHARED = pa.array(["division", "country", "footprint"])


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:
    """Give the page piece by piece; raises TooLargeError where a browser would choke on the rows."""
    if meta.rows > MOST_ROWS:
        raise TooLargeError(
            f"An HTML file holds {MOST_ROWS:,} incidents and the filter shows {meta.rows:,}: "
            "narrow it, or take another format."
        )
    return _pages(tables, meta)


def _pages(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:
    rows = _Rows(tables)
    script, style = _script(), _style()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    pieces = _template().generate(
        title=meta.words,
        script_hash=f"sha256-{digest}",
        script=Markup(script),  # noqa: S704 - our own files and Leaflet's
        style=Markup(style),  # noqa: S704 - our own files and Leaflet's
        about=_carried([orjson.dumps(meta.member | _code_lists()).decode()]),
        incidents=(_safe(text) for text in rows),
        shapes=(_safe(text) for text in rows.shapes()),
        ground=(_safe(text) for text in rows.ground()),
    )
    return (piece.encode() for piece in pieces)


def _safe(text: str) -> Markup:
    """Give JSON such that no text in it can end the script element or be taken for markup."""
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - nothing is left in it that HTML gives a meaning


def _carried(parts: Iterable[str]) -> Markup:
    return Markup("").join(_safe(part) for part in parts)


def _code_lists() -> dict[str, Any]:
    return {
        "colours": {c.value: f"#{colour}" for c, colour in COLOURS.items()},
        "classes": {e.value: e.event_class.value for e in EventType},
        "class_words": {c.value: c.words for c in EventClass},
    }


class _Rows:
    """The incidents as JSON, read once; afterwards the areas that they share and the ground they need."""

    def __init__(self, tables: Iterator[pa.Table]) -> None:
        self._tables = tables
        self._shapes: dict[bytes, int] = {}
        self._countries: Counter[str] = Counter()
        self._box = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def __iter__(self) -> Iterator[str]:
        first = True
        for table in self._tables:
            if len(table):
                text = str(chunk(self._records(table)), "utf-8")
                yield text.removeprefix(",\n") if first else text
                first = False

    def shapes(self) -> Iterator[str]:
        """Give the areas in the order of their numbers."""
        small = [shapely.simplify(shapely.from_wkb(wkb), _SIMPLIFY_DEG, preserve_topology=True) for wkb in self._shapes]
        rounded = [shapely.transform(shape, lambda corners: corners.round(3)) for shape in small]
        yield "[" + ",".join(shapely.to_geojson(shape) for shape in rounded) + "]"

    def ground(self) -> Iterator[str]:
        """Give the ground under what was read."""
        west, south, east, north = self._box.tolist()
        box = (west, south, east, north) if np.isfinite(self._box).all() else None
        yield from ground(box, [code for code, _ in self._countries.most_common()])

    def _records(self, table: pa.Table) -> pa.Array:
        self._countries.update(c for c in table["country"].to_pylist() if c)
        place = [p for name in ("longitude", "latitude") for p in (",", *member(name, one(table, name)))]
        shape = [",", *member("shape", self._numbers(table))]
        return join([",\n{", *properties(table), *place, *shape, "}"], len(table))

    def _numbers(self, table: pa.Table) -> pa.Array:
        """Give each area that is more than a circle a number, so that it is carried once."""
        shared = pc.fill_null(pc.is_in(one(table, "geometry_kind"), _SHARED), False)
        wkb = pc.if_else(shared, one(table, "geometry"), pa.scalar(None, pa.binary())).dictionary_encode()
        for key in wkb.dictionary.to_pylist():
            self._shapes.setdefault(key, len(self._shapes))
        self._grow(table)
        numbers = pa.array([self._shapes[key] for key in wkb.dictionary.to_pylist()], pa.int64())
        return numbers.take(wkb.indices)

    def _grow(self, table: pa.Table) -> None:
        bounds = shapely.bounds(shapely.from_wkb(one(table, "geometry").to_numpy(zero_copy_only=False)))
        known = bounds[~np.isnan(bounds[:, 0])]
        self._box[:2] = np.minimum(self._box[:2], known[:, :2].min(axis=0, initial=np.inf))
        self._box[2:] = np.maximum(self._box[2:], known[:, 2:].max(axis=0, initial=-np.inf))


@cache
def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(_own("page.html"))


@cache
def _script() -> str:
    library = re.sub(
        r"//# sourceMappingURL=.*", "", (Path(leaflet.BASE_DIR) / "leaflet.js").read_text(encoding="utf-8")
    )
    own = "\n".join(_own(f"{name}.js") for name in _SCRIPTS)
    return f'{library}\n(() => {{\n"use strict";\n{own}\n}})();\n'


@cache
def _style() -> str:
    return re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css")) + _own("page.css")


def _leaflet(name: str) -> str:
    return (Path(leaflet.BASE_DIR) / name).read_text(encoding="utf-8")


def _own(name: str) -> str:
    return (resources.files("geo.exporters") / "web" / name).read_text(encoding="utf-8")


EXPORTER = Exporter("html", "Web page", ".html", "text/html; charset=utf-8", write, draws=True)
