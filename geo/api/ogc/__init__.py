"""OGC API - Features under ``/ogc``: Part 1 (Core) and the filters of Part 3, for QGIS, ArcGIS and GDAL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import Route

from geo.api.ogc.documents import Documents
from geo.api.ogc.items import Items
from geo.api.ogc.respond import served
from geo.api.ogc.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.settings import ServerSettings
    from geo.workflows.atlas import Atlas

__all__ = ["routes"]


class _Rest(Convertor[str]):
    """The rest of a path, whatever it holds: ids come from other people's files, line breaks among them."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Give it as it is."""
        return value


register_url_convertor("rest", _Rest())


def routes(get_atlas: Callable[[], Atlas], server: ServerSettings, *, prefix: str = "") -> list[Route]:
    """Give the routes, which ask for access themselves; paths begin with ``prefix``."""
    service = Service(get_atlas, server, prefix)
    documents, items = Documents(service), Items(service)
    one = "/ogc/collections/{collection}"
    endpoints = {
        "/ogc": documents.landing,
        "/ogc/": documents.landing,
        "/ogc/conformance": documents.conformance,
        "/ogc/api": documents.api,
        "/ogc/collections": documents.collections,
        one: documents.collection,
        f"{one}/queryables": documents.queryables,
        f"{one}/items": items.several,
        f"{one}/items/{{feature:rest}}": items.one,
        "/ogc/{rest:rest}": documents.nothing,
    }
    return [
        Route(prefix + path, served(endpoint, server), methods=["GET", "OPTIONS"])
        for path, endpoint in endpoints.items()
    ]
