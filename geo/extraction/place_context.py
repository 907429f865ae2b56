"""What the words around a name make of it: a place, an origin, context, or no place at all."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.extraction import place_words as words
from geo.extraction.gazetteer import CURATED, Entry
from geo.extraction.resolve import AT, Relation, place_json, place_of, to_km
from geo.model.codes import PlaceKind, WherePrecision
from geo.model.countries import country_code, country_name
from geo.model.normalise import fold
from geo.model.values import Place

if TYPE_CHECKING:
    from geo.extraction.text import Sentence


_CODES_IN_TEXT: Final = {
    "us": "US",
    "u s": "US",
    "uk": "GB",
    "uae": "AE",
    "drc": "CD",
    "usa": "US",
    "u k": "GB",
    "car": None,
    "congo": "CD",
}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in the text. ``use`` is ``where``, ``from`` (an origin), ``bare`` or ``context`` (no incident's place).

    ``place`` is None where the name does not resolve, for ``reason``; ``country`` may be known nevertheless.
    """

    # ruff: noqa: E501 - a pattern is kept whole

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

    def to_json(self) -> dict[str, Any]:
        """Give the mention as plain JSON types: its words, what they resolve to, and the alternatives."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "use": self.use,
            "place": place_json(self.place) if self.place else None,
            "alternatives": [place_json(p) for p in self.alternatives],
            "reason": self.reason,
        }

    @property
    def is_point(self) -> bool:
        """True where the place has coordinates finer than a province."""
        return (
            self.place is not None
            and self.place.longitude is not None
            and (self.relation.km is not None or not self.is_wide)
        )

    @property
    def is_wide(self) -> bool:
        """True for countries, their parts, provinces and seas."""
        return self.place is None or self.place.precision is None or self.place.precision >= WherePrecision.ADM_1


def country_in(name: str) -> str | None:
    """Give the country code of a name in running text; None for short words that only look like codes."""
    folded = fold(name)
    if folded in _CODES_IN_TEXT:
        return _CODES_IN_TEXT[folded]
    return country_code(name) if len(folded) > 3 and name[:1].isupper() else None


def surnames_in(text: str) -> set[str]:
    """Give last names of persons: after a title and a first name, or before a verb of speaking."""
    found: set[str] = set()
    for match in re.finditer(
        r"((?:[A-Z][\w'.-]+ ){1,3})((?:al-|Al-|el-)?[A-Z][\w'-]+)(?=,? (?:said|told|says|added|announced|described|warned|tweeted))",
        text,
    ):
        first = match[1].split()[0]
        if country_in(first) is None and first not in {"The", "In", "On"}:
            found.add(match[2])
    title = words.LIKE_TITLE.pattern.removesuffix("$")
    for match in re.finditer(rf"{title}(?:[A-Z][\w'.-]+ ){{0,2}}((?:al-|Al-|el-)?[A-Z][\w'-]+)", text):
        found.add(match[1])
    return found | {name.split("-", 1)[1] for name in found if name[:3].casefold() in {"al-", "el-"}}


def is_no_place(name: str, before: str, after: str, text: str, surnames: frozenset[str]) -> bool:  # noqa: PLR0911
    """Say whether a capitalised name is a person, a channel, a time zone, an office or part of a longer name."""
    if (
        fold(name) in _CODES_IN_TEXT
        and name != "Congo"
        and not (
            re.search(r"\b(?:in|across|to|of) (?:the )?$", before) and re.match(r"\.?\s*(?:[,;)]|$|and|on|in)", after)
        )
    ):
        return True
    if words.OWNS_PART.match(after) or (
        words.ENDS_IN_KIND.search(name) and re.match(r"\s+of\s+(?:[A-Z]|al-|el-)", after)
    ):
        return True
    if fold(name) in words.MODIFIERS or words.TIME_AFTER.match(after) or words.MEDIA_AFTER.match(after):
        return True
    if name in surnames and not words.LOCATIVE.search(before):
        return True
    if words.LIKE_TITLE.search(before) and not re.search(r"\b(?:in|at|near)\s+$", before):
        return True
    if words.SAYS.match(after) and not words.LOCATIVE.search(before) and "," not in before[-3:]:
        return True
    if re.search(r"[A-Z][\w'-]+ (?:City|Town|Village|Base|Camp|Port|State|Province|District) $", before):
        return True
    left = re.search(r"([\w'./-]+)[ ]$", before)
    if (
        (
            left
            and left.group(1)[:1].isupper()
            and fold(left.group(1).removesuffix("'s")) not in words.MODIFIERS
            and not left.group(1).endswith(".")
        )
        and not left.group(1).endswith("'s")
        and not country_in(left.group(1))
        and not text.startswith(left.group(1))
    ):
        return True
    if (longer := re.match(r"[ ][A-Z][\w'-]+[ ]([A-Z][\w'-]+)", after)) and fold(longer[1]) not in words.MODIFIERS:
        return True
    right = re.match(r"[ ]([A-Z][\w'-]+)", after)
    return bool(right and fold(right.group(1)) not in words.MODIFIERS and not words.KIND_AFTER.match(after))


_SETTLEMENTS: Final = frozenset(
    {"city", "town", "village", "port city", "port", "suburb", "capital", "settlement", "kibbutz", "hamlet", "island"}
)


def kind_beside(before: str, after: str) -> tuple[str | None, str | None]:
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
    return ("settlement" if low in _SETTLEMENTS else None), word


def stated_country(after: str) -> str | None:
    """Give the country that follows a name after a comma."""
    match = re.match(
        r",\s+(?:in\s+)?(?:(?:[a-z]+ern|central)\s+)?((?:[A-Z][\w-]+\s?){1,3}?)(?=[,.;)]|\s+(?:on|in|and|after|at|by|late|early|killing|that|which|\w+ed)\b|$|\s*$)",
        after,
    )
    return country_in(match[1].strip()) if match else None


def relation_in(before: str, after: str, entry: Entry) -> Relation:
    """Read distance, direction, nearness or part from the words before a name."""
    offset = words.OFFSET.search(before)
    if offset and (distance := words.kilometres(offset)):
        direction = offset["dir"] or offset["dir2"]
        return Relation(
            "offset",
            words.bearing(direction) if direction else None,
            to_km(*distance),
            distance[1].casefold().startswith(("na", "nm")),
        )
    if words.BORDER_AFTER.match(after) or (words.BORDER.search(before) and "border" in before[-40:]):
        return Relation("border")
    if side := words.SIDE.search(before):
        inside = re.search(r"(?i)\bin\s+the\s+$", before[: side.start("dir")])
        return Relation("near") if inside else Relation("side", words.bearing(side["dir"]))
    part = words.PART.search(before)
    if part and (entry.is_area or entry.kind == "country"):
        return Relation("part", _adjective(part["dir"]))
    if words.NEAR.search(before) or re.match(r"(?i)(?:'s)?\s+(?:outskirts|vicinity)", after):
        return Relation("near")
    return AT


def _adjective(direction: str) -> str:
    base = words.bearing(direction)
    return base if base in {"central", "upper", "lower"} else f"{base}ern"


def of_country(sentence: Sentence, start: int, end: int, name: str, code: str, before: str, after: str) -> PlaceMention:  # noqa: PLR0917
    """Make the mention of a country, which never has a point."""
    entry = Entry(country_name(code), "country", code, 0.0, 0.0, 400.0, CURATED)
    relation = relation_in(before, after, entry)
    use = use_of(before, after, sentence.text[: start + 1], is_country=relation.kind == "at")
    if relation.kind == "part":
        place = place_of(entry, relation)
    elif relation.kind in {"border", "side", "offset", "near"}:
        place = Place(name=f"border with {entry.name}", kind=PlaceKind.BORDER_LINE, precision=WherePrecision.FUZZY)
        use = "context" if use == "where" and relation.kind == "border" else use
    else:
        place = Place(name=entry.name, kind=PlaceKind.AREA, country=code, precision=WherePrecision.COUNTRY)
    country = code if relation.kind in {"at", "part"} else None
    at = sentence.start
    return PlaceMention(
        at + start,
        at + end,
        name,
        use,
        place,
        country,
        entry,
        relation,
        reason="no point for a country or a part of it",
    )


_PARTS_OF = re.compile(
    r"(?i)\b(?:areas?|parts?|territory|regions?|coasts?|north|south|east|west|rest|most|sky|skies|waters|shores?)\s+of\s+(?:the\s+)?$"
)


_BACK_AT = re.compile(r"(?i)\b(?:back|out|retaliat\w+|vengeance|revenge)\s+(?:at|against|on)\s+(?:the\s+)?$")
_ACTS = re.compile(
    r"^\s+(?:has|had|have|was|were|is|will|would|also|struck|hit|shot|said|carried|began|fought|[a-z]+ed)\b"
)


def use_of(before: str, after: str, upto: str, *, is_country: bool = False) -> str:  # noqa: PLR0911
    """Say what part a place plays: where something is, where it comes from, context, or bare."""
    if (
        re.match(r"(?:\s+(?:region|oblast|province|city|district|governorate))?:", after)
        and not before.strip()
        and not is_country
    ):
        return "where"
    if words.OFFICE_BEFORE.search(before) or words.MOVED.search(before) or (is_country and _BACK_AT.search(before)):
        return "context"
    if is_country and (
        re.match(r"'s\b", after) or (re.search(r"\bof\s+(?:the\s+)?$", before) and not _PARTS_OF.search(before))
    ):
        return "bare"
    if (
        is_country
        and _ACTS.match(after)
        and not re.search(r"\b(?:in|across|inside|throughout|into|on)\s+(?:the\s+)?(?:\w+ern\s+)?$", before)
    ):
        return "bare"
    is_source = words.SOURCE_IN.search(before) and words.SPEAKS_AFTER.match(after)
    if is_source or words.WHERE_SPOKEN.search(upto[:-1]):
        return "context"
    if words.METONYM.match(after) and not words.KIND_AFTER.match(after):
        return "context"
    if words.OFFICE_AFTER.match(after):
        return "context"
    if words.ORIGIN.search(before):
        return "from"
    if re.match(r"'s\b", after) and not words.KIND_AFTER.match(after):
        return "bare" if not words.LOCATIVE.search(before) else "where"
    if (
        words.LOCATIVE.search(before)
        or words.NEAR.search(before)
        or words.OFFSET.search(before)
        or words.SIDE.search(before)
    ):
        return "where"
    if re.search(r",\s+$|\b(?:and|or)\s+(?:[a-z]+ern\s+)?$|\($", before):
        return "where"
    return "bare"


def no_places(text: str) -> list[tuple[int, int]]:
    """Give the spans of channels, ships and organisations, whose names hold no place."""
    spans = [m.span() for pattern in (words.MEDIA, words.VESSEL) for m in pattern.finditer(text)]
    spans += [m.span() for m in words.ORGANISATION.finditer(text) if " " in m.group().strip()]
    return spans
