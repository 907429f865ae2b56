"""Groups that no list holds: named by a report itself, as "a faction called X" or "X, an insurgent group"."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.extraction.lexicon import ActorMention, Lexicon, demonyms
from geo.model.countries import country_code
from geo.model.normalise import fold

if TYPE_CHECKING:
    from geo.extraction.text import Sentence

_NAME: Final = r"(?P<name>(?:(?:al|Al|el|El|an|ul)[- ])?[A-Z][\w']+(?:[- ](?:(?:of|the|al|el|ul|in|for|and|wal|ad|as)[- ]){0,2}[A-Z][\w']+){0,6})(?:\s+\((?P<short>[A-Z][A-Za-z0-9-]{1,7})\))?"
_KIND: Final = r"(?:group|faction|militia|movement|organi[sz]ation|offshoot|affiliate|alliance|gang|cartel|brigade|insurgency|coalition|syndicate)"
_MEMBERS: Final = r"(?:militias?|militiam[ae]n|rebels?|fighters|insurgents?|militants?|jihadists?|gunm[ae]n|guerrillas?|cartel|gang|group|faction)"
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!in )(?<!at )(?<!near )(?<!from )(?<!of )(?<!to )\b{_NAME}, (?:an?|the|one of) (?:(?!in\b|fighting\b)[\w-]+ ){{0,6}}?(?<!rights )(?<!aid )(?<!monitoring )(?<!research )(?<!advocacy )(?<!media )(?<!business ){_KIND}\b",
        rf"\b(?:armed |militant |rebel |insurgent |jihadist |Islamist |unknown |extremist )*{_KIND}s? (?:calling itself |that calls itself |called |named |known as )(?:the )?{_NAME}",
        rf"\b(?:previously |little-)?(?:unknown|known|armed|militant|rebel|insurgent|jihadist|Islamist) {_KIND},? (?:the )?{_NAME}",
        rf"\b{_NAME} {_MEMBERS}\b",
        rf"\b(?:claimed by|attributed to|blamed on) (?:the )?{_NAME}",
        rf"\b{_NAME} (?:has |have |had |later |also )?(?:claimed|took) (?:responsibility|credit)",
        r"\b[Tt]he (?P<name>(?:[A-Z][\w'-]+ ){1,4}(?:Front|Army|Movement|Brigades?|Battalion|Cartel|Resistance|Tigers|Guard|Alliance|Militia))\b(?:\s+\((?P<short>[A-Z][A-Za-z0-9-]{1,7})\))?",
    )
)
_NO_NAME: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "no",
        "nobody",
        "none",
        "neither",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "several",
        "some",
        "many",
        "other",
        "armed",
        "suspected",
        "masked",
        "unknown",
        "unidentified",
        "islamist",
        "jihadist",
        "shiite",
        "shia",
        "sunni",
        "muslim",
        "christian",
        "arab",
        "western",
        "foreign",
        "kurdish",
        "tuareg",
        "maoist",
        "druze",
        "alawite",
        "separatist",
        "insurgent",
        "rebel",
        "militant",
        "government",
        "pro-government",
        "allied",
        "dozens",
        "hundreds",
        "local",
        "tribal",
        "houthi",
        "it",
        "he",
        "she",
        "they",
        "who",
        "police",
        "officials",
        "islamic",
        "baloch",
        "baluch",
        "fulani",
        "hutu",
        "tutsi",
        "both",
        "national",
        "this",
        "that",
        "his",
        "their",
        "its",
    ]
)
_BODIES: Final = re.compile(
    r"(?:UN|US|U\.S\.|AFP|AP|Reuters|CNN|BBC)$|(?:Operation|Amnesty|Human|United|International|White|Red|European|Arab|Doctors|Ministry|Médecins|Medecins|Save|World|Prime|President|General|Air|Task)\b"
)
_PLACE_KIND: Final = re.compile(
    r"(?i)\s(?:township|state|province|district|region|city|county|governorate|village|town|camp|airport|base)$"
)
_DAY: Final = re.compile(
    r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december"
)


def discover(text: str, lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """Give a pattern for the groups that a report introduces, and their names by folded spelling; None for none."""
    names: dict[str, str] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            name = re.split(r" in (?!the )", " ".join(match["name"].removeprefix("The ").split()))[0]
            if _is_group(name, lexicon):
                names[fold(name)] = name
                if short := match["short"]:
                    names[fold(short)] = name
    if not names:
        return None
    spelt = {n for name in names.values() for n in (name,)} | {k.upper() for k in names if " " not in k and len(k) < 8}
    parts = [re.escape(n) for n in sorted(spelt, key=lambda n: (-len(n), n))]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])"), names


def _is_group(name: str, lexicon: Lexicon) -> bool:
    words = fold(name).split()
    if not words or words[0] in _NO_NAME or fold(name) in lexicon.by_alias or _DAY.fullmatch(words[0]):
        return False
    if any(country_code(w) or fold(w) in demonyms() for w in (name, name.split(maxsplit=1)[0])) and len(words) < 3:
        return False
    return len(name) > 3 and not _BODIES.match(name) and not _PLACE_KIND.search(name)


def with_found(
    actors: list[ActorMention], sentence: Sentence, found: tuple[re.Pattern[str], dict[str, str]] | None
) -> list[ActorMention]:
    """Add the report's own groups to the parties of a sentence; the longer name wins over one inside it."""
    if found is None:
        return actors
    pattern, names = found
    own = [
        ActorMention(sentence.start + m.start(), sentence.start + m.end(), m.group(), name, kind="armed_group")
        for m in pattern.finditer(sentence.text)
        if (name := names.get(fold(m.group())))
    ]
    kept = [a for a in actors if not any(o.start < a.end and a.start < o.end for o in own)]
    longer = [
        o for o in own if not any(a.start <= o.start and o.end <= a.end and len(a.text) > len(o.text) for a in actors)
    ]
    return sorted([*kept, *longer] if len(longer) == len(own) else [*actors, *longer], key=lambda a: a.start)
