"""The wording around names of parties: general words, forces of a country, names that are part of longer ones."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from typing import Final

from geo.model.normalise import fold

PLACES_TOO: Final = frozenset(
    fold(n)
    for n in [
        "Washington",
        "Tehran",
        "Moscow",
        "Kyiv",
        "Iran",
        "Israel",
        "Russia",
        "Ukraine",
        "Turkey",
        "Türkiye",
        "Egypt",
        "Jordan",
        "Saudi Arabia",
        "Nigeria",
        "Mali",
        "India",
        "Pakistan",
        "Somalia",
        "Ethiopia",
        "France",
        "United Kingdom",
        "United States",
        "Azerbaijan",
        "Armenia",
        "Burkina Faso",
        "Democratic Republic of Congo",
        "Islamic Republic of Iran",
        "Syrian government",
    ]
)


GENERIC: Final = (
    r"(?:(?:[Uu]nidentified|[Uu]nknown|[Mm]asked|[Ss]uspected|[Aa]rmed|[Ii]slamist|[Jj]ihadist|[Ss]eparatist|[Ii]nsurgent|[Rr]ebel|[Pp]ro-government|[Tt]ribal)\s+)*"
    r"(?:[Gg]unm[ae]n|[Mm]ilitants|militiam[ae]n|insurgents?|[Aa]ssailants?|[Aa]ttackers?|[Rr]ebels|jihadists?|bandits|[Aa]rmed men|[Aa]rmed groups?|[Aa]rmed assailants|[Uu]nknown attackers|armed gangs?|gangs?|hooded men|masked men|extremists|terrorists|herders|hitmen|guerrillas?|militiam[ae]n|cartel (?:gunmen|members)|suicide bombers?|settlers|militia members|militias|tribesmen|(?:supporters|followers|loyalists|remnants)\s+of\s+(?:(?:the|former|late|ousted|deposed|slain|leader|president|dictator|strongman|cleric)\s+){0,3}[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?)"
)


_OWNERS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "by",
        "and",
        "of",
        "to",
        "from",
        "against",
        "with",
        "for",
        "after",
        "as",
        "at",
        "while",
        "two",
        "three",
        "four",
        "five",
        "six",
        "several",
        "some",
        "many",
        "both",
        "when",
        "that",
        "said",
        "between",
        "or",
        "near",
        "militant",
        "group",
        "groups",
        "armed",
        "dozens",
        "hundreds",
        "suspected",
        "pro-iran",
        "lebanese",
        "yemeni",
        "yemen's",
        "iraq's",
        "lebanon's",
        "syria's",
        "sudan's",
        "gaza's",
        "gaza-based",
        "iranian-backed",
        "iran-backed",
        "kurdish",
        "kurdish-led",
        "sudanese",
        "palestinian",
        "islamist",
        "paramilitary",
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "defensive",
    ]
)


FORCES: Final = (
    r"(?:(?:(?!and\b|in\b|on\b|of\b|at\b|by\b|was\b|were\b|said\b|that\b|to\b|with\b|killed\b|an?\b|the\b|officials?\b)[a-z][a-z-]*|Army|Navy|Air\s+Force|Marine)\s+){0,2}"
    r"(?:forces?|troops?|soldiers?|service\s?members?|servicem[ae]n|personnel|contractors?|bases?|airbases?|facility|facilities|outposts?|positions?|warships?|warplanes?|jets?|fighter\s+jets?|aircraft|drones?|destroyers?|ships?|vessels?"
    r"|embassy|consulate|convoys?|targets?|interests|military|army|navy|air\s+force|airm[ae]n|marines?|sailors?|police(?:m[ae]n)?|tanks?|artillery|helicopters?|commandos?|[Mm]arines|installations?|medic|officers?|guards?|missiles?)"
)


def is_plain(name: str) -> bool:
    """Say whether a name in small letters may stand for the party."""
    # ruff: noqa: E501 - a pattern is kept whole
    return " " in name or "-" in name or name in {"coalition", "occupiers", "peacekeepers"}


def is_part_of_longer(text: str, match: re.Match[str]) -> bool:
    """Say whether the name goes on in capitals, so that another group is meant."""
    after = re.match(
        r"(?:\s+(?!(?:On|In|At|The|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)|-)([A-Z][\w'-]*)",
        text[match.end() :],
    )
    if after and match.group()[-1:] != "'" and not re.match(r"[A-Z]{2,}", after[1]) and " " not in match.group():
        return not re.match(
            r"(?:Red|Black|President|Prime|Minister|Defen[cs]e|Army|Air|UAV|UAS|USV|Shahed|Iskander|Foreign|Il-|Su-|F-|HIMARS|ATACMS|Storm|Kh|Kinzhal|Kalibr|Geran|Quds)",
            after[1],
        )
    before = re.search(r"([A-Z][\w'-]+)\s+$", text[: match.start()])
    if before is None or " " in match.group() or match.group().isupper():
        return False
    word = fold(before[1])
    return (
        word not in _OWNERS
        and not before[1].endswith("'s")
        and before.start() > 0
        and word in {"kataib", "harakat", "asaib", "saraya", "liwa", "jaish", "jaysh", "ansar"}
    )
