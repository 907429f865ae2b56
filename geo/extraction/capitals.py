"""A capital that is only called so: "the Afghan capital", "Somalia's capital"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.extraction import place_words as words
from geo.extraction.place_context import PlaceMention, country_in, relation_in, use_of
from geo.extraction.resolve import place_of
from geo.model.normalise import fold

if TYPE_CHECKING:
    from geo.extraction.places import Scanner
    from geo.extraction.text import Sentence


def with_capitals(found: list[PlaceMention], sentence: Sentence, scanner: Scanner) -> list[PlaceMention]:
    """Let "the Afghan capital" be a place, where no name follows it."""
    added: list[PlaceMention] = []
    for match in words.CAPITAL.finditer(sentence.text):
        start, end = sentence.start + match.start("what"), sentence.start + match.end("what")
        code = scanner.demonyms.get(fold(match["who"] or "")) or country_in(match["owner"] or "")
        if not (match["who"] or match["owner"]):
            code = max(scanner.hints, key=lambda c: (scanner.hints[c], c), default=None)
        entry = scanner.gazetteer.capital(code) if code else None
        if entry is None or any(p.start < end and start < p.end and p.is_point for p in found):
            continue
        before, after = sentence.text[: match.start()][-90:], sentence.text[match.end() :][:60]
        use = use_of(before, after, sentence.text[: match.start() + 1])
        if use in {"where", "from", "context"}:
            relation = relation_in(before, after, entry)
            place = place_of(entry, relation)
            text = sentence.text[match.start("what") : match.end("what")]
            added.append(PlaceMention(start, end, text, use, place, entry.country, entry, relation))
    kept = [p for p in found if not any(a.start < p.end and p.start < a.end for a in added)]
    return sorted([*kept, *added], key=lambda p: p.start)
