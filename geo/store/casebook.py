"""The casebook's nouns over its records: incidents, amendments, places, actors, saved views."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from geo.errors import InputError, StoreError
from geo.model import Actor, Incident, Place, Revision, Value
from geo.model.normalise import fold
from geo.store.amendments import Amendment, amend, parse_amendment
from geo.store.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from geo.store.database import Database

T = TypeVar("T")


class View(Value):
    """A saved view: ``query`` is the filter as a URL query."""

    name: str
    query: str
    note: str | None = None


class Kept(Generic[T]):
    """The parsed values of one kind, in step with the database; only changed records are parsed again."""

    def __init__(self, records: Records, kind: str, parse: Callable[[Mapping[str, Any]], T]) -> None:
        """Hold nothing yet."""
        self._records, self._kind, self._parse = records, kind, parse
        self._lock = threading.Lock()
        self._serial, self._values = 0, dict[str, T]()

    def values(self) -> dict[str, T]:
        """Give all values by id. The dictionary is shared: read it, do not change it."""
        with self._lock:
            serial = self._records.serial(self._kind)
            if serial < self._serial:  # a backup was restored over the casebook
                self._serial, self._values = 0, {}
            if serial != self._serial:
                self._values = self._renewed()
                self._serial = serial
            return self._values

    def _renewed(self) -> dict[str, T]:
        values = dict(self._values)
        for record in self._records.all(self._kind, removed=True, since=self._serial).values():
            values.pop(record.id, None)
            if not record.removed:
                values[record.id] = self.parse(record.id, record.body)
        return dict(sorted(values.items()))

    def parse(self, id: str, body: Mapping[str, Any]) -> T:  # noqa: A002 - the field's own name
        """Build one value; raises StoreError naming the record that cannot be read."""
        try:
            return self._parse(body)
        except (ValidationError, InputError) as fault:
            raise StoreError(f"{self._kind} {id} in the casebook cannot be read by this release.") from fault


class Casebook(Records):
    """What the team codes and decides, and the registry of datasets."""

    def __init__(self, database: Database) -> None:
        """Read and write through that database, which is migrated already."""
        super().__init__(database)
        self._incidents = Kept(self, "incident", Incident.model_validate)
        self._amendments = Kept(self, "amendment", parse_amendment)
        self._places = Kept(self, "place", Place.model_validate)
        self._actors = Kept(self, "actor", Actor.model_validate)
        self._views = Kept(self, "view", View.model_validate)

    @property
    def nouns(self) -> dict[str, Kept[Any]]:
        """The kinds whose bodies are values of the model."""
        return {
            "incident": self._incidents,
            "amendment": self._amendments,
            "place": self._places,
            "actor": self._actors,
            "view": self._views,
        }

    def incidents(self) -> dict[str, Incident]:
        """Give the casebook's incidents by uid, ``dataset:dataset_id``."""
        return self._incidents.values()

    def amendments(self) -> dict[str, Amendment]:
        """Give the amendments by the uid of the row that they speak of."""
        return self._amendments.values()

    def places(self) -> dict[str, Place]:
        """Give the places that users added or changed, by id."""
        return self._places.values()

    def actors(self) -> dict[str, Actor]:
        """Give the actors that users added or changed, by id."""
        return self._actors.values()

    def views(self) -> dict[str, View]:
        """Give the saved views by id."""
        return self._views.values()

    def put_incident(self, incident: Incident, *, by: str, why: str, expected: int | None = None) -> Revision:
        """Write an incident under its uid; ``expected`` as in ``put``."""
        return self.put("incident", incident.uid, body_of(incident), by=by, why=why, expected=expected)

    def put_amendment(
        self, row: Incident, amendment: Amendment, *, by: str, why: str, expected: int | None = None
    ) -> Revision:
        """Amend a dataset's row; ``row`` is as the dataset has it, before any amendment.

        Raises InputError where the correction does not make a valid incident.
        """
        body = body_of(amendment)
        amend(row, parse_amendment(body))
        return self.put("amendment", row.uid, body, by=by, why=why, expected=expected)

    def put_place(self, place: Place, *, by: str, why: str, expected: int | None = None) -> Revision:
        """Add or change a place; one without an id gets it from its name and must be new."""
        return self._put_named("place", place, by=by, why=why, expected=expected)

    def put_actor(self, actor: Actor, *, by: str, why: str, expected: int | None = None) -> Revision:
        """Add or change an actor; one without an id gets it from its name and must be new."""
        return self._put_named("actor", actor, by=by, why=why, expected=expected)

    def put_view(self, view: View, *, by: str, why: str, expected: int | None = None) -> Revision:
        """Save a view under its folded name; ``expected`` as in ``put``."""
        return self.put("view", slug(view.name), body_of(view), by=by, why=why, expected=expected)

    def _put_named(self, kind: str, named: Place | Actor, *, by: str, why: str, expected: int | None) -> Revision:
        if named.id is None:
            named, expected = named.model_copy(update={"id": slug(named.name)}), expected or 0
        return self.put(kind, str(named.id), body_of(named), by=by, why=why, expected=expected)


def slug(name: str) -> str:
    """Give an id made of the name's folded words, in its own script."""
    return fold(name).replace(" ", "-")


def body_of(value: Value) -> dict[str, Any]:
    """Give a value as a record's body: plain JSON types, every field."""
    return value.model_dump(mode="json")
