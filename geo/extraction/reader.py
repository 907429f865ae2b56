"""``extract``: the whole way from a report's text to its article with claims and candidates."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.errors import ExtractionError
from geo.extraction import mentions as mention_rules
from geo.extraction.anaphora import last_group, with_army, with_coalition, with_enemy, with_group, with_pronoun
from geo.extraction.article import Article, Unresolved
from geo.extraction.assemble import candidate
from geo.extraction.dates import Calendar
from geo.extraction.gazetteer import Gazetteer
from geo.extraction.groups import discover, with_found
from geo.extraction.lexicon import ActorMention, Lexicon, demonyms
from geo.extraction.links import connect, linked
from geo.extraction.merge import Merger, finish
from geo.extraction.party_context import DEFENCE, OPENING, attacker_of
from geo.extraction.phrases import without_descriptors
from geo.extraction.places import Scanner
from geo.extraction.published import Published
from geo.extraction.speech import Listener, Speaker
from geo.extraction.text import Clean, Sentence, clean, normalise
from geo.extraction.units import Reading
from geo.extraction.values_of import Context
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geo.extraction.fits import Event
    from geo.extraction.parties import PartyClaim
    from geo.extraction.place_context import PlaceMention
    from geo.model.values import Candidate

HERE_ITSELF = re.compile(r"(?i)\bthis\s+(?:\w+\s+){0,2}(?:city|town|village|area)\b|\bhere\b")
HERE = re.compile(rf"{HERE_ITSELF.pattern}|\b(?:the|'s)\s+(?:\w+\s+){{0,2}}(?:city|town|village|capital)\b")
LONGEST_TEXT = 400_000
NOTED_LENGTH = 4_000
STRIKER_WITHIN = 2


def extract(
    text: str,
    published: str | date | None,
    title: str | None = None,
    url: str | None = None,
    *,
    gazetteer: Gazetteer | None = None,
    lexicon: Lexicon | None = None,
    publisher: str | None = None,
    accessed: date | None = None,
) -> Article:
    """Read a report. ``published`` is a day, a month or a year; without it relative dates stay undated.

    Raises ``ExtractionError`` where the text is too long or the date cannot be read.
    """
    if len(text) > LONGEST_TEXT:
        msg = f"the text has {len(text)} characters; a report has at most {LONGEST_TEXT}"
        raise ExtractionError(msg)
    try:
        day = Published.of(published)
    except ValueError as error:
        raise ExtractionError(str(error)) from error
    known = gazetteer or shared_gazetteer()
    sha = hashlib.sha256(text.encode()).hexdigest()
    parts = clean(text, title)
    readings = read_sentences(parts, text, title, day, known, lexicon or shared_lexicon())
    events, opening = _events(readings, day, _dateline(parts, text, title, known))
    attacker = attacker_of(title or _headline(text, parts), opening, lexicon or shared_lexicon(), text)
    context = Context(
        text,
        day.as_date if day else None,
        _country(readings),
        known,
        sha[:12],
        _coast(readings),
        _striker(readings),
        attacker,
    )
    made = [(event, candidate(event, context)) for event in events]
    candidates = tuple(linked(made, context))
    return Article(
        sha256=sha,
        text=text,
        title=title or _headline(text, parts),
        url=url,
        publisher=publisher,
        published=_said(day),
        accessed=accessed,
        candidates=candidates,
        unresolved=(*_unresolved(readings), *_unmapped(candidates)),
        notes=_notes(text, day, candidates),
    )


def _notes(text: str, day: Published | None, candidates: tuple[Candidate, ...]) -> tuple[str, ...]:
    """Say what the reading lacks: a publication date, English words, an incident."""
    letters = [c for c in text[:NOTED_LENGTH] if c.isalpha()]
    is_foreign = bool(letters) and sum(c.isascii() for c in letters) < len(letters) / 2
    notes = ["no publication date is given: relative dates stay undated"] if day is None else []
    if is_foreign:
        notes.append("the text is not in Latin letters: incidents are read out of English text only")
    elif not candidates:
        notes.append("no incident was found in the text")
    return tuple(notes)


@lru_cache(maxsize=1)
def shared_gazetteer() -> Gazetteer:
    """Give one gazetteer for all who bring none; it reads its arrays at the first lookup."""
    return Gazetteer.of()


@lru_cache(maxsize=1)
def shared_lexicon() -> Lexicon:
    """Give one lexicon for all who bring none."""
    return Lexicon.of()


def read_sentences(  # noqa: PLR0917
    parts: Clean, text: str, title: str | None, day: Published | None, gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Reading]:
    """Find dates, places, parties and speakers sentence by sentence."""
    heading = title or _headline(text, parts) or ""
    scope = " ".join([heading, *(normalise(text)[a:b].partition(",")[2] for a, b in parts.datelines)])
    calendar = Calendar(day, context_year=_year_of(heading) or _year_of(normalise(text)))
    scanner = _scanner(parts, scope, gazetteer)
    home = next(
        (s for c in sorted(scanner.hints, key=lambda c: (-scanner.hints[c], c)) if (s := lexicon.states.get(c))), None
    )
    own_groups = discover(normalise(text), lexicon)
    listener = Listener()
    group: ActorMention | None = None
    subject: ActorMention | None = None
    found: list[Reading] = []
    for sentence in parts.sentences:
        whens = calendar.read(sentence)
        actors = with_found(lexicon.find(sentence), sentence, own_groups)
        group = last_group(actors) or group
        actors = with_group(actors, sentence, group)
        actors = with_army(with_coalition(actors, text), sentence, home)
        actors = with_enemy(actors, sentence, home, lexicon.states)
        actors = with_pronoun(actors, sentence, subject)
        subject = next((a for a in actors if not a.is_generic and not a.is_territory), None)
        masked = [(a.start, a.end) for a in actors if not a.is_place_too] + [(w.start, w.end) for w in whens]
        places = scanner.scan(sentence, masked)
        speakers = listener.all(sentence)
        first = speakers[0] if speakers else None
        found.append(Reading(sentence, tuple(whens), tuple(places), tuple(actors), first, speakers))
    return _signed(found)


def _signed(readings: list[Reading]) -> list[Reading]:
    """Let a name behind a dash at the end of a paragraph speak for the sentences before it."""
    signed: list[Reading] = []
    by: tuple[int, Speaker] | None = None
    for reading in reversed(readings):
        paragraph = reading.sentence.paragraph
        last = reading.speaker
        if (
            last
            and last.end >= reading.sentence.end - 1
            and reading.sentence.text[: last.start - reading.sentence.start].endswith("- ")
        ):
            by = (paragraph, last)
        if reading.speaker is None and by and by[0] == paragraph:
            reading = replace(reading, speaker=by[1])  # noqa: PLW2901
        signed.append(reading)
    return signed[::-1]


def geoparse(text: str, *, title: str | None = None, gazetteer: Gazetteer | None = None) -> list[PlaceMention]:
    """Give every place name of a text with its span, its resolution and the alternatives."""
    readings = read_sentences(clean(text, title), text, title, None, gazetteer or shared_gazetteer(), shared_lexicon())
    return [place for reading in readings for place in reading.places]


def _events(
    readings: Iterable[Reading], day: Published | None, dateline: PlaceMention | None
) -> tuple[list[Event], list[PartyClaim]]:
    """Give the events, and the parties of the report's opening whatever became of its clauses."""
    merger = Merger(dateline=dateline)
    opening: list[PartyClaim] = []
    order = 0
    for reading in readings:
        made = mention_rules.read(reading, order)
        order += len(made)
        if reading.sentence.index < OPENING and not DEFENCE.search(reading.sentence.text):
            opening += [p for m in made for p in m.parties]
        for mention in sorted(made, key=lambda m: (m.cause_of is not None, m.order)):
            merger.add(mention)
        _remember(merger, reading)
    connect(merger)
    return finish(merger, day.as_date if day else None), opening


