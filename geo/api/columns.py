"""What the map is painted from: the state of a filter, and the columns, colours, areas and masks of parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely
from starlette.responses import Response
from starlette.routing import Route

from geo.api.painting import PaintingRoutes
from geo.api.payload import Payload, PayloadCache, respond
from geo.errors import FilterError, InputError, NotFoundError
from geo.layers import MODES, encode_areas, encode_colours, encode_deaths, encode_incidents, encode_masks, encode_places
from geo.layers.areas import without_rows
from geo.layers.incidents import epoch_day, taxonomy
from geo.layers.mercator import project
from geo.model.filter_query import from_query, to_query
from geo.model.geometry import buffer_km
from geo.settings import data_dir
from geo.workflows.search import select
from geo.workflows.summaries import summaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.columns import Columns
    from geo.model import Place
    from geo.model.filter import Filter
    from geo.workflows.atlas import Atlas
    from geo.workflows.snapshot import Part, Snapshot

BINARY = "application/octet-stream"
MOST_ROWS = 200
"""Rows that one request may ask summaries of."""


class MapRoutes:
    """The endpoints, with the atlas they read and the payloads made so far."""

    def __init__(self, get_atlas: Callable[[], Atlas]) -> None:
        """Keep the way to the atlas; nothing is read yet."""
        self._get_atlas, self._cache = get_atlas, PayloadCache()

    def state(self, request: Request) -> Response:
        """Say what a filter shows: its words and counts, and the parts to paint."""
        snapshot, chosen = self._snapshot(), filter_of(request)
        selection = select(snapshot, chosen)
        counts = selection.counts
        body = {
            "serial": snapshot.serial,
            "query": to_query(chosen),
            "words": selection.words,
            "counts": {k: getattr(counts, k) for k in ("on_map", "unmapped", "undated", "hidden", "total")},
            "box": _box_of_all(
                [_box(p.columns, mask) for p, mask in zip(snapshot.parts, selection.shown, strict=True)]
            ),
            "parts": [_part(p) for p in snapshot.parts],
        }
        return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})

    def columns(self, request: Request) -> Response:
        """Answer positions, days and kinds of a part."""
        part = self._part(request)
        payload = self._cache.get(f"{part.id}-c", lambda: encode_incidents(part.columns, part.info.name))
        return respond(request, payload, media_type=BINARY, immutable=True)

    def colours(self, request: Request) -> Response:
        """Answer the colour codes of a part in one mode."""
        part, mode = self._part(request), request.path_params["mode"]
        if mode not in MODES:
            raise InputError(f"There is no colouring {mode}; there are {', '.join(MODES)}.")
        payload = self._cache.get(f"{part.id}-{mode}", lambda: encode_colours(part.columns, mode))
        return respond(request, payload, media_type=BINARY, immutable=True)

    def areas(self, request: Request) -> Response:
        """Answer the areas of a part's imprecise rows; with ``shapes`` without their rows."""
        part = self._part(request)
        payload = self.areas_of(part)
        if "shapes" in request.query_params:
            whole = payload.body
            payload = self._cache.get(f"{part.id}-as", lambda: without_rows(whole))
        return respond(request, payload, media_type=BINARY, immutable=True)

    def areas_of(self, part: Part) -> Payload:
        """Give the areas of a part, made once."""
        lookup = self._snapshot().lookup
        return self._cache.get(f"{part.id}-a", lambda: encode_areas(part.columns, lookup, partial(_footprints, part)))

    def deaths(self, request: Request) -> Response:
        """Answer the deaths of a part's rows."""
        part = self._part(request)
        payload = self._cache.get(f"{part.id}-d", lambda: encode_deaths(part.columns))
        return respond(request, payload, media_type=BINARY, immutable=True)

    def mask(self, request: Request) -> Response:
        """Answer which rows pass every field of a filter but the date."""
        snapshot, chosen = self._snapshot(), filter_of(request).model_copy(update={"datetime": None})
        selection = select(snapshot, chosen)
        masks = {p.id: (bits, p.rows) for p, bits in zip(snapshot.parts, selection.bits, strict=True)}
        payload = Payload(encode_masks(masks), etag=f"{snapshot.serial}")
        return respond(request, payload, media_type=BINARY, immutable=False)

    def rows(self, request: Request) -> Response:
        """Answer one line each for rows of a part, in the order asked."""
        snapshot = self._snapshot()
        part = snapshot.part(request.path_params["id"])
        try:
            numbers = [int(n) for n in request.query_params.get("rows", "").split(",") if n][:MOST_ROWS]
        except ValueError as error:
            raise InputError("rows takes row numbers with commas between.") from error
        if any(not 0 <= n < part.columns.rows for n in numbers):
            raise NotFoundError(f"The part has rows 0 to {part.columns.rows - 1}.")
        place = snapshot.parts.index(part)
        lines = summaries(snapshot, np.array([(place, n) for n in numbers], dtype=np.int64).reshape(-1, 2))
        return Response(orjson.dumps(lines), media_type="application/json", headers={"Cache-Control": "no-store"})

    def locate(self, request: Request) -> Response:
        """Answer where an incident lies, so that the map can mark it."""
        place = self._snapshot().incident(request.path_params["uid"]).place
        body = {
            "longitude": place.longitude if place else None,
            "latitude": place.latitude if place else None,
            "uncertainty_m": _uncertainty_m(place) if place else None,
        }
        return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})

    def limits(self, request: Request) -> Response:
        """Answer the areas that a filter is limited to, as GeoJSON; null where it names none."""
        lookup, chosen = self._snapshot().lookup, filter_of(request)
        shapes = [shapely.box(*chosen.bbox)] if chosen.bbox else []
        if chosen.polygon:
            shapes.append(shapely.from_wkt(chosen.polygon))
        if chosen.within:
            shapes.append(buffer_km(lookup.geometry(chosen.within.of), chosen.within.km))
        geometry = shapely.geometry.mapping(shapely.GeometryCollection(shapes)) if shapes else None
        return Response(orjson.dumps({"geometry": geometry}), media_type="application/json")

    def places(self, request: Request) -> Response:
        """Answer the named places as GeoJSON."""
        places = self._snapshot().lookup.places.values()
        payload = Payload(orjson.dumps(encode_places(places)), etag=f"places-{self._snapshot().serial}")
        return respond(request, payload, media_type="application/json", immutable=False)

    def basemap(self, request: Request) -> Response:
        """Answer one file of the bundled basemap."""
        name = request.path_params["path"]
        folder = data_dir() / "basemap"
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or path.suffix != ".json" or not path.is_file():
            raise NotFoundError(f"The basemap has no file {name}.")
        stamp = path.stat()
        key = f"{name.replace('/', '-')}-{stamp.st_mtime_ns}-{stamp.st_size}"
        payload = self._cache.get(key, path.read_bytes)
        return respond(request, payload, media_type="application/json", immutable=False)

    def _snapshot(self) -> Snapshot:
        return self._get_atlas().snapshot()

    def _part(self, request: Request) -> Part:
        return self._snapshot().part(request.path_params["id"])


