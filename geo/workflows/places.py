"""Find a place by its name: the project's own first, then the gazetteer of the world."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.extraction import Gazetteer, geocode

if TYPE_CHECKING:
    from geo.model import Place
    from geo.store.reference import Reference

MOST = 12


def find_places(lookup: Reference, words: str) -> list[Place]:
    """Give places of that name in any script, the likeliest first; loads the gazetteer at first use."""
    (found,) = geocode([words.strip()], gazetteer=_gazetteer(lookup))
    places = [p for p in (found.place, *found.alternatives) if p is not None]
    return list(dict.fromkeys(places))[:MOST]


@lru_cache(maxsize=2)
def _gazetteer(lookup: Reference) -> Gazetteer:
    return Gazetteer.of(lookup.places.values())
