"""Which places a report names, where the words are, and how its incidents lie to them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geo.extraction import place_words as words
from geo.extraction.gazetteer import CITY_POPULATION, CURATED, PROJECT, Entry, Gazetteer
from geo.extraction.names import key
from geo.extraction.resolve import AT, Relation, bare, candidates, place_of, rank, to_km
from geo.model.codes import PlaceKind, WherePrecision
from geo.model.countries import country_code, country_name
from geo.model.normalise import fold
from geo.model.values import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.text import Sentence

_TOKEN = re.compile(r"[^\W_](?:[\w'./]*[\w])?(?:-[^\W_](?:[\w'.]*\w)?)*'?|[^\W_]")
_ARTICLES: Final = frozenset("al el ar ash ul ez abu umm".split())
_CODES_IN_TEXT: Final = {"us": "US", "u s": "US", "uk": "GB", "uae": "AE", "drc": "CD", "usa": "US", "u k": "GB", "car": None, "congo": "CD"}
LONGEST: Final = 5
KNOWN_CITY: Final = 50_000
WORLD_CITY: Final = 500_000


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in the text. ``use`` is ``where``, ``from`` (an origin), ``bare`` or ``context`` (no incident's place).

    ``place`` is None where the name does not resolve, for ``reason``; ``country`` may be known nevertheless.
    """

    start: int
    end: int
    text: str
    use: str
    place: Place | None
    country: str | None = None
    entry: Entry | None = None
    relation: Relation = AT
    alternatives: tuple[Place, ...] = ()
    score: float = 0.0
    reason: str | None = None

    @property
    def is_point(self) -> bool:
        """True where the place has coordinates finer than a province."""
        return self.place is not None and self.place.longitude is not None and (self.relation.km is not None or not self.is_wide)

    @property
    def is_wide(self) -> bool:
        """True for countries, their parts, provinces and seas."""
        return self.place is None or self.place.precision is None or self.place.precision >= WherePrecision.ADM_1


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
            code = _country(token.group().removesuffix("'s"))
            if code:
                counts[code] += 2
            elif word in self.demonyms:
                counts[self.demonyms[word]] += 1
        for code in re.findall(r"\b(?:South Sudan|Saudi Arabia|Burkina Faso|North Korea|Sri Lanka|Central African Republic|United Arab Emirates)\b", text):
            counts[country_code(code) or ""] += 2
        for name in set(re.findall(r"(?:[A-Z]\w+|al|el|ad|az|ez|as)(?:[ -](?:[A-Z][\w']+|al|el|ad|az|ez|as|ash))*", text)):
            own = [e for e in self.gazetteer.own.get(key(name), ()) if e.country]
            counts.update({e.country: 2 for e in own[:1] if e.country and e.kind != "sea"})
        top = max(counts.values(), default=1)
        self.hints = {code: 0.4 + 0.6 * n / top for code, n in counts.items() if code}
        self.surnames = frozenset(_surnames(text))

    def scan(self, sentence: Sentence, masked: Sequence[tuple[int, int]]) -> list[PlaceMention]:
        """Give the places of a sentence; ``masked`` spans (actors, dates) of the text are no places."""
        text = sentence.text
        blocked = [(a - sentence.start, b - sentence.start) for a, b in masked] + _no_places(text)
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
                if not _could_be_name(name, window, sentence.text) or (alike and re.search(r"(?:^| )(?!al |el )[a-z]+(?: |$)", name)):
                    continue
                mention = self._mention(sentence, start, start + len(name), name, alike=alike)
                if mention:
                    extra = sum(1 for t in tokens[index + size :] if t.start() + sentence.start < mention.end)
                    return mention, size + extra
        return None, 0

    def _mention(self, sentence: Sentence, start: int, end: int, name: str, *, alike: bool) -> PlaceMention | None:
        text = sentence.text
        before, after = text[max(0, start - 90) : start], text[end : end + 60]
        if _is_none(name, before, after, text, self.surnames):
            return None
        if alike:
            return self._alike(sentence, start, end, name, before, after)
        code = _country(name)
        if code:
            return _of_country(sentence, start, end, name, code, before, after)
        kind, word = _kind(before, after)
        entries = candidates(f"{name} {word}" if word and kind else name, kind, (), self.gazetteer) if word else []
        plain = self.gazetteer.find(name) if kind == "facility" else candidates(name, None, (), self.gazetteer)
        entries = entries or plain
        stated = _stated_country(after)
        if stated:
            entries = [e for e in entries if e.country == stated] or entries
        ranked = [(e, s) for e, s in rank(entries, self.hints, kind) if self._admits(e, entries, before, name, word, stated)]
        if not ranked:
            return None
        return self._resolved(sentence, start, end, ranked, before, after, word)

    def _admits(self, entry: Entry, rivals: Sequence[Entry], before: str, name: str, word: str | None, stated: str | None) -> bool:
        if entry.origin in {PROJECT, CURATED}:
            return True
        located = bool(words.LOCATIVE.search(before) or word or stated or re.search(r"[\u0600-\u06ff]", name))
        if entry.country in self.hints or entry.country == stated:
            known = self.hints.get(entry.country or "", 1.0) > 0.45 or entry.population >= KNOWN_CITY  # noqa: PLR2004
            return known and (located or entry.population >= KNOWN_CITY) and len(name) > 2  # noqa: PLR2004
        alone = all(e is entry or e.population < 0.3 * entry.population for e in rivals)  # noqa: PLR2004
        least = CITY_POPULATION if alone else WORLD_CITY
        return entry.population >= least and located and len(name) > 3  # noqa: PLR2004

    def _alike(self, sentence: Sentence, start: int, end: int, name: str, before: str, after: str) -> PlaceMention | None:
        """Take a differently spelt name after a preposition, in the countries that the report speaks of."""
        if not words.LOCATIVE.search(before) or name.islower() or _WORDY.match(name) or fold(name) in self.demonyms:
            return None
        countries = sorted(c for c, weight in self.hints.items() if weight >= 0.6)  # noqa: PLR2004
        kind, word = _kind(before, after)
        found = self.gazetteer.fuzzy(bare(name), countries) if countries else []
        strong = [(e, s) for e, s in found if s >= 90]  # noqa: PLR2004 - stricter in running text than in a list of names
        if strong:
            ranked = [(e, s / 20) for e, s in strong]
            return self._resolved(sentence, start, end, ranked, before, after, word)
        if kind is None or word is None:
            return None
        reason = "not in the gazetteer"
        use = _use(before, after, sentence.text[: start + 1])
        return PlaceMention(sentence.start + start, sentence.start + end, name, use, None, reason=reason)

    def _resolved(
        self, sentence: Sentence, start: int, end: int, ranked: list[tuple[Entry, float]], before: str, after: str, word: str | None
    ) -> PlaceMention:
        entry, score = ranked[0]
        relation = _relation(before, after, entry)
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
            use=_use(before, after, sentence.text[: start + 1]),
            place=place,
            country=entry.country,
            entry=entry,
            relation=relation,
            alternatives=others,
            score=score,
            reason=None if place.longitude is not None else "an area without a point",
        )