def _uncertainty_m(place: Place) -> float | None:
    return place.uncertainty_m or (place.precision.uncertainty_m if place.precision else None)


def types(_: Request) -> Response:
    """Answer the event types in the order of their numbers."""
    return Response(orjson.dumps(taxonomy()["types"]), media_type="application/json")


def filter_of(request: Request) -> Filter:
    """Read the filter from the request's query."""
    try:
        return from_query(request.url.query)
    except ValueError as error:
        raise FilterError(str(error)) from error


def _footprints(part: Part, rows: np.ndarray) -> np.ndarray:
    wkb = part.take(rows, columns=["geometry"])["geometry"]
    return np.asarray(shapely.from_wkb(wkb.to_numpy(zero_copy_only=False)))


def _box(columns: Columns, rows: np.ndarray | None = None) -> list[float] | None:
    """Give left, top, right and bottom of the points in normalised Web Mercator; None where none is mapped."""
    x, y = project(columns.spots.longitudes, columns.spots.latitudes)
    if rows is not None and not rows.all():
        used = np.bincount(columns.spots.codes[rows], minlength=len(x)) > 0
        x, y = x[used], y[used]
    if not np.isfinite(x).any():
        return None
    return [float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))]


def _box_of_all(boxes: list[list[float] | None]) -> list[float] | None:
    known = np.array([b for b in boxes if b])
    return [*known[:, :2].min(axis=0).tolist(), *known[:, 2:].max(axis=0).tolist()] if len(known) else None


def _part(part: Part) -> dict[str, Any]:
    first, last = epoch_day(part.columns)
    return {
        "id": part.id,
        "dataset": part.info.name,
        "rows": part.columns.rows,
        "box": _box(part.columns),
        "first_day": first,
        "last_day": last,
        "licence": part.info.licence,
        "attribution": part.info.attribution or part.info.provider,
    }


def routes(get_atlas: Callable[[], Atlas]) -> list[Route]:
    """Give the routes that the map reads."""
    serve = MapRoutes(get_atlas)
    paint = PaintingRoutes(get_atlas, serve.areas_of)
    return [
        Route("/atlas/painted", paint.painted),
        Route("/atlas/under", paint.under),
        Route("/atlas/parts/{id}/inside", paint.inside),
        Route("/atlas/state", serve.state),
        Route("/atlas/mask", serve.mask),
        Route("/atlas/places", serve.places),
        Route("/atlas/types", types),
        Route("/atlas/limits", serve.limits),
        Route("/atlas/locate/{uid:path}", serve.locate),
        Route("/atlas/basemap/{path:path}", serve.basemap),
        Route("/atlas/parts/{id}/columns", serve.columns),
        Route("/atlas/parts/{id}/areas", serve.areas),
        Route("/atlas/parts/{id}/deaths", serve.deaths),
        Route("/atlas/parts/{id}/rows", serve.rows),
        Route("/atlas/parts/{id}/colours/{mode}", serve.colours),
    ]
