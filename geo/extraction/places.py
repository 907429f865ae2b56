"""Which places a report names, where the words are, and how its incidents lie to them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geo.extraction import place_words as words
from geo.extraction.gazetteer import CITY_POPULATION, CURATED, PROJECT, Entry, Gazetteer
from geo.extraction.names import key
from geo.extraction.place_context import (
    PlaceMention,
    country_in,
    is_no_place,
    kind_beside,
    no_places,
    of_country,
    relation_in,
    stated_country,
    surnames_in,
    use_of,
)
from geo.extraction.resolve import bare, candidates, place_of, rank
from geo.model.codes import PlaceKind, WherePrecision
from geo.model.countries import country_code
from geo.model.normalise import fold
from geo.model.values import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.text import Sentence

_TOKEN = re.compile(r"[^\W_](?:[\w'./]*[\w])?(?:-[^\W_](?:[\w'.]*\w)?)*'?|[^\W_]")
_ARTICLES: Final = frozenset(["al", "el", "ar", "ash", "ul", "ez", "abu", "umm"])
LONGEST: Final = 5
KNOWN_CITY: Final = 50_000
WORLD_CITY: Final = 500_000


@dataclass
class Scanner:
    """Finds place names sentence by sentence; ``hints`` weighs the countries that the report speaks of."""

    gazetteer: Gazetteer
    demonyms: dict[str, str]
    hints: dict[str, float] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()

    def prepare(self, sentences: Sequence[Sentence], extra: str = "") -> None:
        """Learn from the whole report which countries it speaks of and which names are persons'."""
        text = " ".join([extra, *(s.text for s in sentences)])
        counts: Counter[str] = Counter()
        for token in _TOKEN.finditer(text):
            word = fold(token.group().removesuffix("'s").removesuffix("'"))
            code = country_in(token.group().removesuffix("'s"))
            if code:
                counts[code] += 2
            elif word in self.demonyms:
                counts[self.demonyms[word]] += 1
        for name in _TWO_WORDS.findall(text):
            counts[country_code(name) or ""] += 2
        for name in set(
            re.findall(r"(?:[A-Z]\w+|al|el|ad|az|ez|as)(?:[ -](?:[A-Z][\w']+|al|el|ad|az|ez|as|ash))*", text)
        ):
            own = [e for e in self.gazetteer.own.get(key(name), ()) if e.country]
            counts.update({e.country: 2 for e in own[:1] if e.country and e.kind != "sea"})
        top = max(counts.values(), default=1)
        self.hints = {code: 0.4 + 0.6 * n / top for code, n in counts.items() if code}
        self.surnames = frozenset(surnames_in(text))

    def scan(self, sentence: Sentence, masked: Sequence[tuple[int, int]]) -> list[PlaceMention]:
        """Give the places of a sentence; ``masked`` spans (actors, dates) of the text are no places."""
        text = sentence.text
        blocked = [(a - sentence.start, b - sentence.start) for a, b in masked] + no_places(text)
        tokens = [t for t in _TOKEN.finditer(text) if not any(a < t.end() and t.start() < b for a, b in blocked)]
        found: list[PlaceMention] = []
        index = 0
        while index < len(tokens):
            mention, used = self._longest(sentence, tokens, index)
            if mention:
                found.append(mention)
            index += used or 1
        return found

    def _longest(self, sentence: Sentence, tokens: list[re.Match[str]], index: int) -> tuple[PlaceMention | None, int]:
        longest = min(LONGEST, len(tokens) - index)
        for alike in (False, True):
            for size in range(longest, 0, -1):
                window = tokens[index : index + size]
                start, end = window[0].start(), window[-1].end()
                name = sentence.text[start:end].removesuffix("'s").removesuffix("'")
                if not _could_be_name(name, window, sentence.text) or (
                    alike and re.search(r"(?:^| )(?!al |el )[a-z]+(?: |$)", name)
                ):
                    continue
                mention = self._mention(sentence, start, start + len(name), name, alike=alike)
                if mention:
                    extra = sum(1 for t in tokens[index + size :] if t.start() + sentence.start < mention.end)
                    return mention, size + extra
        return None, 0

    def _mention(self, sentence: Sentence, start: int, end: int, name: str, *, alike: bool) -> PlaceMention | None:
        text = sentence.text
        before, after = text[max(0, start - 90) : start], text[end : end + 60]
        if is_no_place(name, before, after, text, self.surnames):
            return None
        if alike:
            return self._alike(sentence, start, end, name, before, after)
        code = country_in(name)
        if code:
            return of_country(sentence, start, end, name, code, before, after)
        kind, word = kind_beside(before, after)
        entries = candidates(f"{name} {word}" if word and kind else name, kind, (), self.gazetteer) if word else []
        plain = self.gazetteer.find(name) if kind == "facility" else candidates(name, None, (), self.gazetteer)
        entries = entries or plain
        stated = stated_country(after)
        if stated:
            entries = [e for e in entries if e.country == stated] or entries
        ranked = [
            (e, s) for e, s in rank(entries, self.hints, kind) if self._admits(e, entries, before, name, word, stated)
        ]
        if not ranked:
            return None
        return self._resolved(sentence, start, end, ranked, before, after, word)

    def _admits(  # noqa: PLR0917
        self, entry: Entry, rivals: Sequence[Entry], before: str, name: str, word: str | None, stated: str | None
    ) -> bool:
        if entry.origin in {PROJECT, CURATED}:
            return True
        located = bool(words.LOCATIVE.search(before) or word or stated or re.search(r"[\u0600-\u06ff]", name))
        if entry.country in self.hints or entry.country == stated:
            known = self.hints.get(entry.country or "", 1.0) > 0.45 or entry.population >= KNOWN_CITY
            return known and (located or entry.population >= KNOWN_CITY) and len(name) > 2
        if entry.is_facility:
            return located and sum(e.is_facility for e in rivals) == 1
        alone = all(e is entry or e.population < 0.3 * entry.population for e in rivals)
        least = CITY_POPULATION if alone else WORLD_CITY
        return entry.population >= least and located and len(name) > 3

    def _alike(  # noqa: PLR0917
        self, sentence: Sentence, start: int, end: int, name: str, before: str, after: str
    ) -> PlaceMention | None:
        """Take a differently spelt name after a preposition, in the countries that the report speaks of."""
        if not words.LOCATIVE.search(before) or name.islower() or _WORDY.match(name) or fold(name) in self.demonyms:
            return None
        countries = sorted(c for c, weight in self.hints.items() if weight >= 0.6)
        kind, word = kind_beside(before, after)
        found = self.gazetteer.fuzzy(bare(name), countries) if countries else []
        strong = [(e, s) for e, s in found if s >= 90]
        if strong:
            ranked = [(e, s / 20) for e, s in strong]
            return self._resolved(sentence, start, end, ranked, before, after, word)
        if kind is None or word is None:
            return None
        reason = "not in the gazetteer"
        use = use_of(before, after, sentence.text[: start + 1])
        return PlaceMention(sentence.start + start, sentence.start + end, name, use, None, reason=reason)

    def _resolved(  # noqa: PLR0917
        self,
        sentence: Sentence,
        start: int,
        end: int,
        ranked: list[tuple[Entry, float]],
        before: str,
        after: str,
        word: str | None,
    ) -> PlaceMention:
        entry, score = ranked[0]
        relation = relation_in(before, after, entry)
        area = {"district": "district", "county": "district", "countryside": "district"}.get(word or "")
        area = area or ("around" if word in {"area", "sector", "region", "outskirts", "front", "axis"} else None)
        place = place_of(entry, relation, area=area)
        if relation.kind == "border":
            place = Place(name=f"border with {entry.name}", kind=PlaceKind.BORDER_LINE, precision=WherePrecision.FUZZY)
        others = tuple(place_of(e) for e, _ in ranked[1:6])
        stop = end + (len(after) - len(after.lstrip())) + len(word) if word and after.lstrip().startswith(word) else end
        return PlaceMention(
            start=sentence.start + start,
            end=sentence.start + stop,
            text=sentence.text[start:stop],
            use=use_of(before, after, sentence.text[: start + 1]),
            place=place,
            country=entry.country,
            entry=entry,
            relation=relation,
            alternatives=others,
            score=score,
            reason=None if place.longitude is not None else "an area without a point",
        )


_TWO_WORDS = re.compile(
    r"\b(?:South Sudan|Saudi Arabia|Burkina Faso|North Korea|Sri Lanka|Central African Republic|United Arab Emirates)\b"
)
_LOWER_ARTICLE = re.compile(r"(?:al|el|as|ash|an|at|ar|ad|az|ez|ul)-[A-Z]")
_LAST_WORDS: Final = frozenset({"area", "suburbs", "suburb", "camp", "crossing", "field"})
_WORDY = re.compile(r"(?i)^(?:the|a|this|that|[a-z]+day|\w+ing|\w+ly)\b")


def _could_be_name(name: str, window: list[re.Match[str]], text: str) -> bool:
    if re.search(r"[\u0600-\u06ff]", name):
        return True
    if any(not re.fullmatch(r"[ -]", text[a.end() : b.start()]) for a, b in itertools.pairwise(window)):
        return False
    first, last = window[0].group(), window[-1].group()
    ends = last[:1].isupper() or last[:1].isdigit() or _LOWER_ARTICLE.match(last) or last in _LAST_WORDS
    starts = first[:1].isupper() or first.casefold() in _ARTICLES or _LOWER_ARTICLE.match(first) or first == "southern"
    return bool(ends and starts)