_LOWER_ARTICLE = re.compile(r"(?:al|el|as|ash|an|at|ar|ad|az|ez|ul)-[A-Z]")
_LAST_WORDS: Final = frozenset({"area", "suburbs", "suburb", "camp", "crossing", "field"})
_WORDY = re.compile(r"(?i)^(?:the|a|this|that|[a-z]+day|\w+ing|\w+ly)\b")


def _country(name: str) -> str | None:
    folded = fold(name)
    if folded in _CODES_IN_TEXT:
        return _CODES_IN_TEXT[folded]
    return country_code(name) if len(folded) > 3 and name[:1].isupper() else None  # noqa: PLR2004


def _surnames(text: str) -> set[str]:
    """Give last names of persons: after a title and a first name, or before a verb of speaking."""
    found: set[str] = set()
    for match in re.finditer(r"((?:[A-Z][\w'.-]+ ){1,3})((?:al-|Al-|el-)?[A-Z][\w'-]+)(?=,? (?:said|told|says|added|announced|described|warned|tweeted))", text):
        first = match[1].split()[0]
        if _country(first) is None and first not in {"The", "In", "On"}:
            found.add(match[2])
    title = words.LIKE_TITLE.pattern.removesuffix("$")
    for match in re.finditer(rf"{title}(?:[A-Z][\w'.-]+ ){{0,2}}((?:al-|Al-|el-)?[A-Z][\w'-]+)", text):
        found.add(match[1])
    return found | {name.split("-", 1)[1] for name in found if name[:3].casefold() in {"al-", "el-"}}


