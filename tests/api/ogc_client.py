"""What the tests of the OGC API share: a store with known incidents, and a client of its routes."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from geo.frames import from_incidents
from geo.model import Incident, Party, Place
from geo.settings import ServerSettings, StoreSettings
from geo.workflows.atlas import Atlas
from tests.api.asking import asker

CANARY = "A{{7*191}}B<b>x</b>"
ODD = "Ödd / name?&#"
"""A dataset's name that cannot stand in a path as it is."""
ROOT = "http://test/ogc"


def incident(dataset, number, **fields):
    place = Place(name=f"Place {number}", longitude=40.0 + number, latitude=33.0, precision=1, country="IQ")
    known = {"dataset_id": f"{number}", "event_type": "riot", "title": CANARY, "date_start": date(2024, 1, number)}
    known |= {"place": place, "actors": (Party(actor="Group A", role="initiator"), Party(actor="Base", role="target"))}
    return Incident(dataset=dataset, **(known | fields))


def sample(dataset="open"):
    """Nine incidents: 1 to 7 mapped, one a day from 1 January 2024; 8 without a point; 9 without a date."""
    mapped = [incident(dataset, n, fatalities={"best": n}, raw={"note": f"row {n}"}) for n in range(1, 8)]
    unmapped = incident(dataset, 8, place=Place(name="Somewhere", country="SY"), actors=())
    undated = incident(dataset, 9, date_start=None, event_type="drone_attack", title="Ünïcode 100% 'quoted'")
    return [*mapped, unmapped, undated]


def opened(folder):
    """Open a store with two datasets besides the built-in incidents."""
    atlas = Atlas.open(StoreSettings(store=folder))
    info = {"licence": "CC-BY-4.0", "attribution": CANARY, "url": "https://example.org/data"}
    atlas.store.datasets.write("open", from_incidents(sample()), info, by="test", why="test")
    odd = [incident(ODD, 1, dataset_id="a/b?c#d %41"), incident(ODD, 2, dataset_id="é\n"), incident(ODD, 3)]
    atlas.store.datasets.write(ODD, from_incidents(odd), {"url": "javascript:alert(1)"}, by="test", why="test")
    return atlas


class Client:
    """Asks for paths below /ogc, or for addresses that answers link to."""

    def __init__(self, atlas, **settings):
        self._ask = asker(atlas, ServerSettings(**settings))

    def get(self, path="", *, headers=None, method="GET", **query):
        path, _, given = path.removeprefix(ROOT).partition("?")
        text = "&".join(filter(None, [given, urlencode({k.replace("_crs", "-crs"): v for k, v in query.items()})]))
        return self._ask(f"/ogc{path}?{text}", method, **(headers or {}))

    def items(self, collection="open", **query):
        """Ask for features; gives the collection."""
        answer = self.get(f"/collections/{quote(collection, safe='')}/items", **query)
        assert answer.status == 200, answer.body
        return answer.json()

    def ids(self, collection="open", **query):
        """Ask for features; gives their ids without the dataset, in order."""
        return [f["id"].rpartition(":")[2] for f in self.items(collection, **query)["features"]]

    def fault(self, collection="open", **query):
        """Ask for features in a wrong way; gives the description of what is wrong."""
        answer = self.get(f"/collections/{collection}/items", **query)
        assert answer.status == 400, answer.body
        return answer.json()["description"]


def by_rel(document):
    """Give the addresses that a document links to by their relation, the first of each."""
    return {one["rel"]: one["href"] for one in reversed(document["links"])}
