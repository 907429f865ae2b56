"""From a name to a place: ranking of the gazetteer's entries, and the honest precision of what they say."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.extraction.gazetteer import CURATED, PROJECT, PROVINCE, REPORTED, Entry, Gazetteer, distance_km
from geo.extraction.place_kinds import bare, candidates, kind_word
from geo.model.codes import PlaceKind, WherePrecision
from geo.model.countries import country_code, country_name
from geo.model.values import Place, Source, Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

BEARINGS: Final = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
EXACT_KM, NEAR_KM, DISTRICT_KM, PROVINCE_KM = 6.0, 25.0, 40.0, 250.0
LARGEST_PROVINCE_KM: Final = 600.0
SIDE_OFFSET_KM: Final = 15.0
KNOWN_COUNTRY: Final = 5.0

_SOURCES: Final = {
    "geonames": Source(publisher="GeoNames", licence="CC-BY-4.0"),
    "airportsdata": Source(publisher="airportsdata", licence="MIT"),
    PROVINCE: Source(publisher="Natural Earth", licence="public domain"),
    REPORTED: Source(publisher="UCDP GED 23.1", licence="CC-BY-4.0"),
}


class Resolution(Value):
    """What a name resolves to. ``place`` is None where it does not, for ``reason``.

    ``method`` is ``exact`` (same key), ``fuzzy`` (alike by ``score``, 0 to 100), ``area`` or None.
    """

    # ruff: noqa: E501 - a pattern is kept whole

    name: str
    place: Place | None = None
    alternatives: tuple[Place, ...] = ()
    method: str | None = None
    score: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How an incident lies to a named place: so many kilometres, in a direction, near, or in a part of it."""

    kind: str = "at"
    bearing: str | None = None
    km: float | None = None
    is_at_sea: bool = False


AT: Final = Relation()


def place_json(place: Place | None) -> dict[str, Any]:
    """Give name, country, coordinates and UCDP precision of a place; all None where there is none."""
    return {
        "name": place.name if place else None,
        "country": place.country if place else None,
        "longitude": place.longitude if place else None,
        "latitude": place.latitude if place else None,
        "where_precision": place.precision.value if place and place.precision else None,
    }


def rank(entries: Iterable[Entry], hints: Mapping[str, float], kind: str | None = None) -> list[tuple[Entry, float]]:
    """Order entries by curated origin, population, the countries that the text speaks of, and the kind asked for."""
    scored = [(entry, _score(entry, hints, kind)) for entry in entries]
    scored.sort(key=lambda pair: (-pair[1], pair[0].name, pair[0].lat))
    return scored


def _score(entry: Entry, hints: Mapping[str, float], kind: str | None) -> float:
    score = math.log10(entry.population + 30) + KNOWN_COUNTRY * hints.get(entry.country or "", 0.0)
    score += {PROJECT: 5.5, CURATED: 5.0}.get(entry.origin, 0.0)
    if kind == "facility":
        score += 4.0 if entry.is_facility else -1.0
    elif kind == "province":
        score += 5.0 if entry.kind == PlaceKind.ADMIN1 else 0.0
    elif kind == "crossing":
        score += 5.0 if entry.kind == PlaceKind.BORDER_CROSSING else 0.0
    elif kind == "settlement":
        score += 3.0 if entry.kind in {"city", "town"} else 0.0
    elif entry.kind == PlaceKind.ADMIN1:
        score -= 0.5
    elif entry.is_facility and entry.origin != PROJECT:
        score -= 2.0
    return score


