"""What reading goes by: the project's own places and actors first, then the gazetteer of the world."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.extraction import Gazetteer, Lexicon, geocode

if TYPE_CHECKING:
    from geo.model import Place
    from geo.store.reference import Reference

MOST = 12


def find_places(lookup: Reference, words: str) -> list[Place]:
    """Give places of that name in any script, the likeliest first; loads the gazetteer at first use."""
    (found,) = geocode([words.strip()], gazetteer=gazetteer(lookup))
    places = [p for p in (found.place, *found.alternatives) if p is not None]
    return list(dict.fromkeys(places))[:MOST]


@lru_cache(maxsize=2)
def gazetteer(lookup: Reference) -> Gazetteer:
    """Give the gazetteer that knows this reference's places too; the same for the same reference."""
    return Gazetteer.of(lookup.places.values())


@lru_cache(maxsize=2)
def lexicon(lookup: Reference) -> Lexicon:
    """Give the actors that reports are read with, this reference's first; the same for the same reference."""
    return Lexicon.of(lookup.actors.values())
