"""Words that refer back to a place: "the base", "the town", "there"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.extraction.place_context import PlaceMention


def only_locates(place: PlaceMention, text: str, offset: int) -> bool:
    """Say whether a place only tells where "the town" lies: "landed in the town, 50 km west of Aleppo"."""
    is_relative = place.relation.kind in {"offset", "side"}
    before = text[: place.start - offset]
    return is_relative and bool(
        re.search(r"(?i)\b(?:the|this|that)\s+(?:\w+\s+)?(?:town|village|city|camp|base|site),?\s[^,]{0,60}$", before)
    )


_ANAPHOR = re.compile(
    r"(?i)\b(?:the|this|that|same)\s+(?:\w+\s+){0,2}?(?P<kind>air\s?base|base|airport|airfield|city|town|village|camp|port|area|site|facility|hospital|market|embassy|prison|jail|hotel|school|mosque|church|scene|vessel|compound|province|region|garrison|outpost)\b(?!\s+of\s+[A-Z])|\bthere\b(?!\s+(?:was|were|is|are|has|have|had|will|would)\b)"
)


_LEFT = re.compile(r"(?i)\b(?:leave|left|leaving|fled|flee|fleeing|evacuate)\s+(?:the|this|that)\s+\w+")


def anaphor_in(words: str) -> str | None:
    """Give the word that refers back to a place, such as "base" or "there"; None where none does."""
    match = _ANAPHOR.search(_LEFT.sub(" ", words))
    return (match["kind"] or "there").casefold().replace(" ", "") if match else None