def place_of(entry: Entry, relation: Relation = AT, *, area: str | None = None) -> Place:
    """Make the place that is meant by this relation to the entry, with coordinates and honest precision.

    ``area`` says that the text speaks of a district or an area around the name.
    """
    if entry.kind == "sea" and relation.km is None:
        return Place(name=entry.name, kind=PlaceKind.AREA, country=entry.country, precision=WherePrecision.WATER_OR_AIR)
    is_vast = entry.is_area and entry.radius_km > (LARGEST_PROVINCE_KM if entry.kind == "admin1" else PROVINCE_KM)
    if math.isnan(entry.lat) or is_vast or relation.kind == "part":
        name = f"{relation.bearing} {entry.name}" if relation.kind == "part" else entry.name
        wide = (
            WherePrecision.FUZZY if entry.radius_km > DISTRICT_KM or relation.kind == "part" else WherePrecision.ADM_2
        )
        return Place(name=name, kind=PlaceKind.AREA, country=entry.country, precision=wide)
    lat, lon, radius = _moved(entry, relation)
    radius = max(radius, {"province": 100.0, "district": 35.0, "around": 15.0}.get(area or "", 0.0))
    return Place(
        name=_name(entry, relation),
        kind=_kind(entry, relation),
        longitude=round(lon, 5),
        latitude=round(lat, 5),
        precision=_precision(entry, relation, radius),
        country=entry.country,
        uncertainty_m=round(radius * 1000),
        id=entry.id,
        sources=_sources(entry),
    )


def _sources(entry: Entry) -> tuple[Source, ...]:
    """Give where the coordinates come from, as far as the gazetteer says it."""
    own = Source(publisher=entry.source) if entry.source and entry.origin == CURATED else None
    found = _SOURCES.get(entry.origin) or own
    return (found,) if found else ()


def _precision(entry: Entry, relation: Relation, radius: float) -> WherePrecision:
    if entry.is_area and relation.kind in {"at", "near"}:
        is_province = entry.kind == "admin1" or entry.radius_km <= PROVINCE_KM
        return WherePrecision.ADM_1 if is_province else WherePrecision.FUZZY
    if relation.kind == "at" and radius <= EXACT_KM:
        return WherePrecision.EXACT
    if relation.is_at_sea:
        return WherePrecision.WATER_OR_AIR
    steps = ((NEAR_KM, WherePrecision.NEAR), (DISTRICT_KM, WherePrecision.ADM_2), (150.0, WherePrecision.ADM_1))
    return next((code for limit, code in steps if radius <= limit), WherePrecision.FUZZY)


def _moved(entry: Entry, relation: Relation) -> tuple[float, float, float]:
    """Give latitude, longitude and radius in kilometres after distance and direction."""
    if relation.bearing and relation.km is not None:
        lat, lon = travel(entry.lat, entry.lon, BEARINGS[relation.bearing], relation.km)
        return lat, lon, max(entry.radius_km, relation.km * 0.4, 3.0)
    if relation.km is not None:
        return entry.lat, entry.lon, max(entry.radius_km, relation.km)
    if relation.kind == "side" and relation.bearing:
        lat, lon = travel(entry.lat, entry.lon, BEARINGS[relation.bearing], SIDE_OFFSET_KM)
        return lat, lon, max(entry.radius_km, 30.0)
    if relation.kind == "near":
        return entry.lat, entry.lon, max(entry.radius_km, 15.0)
    return entry.lat, entry.lon, entry.radius_km


