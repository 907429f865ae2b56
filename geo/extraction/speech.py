"""Who says it: the person or body to whom a sentence, or its quotation, is attributed."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.extraction.text import Sentence

_VERB: Final = r"(?:said|says|told|added|announced|confirmed|reported|stated|posted|wrote|tweeted|claimed(?! (?:\w+ )?responsib| by)|acknowledged|noted|declared|alleged|insisted|explained|revealed|estimated|described|disclosed)"
_WORD: Final = r"(?:[\w.'/()-]+)"
_ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?P<who>(?:{_WORD}[ ]?){{1,9}}?)(?=\s*(?:[,;.\"]|$|who\b|that\b|which\b|told\b|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))"
)
_TAIL = re.compile(
    rf"[,\"]\s*(?P<who>(?:{_WORD}[ ]){{1,14}}?)(?:has |have |had |also |later )?{_VERB}\b(?!\s+(?:it|they|he)\s+(?:had|was|were)\b)|[,\"]\s*{_VERB} (?P<late>(?!on\b|in\b|at\b|by\b|late\b|early\b|earlier\b|the\s+same\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:{_WORD}[ ]?){{1,10}}?)(?=\s*(?:[,;.\"]|$|on\b|in\b|who\b))"
)
_TITLED = re.compile(
    rf"[,\"]\s*(?P<who>(?:the|a|an|its|their|[A-Z][\w.'-]*)(?:[ ]{_WORD}){{0,11}}?,[ ](?:[A-Z][\w.'-]+)(?:[ ][\w.'-]+){{0,4}}),?[ ](?:has |have |had |also |later )?{_VERB}\b"
)
_DASH = re.compile(r"\s-{1,2}\s+(?P<who>[A-Z][\w.'-]*(?:\s+(?:[A-Z][\w.'-]*|of|the|for|and|al|el)){1,10})\s*[.]?$")
_HEAD = re.compile(
    rf"^\W*(?:In a statement(?: on \w+)?,\s+|On \w+,\s+|Earlier,\s+|Meanwhile,\s+)?(?P<who>(?:{_WORD}[, ]+){{1,14}}?)(?:has |have |had |also |later |separately |earlier |, meanwhile, )?{_VERB}\b"
)
_PRONOUN: Final = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "who",
        "which",
        "this",
        "that",
        "the statement",
        "the post",
        "we",
        "i",
        "you",
        "has",
        "have",
        "had",
    }
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words ``start`` to ``end`` of the text name who says it."""

    # ruff: noqa: E501 - a pattern is kept whole

    start: int
    end: int
    text: str


@dataclass
class Listener:
    """Hears sentence by sentence who speaks; a pronoun goes back to the last named speaker."""

    last: Speaker | None = None

    def all(self, sentence: Sentence) -> tuple[Speaker, ...]:
        """Give all speakers of a sentence, the one whom ``hear`` gives first."""
        first = self.hear(sentence)
        found = [first] if first else []
        for pattern in (_ACCORDING, _TITLED, _TAIL):
            for match in pattern.finditer(sentence.text):
                group = "who" if match.groupdict().get("who") else "late"
                other = _trimmed(sentence, match, group)
                if other and not any(s.start < other.end and other.start < s.end for s in found):
                    found.append(other)
        return tuple(found)

    def hear(self, sentence: Sentence) -> Speaker | None:
        """Give the speaker of a sentence; None where the report speaks for itself."""
        for pattern in (_ACCORDING, _DASH, _TITLED, _TAIL, _HEAD):
            match = pattern.search(sentence.text)
            if not match:
                continue
            group = "who" if match.groupdict().get("who") else "late"
            speaker = _trimmed(sentence, match, group)
            if speaker is None:
                return self.last if re.search(r"(?i)\b(?:he|she|it|they)\s+(?:\w+\s+)?said\b", sentence.text) else None
            self.last = speaker
            return speaker
        if sentence.text.startswith('"') and self.last:
            return self.last
        return None


def _trimmed(sentence: Sentence, match: re.Match[str], group: str) -> Speaker | None:
    text = match[group]
    lead = re.match(r"(?:\s|and |but |while |as |though |meanwhile,? )*", text)
    skip = lead.end() if lead else 0
    body = re.split(
        r",? (?:adding|speaking|referring|citing|who|which)\b|,? meanwhile\b| (?:have|has|had|also|later)$", text[skip:]
    )[0].rstrip(" ,")
    if re.search(
        r"(?i)\b(?:was|were|when|after|killed|hit|struck|attack(?:ed|s)?|fired|launched|targeted|landed|fell|exploded|crashed|died|bombed|shelled|stormed|detonated)\b",
        body,
    ):
        return None
    if (
        body.casefold() in _PRONOUN
        or not re.search(r"\w", body)
        or body.casefold().startswith(("he ", "she ", "they ", "it "))
    ):
        return None
    body = body if re.search(r"\b[A-Z]\.$", body) else body.rstrip(".")
    start = sentence.start + match.start(group) + skip
    return Speaker(start, start + len(body), body)


def blamer(before: str) -> str | None:
    """Give who blames, where the words before a party's name say it."""
    match = re.search(
        r"((?:[A-Z][\w.'-]*|the|officials|officers|authorities)(?:\s+(?:[A-Z][\w.'-]*|officials|military|army|ministry|government|authorities))*)\s+(?:has\s+|have\s+|had\s+)?(?:blam|accus|attribut)\w*",
        before,
    )
    return match[1].strip() if match else None
