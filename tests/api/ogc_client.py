"""What the tests of the OGC API share: a store with known incidents, and a client without a network."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from urllib.parse import quote, urlencode

from starlette.applications import Starlette

from geo.api import routes
from geo.frames import from_incidents
from geo.model import Incident, Party, Place
from geo.settings import ServerSettings, StoreSettings
from geo.workflows.atlas import Atlas

CANARY = "A{{7*191}}B<b>x</b>"
ODD = "Ödd / name?&#"
"""A dataset's name that cannot stand in a path as it is."""


def incident(dataset, number, **fields):
    place = Place(
        name=f"Place {number}", longitude=40.0 + number, latitude=33.0, precision=1, country="IQ", adm_1="Anbar"
    )
    known = {"event_type": "riot", "title": CANARY, "date_start": date(2024, 1, number), "place": place}
    known["actors"] = (Party(actor="Group A", role="initiator"), Party(actor="Base", role="target"))
    return Incident(dataset=dataset, **({"dataset_id": f"{number}"} | known | fields))


def sample(dataset="open"):
    """Nine incidents: seven mapped on 1 to 7 January 2024, one unmapped, one undated."""
    mapped = [incident(dataset, n, fatalities={"best": n}, raw={"note": f"row {n}"}) for n in range(1, 8)]
    unmapped = incident(dataset, 8, place=Place(name="Somewhere", country="SY"), actors=())
    undated = incident(dataset, 9, date_start=None, event_type="drone_attack", title="Ünïcode 100% 'quoted'")
    return [*mapped, unmapped, undated]


def opened(folder):
    """Open a store with two datasets besides the built-in incidents."""
    atlas = Atlas.open(StoreSettings(store=folder))
    info = {"licence": "CC-BY-4.0", "attribution": "open provider", "url": "https://example.org/data"}
    atlas.store.datasets.write("open", from_incidents(sample()), info, by="test", why="test")
    odd = [incident(ODD, 1, dataset_id="a/b?c#d %41"), incident(ODD, 2, dataset_id="é"), incident(ODD, 3)]
    atlas.store.datasets.write(ODD, from_incidents(odd), by="test", why="test")
    return atlas


class Answer:
    """One response."""

    def __init__(self, messages):
        self.status = messages[0]["status"]
        self.headers = {k.decode(): v.decode() for k, v in messages[0]["headers"]}
        self.body = b"".join(m.get("body", b"") for m in messages[1:])

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()


class Client:
    """Asks the routes as a server does."""

    def __init__(self, atlas, **settings):
        self.app = Starlette(routes=routes(lambda: atlas, ServerSettings(**settings)))

    def get(self, path, *, method="GET", headers=None, **query):
        """Ask for a path below /ogc, or for an absolute address that an answer linked to."""
        path, _, given = path.removeprefix("http://testserver/ogc").partition("?")
        text = "&".join(filter(None, [given, urlencode(query)]))
        return asyncio.run(self._ask(method, f"/ogc{path}", text, {"host": "testserver", **(headers or {})}))

    async def _ask(self, method, path, query, headers):
        from urllib.parse import unquote

        sent = []
        scope = {"type": "http", "method": method, "path": unquote(path), "raw_path": path.encode(), "scheme": "http"}
        scope |= {"query_string": query.encode(), "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}

        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        return Answer(sent)

    def items(self, collection="open", **query):
        """Ask for features; gives the collection."""
        answer = self.get(f"/collections/{quote(collection, safe='')}/items", **query)
        assert answer.status == 200, answer.text
        return answer.json

    def ids(self, collection="open", **query):
        """Ask for features; gives the last part of their ids, in order."""
        return [f["id"].partition(":")[2] or f["id"] for f in self.items(collection, **query)["features"]]