def travel(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Give latitude and longitude after so many kilometres on a great circle."""
    angle, theta, phi = km / 6371.0088, math.radians(bearing), math.radians(lat)
    new = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(theta))
    turn = math.atan2(
        math.sin(theta) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(new)
    )
    return math.degrees(new), (lon + math.degrees(turn) + 540) % 360 - 180


def _kind(entry: Entry, relation: Relation) -> PlaceKind | None:
    if relation.kind not in {"at", "near"} or entry.kind == "sea":
        return PlaceKind.AREA
    return PlaceKind(entry.kind)


def _name(entry: Entry, relation: Relation) -> str:
    if relation.km is not None:
        where = f"{relation.bearing} of" if relation.bearing else "from"
        return f"{relation.km:g} km {where} {entry.name}"
    if relation.kind == "side":
        return f"{relation.bearing} of {entry.name}"
    return entry.name


def geocode(
    names: Sequence[str], countries: Collection[str] = (), *, gazetteer: Gazetteer | None = None
) -> list[Resolution]:
    """Resolve names within these countries (ISO alpha-2; all where none is given), one result a name."""
    known = gazetteer or Gazetteer.of()
    return [resolve(name, countries, known) for name in names]


_PREFIX = re.compile(
    r"(?i)^(?:near|in|at|outside|around|close to|vicinity of|the vicinity of)\s+(?:the\s+)?(?:(?:city|town|village) of\s+)?"
)
_OFFSET = re.compile(
    r"(?i)^(?:(?P<km>\d+(?:\.\d+)?)\s*(?P<unit>km|kilomet\w+|mi|miles?|nm|nautical miles?)\s+)?"
    r"(?P<dir>north|south|east|west|north-?east|north-?west|south-?east|south-?west)\s+of\s+"
)


LONGEST_NAME: Final = 200


def resolve(name: str, countries: Collection[str], gazetteer: Gazetteer) -> Resolution:
    """Resolve one name, which may carry "near", "35 km south of" or its country after a comma."""
    codes = frozenset(c.upper() for c in countries)
    plain = " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in name).split())
    if not re.search(r"\w", plain):
        return Resolution(name=name, reason="no name is given")
    if len(plain) > LONGEST_NAME:
        return Resolution(name=name, reason=f"longer than {LONGEST_NAME} characters: no place name")
    text, relation = _relation_of(plain)
    head, _, tail = text.rpartition(",")
    stated = country_code(tail.strip()) if head else None
    text, codes = (head.strip(), frozenset({stated})) if stated else (text, codes)
    if (code := country_code(text)) and (len(text) > 3 or text.isupper()):
        place = Place(name=country_name(code), kind=PlaceKind.AREA, country=code, precision=WherePrecision.COUNTRY)
        return Resolution(name=name, place=place, method="area", reason="a country: no point")
    if re.search(r"\s(?:and|or)\s|/|;", text):
        parts = [resolve(p, codes, gazetteer).place for p in re.split(r"\s+(?:and|or)\s+|/|;", text)]
        if len([p for p in parts if p]) > 1:
            reason = "names several places"
            return Resolution(name=name, alternatives=tuple(p for p in parts if p), reason=reason)
    return _one(name, text, relation, codes, gazetteer)


def _relation_of(text: str) -> tuple[str, Relation]:
    match = _OFFSET.match(text)
    if match:
        km = to_km(float(match["km"]), match["unit"]) if match["km"] else None
        return text[match.end() :], Relation("offset" if km else "side", match["dir"].casefold().replace("-", ""), km)
    prefix = _PREFIX.match(text)
    near = bool(prefix and not prefix.group().casefold().startswith(("in ", "at ")))
    return (text[prefix.end() :] if prefix else text), (Relation("near") if near else AT)


def to_km(number: float, unit: str) -> float:
    """Turn miles or nautical miles into kilometres."""
    unit = unit.casefold()
    factor = 1.852 if unit.startswith(("nm", "naut")) else 1.609344 if unit.startswith("mi") else 1.0
    return round(number * factor, 1)


def _one(name: str, text: str, relation: Relation, codes: frozenset[str], gazetteer: Gazetteer) -> Resolution:
    kind = kind_word(text)
    entries = candidates(text, kind, codes, gazetteer)
    hints = dict.fromkeys(codes, 1.0)
    if entries:
        return _resolution(name, rank(entries, hints, kind), relation, "exact", None)
    fuzzy = gazetteer.fuzzy(bare(text), codes) if codes else []
    if fuzzy and not _is_contested(fuzzy):
        return _resolution(name, fuzzy, relation, "fuzzy", fuzzy[0][1])
    elsewhere = rank(candidates(text, kind, (), gazetteer), {}, kind)
    alternatives = tuple(place_of(e) for e, _ in [*fuzzy, *elsewhere][:5])
    reason = "several names are about as alike" if fuzzy else "not in the gazetteer for these countries"
    return Resolution(name=name, alternatives=alternatives, reason=reason if codes else "not in the gazetteer")


def _resolution(
    name: str, ranked: list[tuple[Entry, float]], relation: Relation, method: str, score: float | None
) -> Resolution:
    others = tuple(place_of(e) for e, _ in ranked[1:6])
    place = place_of(ranked[0][0], relation)
    reason = None if place.longitude is not None else "an area without a point"
    return Resolution(name=name, place=place, alternatives=others, method=method, score=score, reason=reason)


def _is_contested(found: list[tuple[Entry, float]]) -> bool:
    best, score = found[0]
    rivals = [e for e, s in found[1:] if score - s < 2.0]
    return any(
        distance_km(best.lat, best.lon, e.lat, e.lon) > NEAR_KM and e.population >= best.population for e in rivals
    )
