"""Files for the browser under ``/atlas/assets/{version}/``: public code, no data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from geo.api.payload import Payload, respond
from geo.errors import NotFoundError
from geo.layers.browser import MEDIA_TYPES, browser_files, browser_version

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def asset(request: Request) -> Response:
    """Answer one file; immutable under the current version, revalidated under any other."""
    name = request.path_params["path"]
    path = browser_files().get(name)
    if path is None:
        raise NotFoundError(f"There is no file {name}.")
    current = request.path_params["version"] == browser_version()
    payload = Payload(path.read_bytes(), etag=f"{browser_version()}-{name.replace('/', '-')}")
    return respond(request, payload, media_type=MEDIA_TYPES[path.suffix], immutable=current)


def routes() -> list[Route]:
    """Give the public routes."""
    return [Route("/atlas/assets/{version}/{path:path}", asset)]
