"""Which of the places in a clause are the incident's, and which only say where those lie."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.extraction.gazetteer import distance_km
from geo.extraction.unknown_names import PART_OF_TOWN
from geo.model.codes import PlaceKind, WherePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.place_context import PlaceMention
    from geo.model.values import Place

_DESCRIBES = re.compile(
    r"(?i)^(?:\s+(?:air\s?base|base|area|district|province|town|village|city|governorate|region|suburb|neighbou?rhood|camp|port|garrison|sector|airport|border|crossing|countryside|refugee camp|located|situated|which|that|is|lies|lying|just|some|about|roughly|around))*"
    r"\s*(?:,|\(|'s)?\s*(?:(?:which|that)\s+(?:is|lies)\s+|located\s+|situated\s+|lying\s+|just\s+|some\s+|about\s+|a\s+(?:\w+\s+){0,4})?(?:in|on|of|near|within|inside|at|outside|along|close to|from|to)?\b.{0,45}$"
)
_JOINS = re.compile(r"(?i)\b(?:and|or|as well as|plus)\b|;")
CONTAINER_KM: Final = 30.0
BIG_CITY: Final = 1_000_000
STATED_KM: Final = 100.0
TWIN_KM: Final = 4.0
SITE_KM: Final = 12.0


@dataclass(frozen=True, slots=True)
class Site:
    """Where a mention puts its incident: a place of the text, or a word such as "the base" that refers to one."""

    # ruff: noqa: E501 - a pattern is kept whole

    mention: PlaceMention | None = None
    anaphor: str | None = None

    @property
    def is_point(self) -> bool:
        """True for a place with coordinates finer than a province."""
        return self.mention is not None and self.mention.is_point


def without_descriptors(places: Sequence[PlaceMention], text: str, offset: int) -> list[PlaceMention]:
    """Give the places of a clause without those that only describe another one, and without repetition."""
    usable = [p for p in places if p.use == "where" or (p.use == "bare" and p.is_point)]
    usable = [p for p in usable if p.relation.kind != "border"]
    kept: list[PlaceMention] = []
    tail, owner = 0, None
    for place in usable:
        between = text[tail - offset : place.start - offset] if kept else ""
        is_owned = re.fullmatch(r"'s\s+(?:[a-z]+\s+){0,2}", between) is not None
        if is_owned and owner is not None and kept and owner is not kept[-1] and kept[-1].is_point:
            tail = place.end
            continue
        tail, owner = place.end, place
        standing = _standing(kept[-1], place, between, is_owned=is_owned) if kept else None
        if standing is None and not (kept and _is_container(text, offset, kept[-1], place, between)):
            if kept and _is_wider(place=kept[-1], than=place) and not _JOINS.search(between):
                standing = place
            else:
                kept.append(place)
        if standing is not None:
            kept[-1] = standing
    known = [p for p in kept if p.place is not None and (p.is_point or not any(map(_is_unknown, kept)))]
    if not known:
        return [p for p in kept if _is_unknown(p)][:1]
    kept = _between(known, text, offset)
    points = [p for p in kept if p.is_point]
    wides = [p for p in kept if not p.is_point and not any(_is_wider(place=p, than=q) for q in points)]
    return _distinct(sorted([*points, *wides], key=lambda p: p.start))


def _standing(last: PlaceMention, place: PlaceMention, between: str, *, is_owned: bool) -> PlaceMention | None:
    """Give the one that stands for two named after each other; None where the words between do not make them one."""
    if _is_unknown(last) and not _is_unknown(place) and _lies_in(between):
        return _part_of_known(last, place, between)
    if _is_unknown(place) and place.country is None and _is_vague(last) and not _JOINS.search(between):
        return replace(place, country=last.country)
    is_offset = last.relation.kind == "side" and place.relation.kind == "offset" and last.entry == place.entry
    if is_offset or (place.is_point and (is_owned or _BUILDING_IN.fullmatch(between))):
        return place
    return last if not _is_unknown(place) and _describes(last, place, between) else None


def _is_unknown(place: PlaceMention) -> bool:
    """Say whether a name is in no gazetteer."""
    return place.place is None and bool(place.reason)


_DISTRICT = re.compile(
    r"(?i)\b(?:municipality|district|county|township|commune|sub-?district|local\s+government)\b|\barea$"
)


_BUILDING_IN = re.compile(
    r"(?i)\s+(?:\w+\s+)?(?:mosque|church|cathedral|shrine|temple|hospital|school|university|college|hotel|market|prison|mall|stadium|theat(?:er|re)|station|building|restaurant|cafe|camp|neighbo\w+|district|quarter|street|square)\s*,?\s+(?:in|of)\s+(?:the\s+)?(?:\w+\s+)?(?:(?:city|town|village|district)\s+of\s+)?"
)
_OUTLYING = re.compile(r"(?i)\b(?:area|district|tehsil|valley|forest|countryside|sub-?district)$")
_COUNTRYSIDE = re.compile(r"(?i)\b(?:countryside|outskirts|suburbs|hinterland)\s+of\s+(?:the\s+)?$")
_OF = re.compile(r"(?i)\s+(?:of|in)\s+(?:the\s+)?(?:[a-z]+\s+)?")
_IN_CITY = re.compile(r"(?i),?\s*(?:in|of)?\s*(?:the\s+)?(?:[a-z]+\s+)?(?:city\s+of\s+)?")


def _lies_in(between: str) -> bool:
    """Say whether a second place is the area in which the first one lies: "the village of X in Y"."""
    return not _JOINS.search(between) and bool(_DESCRIBES.match(between))


def _is_vague(place: PlaceMention) -> bool:
    """Say whether a place is a country or a part of one."""
    return not place.is_point and not _is_unknown(place) and (place.entry is None or place.entry.kind != "admin1")


def _part_of_known(head: PlaceMention, around: PlaceMention, between: str) -> PlaceMention:
    """Give an unknown place what the words tell of where it lies: a distance from a town, its district or its city.

    In a province or near a smaller town it stays without a point.
    """
    city = around.entry if around.entry and around.entry.kind == "city" and _IN_CITY.fullmatch(between) else None
    is_city = city is not None and (city.population >= BIG_CITY or not _OUTLYING.search(head.text))
    is_zone = around.entry is not None and around.entry.kind == "area"
    is_part = is_city or bool(PART_OF_TOWN.search(head.text + between))
    is_district = not re.search(r"(?i)\bterritory$", around.text) and (
        _DISTRICT.search(f"{between}{around.text[-5:]}")
        or (around.place and around.place.precision is not None and around.place.precision >= WherePrecision.ADM_2)
    )
    if is_zone and around.place and around.place.longitude is not None:
        return replace(around, start=head.start, end=around.end)
    if around.is_point and (around.relation.kind in {"offset", "side"} or is_part or is_district):
        return replace(around, start=head.start, end=around.end)
    return replace(head, country=around.country, reason=f"{head.reason}; in {around.text}")


def _is_container(text: str, offset: int, head: PlaceMention, place: PlaceMention, between: str) -> bool:
    """Say whether "in X, Y" names one place: a town and the province or larger town that it belongs to."""
    if between != ", " or not (head.is_point and place.is_point and head.entry and place.entry):
        return False
    if not re.search(r"(?i)\b(?:in|at|near|outside|from|of)\s+(?:[a-z]+\s+){0,3}$", text[: head.start - offset]):
        return False
    goes_on = re.match(r"(?:,\s+(?:and\s+)?[A-Z]|\s+and\s+[A-Z])", text[place.end - offset :])
    apart = distance_km(head.entry.lat, head.entry.lon, place.entry.lat, place.entry.lon)
    return not goes_on and apart < STATED_KM


def _between(places: list[PlaceMention], text: str, offset: int) -> list[PlaceMention]:
    """Make one area of two places where the words say "between X and Y"."""
    for first, second in itertools.pairwise(places):
        before, joint = text[: first.start - offset], text[first.end - offset : second.start - offset]
        if not (
            re.search(r"(?i)\b(?:between|linking|connecting)\s+(?:the\s+)?(?:\w+\s+of\s+)?$", before)
            and re.fullmatch(r"(?i)\s+(?:and|to|with)\s+(?:the\s+)?(?:\w+\s+of\s+)?", joint)
        ):
            continue
        if first.is_point != second.is_point:
            return [p for p in places if p not in (first, second) or not p.is_point]
        if first.is_point and second.is_point and first.place and second.place:
            middle = replace(
                first,
                end=second.end,
                text=text[first.start - offset : second.end - offset],
                place=_middle(first.place, second.place),
            )
            return [middle, *(p for p in places if p not in (first, second))]
    return places


def _middle(one: Place, other: Place) -> Place:
    lat, lon = ((one.latitude or 0) + (other.latitude or 0)) / 2, ((one.longitude or 0) + (other.longitude or 0)) / 2
    radius = distance_km(one.latitude or 0, one.longitude or 0, lat, lon)
    precision = WherePrecision.NEAR if radius <= 25 else WherePrecision.FUZZY
    name = f"between {one.name} and {other.name}"
    return one.model_copy(
        update={
            "name": name,
            "kind": PlaceKind.AREA,
            "latitude": round(lat, 5),
            "longitude": round(lon, 5),
            "precision": precision,
            "uncertainty_m": round(radius * 1000),
            "id": None,
        }
    )


def _describes(head: PlaceMention, place: PlaceMention, between: str) -> bool:
    """Say whether ``place`` only tells where ``head``, named just before it, lies."""
    if _JOINS.search(between) or not _DESCRIBES.match(between):
        return False
    if head.is_point and (place.relation.kind in {"side", "offset", "near"} or _COUNTRYSIDE.search(between)):
        return True
    if head.is_point and place.country == head.country and _OUTLYING.search(head.text) and _OF.fullmatch(between):
        return True
    if _is_wider(place=place, than=head):
        return True
    if not (head.is_point and place.is_point and head.entry and place.entry):
        return False
    near = distance_km(head.entry.lat, head.entry.lon, place.entry.lat, place.entry.lon) < CONTAINER_KM
    return (
        near
        and bool(re.search(r"(?i)\b(?:in|of|near|outside)\b|,", between))
        and place.entry.population >= head.entry.population
    )


def _is_wider(*, place: PlaceMention, than: PlaceMention) -> bool:
    """Say whether a country, part or province takes in another place."""
    if place.is_point or place.country is None or place.country != than.country:
        return False
    if not than.is_point:
        return place.relation.kind == "at" and (place.entry is None or place.entry.kind == "country")
    return True


def _distinct(places: list[PlaceMention]) -> list[PlaceMention]:
    exact = [p for p in places if p.relation.kind == "offset" and p.entry]
    kept: list[PlaceMention] = []
    for place in places:
        if place.relation.kind == "side" and any(p.entry == place.entry for p in exact):
            continue
        if not any(_same(place, other) for other in kept):
            kept.append(place)
    return kept


def _same(one: PlaceMention, other: PlaceMention) -> bool:
    if one.is_point and other.is_point and one.entry and other.entry:
        reach = TWIN_KM if one.entry.is_facility == other.entry.is_facility else SITE_KM
        return distance_km(one.entry.lat, one.entry.lon, other.entry.lat, other.entry.lon) < reach
    return not one.is_point and not other.is_point and one.country == other.country
