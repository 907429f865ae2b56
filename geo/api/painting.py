"""The view painted by the server, and what lies under a point of it, for browsers that hold no columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from starlette.responses import Response

from geo.api.payload import Payload, respond
from geo.errors import InputError
from geo.layers import MODES
from geo.layers.cells import STYLES, View
from geo.layers.packing import unpack
from geo.layers.painted import NO_AREAS, NOT_A_DOT, Shown, encode_painted, under
from geo.layers.slots import HIDDEN, Slots, slots_of
from geo.model.filter_query import from_query
from geo.workflows.memory import Memory
from geo.workflows.search import select

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.workflows.atlas import Atlas
    from geo.workflows.snapshot import Part, Snapshot

MOST_HITS = 100
MOST_PIXELS = 24_000_000
_INK = re.compile("#[0-9a-f]{6}")
_MEMORY_BYTES = 96 << 20


class PaintingRoutes:
    """The endpoints, with the atlas they read and what they worked out so far."""

    def __init__(self, get_atlas: Callable[[], Atlas], areas_of: Callable[[Part], Payload]) -> None:
        """Keep the way to the atlas, and what gives the areas of a part; nothing is read yet."""
        self._get_atlas, self._areas_of = get_atlas, areas_of
        self._slots = Memory(_MEMORY_BYTES, lambda slots: sum(a.nbytes for a in slots.by_part))

    def painted(self, request: Request) -> Response:
        """Answer counts and picture of a view."""
        snapshot, slots = self._snapshot_and_slots(request)
        inks = request.query_params.getlist("ink")
        if len(inks) != 10 or not all(_INK.fullmatch(ink) for ink in inks):
            raise InputError("ink takes ten colours, each as #rrggbb.")
        body = encode_painted(self._shown(request, snapshot), _view(request), slots, inks)
        return respond(
            request, Payload(body, etag=f"{snapshot.serial}"), media_type="application/octet-stream", immutable=False
        )

    def under(self, request: Request) -> Response:
        """Answer which rows lie under the point ``x,y`` within ``reach`` pixels, or in its cell; newest first."""
        snapshot, slots = self._snapshot_and_slots(request)
        x, y, reach = (_number(request, name) for name in ("x", "y", "reach"))
        hits, total = [], 0
        for part, shown, slot in zip(snapshot.parts, self._shown(request, snapshot), slots.by_part, strict=True):
            dots = shown.rows & (slot != HIDDEN) & (shown.columns.where_precision < NOT_A_DOT)
            rows = under(shown.columns, np.flatnonzero(dots), _view(request), (x, y), reach)
            total += len(rows)
            hits += [{"part": part.id, "row": row} for row in rows[::-1][:MOST_HITS].tolist()]
        return _json({"total": total, "hits": hits[:MOST_HITS]})

    def inside(self, request: Request) -> Response:
        """Answer which rows of a part lie ``among`` areas (numbers as in its areas), newest first."""
        snapshot, slots = self._snapshot_and_slots(request)
        number = snapshot.parts.index(snapshot.part(request.path_params["id"]))
        shown, slot = self._shown(request, snapshot)[number], slots.by_part[number]
        wanted = [int(a) for a in request.query_params.get("among", "").split(",") if a.isdecimal()]
        row, area = shown.areas["row"], shown.areas["area"]
        rows = row[np.isin(area, wanted) & shown.rows[row] & (slot[row] != HIDDEN)][::-1]
        hits = [{"part": snapshot.parts[number].id, "row": r} for r in rows[:MOST_HITS].tolist()]
        return _json({"total": len(rows), "hits": hits})

    def _snapshot_and_slots(self, request: Request) -> tuple[Snapshot, Slots]:
        snapshot, mode = self._get_atlas().snapshot(), request.query_params.get("mode", "auto")
        if mode not in MODES and mode != "auto":
            raise InputError(f"There is no colouring {mode}; there are {', '.join(MODES)}.")
        off = tuple(request.query_params.getlist("off"))
        key = (tuple(p.id for p in snapshot.parts), mode, off)
        return snapshot, self._slots.get(key, lambda: slots_of([p.columns for p in snapshot.parts], mode, off))

    def _shown(self, request: Request, snapshot: Snapshot) -> list[Shown]:
        """Give what is shown of each part; without ``areas`` in the query the areas, which take longest, stay out."""
        rows = select(snapshot, from_query(request.url.query)).shown
        wanted = "areas" in request.query_params
        areas = [unpack(self._areas_of(p).body)[1] if wanted else NO_AREAS for p in snapshot.parts]
        return [Shown(p.columns, r, a) for p, r, a in zip(snapshot.parts, rows, areas, strict=True)]


def _view(request: Request) -> View:
    names = ("scale", "left", "top", "width", "height", "radius", "pixel")
    scale, left, top, width, height, radius, pixel = (_number(request, n) for n in names)
    style = request.query_params.get("style", "dots")
    if style != "dots" and style not in STYLES:
        raise InputError(f"There is no style {style}; there are dots, {', '.join(STYLES)}.")
    if not (scale > 0 and radius > 0 and pixel > 0 and 0 < width * height <= MOST_PIXELS and width > 0):
        raise InputError(
            "The view needs a positive scale, radius, pixel, width and height, and at most 24 million pixels."
        )
    return View(scale, left, top, int(width), int(height), radius, pixel, style)


def _number(request: Request, name: str) -> float:
    try:
        value = float(request.query_params.get(name, ""))
    except ValueError as error:
        raise InputError(f"{name} takes a number.") from error
    if not np.isfinite(value):
        raise InputError(f"{name} takes a finite number.")
    return value


def _json(body: Any) -> Response:
    return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})
