"""What a name looks like, and how one place lies to another that the same sentence names."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from geo.extraction.gazetteer import REPORTED, WORLD, Entry, distance_km
from geo.extraction.names import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.extraction.place_context import PlaceMention
    from geo.extraction.text import Sentence

FAR_KM: Final = 150.0
BESIDE_KM: Final = 100.0
NEARBY_KM: Final = 40.0
KNOWN_CITY: Final = 50_000
HAMLET: Final = 3_000
CITY: Final = 100_000
ALIKE: Final = 60.0
HINTED: Final = 0.6
OVERSEAS_KM: Final = 3_000.0
METROPOLIS: Final = 1_000_000
ARTICLES: Final = frozenset(["al", "el", "ar", "ash", "ul", "ez", "abu", "umm"])


def with_context(found: list[PlaceMention], sentence: Sentence) -> list[PlaceMention]:
    """Take the country behind a place of context as context too: "evacuated to Landstuhl, Germany"."""
    kept: list[PlaceMention] = []
    for place in found:
        between = sentence.text[kept[-1].end - sentence.start : place.start - sentence.start] if kept else ""
        follows = bool(kept) and kept[-1].use in {"context", "from"} and re.fullmatch(r",?\s+(?:in\s+)?", between)
        kept.append(replace(place, use=kept[-1].use) if follows else place)
    return kept


def not_by_nickname(entries: Sequence[Entry], name: str) -> list[Entry]:
    """Drop GeoNames places whose own name looks nothing like this one: an alternate name, a code or a nickname."""
    return [
        e
        for e in entries
        if e.origin != WORLD or key(e.name) == key(name) or fuzz.ratio(key(e.name), key(name)) >= ALIKE
    ]


def own_names_first(entries: Sequence[Entry], name: str, hints: Mapping[str, float]) -> list[Entry]:
    """Leave out nicknames of places elsewhere, and all where one of that very name lies where the report is."""
    own = not_by_nickname(entries, name)
    if any(hints.get(e.country or "", 0) >= HINTED for e in own):
        return own
    return [e for e in entries if e in own or e.country in hints]


def is_overseas(entry: Entry, other: Entry) -> bool:
    """Say whether a city is too far away to be meant by its bare name, and no metropolis."""
    return entry.population < METROPOLIS and distance_km(entry.lat, entry.lon, other.lat, other.lon) > OVERSEAS_KM


def is_inside(entry: Entry, around: Entry) -> bool:
    """Say whether a place lies in a city or a province, as far as the extents tell."""
    if entry.country != around.country or entry.kind == "admin1":
        return False
    reach = around.radius_km * 1.6 + 20 if around.kind == "admin1" else 45.0
    return distance_km(entry.lat, entry.lon, around.lat, around.lon) <= reach


def in_reach(entries: Sequence[Entry], towns: Sequence[Entry], around: Sequence[Entry]) -> list[Entry]:
    """Give the entries beside one of the towns and in the area around; all where none of either is given."""
    near = [e for e in entries if not towns or any(distance_km(e.lat, e.lon, t.lat, t.lon) <= NEARBY_KM for t in towns)]
    return [e for e in near if not around or is_inside(e, around[0])]


TWO_WORDS = re.compile(
    r"\b(?:South Sudan|Saudi Arabia|Burkina Faso|North Korea|Sri Lanka|Central African Republic|United Arab Emirates)\b"
)
_LOWER_ARTICLE = re.compile(r"(?:al|el|as|ash|an|at|ar|ad|az|ez|ul)-[A-Z]")
AROUND: Final = frozenset({"area", "sector", "region", "outskirts", "front", "axis", "suburb", "suburbs"})
DISTRICTS: Final = frozenset([
    "district", "county", "countryside", "local government area", "local government areas", "municipality", "territory",
    "township", "commune", "subdistrict", "sub-district", "tehsil", "woreda", "upazila",
])  # fmt: skip
UNKNOWN_AREAS: Final = frozenset({"area", "valley", "tehsil", "sub-district", "subdistrict"})
PROVINCES: Final = frozenset({"province", "governorate", "oblast", "state", "wilayat", "region", "department"})
_LAST_WORDS: Final = frozenset({"area", "suburbs", "suburb", "camp", "crossing", "field"})
WORDY = re.compile(r"(?i)^(?:the|a|this|that|[a-z]+day|\w+ing|\w+ly)\b")


def could_be_name(name: str, window: list[re.Match[str]], text: str) -> bool:
    """Say whether words can be a name: capitals at its ends, nothing but blanks and hyphens between."""
    if re.search(r"[\u0600-\u06ff]", name):
        return True
    if any(not re.fullmatch(r"[ -]", text[a.end() : b.start()]) for a, b in itertools.pairwise(window)):
        return False
    first, last = window[0].group(), window[-1].group()
    ends = last[:1].isupper() or last[:1].isdigit() or _LOWER_ARTICLE.match(last) or last in _LAST_WORDS
    starts = first[:1].isupper() or first.casefold() in ARTICLES or _LOWER_ARTICLE.match(first) or first == "southern"
    return bool(ends and starts)


def beside(ranked: list[tuple[Entry, float]], anchors: Sequence[Entry]) -> list[tuple[Entry, float]]:
    """Prefer a small place beside what else the report names; one far from all of that is another of its name."""
    if not ranked or ranked[0][0].origin not in {WORLD, REPORTED}:
        return ranked
    country = ranked[0][0].country
    is_shared = sum(e.country == country and e.kind != "admin1" for e, _ in ranked) > 1
    if ranked[0][0].population >= (CITY if is_shared else HAMLET):
        return ranked
    around = [a for a in anchors if a.country == country]
    if not around:
        return ranked

    def away(entry: Entry) -> float:
        return min(distance_km(entry.lat, entry.lon, a.lat, a.lon) - a.radius_km for a in around)

    near = [(e, s) for e, s in ranked if e.country == country and away(e) <= BESIDE_KM]
    return near or [(e, s) for e, s in ranked if away(e) <= FAR_KM * 2]