def _remember(merger: Merger, reading: Reading) -> None:
    """Keep the last point that was named outside a report of an incident, for "the base"."""
    for place in without_descriptors(reading.places, reading.sentence.text, reading.sentence.start):
        if place.is_point and place.use == "where":
            merger.last_point = place
            if place.entry and (place.entry.is_facility or re.search(r"(?i)base|airport", place.text)):
                merger.last_base = place


def _scanner(parts: Clean, heading: str, gazetteer: Gazetteer) -> Scanner:
    scanner = Scanner(gazetteer, demonyms())
    scanner.prepare(parts.sentences, heading)
    return scanner


def _dateline(parts: Clean, text: str, title: str | None, gazetteer: Gazetteer) -> PlaceMention | None:
    """Give the place of the dateline, which only "this city" or "here" may mean."""
    if not parts.datelines or not HERE.search(text):
        return None
    scanner = _scanner(parts, title or _headline(text, parts) or "", gazetteer)
    for start, end in parts.datelines[:1]:
        name = re.match(r"[^,(\-\d:/]{3,30}", normalise(text)[start:end])
        spelt = name.group().strip().title() if name else ""
        words = f"in {spelt}."
        found = scanner.scan(Sentence(start, start + len(words), words, 0, 0), []) if spelt else []
        if found and found[0].is_point and not (gazetteer.capital_of(spelt) and not HERE_ITSELF.search(text)):
            return found[0]
    return None


