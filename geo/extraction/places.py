"""Which places a report names, where the words are, and how its incidents lie to them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geo.extraction import place_shapes as shapes
from geo.extraction import place_words as words
from geo.extraction.capitals import with_capitals
from geo.extraction.gazetteer import (
    CITY_POPULATION,
    CURATED,
    PROJECT,
    PROVINCE,
    WORLD,
    Entry,
    Gazetteer,
    distance_km,
)
from geo.extraction.names import key, skeleton
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
from geo.extraction.place_kinds import bare, candidates, kind_word
from geo.extraction.resolve import place_of, rank
from geo.extraction.unknown_names import REASON, is_unknown_place
from geo.model.codes import PlaceKind, WherePrecision
from geo.model.countries import country_code
from geo.model.normalise import fold
from geo.model.values import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.text import Sentence

_TOKEN = re.compile(r"[^\W_](?:[\w'./]*[\w])?(?:-[^\W_](?:[\w'.]*\w)?)*'?|[^\W_]")
LONGEST: Final = 5
SHORTEST_CITY: Final = 4
ANCHOR_KM: Final = 400.0
LIKELY: Final = 0.7
WORLD_CITY: Final = 500_000


@dataclass
class Scanner:
    """Finds place names sentence by sentence; ``hints`` weighs the countries that the report speaks of."""

    gazetteer: Gazetteer
    demonyms: dict[str, str]
    hints: dict[str, float] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    anchors: tuple[Entry, ...] = ()

    def prepare(self, sentences: Sequence[Sentence], extra: str = "") -> None:
        """Learn from the whole report which countries it speaks of and which names are persons'."""
        text = "\n".join([extra, *(s.text for s in sentences)])
        counts: Counter[str] = Counter()
        anchors: list[Entry] = []
        for token in _TOKEN.finditer(text):
            word = fold(token.group().removesuffix("'s").removesuffix("'"))
            code = country_in(token.group().removesuffix("'s"))
            if code:
                counts[code] += 2
            elif word in self.demonyms:
                counts[self.demonyms[word]] += 1
        for name in shapes.TWO_WORDS.findall(text):
            counts[country_code(name) or ""] += 2
        for name in set(
            re.findall(r"(?:[A-Z]\w+|al|el|ad|az|ez|as)(?:[ -](?:[A-Z][\w']+|al|el|ad|az|ez|as|ash))*", text)
        ):
            own = [e for e in self.gazetteer.own.get(key(name), ()) if e.country]
            counts.update({e.country: 2 for e in own[:1] if e.country and e.kind != "sea"})
            if not own and (city := self._known_city(name, counts)):
                counts[city] += 1
                own = self.gazetteer.find(name, [city])[:1]
            same = [e for e in self.gazetteer.province(name) if key(e.name) == key(name) and len(name) > SHORTEST_CITY]
            counts.update({e.country: 1 for e in same if not own and e.country and len(same) == 1})
            own = own or same[:1]
            anchors += [e for e in own[:1] if e.kind != "sea" and e.radius_km < ANCHOR_KM]
        top = max(counts.values(), default=1)
        self.hints = {code: 0.4 + 0.6 * n / top for code, n in counts.items() if code}
        self.anchors = tuple(sorted(anchors, key=lambda e: (e.name, e.lat)))
        self.surnames = frozenset(surnames_in(text))

    def _known_city(self, name: str, counts: Counter[str]) -> str | None:
        """Give the country of a name that means one large city before all others; None for other names."""
        if len(name) < SHORTEST_CITY or fold(name) in words.MODIFIERS:
            return None
        people: Counter[str] = Counter()
        for entry in shapes.not_by_nickname(self.gazetteer.find(name), name):
            people[entry.country or ""] = max(people[entry.country or ""], entry.population)
        ranked = people.most_common(2)
        if not ranked or ranked[0][1] < CITY_POPULATION or (len(ranked) > 1 and ranked[1][1] * 5 > ranked[0][1]):
            return None
        main = max(counts, key=lambda c: (counts[c], c), default="")
        around = self.gazetteer.capital(main) if main else None
        top = max(self.gazetteer.find(name, [ranked[0][0]]), key=lambda e: e.population)
        return None if around and shapes.is_overseas(top, around) else ranked[0][0]

    def scan(self, sentence: Sentence, masked: Sequence[tuple[int, int]]) -> list[PlaceMention]:
        """Give the places of a sentence; ``masked`` spans (actors, dates) of the text are no places."""
        text = sentence.text
        blocked = [(a - sentence.start, b - sentence.start) for a, b in masked] + no_places(text)
        tokens = [t for t in _TOKEN.finditer(text) if not any(a < t.end() and t.start() < b for a, b in blocked)]
        found: list[PlaceMention] = []
        index = 0
        while index < len(tokens):
            mention, used = self._longest(sentence, tokens, index, found[-1] if found else None)
            if mention:
                found.append(mention)
            index += used or 1
        return shapes.with_context(with_capitals(found, sentence, self), sentence)

    def _longest(
        self, sentence: Sentence, tokens: list[re.Match[str]], index: int, last: PlaceMention | None
    ) -> tuple[PlaceMention | None, int]:
        longest = min(LONGEST, len(tokens) - index)
        for alike in (False, True):
            for size in range(longest, 0, -1):
                window = tokens[index : index + size]
                start, end = window[0].start(), window[-1].end()
                name = sentence.text[start:end].removesuffix("'s").removesuffix("'")
                if not shapes.could_be_name(name, window, sentence.text) or (
                    alike and re.search(r"(?:^| )(?!al |el )[a-z]+(?: |$)", name)
                ):
                    continue
                mention = self._mention(sentence, start, start + len(name), name, last, alike=alike)
                if mention:
                    extra = sum(1 for t in tokens[index + size :] if t.start() + sentence.start < mention.end)
                    return mention, size + extra
        return None, 0

    def _mention(
        self, sentence: Sentence, start: int, end: int, name: str, last: PlaceMention | None, *, alike: bool
    ) -> PlaceMention | None:
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
        own_kind = kind_word(name) if word is None else None
        entries = candidates(f"{name} {word}" if word and kind else name, kind, (), self.gazetteer) if word else []
        entries = candidates(name, own_kind, (), self.gazetteer) if own_kind else entries
        kind = kind or own_kind
        plain = self.gazetteer.find(name) if kind == "facility" else candidates(name, None, (), self.gazetteer)
        entries = entries or plain
        stated = stated_country(after)
        stated = stated or self.gazetteer.capital_of(name)
        if stated:
            entries = [e for e in entries if e.country == stated] or entries
        entries = self._owned(entries, before)
        goes_on = last is not None and bool(words.GOES_ON.fullmatch(text[max(0, last.end - sentence.start) : start]))
        located = goes_on or bool(
            words.LOCATIVE.search(before) or word or stated or re.search(r"[\u0600-\u06ff]", name)
        )
        ranked = [
            (e, s)
            for e, s in rank(shapes.own_names_first(entries, name, self.hints), self.hints, kind)
            if self._admits(e, entries, name, stated, located=located)
        ]
        ranked = self._within(shapes.beside(ranked, self.anchors), after, word or name)
        if not ranked:
            return None
        return self._resolved(sentence, start, end, name, ranked, before, after, word)

    def _owned(self, entries: Sequence[Entry], before: str) -> list[Entry]:
        """Keep what lies in the province that owns the name, "Y's X", or beside the report's towns for "nearby X"."""
        owner = words.OWNER.search(before)
        owned = self.gazetteer.province(owner["name"]) if owner and not country_in(owner["name"]) else []
        towns = [e for e in self.anchors if e.kind in {"city", "town"} and words.NEARBY.search(before)]
        return shapes.in_reach(entries, towns, [e for e in owned if e.country in self.hints][:1])

    def _within(self, ranked: list[tuple[Entry, float]], after: str, word: str) -> list[tuple[Entry, float]]:
        """Prefer what lies in the city or province that the words name behind it; a part of a city is nowhere else."""
        match = words.CONTAINER.match(after)
        if match is None or not ranked:
            return ranked
        kind = kind_word(f"{match['name']} {match['word']}") if match["word"] else None
        kind = "province" if re.match(r"(?i)province|state|governorate|region|department", match["of"] or "") else kind
        name = f"{match['name']} {match['word']}" if kind else match["name"]
        around = [e for e, _ in rank(candidates(name, kind, (), self.gazetteer), self.hints, kind)[:1]]
        if not around or around[0].country not in self.hints:
            return ranked
        inside = [(e, s) for e, s in ranked if shapes.is_inside(e, around[0])]
        far = max(shapes.FAR_KM, around[0].radius_km * 1.6 + 20)
        if (
            not inside
            and match["of"]
            and distance_km(ranked[0][0].lat, ranked[0][0].lon, around[0].lat, around[0].lon) > far
        ):
            return []
        is_part = re.search(r"(?i)\b(?:district|neighbo\w+|suburbs?|quarter|area|sector)$", word)
        return inside or ([] if is_part and around[0].kind != "admin1" else ranked)

    def _admits(self, entry: Entry, rivals: Sequence[Entry], name: str, stated: str | None, *, located: bool) -> bool:
        if entry.origin in {PROJECT, CURATED}:
            return True
        is_alike = entry.origin == PROVINCE and key(entry.name) != key(bare(name))
        if is_alike and self.hints.get(entry.country or "", 0) < LIKELY:
            return False
        if entry.country in self.hints or entry.country == stated:
            known = self.hints.get(entry.country or "", 1.0) > 0.45 or entry.population >= shapes.KNOWN_CITY
            return known and (located or entry.population >= shapes.KNOWN_CITY) and len(name) > 2
        if entry.is_facility:
            return located and sum(e.is_facility for e in rivals) == 1
        alone = all(e is entry or e.population < 0.3 * entry.population for e in rivals)
        if self.anchors and all(shapes.is_overseas(entry, a) for a in self.anchors):
            return False
        least = CITY_POPULATION if alone else WORLD_CITY
        return entry.population >= least and located and len(name) > 3

    def _alike(  # noqa: PLR0917
        self, sentence: Sentence, start: int, end: int, name: str, before: str, after: str
    ) -> PlaceMention | None:
        """Take a differently spelt name after a preposition, in the countries that the report speaks of."""
        if (
            not words.LOCATIVE.search(before)
            or name.islower()
            or shapes.WORDY.match(name)
            or fold(name) in self.demonyms
        ):
            return None
        countries = sorted(c for c, weight in self.hints.items() if weight >= 0.6)
        kind, word = kind_beside(before, after)
        found = self.gazetteer.fuzzy(bare(name), countries) if countries else []
        bones = skeleton(key(bare(name)))
        strong = [(e, s) for e, s in found if s >= 90 and skeleton(key(e.name)) == bones]
        strong = [(e, s) for e, s in strong if e in self._owned([e], before)]
        if strong:
            ranked = self._within(shapes.beside([(e, s / 20) for e, s in strong], self.anchors), after, word or name)
        if strong and ranked:
            return self._resolved(sentence, start, end, name, ranked, before, after, word)
        is_area = (word or "").casefold() in shapes.UNKNOWN_AREAS
        if (word is None or (kind is None and not is_area)) and not is_unknown_place(
            name, before, after, self.demonyms
        ):
            return None
        use = use_of(before, after, sentence.text[: start + 1])
        if word and after.lstrip().startswith(word):
            end += len(after) - len(after.lstrip()) + len(word)
        return PlaceMention(
            sentence.start + start, sentence.start + end, sentence.text[start:end], use, None, reason=REASON
        )

    def _resolved(  # noqa: PLR0917
        self,
        sentence: Sentence,
        start: int,
        end: int,
        name: str,
        ranked: list[tuple[Entry, float]],
        before: str,
        after: str,
        word: str | None,
    ) -> PlaceMention:
        entry, score = ranked[0]
        relation = relation_in(before, after, entry)
        area = "district" if (word or "").casefold() in shapes.DISTRICTS else None
        tail = (word or name.rsplit(" ", 1)[-1]).casefold()
        area = area or ("around" if tail in shapes.AROUND else None)
        area = "province" if tail in shapes.PROVINCES and entry.kind in {"city", "town"} else area
        place = place_of(entry, relation, area=area)
        if relation.kind == "border":
            place = Place(name=f"border with {entry.name}", kind=PlaceKind.BORDER_LINE, precision=WherePrecision.FUZZY)
        if entry.origin == WORLD and place.name == entry.name and key(bare(name)) != key(""):
            place = place.model_copy(update={"name": name})
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
