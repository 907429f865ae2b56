"""Downloads: ``/atlas/export.NAME?FILTER`` in any format, ``/atlas/export.NAME.txt`` for what belongs to it.

``areas=1`` asks for footprints, ``public=1`` leaves out what may not be passed on.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from geo.model.filter_query import from_query, to_query
from geo.workflows.export import export, exporter, notes

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.workflows.atlas import Atlas

_PLAIN = {"Cache-Control": "no-store", "Content-Encoding": "identity", "X-Content-Type-Options": "nosniff"}


class ExportRoutes:
    """The endpoints, with the atlas they read."""

    def __init__(self, get_atlas: Callable[[], Atlas]) -> None:
        """Keep the way to the atlas; nothing is read yet."""
        self._get_atlas = get_atlas

    def download(self, request: Request) -> Response:
        """Stream what the filter shows; nothing is kept of it."""
        name, now = request.path_params["name"], datetime.now(UTC)
        chosen_format = exporter(name)
        chosen, choices = from_query(request.url.query), _choices(request)
        chunks = export(self._get_atlas().snapshot(), chosen, name, **choices, now=now)
        first = next(chunks, b"")  # so that a fault is answered as one, and not by half a file
        file_name = f"incidents-{now:%Y%m%dT%H%M%SZ}{chosen_format.suffix}"
        headers = _PLAIN | {"Content-Disposition": f'attachment; filename="{file_name}"'}
        if chosen_format.sidecar:
            query = "&".join(filter(None, [to_query(chosen), *(f"{k}=1" for k, v in choices.items() if v)]))
            headers["Link"] = f'<export.{name}.txt?{query}>; rel="describedby"; type="text/plain"'
        return StreamingResponse(chain([first], chunks), media_type=chosen_format.media_type, headers=headers)

    def describe(self, request: Request) -> Response:
        """Say filter, time, counts, licences and attribution of such a download."""
        exporter(request.path_params["name"])
        chosen = from_query(request.url.query)
        text = notes(self._get_atlas().snapshot(), chosen, **_choices(request), now=datetime.now(UTC))
        return PlainTextResponse(text, headers=_PLAIN)


def _choices(request: Request) -> dict[str, Any]:
    return {name: request.query_params.get(name, "0") not in {"", "0", "false", "no"} for name in ("areas", "public")}


def routes(get_atlas: Callable[[], Atlas]) -> list[Route]:
    """Give the routes of downloads."""
    serve = ExportRoutes(get_atlas)
    return [Route("/atlas/export.{name}.txt", serve.describe), Route("/atlas/export.{name}", serve.download)]
