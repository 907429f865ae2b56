"""Small judgements of the merger: how sure it must be, which place is the finer one, what an accident is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.extraction.fits import METROPOLIS, Event, event_last_sentence
from geo.model.codes import Role

if TYPE_CHECKING:
    from geo.extraction.dates import When
    from geo.extraction.mentions import Mention
    from geo.extraction.place_context import PlaceMention

CITY_REACH: Final = 400
ACCIDENT: Final = re.compile(
    r"(?i)\b(?:accident\w*|crash(?:ed)?|earthquake|quake|flood\w*|landslide|capsized|collapsed|cholera|measles|disease|hunger|starvation|famine|heart\s+attack|covid\S*|coronavirus|drown\w*|stampede|cardiac\s+arrest|false\s+alarm|natural\s+causes|wildfire|storm|cyclone)\b"
)
CLAIMED_ALL: Final = re.compile(
    r"(?i)\b(?:claim\w*|took|taken)\s+(?:joint\s+)?(?:responsibility|credit)\s+for\s+(?:both|all|them|(?:the|these|those|all|both|several|a\s+series\s+of|a\s+string\s+of)\s+(?:[\w-]+\s+){0,3}(?:attacks|bombings|assaults|strikes|raids|blasts|explosions|killings|shootings))\b"
)


def city_of(place: PlaceMention, known: PlaceMention | None, mention: Mention) -> PlaceMention | None:
    """Give what "the city" means after this place: the first city of the sentence, else the one before."""
    is_city = place.entry is not None and place.entry.kind == "city"
    if not is_city:
        return known if known and known.end >= mention.sentence.start - CITY_REACH else None
    return known if known and known.start >= mention.sentence.start else place


def has_point(place: PlaceMention) -> bool:
    """Say whether a place has coordinates, of a province or finer."""
    return place.place is not None and place.place.longitude is not None


def needed(event: Event, mention: Mention, place: PlaceMention | None, when: When | None) -> float:
    """Give the least score at which a report of its own counts as one of an incident that is known already."""
    acts = any(p.role is Role.INITIATOR for p in mention.parties)
    completes = (event.when is None or when is None) and (event.place is None or place is None)
    if completes and not mention.is_new and mention.sentence.index - event_last_sentence(event) == 1:
        return 1.0
    if event.place is None and when is None and not acts and mention.sentence.index - event_last_sentence(event) <= 1:
        return 1.0
    is_part = place is not None and not place.is_point and place.relation.kind != "at"
    return 3.0 if event.is_point and is_part else 2.0


def is_part_of(place: PlaceMention, known: PlaceMention) -> bool:
    """Say whether a point names a part or a suburb of the large city that the report named first."""
    if (
        place.entry is None
        or known.entry is None
        or place.relation.kind != "at"
        or known.relation.kind not in {"at", "near"}
    ):
        return False
    return (known.entry.population >= METROPOLIS or known.entry.kind == "city") and (
        place.entry.kind == "area" or place.entry.population * 5 <= known.entry.population
    )


def is_vaguer(place: PlaceMention, known: PlaceMention) -> bool:
    """Say whether a second mention says only the area around the place that the first one names."""
    one, other = (p.place.uncertainty_m or 0 if p.place else 0 for p in (place, known))
    return place.entry == known.entry and place.relation.kind == known.relation.kind == "at" and one > other


def is_finer(place: PlaceMention, known: PlaceMention) -> bool:
    """Say whether a second area says more exactly where it was: a province in a part of its country."""
    one, other = (p.place.precision if p.place else None for p in (place, known))
    return (
        one is not None
        and other is not None
        and one < other
        and place.entry is not None
        and place.entry.kind == "admin1"
    )


def is_plural(mention: Mention) -> bool:
    """Say whether the words speak of several incidents at once."""
    return bool(
        re.search(
            r"(?i)\b(?:strikes|attacks|raids|bombings|airstrikes|explosions|assaults|blasts|killings|shootings|ambushes|they|these|those|both)\b",
            mention.words,
        )
    )
