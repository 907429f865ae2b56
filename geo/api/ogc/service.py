"""What the endpoints share: the collections as they stand now, and where links begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.api.ogc.incidents import incident_collections
from geo.api.ogc.ordering import order_memory
from geo.api.ogc.respond import Root
from geo.api.ogc.shapes import shape_collections
from geo.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.api.ogc.collection import Collection
    from geo.settings import ServerSettings
    from geo.workflows.atlas import Atlas


class Service:
    """The atlas behind the endpoints; safe to use from several threads."""

    def __init__(self, get_atlas: Callable[[], Atlas], server: ServerSettings, prefix: str) -> None:
        """Keep the way to the atlas; nothing is read yet."""
        self._get_atlas, self.server, self._prefix = get_atlas, server, prefix
        self._orders = order_memory()

    def root(self, request: Request) -> Root:
        """Give where absolute links begin."""
        return Root(request, self.server, self._prefix)

    def collections(self) -> list[Collection]:
        """Give all collections as the store holds them now."""
        snapshot = self._get_atlas().snapshot()
        return [*incident_collections(snapshot, self._orders), *shape_collections(snapshot)]

    def collection(self, request: Request) -> Collection:
        """Give the collection that the request's path names; raises NotFoundError."""
        name = request.path_params["collection"]
        for collection in self.collections():
            if collection.id == name:
                return collection
        raise NotFoundError(f"There is no collection {name[:100]}.")
