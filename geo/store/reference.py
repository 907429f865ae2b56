"""The built-in reference data: incidents, places, actors, sources and boundaries.

Values are read and checked when loaded; boundaries only when a country is first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import orjson
import shapely

from geo.errors import NotFoundError
from geo.model.codes import PlaceKind
from geo.model.countries import country_code, country_name
from geo.model.normalise import fold
from geo.model.values import Actor, Incident, Place, Source
from geo.store.boundaries import Boundaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, eq=False)
class Reference:
    """Immutable; additions make a copy. Names are compared folded: see ``geo.model.normalise.fold``."""

    places: Mapping[str, Place]
    actors: Mapping[str, Actor]
    incidents: tuple[Incident, ...]
    sources: Mapping[str, Source]
    boundaries: Boundaries
    _place_ids: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _actor_ids: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _parts: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index names, and the parts of each umbrella."""
        object.__setattr__(self, "_place_ids", _by_name(self.places))
        object.__setattr__(self, "_actor_ids", _by_name(self.actors))
        object.__setattr__(self, "_parts", self._parts_of_umbrellas())

    def actor(self, name: str) -> Actor | None:
        """Find an actor by id, name or alias, exactly but for folding; None where there is none."""
        found = self._actor_ids.get(fold(name))
        return self.actors[found] if found else None

    def place(self, name: str) -> Place | None:
        """Find a place by id, name or alias, exactly but for folding; None where there is none."""
        found = self._place_ids.get(fold(name))
        return self.places[found] if found else None

    def with_parts(self, name: str) -> frozenset[str]:
        """Give the folded names and aliases of an actor and of all its parts, theirs included.

        Membership dates are not looked at. An unknown name gives just itself, folded.
        """
        start = self._actor_ids.get(fold(name))
        if start is None:
            return frozenset({fold(name)})
        seen, open_ids = {start}, [start]
        while open_ids:
            fresh = set(self._parts.get(open_ids.pop(), ())) - seen
            seen |= fresh
            open_ids.extend(fresh)
        return frozenset(fold(n) for i in seen for n in (self.actors[i].name, *self.actors[i].aliases))

    def geometry(self, place_id: str) -> BaseGeometry:
        """Give a place's footprint, its province's polygon, or its point, in that order."""
        place = self.place(place_id)
        if place is None:
            raise NotFoundError(f"No place is called {place_id!r}.")
        if place.footprint:
            return shapely.from_wkt(place.footprint)
        if place.kind is PlaceKind.ADMIN1 and place.country:
            division = self.boundaries.division(place.country, place.adm_1 or place.name)
            if division:
                return division.geometry
        if place.longitude is None:
            raise NotFoundError(f"The place {place.name!r} has neither a point nor a footprint.")
        return shapely.Point(place.longitude, place.latitude)

    def division(self, country: str, name: str) -> tuple[str, BaseGeometry] | None:
        """Find a first-order division by alpha-2 code and name: its id and polygon, or None."""
        found = self.boundaries.division(country, name)
        return (found.id, found.geometry) if found else None

    def country_geometry(self, country: str) -> BaseGeometry | None:
        """Give a country's outline by alpha-2 code; None where none is bundled."""
        return self.boundaries.country(country)

    @staticmethod
    def country_name(code: str) -> str:
        """Give the common English name of an alpha-2 code."""
        return country_name(code)

    @staticmethod
    def country_code(name: str) -> str | None:
        """Give the alpha-2 code of a country in any known spelling; None where it is not known."""
        return country_code(name)

    def with_additions(self, places: Iterable[Place] = (), actors: Iterable[Actor] = ()) -> Reference:
        """Give a copy with what users added; one with the id of a built-in one stands in its place."""
        return replace(
            self,
            places=MappingProxyType({**self.places, **{_key(p): p for p in places}}),
            actors=MappingProxyType({**self.actors, **{_key(a): a for a in actors}}),
        )

    def _parts_of_umbrellas(self) -> dict[str, tuple[str, ...]]:
        parts: dict[str, tuple[str, ...]] = {}
        for key, actor in self.actors.items():
            for relation in actor.relations:
                umbrella = self._actor_ids.get(fold(relation.part_of))
                if umbrella:
                    parts[umbrella] = (*parts.get(umbrella, ()), key)
        return parts


def load_reference(data_dir: Path) -> Reference:
    """Read the built-in content of `data_dir`."""
    files = {name: orjson.loads((data_dir / f"{name}.json").read_bytes()) for name in ("reported", "places", "actors")}
    sources = {
        key: Source.model_validate({**source, "id": key})
        for content in files.values()
        for key, source in content["sources"].items()
    }
    footprints = {
        path.stem: path.read_text(encoding="utf-8").strip() for path in (data_dir / "footprints").glob("*.wkt")
    }
    places = {
        row["id"]: Place.model_validate({**_with_sources(row, sources), "footprint": footprints.get(row["id"])})
        for row in files["places"]["places"]
    }
    actors = {row["id"]: Actor.model_validate(_with_sources(row, sources)) for row in files["actors"]["actors"]}
    incidents = tuple(_incident(row, places, sources) for row in files["reported"]["incidents"])
    boundaries = Boundaries(data_dir / "basemap" / "countries")
    return Reference(
        MappingProxyType(places), MappingProxyType(actors), incidents, MappingProxyType(sources), boundaries
    )


def _incident(row: dict[str, Any], places: dict[str, Place], sources: dict[str, Source]) -> Incident:
    row = _with_sources(row, sources)
    own = row["place"]
    if "id" in own:
        known = places[own["id"]].model_dump(exclude={"sources"})
        if own.get("precision", known["precision"]) != known["precision"]:
            known["uncertainty_m"] = None
        row["place"] = {**known, **own}
    return Incident.model_validate(row)


def _with_sources(row: dict[str, Any], sources: dict[str, Source]) -> dict[str, Any]:
    """Put the sources where their ids stand, in the row and in its claims, links and relations."""
    full = {**row, "sources": [sources[key] for key in row.get("sources", ())]}
    for name in ("claims", "links", "relations"):
        if name in row:
            full[name] = [{**part, "source": sources[part["source"]]} for part in row[name]]
    return full


def _key(value: Place | Actor) -> str:
    return value.id or fold(value.name).replace(" ", "-")


def _by_name(values: Mapping[str, Place] | Mapping[str, Actor]) -> dict[str, str]:
    """Index ids first, then names, then aliases: the first to have a name keeps it."""
    index = {fold(key): key for key in values}
    for key, value in values.items():
        index.setdefault(fold(value.name), key)
    for key, value in values.items():
        for alias in value.aliases:
            index.setdefault(fold(alias), key)
    return index
