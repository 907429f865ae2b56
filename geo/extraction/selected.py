"""What words that a person picked in a report say, read as the rules read them: a value for one field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from geo.errors import InputError
from geo.extraction import casualties
from geo.extraction.article import QUOTE_LENGTH
from geo.extraction.date_words import number
from geo.extraction.published import Published
from geo.extraction.reader import read_sentences
from geo.extraction.resolve import resolve
from geo.extraction.text import clean
from geo.model import Claim, Fatalities, Method, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.extraction.article import Article
    from geo.extraction.gazetteer import Gazetteer
    from geo.extraction.lexicon import Lexicon
    from geo.extraction.units import Reading

T = TypeVar("T")
PLAIN = ("weapon", "title", "description")
FIELDS = ("date", "place", "initiator", "target", "claimant", "killed", "injured", *PLAIN)


class Picked(NamedTuple):
    """``values`` by the names of an incident's fields (a party under its role), and the claim on the words."""

    values: dict[str, Any]
    claim: Claim


def read_selection(
    article: Article, field: str, start: int, end: int, *, gazetteer: Gazetteer, lexicon: Lexicon
) -> Picked:
    """Read the words from ``start`` to ``end`` as a value of ``field``, one of FIELDS.

    Raises InputError with the reason where they say no such value.
    """
    if field not in FIELDS or not 0 <= start < end <= len(article.text):
        raise InputError("These words cannot be made a value.")
    words = " ".join(article.text[start:end].split())
    parts = clean(article.text, article.title)
    day = Published.of(article.published)
    readings = read_sentences(parts, article.text, article.title, day, gazetteer, lexicon)
    here = [r for r in readings if r.sentence.start < end and start < r.sentence.end]
    values, said = _read(field, words, here, start, end, gazetteer)
    speaker = next((r.speaker.text for r in here if r.speaker), None)
    claim = Claim(
        field=field,
        value=said,
        source=article.source,
        attributed_to=speaker,
        text=article.text[start:end][:QUOTE_LENGTH],
        start=start,
        end=end,
        method=Method.HUMAN,
    )
    return Picked(values, claim)


def _read(  # noqa: PLR0917
    field: str, words: str, here: list[Reading], start: int, end: int, gazetteer: Gazetteer
) -> tuple[dict[str, Any], str]:
    if field == "date":
        return _date(words, here, start, end)
    if field == "place":
        return _place(words, here, start, end, gazetteer)
    if field in {"killed", "injured"}:
        people = _toll(field, words, here, start, end)
        return {"fatalities" if field == "killed" else "injuries": people}, people.words
    if field in PLAIN:
        return {field: words}, words
    actor = _most((a for r in here for a in r.actors), start, end)
    name = actor.name if actor and not actor.is_generic else words
    return {Role(field).value: name}, name


def _most(found: Iterable[T], start: int, end: int) -> T | None:
    """Give what shares most characters with the span, None where nothing does."""
    shared = [(min(end, f.end) - max(start, f.start), f) for f in found]  # type: ignore[attr-defined]
    length, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best if length > 0 else None


def _date(words: str, here: list[Reading], start: int, end: int) -> tuple[dict[str, Any], str]:
    when = _most((w for r in here for w in r.whens), start, end)
    if when is None:
        raise InputError(f"No date is read in “{words}”; set the days in the form.")
    if when.first is None or not when.is_dated:
        raise InputError(f"“{when.text}” gives no day: {when.reason or 'it is too vague'}; set the days in the form.")
    last = when.last or when.first
    said = str(when.first) if last == when.first else f"{when.first} to {last}"
    return {"date_start": when.first, "date_end": last, "date_precision": when.precision}, said


def _place(words: str, here: list[Reading], start: int, end: int, gazetteer: Gazetteer) -> tuple[dict[str, Any], str]:
    mention = _most((p for r in here for p in r.places if p.place), start, end)
    place = mention.place if mention else None
    if place is None:
        countries = {p.country for r in here for p in r.places if p.country}
        place = resolve(words, countries, gazetteer).place or resolve(words, (), gazetteer).place
    if place is None:
        raise InputError(f"“{words}” is not in the gazetteer; search another spelling, or click on the map.")
    return {"place": place}, place.name


def _toll(field: str, words: str, here: list[Reading], start: int, end: int) -> Fatalities:
    for reading in here:
        begin = reading.sentence.start
        tolls = [t for t in casualties.find(reading.sentence.text) if t.field == field]
        found = [t for t in tolls if begin + t.start < end and start < begin + t.end]
        if found:
            return found[0].count
    counts = [n for n in map(number, [words, *words.split()]) if n is not None]
    if not counts:
        raise InputError(f"No number is read in “{words}”; set it in the form.")
    return Fatalities(low=counts[0], best=counts[0], high=counts[0])
