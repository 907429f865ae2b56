"""HTTP routes of the dashboard's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute

from geo.api import assets, columns, export, incidents, live, ogc, timeline
from geo.api.errors import guarded, open_to_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.settings import ServerSettings
    from geo.workflows.atlas import Atlas

__all__ = ["routes"]


def routes(get_atlas: Callable[[], Atlas], server: ServerSettings, *, prefix: str = "") -> list[Route | WebSocketRoute]:
    """Give all routes; those that give data ask for access where sign-in is configured.

    ``get_atlas`` is called at each request. ``prefix`` ("" or "/name") is the base path the pages
    live under; Streamlit does not put it before routes that are not its own.
    """
    public = assets.routes()
    private = [r for rooms in (columns, incidents, timeline, export) for r in rooms.routes(get_atlas)]
    opened = [Route(prefix + r.path, open_to_all(r.endpoint), methods=r.methods) for r in public]
    closed = [Route(prefix + r.path, guarded(r.endpoint, server), methods=r.methods) for r in private]
    return [
        Route("/healthz", health),
        *opened,
        *closed,
        *live.routes(server, prefix=prefix),
        *ogc.routes(get_atlas, server, prefix=prefix),
    ]


def health(_: Request) -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})
