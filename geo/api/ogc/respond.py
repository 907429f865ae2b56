"""Answers: which representation is asked for, absolute links, errors, and who may read them elsewhere."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import orjson
from starlette.responses import HTMLResponse, Response

from geo.api.access import HEADER, check
from geo.api.errors import STATUS
from geo.api.ogc.html import PAGE_POLICY, rendered
from geo.errors import AccessError, AtlasError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from geo.settings import ServerSettings

JSON, GEOJSON, SCHEMA_JSON = "application/json", "application/geo+json", "application/schema+json"
OPENAPI, HTML = "application/vnd.oai.openapi+json;version=3.0", "text/html"

_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
_CODES = {400: "InvalidParameterValue", 401: "Unauthorized", 404: "NotFound", 503: "Busy"}
_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept, Authorization", "X-Content-Type-Options": "nosniff"}


class Root:
    """Where this service begins: absolute addresses below it."""

    def __init__(self, request: Request, server: ServerSettings, prefix: str) -> None:
        """Take the address from the settings, otherwise from the request's scheme and Host.

        Headers in which a proxy names another address are not read: whoever asks can set them.
        """
        if server.public_url:
            self.url = server.public_url.rstrip("/") + "/ogc"
            return
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            raise InputError("The request names no usable host.")
        self.url = f"{request.url.scheme}://{host}{prefix}/ogc"

    def at(self, *segments: str, query: Iterable[tuple[str, str]] = ()) -> str:
        """Give the address of a resource, its segments percent-encoded."""
        path = "/".join([self.url, *(quote(s, safe="") for s in segments)])
        return f"{path}?{urlencode(pairs)}" if (pairs := list(query)) else path


def link(href: str, rel: str, media_type: str, title: str) -> dict[str, str]:
    """Give one link."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def wants_html(request: Request) -> bool:
    """Tell whether a page is asked for: by ``f``, otherwise by the header Accept; raises InputError."""
    chosen = request.query_params.get("f")
    if chosen is not None:
        if chosen not in {"json", "html"}:
            raise InputError(f"f={chosen[:40]} is not served here; there is json or html.")
        return chosen == "html"
    offers = [_offer(part) for part in request.headers.get("accept", "").split(",")]
    best = {kind: max((q for t, q in offers if t in names), default=0.0) for kind, names in _ACCEPTED.items()}
    return best["html"] > best["json"]


_ACCEPTED = {
    "html": {"text/html", "application/xhtml+xml"},
    "json": {JSON, GEOJSON, SCHEMA_JSON, "application/vnd.oai.openapi+json"},
}


def _offer(text: str) -> tuple[str, float]:
    name, *rest = (p.strip().lower() for p in text.split(";"))
    weights = [p.removeprefix("q=") for p in rest if re.fullmatch(r"q=[01](\.\d{0,3})?", p)]
    return name, float(weights[0]) if weights else 1.0


def representations(
    request: Request, root: Root, *segments: str, media_type: str = JSON, query: Iterable[tuple[str, str]] = ()
) -> list[dict[str, str]]:
    """Give the links to this document and to the same in the other representation."""
    pairs, html = list(query), wants_html(request)
    found = []
    for name, kind, words in (("json", media_type, "JSON"), ("html", HTML, "HTML")):
        rel = "self" if html == (name == "html") else "alternate"
        found.append(link(root.at(*segments, query=[*pairs, ("f", name)]), rel, kind, f"This document as {words}"))
    return sorted(found, key=lambda one: one["rel"] != "self")


def answer(
    request: Request, body: dict[str, Any], view: Callable[[], dict[str, Any]], media_type: str = JSON
) -> Response:
    """Give a document as JSON, or as the page that ``view`` describes."""
    if wants_html(request):
        return page(view())
    return Response(orjson.dumps(body), media_type=media_type, headers=_HEADERS)


def page(view: dict[str, Any]) -> Response:
    """Give a page."""
    return HTMLResponse(rendered(view), headers=_HEADERS | {"Content-Security-Policy": PAGE_POLICY})


def headers_of_items() -> dict[str, str]:
    """Give the headers of a response that holds features."""
    return _HEADERS | {"Content-Crs": "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"}


def failed(error: AtlasError) -> Response:
    """Give the standard's exception document."""
    status = next(STATUS[c] for c in type(error).__mro__ if c in STATUS)
    body = {"code": _CODES.get(status, type(error).__name__.removesuffix("Error")), "description": str(error)}
    headers = _HEADERS | ({"WWW-Authenticate": "Bearer"} if isinstance(error, AccessError) else {})
    return Response(orjson.dumps(body), status_code=status, media_type=JSON, headers=headers)


def served(endpoint: Callable[[Request], Response], server: ServerSettings) -> Callable[[Request], Response]:
    """Wrap an endpoint: access first, our errors as documents, and other sites only where sign-in guards.

    Without sign-in no other site may read the answers, since its visitor's own machine would hand them out.
    With sign-in each request carries its token, so that any site may ask.
    """

    @wraps(endpoint)
    def answered(request: Request) -> Response:
        shared = {"Access-Control-Allow-Origin": "*"} if server.sign_in else {}
        if request.method == "OPTIONS":
            allowed = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "600"}
            allowed["Access-Control-Allow-Headers"] = f"Authorization, Accept, {HEADER}"
            return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS"} | (shared and shared | allowed))
        try:
            check(request, server)
            response = endpoint(request)
        except AtlasError as error:
            response = failed(error)
        response.headers.update(shared)
        return response

    return answered
