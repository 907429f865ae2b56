"""Totals over time, which are no incident's toll: "killed since the war began"."""

from __future__ import annotations

import re
from typing import Final

_TOTAL = re.compile(
    r"(?i)\b(?:since(?!\s+(?:the\s+)?(?:assault|attack|siege|raid|strikes?|shelling|clashes|operation|attacks|blast)s?\b)|in\s+(?:\w+|\d+)\s+(?:days|weeks|months|years)\s+of|so\s+far|to\s+date|in\s+total|overall|over\s+(?:a|the|two|three|\d+)\s+(?:decades?|years?)|over\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:months?|weeks?|years?)|this\s+(?:year|month)|war\s+has|offensive\s+has|displaced|(?:have|has)\s+(?:been\s+)?(?:killed|died|wounded)\b[^.;]{0,30}\b(?:in|during)\s+the\s+(?:conflict|war|violence|fighting|unrest|uprising|insurgency|offensive|crisis)|in\s+(?:recent|the\s+last|the\s+past)\s+(?:\w+\s+)?(?:weeks|months|years))\b"
)


_LARGE = re.compile(r"\d{3,}|hundreds|thousands|dozens|more than|at least")
_RECORD = re.compile(
    r"(?i)\b(?:worst|deadliest|bloodiest|largest|biggest|first|heaviest|most\s+\w+|highest|single|worst-ever)\b[^.;]{0,60}?\b(?:since|in)\b[^.;,]{0,60}"
)

_ERA: Final = re.compile(
    r"(?i),?\s*\b(?:since(?!\s+(?:the\s+)?(?:assault|attack|siege|raid|strikes?|shelling|clashes|operation|attacks|blast)s?\b)|(?:that|which)\s+(?:began|started|erupted|broke\s+out))\b"
)


def totals_in(text: str) -> list[tuple[int, int]]:
    """Give the stretches that sum up a span of time: before "since" or "that began", or the whole sentence."""
    era = _ERA.search(_RECORD.sub(lambda m: "-" * len(m.group()), text))
    parts = [(0, era.start()), (era.start(), len(text))] if era else [(0, len(text))]
    found = []
    for start, end in parts:
        part = _RECORD.sub("", text[start:end] + (era.group() if era and not start else ""))
        if _TOTAL.search(part) and _LARGE.search(part):
            found.append((start, end))
    if era and found[:1] == [parts[0]] and not re.search(r"(?i)\bkill\w*|dead|wound\w*|injur\w*", text[era.end() :]):
        return [(0, len(text))]
    return [(0, len(text))] if found == parts else found
