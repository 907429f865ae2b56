"""Features of a collection, streamed as the GeoJSON export writes them; and one of them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response, StreamingResponse

from geo.api.ogc.collection import SEPARATOR
from geo.api.ogc.documents import crumbs
from geo.api.ogc.html import shown
from geo.api.ogc.query import EVERYWHERE, check_known, page_of
from geo.api.ogc.respond import GEOJSON, HTML, JSON, headers_of_items, link, page, representations, wants_html
from geo.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from geo.api.ogc.collection import Collection
    from geo.api.ogc.query import Page
    from geo.api.ogc.respond import Root
    from geo.api.ogc.service import Service

_HEAD = {
    True: (
        "title",
        "event_type_words",
        "date_start",
        "place_name",
        "country",
        "initiator",
        "target",
        "fatalities_best",
    ),
    False: ("name", "kind_words", "country", "adm_1", "where_precision_words"),
}
"""Columns of the page that lists features: of incidents, and of places."""


class Items:
    """The endpoints, with what they read."""

    def __init__(self, service: Service) -> None:
        """Keep the service."""
        self._service = service

    def several(self, request: Request) -> Response:
        """Answer a page of features."""
        root, collection = self._service.root(request), self._service.collection(request)
        pairs = tuple(request.query_params.multi_items())
        asked = page_of(pairs, collection.queryables, incidents=collection.incidents)
        html = wants_html(request)
        matched = collection.count(asked.query)
        returned = 0 if asked.hits else max(min(asked.limit, matched - asked.offset), 0)
        links = _links(request, root, collection, asked, matched)
        head = {"numberMatched": matched, "numberReturned": returned, "links": links}
        chunks = collection.features(asked.query, asked.offset, returned) if returned else iter(())
        if html:
            return page(_page(root, collection, asked, head, chunks))
        first = next(chunks, b"")  # a fault of the store shows before the head is sent
        return StreamingResponse(_written(head, chain([first], chunks)), media_type=GEOJSON, headers=headers_of_items())

    def one(self, request: Request) -> Response:
        """Answer one feature."""
        check_known(request.query_params.multi_items(), EVERYWHERE)
        root, collection = self._service.root(request), self._service.collection(request)
        name = request.path_params["feature"]
        feature = collection.feature(name)
        if feature is None:
            raise NotFoundError(f"The collection {collection.id} has no feature {name[:200]}.")
        links = representations(request, root, "collections", collection.id, "items", name, media_type=GEOJSON)
        links.append(_to_collection(root, collection))
        if wants_html(request):
            return page(_one_page(root, collection, orjson.loads(feature), links))
        body = feature.rstrip().removesuffix(b"}") + b',"links":' + orjson.dumps(links) + b"}"
        return Response(body, media_type=GEOJSON, headers=headers_of_items())


def _written(head: dict[str, Any], chunks: Iterator[bytes]) -> Iterator[bytes]:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    start = orjson.dumps({"type": "FeatureCollection", "timeStamp": stamp} | head).removesuffix(b"}")
    yield start + b',"features":[\n'
    yield next(chunks, b"").removeprefix(SEPARATOR.encode())
    yield from chunks
    yield b"\n]}\n"


def _links(request: Request, root: Root, collection: Collection, asked: Page, matched: int) -> list[dict[str, str]]:
    place = ("collections", collection.id, "items")
    paging = [("limit", str(asked.limit))]

    def at(offset: int) -> list[tuple[str, str]]:
        return [*asked.pairs, *paging, *([("offset", str(offset))] if offset else [])]

    def other(offset: int, rel: str, title: str) -> dict[str, str]:
        html = wants_html(request)
        query = [*at(offset), ("f", "html" if html else "json")]
        return link(root.at(*place, query=query), rel, HTML if html else GEOJSON, title)

    links = representations(request, root, *place, media_type=GEOJSON, query=at(asked.offset))
    links.append(_to_collection(root, collection))
    if asked.hits:
        return links
    if asked.offset + asked.limit < matched:
        links.append(other(asked.offset + asked.limit, "next", "The next page"))
    if asked.offset:
        links.append(other(max(min(asked.offset, matched) - asked.limit, 0), "prev", "The page before"))
    return links


def _to_collection(root: Root, collection: Collection) -> dict[str, str]:
    return link(root.at("collections", collection.id), "collection", JSON, collection.title)


def _page(
    root: Root, collection: Collection, asked: Page, head: dict[str, Any], chunks: Iterator[bytes]
) -> dict[str, Any]:
    features = orjson.loads(b"[" + b"".join(chunks).removeprefix(SEPARATOR.encode()) + b"]")
    names = _HEAD[collection.incidents]
    rows = []
    for feature in features:
        href = root.at("collections", collection.id, "items", str(feature["id"]), query=[("f", "html")])
        cells = [(shown(feature["properties"].get(name)), None) for name in names]
        rows.append([(feature["id"], href), *cells])
    matched, returned = head["numberMatched"], head["numberReturned"]
    return {
        "crumbs": crumbs(root, [collection]),
        "title": collection.title,
        "text": f"{returned} of {matched} features, from number {asked.offset + 1} on." if returned else "No feature.",
        "table": {"head": ["id", *(n.replace("_", " ") for n in names)], "rows": rows},
        "links": head["links"],
    }


def _one_page(
    root: Root, collection: Collection, feature: dict[str, Any], links: list[dict[str, str]]
) -> dict[str, Any]:
    geometry = feature["geometry"]
    point = geometry and geometry["type"] == "Point"
    where = [
        ("geometry", "none" if geometry is None else shown(geometry["coordinates"]) if point else geometry["type"])
    ]
    facts = [(name.replace("_", " "), shown(value)) for name, value in feature["properties"].items()]
    return {
        "crumbs": crumbs(root, [collection]),
        "title": str(feature["id"]),
        "facts": where + [(label, words) for label, words in facts if words],
        "links": links,
    }
