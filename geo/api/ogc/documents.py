"""The documents that describe the service and its collections."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from geo.api.ogc.openapi import described, schema_of
from geo.api.ogc.query import CRS84, EVERYWHERE, check_known
from geo.api.ogc.respond import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    SCHEMA_JSON,
    answer,
    link,
    representations,
)
from geo.api.ogc.vectors import KINDS
from geo.errors import NotFoundError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from geo.api.ogc.collection import Collection, Extent
    from geo.api.ogc.respond import Root
    from geo.api.ogc.service import Service

TITLE = "Incident Atlas"
DESCRIPTION = (
    "Publicly reported incidents: what happened, where, when, between whom, and who says so. Points are published "
    "points: read where_precision and uncertainty_m before measuring anything from them. Claims are reported, not "
    "verified by this service."
)
_FEATURES, _FILTER = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0",
)
_CQL2 = "http://www.opengis.net/spec/cql2/1.0"
CONFORMANCE = (
    *(f"{_FEATURES}/conf/{name}" for name in ("core", "oas30", "html", "geojson")),
    *(f"{_FILTER}/conf/{name}" for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        f"{_CQL2}/conf/{name}"
        for name in (
            "cql2-text",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "array-functions",
        )
    ),
)


class Documents:
    """The endpoints, with what they describe."""

    def __init__(self, service: Service) -> None:
        """Keep the service."""
        self._service = service

    def landing(self, request: Request) -> Response:
        """Say what this is and where the rest is."""
        root = self._begin(request)
        links = [
            *representations(request, root),
            link(root.at("api"), "service-desc", OPENAPI, "The API as OpenAPI 3.0"),
            link(root.at("api", query=[("f", "html")]), "service-doc", HTML, "The API for people"),
            link(root.at("conformance"), "conformance", JSON, "What the API conforms to"),
            link(root.at("collections"), "data", JSON, "The collections"),
        ]
        body = {"title": TITLE, "description": DESCRIPTION, "links": links}
        return answer(request, body, lambda: _view(root, [], body | {"text": DESCRIPTION}))

    def conformance(self, request: Request) -> Response:
        """Say which parts of the standards are served."""
        root = self._begin(request)
        table = {"head": ["Conformance class"], "rows": [[(uri, None)] for uri in CONFORMANCE]}
        view = {"title": "Conformance", "table": table, "links": representations(request, root, "conformance")}
        return answer(request, {"conformsTo": CONFORMANCE}, lambda: _view(root, [], view))

    def api(self, request: Request) -> Response:
        """Describe the API as OpenAPI 3.0."""
        root = self._begin(request)
        server = self._service.server
        body = described(TITLE, DESCRIPTION, root.url, self._service.collections(), token=server.sign_in)
        rows = [[(path, None), (operations["get"]["summary"], None)] for path, operations in body["paths"].items()]
        links = representations(request, root, "api", media_type=OPENAPI)
        view = {"title": "The API", "table": {"head": ["Path", "What it gives"], "rows": rows}, "links": links}
        return answer(request, body, lambda: _view(root, [], view), OPENAPI)

    def collections(self, request: Request) -> Response:
        """List the collections."""
        root = self._begin(request)
        found = [_described(c, root) for c in self._service.collections()]
        links = representations(request, root, "collections")
        rows = [[(c["title"], root.at("collections", c["id"])), (c["description"], None)] for c in found]
        table = {"head": ["Collection", "What it holds"], "rows": rows}
        view = {"title": "Collections", "table": table, "links": links}
        return answer(request, {"links": links, "collections": found}, lambda: _view(root, [], view))

    def collection(self, request: Request) -> Response:
        """Describe one collection."""
        root, collection = self._begin(request), self._service.collection(request)
        body = _described(collection, root)
        body["links"] = [*representations(request, root, "collections", collection.id), *body["links"]]
        return answer(request, body, partial(_collection_view, root, collection, body))

    def queryables(self, request: Request) -> Response:
        """Name the properties that can be asked for, as a JSON Schema."""
        root, collection = self._begin(request), self._service.collection(request)
        place = ("collections", collection.id, "queryables")
        properties = {name: schema_of(q) for name, q in collection.queryables.items()}
        body = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": root.at(*place),
            "type": "object",
            "title": collection.title,
            "properties": properties,
            "additionalProperties": False,
        }
        rows = [[(name, None), (KINDS[q.kind], None), (q.title, None)] for name, q in collection.queryables.items()]
        links = representations(request, root, *place, media_type=SCHEMA_JSON)
        table = {"head": ["Property", "Kind", "What it says"], "rows": rows}
        view = {"title": f"Queryables of {collection.title}", "table": table, "links": links}
        return answer(request, body, lambda: _view(root, [collection], view), SCHEMA_JSON)

    def nothing(self, request: Request) -> Response:
        """Say that there is nothing at this path."""
        raise NotFoundError(f"There is nothing at {request.url.path[:200]}.")

    def _begin(self, request: Request) -> Root:
        check_known(request.query_params.multi_items(), EVERYWHERE)
        return self._service.root(request)


def _described(collection: Collection, root: Root) -> dict[str, Any]:
    """Describe a collection, with the links that every description of it has."""
    place = ("collections", collection.id)
    links = [
        link(root.at(*place, "items"), "items", GEOJSON, f"{collection.title} as GeoJSON"),
        link(root.at(*place, "items", query=[("f", "html")]), "items", HTML, f"{collection.title} as HTML"),
        link(
            root.at(*place, "queryables"),
            "http://www.opengis.net/def/rel/ogc/1.0/queryables",
            SCHEMA_JSON,
            "What can be asked for",
        ),
    ]
    if collection.licence and collection.licence.startswith(("http://", "https://")):
        links.append(link(collection.licence, "license", HTML, "Licence"))
    if collection.url and collection.url.startswith(("http://", "https://")):
        links.append(link(collection.url, "via", HTML, "Where the data come from"))
    body = {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "links": links,
        "itemType": "feature",
        "crs": [CRS84],
    }
    extent = _extent(collection.extent)
    return body | ({"extent": extent} if extent else {})


def _extent(extent: Extent) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if extent.box:
        found["spatial"] = {"bbox": [extent.box], "crs": CRS84}
    if extent.days:
        interval = [
            f"{day.isoformat()}T{time}Z" for day, time in zip(extent.days, ("00:00:00", "23:59:59"), strict=True)
        ]
        found["temporal"] = {"interval": [interval], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
    return found


def _collection_view(root: Root, collection: Collection, body: dict[str, Any]) -> dict[str, Any]:
    extent, facts = collection.extent, [("Id", collection.id)]
    if extent.box:
        facts.append(("West, south, east, north", ", ".join(f"{n:g}" for n in extent.box)))
    if extent.days:
        facts.append(("Days", " to ".join(day.isoformat() for day in extent.days)))
    view = {"title": collection.title, "text": collection.description, "facts": facts, "links": body["links"]}
    return _view(root, [], view)


def _view(root: Root, above: list[Collection], view: dict[str, Any]) -> dict[str, Any]:
    return {"crumbs": crumbs(root, above)} | {k: v for k, v in view.items() if k in _OF_PAGES}


_OF_PAGES = {"title", "text", "facts", "table", "links"}


def crumbs(root: Root, above: list[Collection]) -> list[tuple[str, str]]:
    """Give the way from the landing page to the collections above a page."""
    html = [("f", "html")]
    way = [(TITLE, root.at(query=html)), ("Collections", root.at("collections", query=html))]
    return way + [(c.title, root.at("collections", c.id, query=html)) for c in above]
