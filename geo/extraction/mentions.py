"""Mentions of incidents: each clause that reports one, with its date, places, parties, weapons and toll."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from geo.extraction import parties, weapons
from geo.extraction.date_words import number
from geo.extraction.phrases import Site, without_descriptors
from geo.extraction.place_words import OFFICE_BEFORE
from geo.extraction.sharing import tolls_beside, tolls_in
from geo.extraction.units import Reading, Unit, delay_of, status_of, units_of
from geo.extraction.whereabouts import anaphor_in, only_locates
from geo.model.codes import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.casualties import Toll
    from geo.extraction.dates import When
    from geo.extraction.parties import PartyClaim
    from geo.extraction.speech import Speaker
    from geo.extraction.text import Sentence
    from geo.extraction.triggers import Trigger
    from geo.extraction.weapons import WeaponMention

MOST_SITES = 6
MOST_VILLAGES = 9
_NEW = re.compile(
    r"(?i)\b(?:another|second|third|fourth|separate|additional|further|later|new)\s+(?:[\w-]+\s+){0,3}$"
    r"|\b(?:another|second|third|separate|additional|further|(?:two|three|four|\d) other|(?<!the )other)\s+(?:[\w-]+\s+){0,3}?(?:attacks?|strikes?|drones?|missiles?|rockets?|blasts?|bomb\w*|explosions?|incidents?|raids?|people)\b"
    r"|\b(?:separately|later|elsewhere|earlier|also|in a different)\b"
)
_OPENS_NEW = re.compile(
    r"(?i)\W*(?:separately|elsewhere|(?:[\w-]+\s+)?(?:hours?|days?)\s+(?:earlier|later|before)|in\s+(?:another|a\s+separate|a\s+second|a\s+different)|earlier\s+(?:on\s+)?\w+|meanwhile)\b"
)
_ONE_AND_SECOND = re.compile(r"(?i)\b(?:one|the\s+first)\b[^.;]*\b(?:a|the)\s+(?:second|other)\b")
_SITES = re.compile(
    r"(?i)\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?:(?!drones?\b|missiles?\b|rockets?\b|UAVs?\b|to\b|and\b|people\b)[\w-]+\s+){0,4}?(?:facilities|sites|locations|targets|bases|places|positions|areas|towns|villages|cities|headquarters)\b"
)
_SAID_ON = re.compile(
    r"(?i)\b(?:said|says|told\s+[\w\s]{2,30}?|announced|posted|reported|stated|added|confirmed|tweeted|wrote|statement(?:\s+\w+)?|briefing|(?:rose|risen|climbed|rises)\s+to\s+[\w\s]{1,20}?|claimed\s+(?:responsibility\b[\w\s'-]{0,40}?|the\s+(?:\w+\s+){0,2}?(?:attacks?|bombings?|blasts?|killings?|strikes?|assault))|(?:condemn(?:ed|s)|denied|mourned|buried|commemorat\w+|mark(?:ed|s|ing)?|charged|sentenced|convicted|arraigned|arrested|visited|vowed|pledged|urged|warned)\b[\w\s,'\".-]{1,60}?|trial\s+(?:in|at)\s+[\w\s]{1,30}?|on\s+X|on\s+Telegram|conference|(?:speaking|visiting|visited|met|interview\w*)\s+[\w\s.'-]{1,40}?)\s*(?:,)?\s*(?:(?:in\s+a\s+(?:\w+\s+)?(?:statement|post|tweet))\s*)?(?:on\s+|late\s+|early\s+)*$"
)
_OF_SPEAKERS = frozenset({"party.claims", "party.blamed", "party.subject"})
_SENT_OFF = re.compile(r"(?i)(?:launched|fired|missiles)$")
_INCOMING = re.compile(r"(?i)\b(?:drones?|missiles?|rockets?|UAVs?|UASs?|projectiles?|attacks?|USVs?|assault|raid)\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """One clause that reports an incident, or refers to one. Spans count characters of the whole text.

    ``status`` is actual, reference or aggregate; ``cause_of`` is the mention that reacts to this one.
    ``shared_tolls`` are told for several places together.
    """

    # ruff: noqa: E501 - a pattern is kept whole

    order: int
    sentence: Sentence
    start: int
    end: int
    trigger: Trigger
    status: str
    site: Site
    when: When | None
    parties: tuple[PartyClaim, ...] = ()
    weapons: tuple[WeaponMention, ...] = ()
    tolls: tuple[Toll, ...] = ()
    shared_tolls: tuple[Toll, ...] = ()
    speaker: Speaker | None = None
    sites: int | None = None
    is_new: bool = False
    is_said_date: bool = False
    days_before: tuple[int, int] | None = None
    cause_of: int | None = None
    struck: tuple[WeaponMention, ...] = ()
    words: str = ""

    @property
    def is_incoming(self) -> bool:
        """True where something on its way was shot down."""
        return self.trigger.family == "intercept"


def read(reading: Reading, order: int) -> list[Mention]:
    """Give the mentions of a sentence, numbered on from ``order``."""
    text = reading.sentence.text
    if text.rstrip("\"')").endswith("?"):
        return []
    units = units_of(text)
    found: list[Mention] = []
    main: int | None = None
    for unit in units:
        made = _mentions(reading, unit, units, order + len(found))
        if unit.is_cause and main is not None:
            made = [replace(m, cause_of=main) for m in made]
        elif made and main is None:
            main = made[0].order
        found += made
    if main is None:
        return found
    leading = [m for m in found if m.order < main and m.cause_of is None]
    return [replace(m, cause_of=main) if m in leading else m for m in found]


def _mentions(reading: Reading, unit: Unit, units: list[Unit], order: int) -> list[Mention]:
    text = reading.sentence.text
    status, trigger = status_of(text, unit, reading)
    counted = _SITES.search(text[unit.start : unit.end])
    if status == "actual" and counted and (number(counted["n"]) or 0) > MOST_VILLAGES:
        status = "aggregate" if re.search(r"(?:villages|towns|cities)$", counted.group()) else status
    if trigger is None or status is None:
        return []
    arms = [w for w in weapons.find(text) if unit.covers(w.start)]
    if arms and all(w.role == "defence" for w in arms) and _SENT_OFF.search(trigger.text):
        return []
    is_history = "anniversary" in text[unit.start : trigger.start]
    sites = [Site()] if is_history else _where(reading, unit, units)
    tolls = () if is_history else tuple(tolls_in(text, unit.start, unit.end))
    base = _base(reading, unit, units, trigger, arms)
    told = [tolls if len(sites) == 1 else tolls_beside(tolls, site, sites, reading) for site in sites]
    shared = tuple(t for t in tolls if not any(t in own for own in told))
    return [
        replace(base, order=order + i, status=status, site=site, tolls=own, shared_tolls=shared)
        for i, (site, own) in enumerate(zip(sites, told, strict=True))
    ]


def _base(reading: Reading, unit: Unit, units: list[Unit], trigger: Trigger, arms: Sequence[WeaponMention]) -> Mention:
    """Give what the mentions of a unit share, whatever their places."""
    text, start = reading.sentence.text, reading.sentence.start
    words = text[unit.start : unit.end]
    count = _SITES.search(words)
    when, said = _when(reading, unit, units)
    said = said or trigger.family == "blame"
    return Mention(
        order=0,
        sentence=reading.sentence,
        start=start + unit.start,
        end=start + unit.end,
        trigger=trigger,
        status="actual",
        site=Site(),
        when=when,
        parties=tuple(_parties(reading, unit, trigger)),
        weapons=tuple(w for w in arms if w.role == "used"),
        struck=tuple(w for w in arms if w.role == "struck"),
        speaker=next((s for s in reading.speakers if unit.covers(s.start - start)), reading.speaker),
        sites=_few(number(count["n"])) if count else None,
        is_new=not _ONE_AND_SECOND.search(text)
        and bool(_NEW.search(text[max(0, trigger.start - 60) : trigger.start]) or _OPENS_NEW.match(words)),
        is_said_date=said,
        days_before=delay_of(words) if unit.is_cause else None,
        words=words,
    )


def _few(count: int | None) -> int | None:
    """Keep a number of places that could all be named; more are a total."""
    return count if count is not None and count <= MOST_SITES else None


def _parties(reading: Reading, unit: Unit, trigger: Trigger) -> list[PartyClaim]:
    """Give the parties around the main trigger, then those whom only another one of the unit gives a role."""
    text, span = reading.sentence.text, (unit.start, unit.end)
    places = [p for p in reading.places if p.use != "bare" or p.relation.kind != "at"]
    actors = [a for a in reading.actors if not (a.is_place_too and any(p.start <= a.start < p.end for p in places))]
    incoming = _is_incoming(text, unit, trigger)
    found = parties.roles(text, reading.sentence.start, actors, trigger, span, incoming=incoming)
    spoken = [(s.start, s.end) for s in reading.speakers]
    found = [c for c in found if c.rule in _OF_SPEAKERS or not any(a <= c.mention.start < b for a, b in spoken)]
    for other in unit.triggers:
        if other is trigger or other.status not in {"actual", "reference"}:
            continue
        known = {(c.mention.start, c.mention.end) for c in found}
        incoming = other.family == "intercept"
        more = parties.roles(text, reading.sentence.start, actors, other, span, incoming=incoming)
        found += [c for c in more if (c.mention.start, c.mention.end) not in known]
    return found


def _is_incoming(text: str, unit: Unit, trigger: Trigger) -> bool:
    if trigger.family == "intercept":
        return bool(_INCOMING.search(text[unit.start : unit.end]))
    return trigger.family == "destroy" and bool(
        re.search(
            r"(?i)\b(?:over|in)\s+the\s+(?:\w+\s+)?(?:Red Sea|Gulf|Arabian)|in the air|inbound|incoming|launched\s+from",
            text[unit.start : unit.end],
        )
    )


def _when(reading: Reading, unit: Unit, units: list[Unit]) -> tuple[When | None, bool]:
    """Give the date of the unit, and whether it is only the date of a statement."""
    offset, text = reading.sentence.start, reading.sentence.text
    inside = [
        w for w in reading.whens if unit.covers(w.start - offset) and not (unit.is_cause and w.rule == "date.after")
    ]
    others = [
        w
        for w in reading.whens
        if not unit.is_cause and any(not u.is_cause and u.covers(w.start - offset) for u in units)
    ]
    delay = delay_of(text[unit.start : unit.end]) if unit.is_cause else None
    if delay and not any(w.is_dated for w in inside):
        mains = [
            w for w in reading.whens if w.is_dated and not unit.covers(w.start - offset) and w.rule != "date.after"
        ]
        if mains:
            return earlier(mains[0], delay), False
    said: list[When] = []
    at = unit.triggers[0].start if unit.triggers else unit.start
    for pool in (inside, others):
        usable = [w for w in pool if not w.vague and w.rule != "date.year" and (w.first is not None or w.reason)]
        usable = [w for w in usable if not (w.text.casefold().endswith("after") and w.start - offset > 3)]
        usable = [
            w
            for w in usable
            if not re.search(r"(?i)\b(?:since|until|till)\s+(?:\w+\s+)?$", text[: w.start - offset])
            or re.match(r",?\s+when\b", text[w.end - offset :])
        ]
        spoken = [w for w in usable if _SAID_ON.search(text[: w.start - offset])]
        plain = [w for w in usable if w not in spoken]
        if plain:
            best = min(
                plain,
                key=lambda w: (
                    w.first is None,
                    w.precision or DatePrecision.LONGER,
                    abs(w.start - offset - at),
                ),
            )
            return best, False
        said += spoken
    return (said[0], True) if said else (None, False)


def _where(reading: Reading, unit: Unit, units: list[Unit]) -> list[Site]:
    offset, text = reading.sentence.start, reading.sentence.text
    spoken = [(s.start, s.end) for s in reading.speakers]
    inside = [
        p for p in reading.places if unit.covers(p.start - offset) and not any(a <= p.start < b for a, b in spoken)
    ]
    found = without_descriptors(inside, text, offset)
    if not found and not unit.is_cause:
        rest = [
            p
            for p in reading.places
            if any(u is not unit and not u.is_cause and u.covers(p.start - offset) and not _reports(u) for u in units)
        ]
        found = without_descriptors(rest, text, offset)
    anaphor = anaphor_in(text[unit.start : unit.end])
    if anaphor and all((p.place is None and not p.reason) or only_locates(p, text, offset) for p in found):
        office = [p for p in reading.places if p.use == "context" and p.is_point and unit.covers(p.start - offset)]
        if (
            anaphor in {"city", "town", "village"}
            and len(office) == 1
            and OFFICE_BEFORE.search(text[: office[0].start - offset])
        ):
            return [Site(replace(office[0], use="where"))]
        return [Site(anaphor=anaphor)]
    return [Site(p) for p in found] or [Site()]


def _reports(unit: Unit) -> bool:
    return any(t.status == "actual" and t.family in {"strong", "intercept"} for t in unit.triggers)


def earlier(when: When, days: tuple[int, int]) -> When:
    """Give the span of so many days before a date, for "days after"."""
    if when.first is None or when.last is None:
        return when
    return replace(
        when,
        first=when.first - timedelta(days=days[1]),
        last=when.last - timedelta(days=days[0]),
        precision=DatePrecision.DAYS_2_TO_6,
    )