def _country(readings: Iterable[Reading]) -> str | None:
    """Give the country that the report's places lie in most often."""
    counts: Counter[str] = Counter()
    fallback: Counter[str] = Counter()
    for reading in readings:
        for place in reading.places:
            if place.country and place.use == "where":
                counts[place.country] += 2 if place.is_point else 1
            elif place.country and place.use == "bare":
                fallback[place.country] += 1
        for token in re.findall(r"[A-Z][\w-]+", reading.sentence.text):
            if fold(token) in demonyms():
                fallback[demonyms()[fold(token)]] += 1
    for counter in (counts, fallback):
        if counter:
            return min(counter, key=lambda c: (-counter[c], c))
    return None


def _striker(readings: Iterable[Reading]) -> str | None:
    """Give the state or coalition that the report speaks of first: whose strikes a list of strikes counts."""
    kinds = {"state_force", "coalition"}
    found = [a.name for r in readings if r.sentence.index <= STRIKER_WITHIN for a in r.actors if a.kind in kinds]
    return "Global Coalition against Daesh" if "Global Coalition against Daesh" in found else next(iter(found), None)


def _coast(readings: Iterable[Reading]) -> str | None:
    """Give the country of the armed group that the report names most often, for incidents at sea."""
    counts = Counter(a.country for r in readings for a in r.actors if a.kind == "armed_group" and a.country)
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None


def _unresolved(readings: Iterable[Reading]) -> list[Unresolved]:
    return [
        Unresolved(name=p.text, reason=p.reason or "not in the gazetteer", start=p.start, end=p.end)
        for reading in readings
        for p in reading.places
        if p.place is None
    ]


def _unmapped(candidates: Iterable[Candidate]) -> list[Unresolved]:
    places = [(c.incident.place, c.reasons) for c in candidates]
    return [Unresolved(name=p.name, reason="; ".join(why)) for p, why in places if p and p.longitude is None and why]


def _headline(text: str, parts: Clean) -> str | None:
    return text[slice(*parts.headline)] if parts.headline else None


def _year_of(text: str) -> int | None:
    match = re.search(r"\b(19[5-9]\d|20[0-4]\d)\b", text)
    return int(match[1]) if match else None


def _said(day: Published | None) -> str | None:
    if day is None:
        return None
    return "-".join([f"{day.year:04}", *(f"{part:02}" for part in (day.month, day.day) if part)])
