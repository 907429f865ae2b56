"""The description of the API as OpenAPI 3.0, one path a collection, so that clients see what each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geo import __version__
from geo.api.ogc.query import CQL2_TEXT, CRS84, CRS84H, DEFAULT_LIMIT, MOST_ITEMS, OF_DASHBOARD, OF_ITEMS
from geo.api.ogc.respond import GEOJSON, HTML, JSON, OPENAPI, SCHEMA_JSON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.api.ogc.collection import Collection
    from geo.api.ogc.vectors import Queryable

_SCHEMAS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "geometry": {"format": "geometry-any", "x-ogc-role": "primary-geometry"},
}


def schema_of(asked: Queryable) -> dict[str, Any]:
    """Give the JSON Schema of a queryable's values."""
    schema = {"title": asked.title} | _SCHEMAS[asked.kind]
    if asked.integer:
        schema["type"] = "integer"
    return schema | ({"enum": list(asked.values)} if asked.values else {})


def described(
    title: str, description: str, url: str, collections: Iterable[Collection], *, token: bool
) -> dict[str, Any]:
    """Give the description; ``token`` tells whether requests need one."""
    body: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": {"title": title, "description": description, "version": __version__},
        "servers": [{"url": url}],
        "tags": [{"name": "Capabilities"}, {"name": "Data"}],
        "paths": _paths(list(collections)),
        "components": {"parameters": _PARAMETERS, "responses": _RESPONSES, "schemas": {"exception": _EXCEPTION}},
    }
    if token:
        body["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        body["security"] = [{"token": []}]
    return body


def _paths(collections: list[Collection]) -> dict[str, Any]:
    paths = {
        "/": _operation("landing", "What this is", "Capabilities", JSON),
        "/conformance": _operation("conformance", "What the API conforms to", "Capabilities", JSON),
        "/api": _operation("api", "This description", "Capabilities", OPENAPI),
        "/collections": _operation("collections", "The collections", "Capabilities", JSON),
    }
    for collection in collections:
        path, name = f"/collections/{quote(collection.id, safe='')}", collection.title
        key = collection.id.replace(":", "-")
        own = [_reference(n) for n in OF_ITEMS] + _properties(collection)
        own += [_reference(n) for n in OF_DASHBOARD] if collection.incidents else []
        feature = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
        paths |= {
            path: _operation(f"describe.{key}", name, "Capabilities", JSON, missing=True),
            f"{path}/queryables": _operation(
                f"queryables.{key}", f"{name}: what can be asked for", "Capabilities", SCHEMA_JSON, missing=True
            ),
            f"{path}/items": _operation(f"items.{key}", f"{name}: features", "Data", GEOJSON, own, missing=True),
            f"{path}/items/{{featureId}}": _operation(
                f"item.{key}", f"{name}: one feature", "Data", GEOJSON, [feature], missing=True
            ),
        }
    return paths


def _operation(
    name: str,
    summary: str,
    tag: str,
    media_type: str,
    parameters: Iterable[dict[str, Any]] = (),
    *,
    missing: bool = False,
) -> dict[str, Any]:
    content = {media_type: {"schema": {"type": "object"}}, HTML: {"schema": {"type": "string"}}}
    answers = {"200": {"description": summary, "content": content}}
    answers |= {"400": {"$ref": "#/components/responses/invalid"}, "401": {"$ref": "#/components/responses/closed"}}
    answers |= {"404": {"$ref": "#/components/responses/missing"}} if missing else {}
    answers["500"] = {"$ref": "#/components/responses/failed"}
    given = [*parameters, _reference("f")]
    return {"get": {"operationId": name, "summary": summary, "tags": [tag], "parameters": given, "responses": answers}}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/parameters/{name}"}


def _properties(collection: Collection) -> list[dict[str, Any]]:
    """Describe the parameters that compare a property with a value; of a list, one of its items."""
    asked = {n: q for n, q in collection.queryables.items() if q.kind != "geometry"}
    return [
        {
            "name": name,
            "in": "query",
            "description": f"Only features whose {q.title} is this",
            "schema": {k: v for k, v in schema_of(q).items() if k != "title"}
            if q.kind != "texts"
            else {"type": "string"},
        }
        for name, q in asked.items()
    ]


def _parameter(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema} | more


def _text(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)} if values else {"type": "string"}


_CRS = {"type": "string", "format": "uri", "enum": [CRS84, CRS84H], "default": CRS84}
_NUMBERS = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
_PARAMETERS: dict[str, dict[str, Any]] = {
    p["name"]: p
    for p in (
        _parameter("f", "Representation, instead of the header Accept", _text("json", "html")),
        _parameter(
            "limit",
            "Most features in one response",
            {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_LIMIT},
            style="form",
            explode=False,
        ),
        _parameter(
            "offset", "Features to pass over", {"type": "integer", "minimum": 0, "maximum": 10**15 - 1, "default": 0}
        ),
        _parameter(
            "bbox",
            "West, south, east, north in degrees (six numbers: heights after south and north). Features without a "
            "geometry match too, as the standard asks; S_INTERSECTS in a filter leaves them out",
            _NUMBERS,
            style="form",
            explode=False,
        ),
        _parameter("bbox-crs", "Reference system of bbox", _CRS),
        _parameter(
            "datetime",
            "A day, a date-time, or an interval such as 2024-01-20/2024-01-24 or 2024-01-20/.. ; times of day are cut "
            "off. Features without a date match too, as the standard asks; T_INTERSECTS in a filter leaves them out",
            _text(),
            style="form",
            explode=False,
        ),
        _parameter("filter", "CQL2 text over the queryables", _text()),
        _parameter("filter-lang", "Language of filter", _text(CQL2_TEXT) | {"default": CQL2_TEXT}),
        _parameter("filter-crs", "Reference system of geometries in filter", _CRS),
        _parameter("resultType", "hits: only the count", _text("results", "hits") | {"default": "results"}),
        _parameter("actor", "As on the dashboard: an actor, with its parts", _text()),
        _parameter(
            "role",
            "As on the dashboard: the role that the actor has",
            _text("initiator", "target", "claimant", "unspecified"),
        ),
        _parameter("type", "As on the dashboard: event types or classes, with commas between", _text()),
        _parameter(
            "precision", "As on the dashboard: the coarsest precision", {"type": "integer", "minimum": 1, "maximum": 7}
        ),
        _parameter("q", "As on the dashboard: words that all occur somewhere", _text()),
        _parameter("polygon", "As on the dashboard: WKT, longitude first", _text()),
        _parameter("within", "As on the dashboard: kilometres and a place, such as 25,al-qaim", _text()),
    )
}
_EXCEPTION = {
    "type": "object",
    "required": ["code"],
    "properties": {"code": {"type": "string"}, "description": {"type": "string"}},
}
_FAULT = {JSON: {"schema": {"$ref": "#/components/schemas/exception"}}}
_RESPONSES = {
    "invalid": {"description": "A parameter is unknown or has a value that cannot be used", "content": _FAULT},
    "closed": {"description": "The request carries no valid token", "content": _FAULT},
    "missing": {"description": "There is no such resource", "content": _FAULT},
    "failed": {"description": "The server could not answer", "content": _FAULT},
}
