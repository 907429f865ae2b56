"""Names in the place of a place that no gazetteer knows: they stay unmapped rather than be lost."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from typing import Final

from geo.extraction import place_words as words
from geo.model.normalise import fold

REASON: Final = "not in the gazetteer"
_PREPOSITION = re.compile(
    r"(?:^|\W)(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|(?:town|village|hamlet|settlement|community|locality)s?\s+of)\s+(?:(?:nearby|neighbou?ring|northern|southern|eastern|western|central)\s+|the\s+(?:\w+\s+)?(?:town|village|hamlet|community|locality|settlement)s?\s+of\s+)?$"
)
PART_OF_TOWN: Final = re.compile(
    r"(?i)\b(?:base|barracks|hospital|market|camp|neighbou?rhoods?|quarter|suburb|airport|airfield|school|university|mosque|church|hotel|street|square|road|sector|prison|checkpoint|post|port|station|barangay|hall|mall|palace|cent(?:er|re)|stadium|theatre|theater|restaurant|cafe)\b"
)
_NAME = re.compile(
    r"(?:(?:al|el|as|ar|ad|an|ash|ul|de|la|El|Al|Abu|Umm|Bir|Tel|Ein|Nova|New|San|Santa)[- ])*[A-Z][\w']{2,}(?:[- ](?:[a-z]{1,3}[- ])?[A-Z][\w']*){0,3}"
)
_NO_NAME: Final = frozenset(
    [
        "english",
        "arabic",
        "french",
        "russian",
        "spanish",
        "parliament",
        "congress",
        "nato",
        "isis",
        "isil",
        "isaf",
        "eu",
        "un",
        "au",
        "african",
        "european",
        "asia",
        "europe",
        "africa",
        "america",
        "middle",
        "east",
        "god",
        "ramadan",
        "eid",
        "christmas",
        "easter",
        "operation",
        "war",
        "battle",
        "february",
    ]
)
_GOES_ON = re.compile(
    r"^(?:'s|\s+(?:[A-Z][\w'-]+|said|told|says|war|attack|attacks|bombing|shooting|massacre|forces|troops|government|people|language|[a-z]+ese|style|newspaper|television|TV|radio|agency|group|party|movement)\b|-[a-z])"
)


def is_unknown_place(name: str, before: str, after: str, demonyms: frozenset[str] | dict[str, str]) -> bool:
    """Say whether the words around a name that resolves to nothing make it a place nevertheless."""
    if not _NAME.fullmatch(name) or not _PREPOSITION.search(before) or _GOES_ON.match(after):
        return False
    parts = {fold(part) for part in re.split(r"[ -]", name)}
    is_word = parts & (_NO_NAME | words.MODIFIERS) or parts & set(demonyms)
    return not is_word and not (name.isupper() and len(name) < 7)