def _could_be_name(name: str, window: list[re.Match[str]], text: str) -> bool:
    if re.search(r"[\u0600-\u06ff]", name):
        return True
    if any(not re.fullmatch(r"[ -]", text[a.end() : b.start()]) for a, b in zip(window, window[1:], strict=False)):
        return False
    first, last = window[0].group(), window[-1].group()
    ends = last[:1].isupper() or last[:1].isdigit() or _LOWER_ARTICLE.match(last) or last in _LAST_WORDS
    starts = first[:1].isupper() or first.casefold() in _ARTICLES or _LOWER_ARTICLE.match(first) or first == "southern"
    return bool(ends and starts)


def _is_none(name: str, before: str, after: str, text: str, surnames: frozenset[str]) -> bool:
    """Say whether a capitalised name is a person, a channel, a time zone, an office or part of a longer name."""
    if fold(name) in _CODES_IN_TEXT and name != "Congo" and not (re.search(r"\b(?:in|across|to|of) (?:the )?$", before) and re.match(r"\.?\s*(?:[,;)]|$|and|on|in)", after)):
        return True
    if fold(name) in words.MODIFIERS or words.TIME_AFTER.match(after) or words.MEDIA_AFTER.match(after):
        return True
    if name in surnames and not words.LOCATIVE.search(before):
        return True
    if words.LIKE_TITLE.search(before) and not re.search(r"\b(?:in|at|near)\s+$", before):
        return True
    if words.SAYS.match(after) and not words.LOCATIVE.search(before) and "," not in before[-3:]:
        return True
    left = re.search(r"([\w'./-]+)[ ]$", before)
    if left and left.group(1)[:1].isupper() and fold(left.group(1).removesuffix("'s")) not in words.MODIFIERS and not left.group(1).endswith("."):
        if not left.group(1).endswith("'s") and not _country(left.group(1)) and not text.startswith(left.group(1)):
            return True
    right = re.match(r"[ ]([A-Z][\w'-]+)", after)
    return bool(right and fold(right.group(1)) not in words.MODIFIERS and not words.KIND_AFTER.match(after))


def _kind(before: str, after: str) -> tuple[str | None, str | None]:
    """Give the kind of place that the words beside a name ask for, and the word behind it."""
    match = words.KIND_AFTER.match(after) or words.KIND_BEFORE.search(before)
    if not match:
        return None, None
    word = " ".join(match["word"].split())
    low = word.casefold()
    if re.search(r"air|base|garrison", low) and not low.startswith("area"):
        return "facility", word
    if low in {"province", "governorate", "oblast", "state", "wilayat", "region"}:
        return "province", word
    if "crossing" in low:
        return "crossing", word
    return ("settlement" if low in {"city", "town", "village", "port city", "port", "suburb", "capital"} else None), word


def _stated_country(after: str) -> str | None:
    match = re.match(r",\s+(?:in\s+)?(?:(?:[a-z]+ern|central)\s+)?((?:[A-Z][\w-]+\s?){1,3}?)(?=[,.;)]|\s+(?:on|in|and|after|at|by|late|early|killing|that|which|\w+ed)\b|$|\s*$)", after)
    return _country(match[1].strip()) if match else None


