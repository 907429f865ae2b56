"""Which place of a clause a toll belongs to, where the clause names several."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.extraction import casualties

if TYPE_CHECKING:
    from geo.extraction.casualties import Toll
    from geo.extraction.phrases import Site
    from geo.extraction.units import Reading


def tolls_in(text: str, start: int, end: int) -> list[Toll]:
    """Give the tolls of a stretch of a sentence, spans in the sentence."""
    return [replace(t, start=t.start + start, end=t.end + start) for t in casualties.find(text[start:end])]


def tolls_beside(tolls: tuple[Toll, ...], site: Site, sites: list[Site], reading: Reading) -> tuple[Toll, ...]:
    """Give a place the tolls that stand nearer to it than to the other places of the clause."""
    if site.mention is None:
        return ()
    offset = reading.sentence.start
    spans = sorted((s.mention.start - offset, s.mention.end - offset, s) for s in sites if s.mention)
    kept: list[Toll] = []
    text = reading.sentence.text
    for toll in tolls:
        same = [t for t in tolls if t.field == toll.field]
        if spans and spans[-1][1] <= toll.start and re.match(r"\W{0,3}\s*where\b", text[spans[-1][1] :]):
            kept += [toll] if spans[-1][2] is site else []
            continue
        is_between = any(b <= toll.start for _, b, _ in spans) and any(toll.start < a for a, _, _ in spans)
        if len(same) == len(spans) and same[0].start < spans[0][0]:
            owner = spans[same.index(toll)][2]
        elif is_between:
            owner = min(spans, key=lambda span: abs(span[0] - toll.start))[2]
        else:
            continue
        kept += [toll] if owner is site else []
    return tuple(kept)