def _relation(before: str, after: str, entry: Entry) -> Relation:
    offset = words.OFFSET.search(before)
    if offset and (distance := words.kilometres(offset)):
        direction = offset["dir"] or offset["dir2"]
        return Relation("offset", words.bearing(direction) if direction else None, to_km(*distance), distance[1].casefold().startswith(("na", "nm")))
    if words.BORDER_AFTER.match(after) or (words.BORDER.search(before) and "border" in before[-40:]):
        return Relation("border")
    if side := words.SIDE.search(before):
        return Relation("side", words.bearing(side["dir"]))
    part = words.PART.search(before)
    if part and (entry.is_area or entry.kind == "country"):
        return Relation("part", _adjective(part["dir"]))
    if words.NEAR.search(before) or re.match(r"(?i)(?:'s)?\s+(?:outskirts|vicinity)", after):
        return Relation("near")
    return AT


def _adjective(direction: str) -> str:
    base = words.bearing(direction)
    return base if base in {"central", "upper", "lower"} else f"{base}ern"


def _of_country(sentence: Sentence, start: int, end: int, name: str, code: str, before: str, after: str) -> PlaceMention:
    entry = Entry(country_name(code), "country", code, 0.0, 0.0, 400.0, CURATED)
    relation = _relation(before, after, entry)
    use = _use(before, after, sentence.text[: start + 1], is_country=relation.kind == "at")
    if relation.kind == "part":
        place = place_of(entry, relation)
    elif relation.kind in {"border", "side", "offset", "near"}:
        place = Place(name=f"border with {entry.name}", kind=PlaceKind.BORDER_LINE, precision=WherePrecision.FUZZY)
        use = "context" if use == "where" and relation.kind == "border" else use
    else:
        place = Place(name=entry.name, kind=PlaceKind.AREA, country=code, precision=WherePrecision.COUNTRY)
    country = code if relation.kind in {"at", "part"} else None
    at = sentence.start
    return PlaceMention(at + start, at + end, name, use, place, country, entry, relation, reason="no point for a country or a part of it")


_PARTS_OF = re.compile(r"(?i)\b(?:areas?|parts?|territory|regions?|coasts?|north|south|east|west|rest|most|sky|skies|waters|shores?)\s+of\s+(?:the\s+)?$")
_ACTS = re.compile(r"^\s+(?:has|had|have|was|were|is|will|would|also|struck|hit|shot|said|carried|began|fought|[a-z]+ed)\b")


def _use(before: str, after: str, upto: str, *, is_country: bool = False) -> str:
    """Say what part a place plays: where something is, where it comes from, context, or bare."""
    if is_country and (re.match(r"'s\b", after) or (re.search(r"\bof\s+(?:the\s+)?$", before) and not _PARTS_OF.search(before))):
        return "bare"
    if is_country and _ACTS.match(after) and not re.search(r"\b(?:in|across|inside|throughout|into|on)\s+(?:the\s+)?(?:\w+ern\s+)?$", before):
        return "bare"
    if words.WHERE_SPOKEN.search(upto[:-1]):
        return "context"
    if words.OFFICE_AFTER.match(after):
        return "context"
    if words.ORIGIN.search(before):
        return "from"
    if re.match(r"'s\b", after) and not words.KIND_AFTER.match(after):
        return "bare" if not words.LOCATIVE.search(before) else "where"
    if words.LOCATIVE.search(before) or words.NEAR.search(before) or words.OFFSET.search(before) or words.SIDE.search(before):
        return "where"
    if re.search(r",\s+$|\b(?:and|or)\s+(?:[a-z]+ern\s+)?$|\($", before):
        return "where"
    return "bare"


def _no_places(text: str) -> list[tuple[int, int]]:
    spans = [m.span() for pattern in (words.MEDIA, words.VESSEL) for m in pattern.finditer(text)]
    spans += [m.span() for m in words.ORGANISATION.finditer(text) if " " in m.group().strip()]
    return spans
