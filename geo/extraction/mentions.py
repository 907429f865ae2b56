"""Mentions of incidents: each clause that reports one, with its date, places, parties, weapons and toll."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from geo.extraction import casualties, clauses, parties, triggers, weapons
from geo.extraction.phrases import Site, without_descriptors
from geo.model.codes import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.casualties import Toll
    from geo.extraction.clauses import Clause
    from geo.extraction.dates import When
    from geo.extraction.lexicon import ActorMention
    from geo.extraction.parties import PartyClaim
    from geo.extraction.places import PlaceMention
    from geo.extraction.speech import Speaker
    from geo.extraction.text import Sentence
    from geo.extraction.triggers import Trigger
    from geo.extraction.weapons import WeaponMention

_ACTUAL: Final = {"strong": 5, "intercept": 4, "noun": 3, "destroy": 2, "harm": 1}
_PRONOUN_SUBJECT = re.compile(r"(?i)^\W*(?:they|it|these|those|the\s+(?:strikes?|attacks?|raids?|rockets|missiles|drones|blast|explosion|bombing|assault|airstrikes?))\b")
_NEW = re.compile(r"(?i)\b(?:another|second|third|fourth|separate(?:ly)?|additional|later|further|also|elsewhere|earlier|in a different|(?:two|three|four|\d) other|other (?:attacks?|strikes?|drones? were|people|incidents?))\b")
_SITES = re.compile(r"(?i)\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?:[\w-]+\s+){0,4}?(?:facilities|sites|locations|targets|bases|places|positions|areas|towns|villages|cities|headquarters)\b")
_LOCATED = re.compile(r"(?i)\b(?:facilit\w+|sites?|targets?|bases?|strikes?|attacks?|incidents?|locations?|building|camp|vessel|ship|base)\s+(?:\w+\s+){0,3}?(?:was|were|is|are|took place|occurred|happened|lies)\b")
_SAID_ON = re.compile(r"(?i)\b(?:said|says|told\s+[\w\s]{2,30}?|announced|posted|reported|stated|added|confirmed|tweeted|wrote|statement(?:\s+\w+)?|briefing|on\s+X|on\s+Telegram|conference)\s*(?:,)?\s*(?:(?:in\s+a\s+(?:\w+\s+)?(?:statement|post|tweet))\s*)?(?:on\s+|late\s+|early\s+)*$")
_BLAME = re.compile(r"(?i)(?<!not )\b(?:claim(?:ed|s|ing)\s+(?:the\s+|joint\s+)?(?:responsibility|credit)|took\s+(?:responsibility|credit)|blam(?:ed|es|ing)|accus(?:ed|es|ing)|suspect(?:ed|s)|held\s+responsible)\b")
_INCOMING = re.compile(r"(?i)\b(?:drones?|missiles?|rockets?|UAVs?|UASs?|projectiles?|attacks?|USVs?|assault|raid)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one sentence."""

    sentence: Sentence
    whens: tuple[When, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]
    speaker: Speaker | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One clause that reports an incident, or refers to one. Spans count characters of the whole text.

    ``status`` is actual, reference or aggregate; ``cause_of`` is the mention that reacts to this one.
    """

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


@dataclass
class _Unit:
    """Clauses that tell of one event."""

    clauses: list[Clause]
    triggers: list[Trigger] = field(default_factory=list)
    is_cause: bool = False

    @property
    def start(self) -> int:
        return self.clauses[0].start

    @property
    def end(self) -> int:
        return self.clauses[-1].end

    def covers(self, at: int) -> bool:
        return any(c.start <= at < c.end for c in self.clauses)

    @property
    def is_harm_only(self) -> bool:
        """True where it tells a toll and names its cause only by "in an attack"."""
        return all(t.family == "harm" for t in self.triggers) or (
            self.triggers[0].family == "harm" and all(t.family in {"harm", "noun"} for t in self.triggers)
        )


def read(reading: Reading, order: int) -> list[Mention]:
    """Give the mentions of a sentence, numbered on from ``order``."""
    text = reading.sentence.text
    units = _units(text)
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


def _units(text: str) -> list[_Unit]:
    found = triggers.find(text)
    units: list[_Unit] = []
    for clause in clauses.split(text):
        own = [t for t in found if clause.start <= t.start < clause.end]
        if units and _belongs(units[-1], clause, own, text):
            units[-1].clauses.append(clause)
            units[-1].triggers += own
        else:
            units.append(_Unit([clause], own, is_cause=clause.is_other_event or clause.joint == "relative"))
    return units


def _belongs(unit: _Unit, clause: Clause, own: list[Trigger], text: str) -> bool:
    """Say whether a clause goes on with the event of the unit before it."""
    if not unit.triggers and not unit.is_cause:
        return not clause.is_other_event
    if clause.joint == "main":
        return False
    if not own:
        return not clause.is_other_event or clause.joint == "after"
    words = text[clause.start : clause.end]
    if re.search(r"(?i)\b(?:behind|responsible\s+for|planned|masterminded|blamed\s+for|accused\s+of|wanted\s+for)\s+(?:[\w-]+\s+){0,5}(?:attack|bombing|strike|massacre)", words) and clause.joint == "relative":
        return False
    strong = [t for t in own if t.family in {"strong", "intercept", "noun", "destroy"} and t.status in {"actual", "aggregate"}]
    if clause.joint == "response":
        return False
    if clause.joint == "after":
        return bool(unit.triggers) and unit.is_harm_only and not re.match(r"(?i)\W*(?:\w+\s+)*(?:days?|weeks?|months?)\s+after", words)
    if not strong or clause.joint == "relative" or re.match(r"(?i)\W*(?:with|causing|killing|wounding|injuring|leaving|hitting|striking|targeting|destroying|damaging|during|when|--)\b", words):
        return True
    if clause.joint == "time":
        return bool(unit.triggers) and (unit.is_harm_only or (re.match(r"(?i)\W*as\b", words) is not None and not re.search(r"(?i)\b(?:in|near|at)\s+[A-Z]", words)))
    return bool(re.match(r"(?i)\W*(?:the|other)\s+(?:other|remaining|rest)|\W*(?:and|but)\s+(?:another|an additional|at least|\d|one|two|three)\b[^,]*\b(?:wounded|injured|killed)", words)) or bool(unit.triggers and unit.is_harm_only and own[0].family == "harm")


def _mentions(reading: Reading, unit: _Unit, units: list[_Unit], order: int) -> list[Mention]:
    text = reading.sentence.text
    status, trigger = _status(text, unit, reading)
    if trigger is None or status is None:
        return []
    sites = [Site()] if "anniversary" in text[unit.start : unit.end] else _where(reading, unit, units)
    when, said = _when(reading, unit, units)
    tolls = () if "anniversary" in text[unit.start : unit.end] else tuple(_tolls(text, unit.start, unit.end))
    arms = [w for w in weapons.find(text) if unit.covers(w.start)]
    actors = [a for a in reading.actors if not (a.is_place_too and any(p.start <= a.start < p.end and p.use == "where" for p in reading.places))]
    claims = parties.roles(text, reading.sentence.start, actors, trigger, (unit.start, unit.end), incoming=_is_incoming(text, unit, trigger))
    for other in unit.triggers:
        if other is not trigger and other.status in {"actual", "reference"}:
            known = {(c.mention.start, c.mention.end) for c in claims}
            more = parties.roles(text, reading.sentence.start, actors, other, (unit.start, unit.end), incoming=other.family == "intercept")
            claims += [c for c in more if (c.mention.start, c.mention.end) not in known]
    words = text[unit.start : unit.end]
    if all(w.role == "defence" for w in arms) and arms and trigger.text.casefold().endswith(("launched", "fired", "missiles")):
        return []
    count = _SITES.search(words)
    base = Mention(
        order=order,
        sentence=reading.sentence,
        start=reading.sentence.start + unit.start,
        end=reading.sentence.start + unit.end,
        trigger=trigger,
        status=status,
        site=Site(),
        when=when,
        parties=tuple(claims),
        weapons=tuple(w for w in arms if w.role == "used"),
        struck=tuple(w for w in arms if w.role == "struck"),
        tolls=tolls,
        speaker=reading.speaker,
        sites=_number(count["n"]) if count else None,
        is_new=bool(_NEW.search(text[max(0, trigger.start - 60) : trigger.start])),
        is_said_date=said,
        days_before=_delay(words) if unit.is_cause else None,
        words=words,
    )
    return [replace(base, order=order + i, site=site, tolls=tolls if len(sites) == 1 else _tolls_beside(tolls, site, sites, reading)) for i, site in enumerate(sites)]


def _delay(words: str) -> tuple[int, int] | None:
    """Give how many days before the main event this one was, for "days after" and "hours after"."""
    match = re.search(r"(?i)^\W*(?:came\s+)?(?:(?:just|only|barely|less\s+than|more\s+than)\s+)*(?:(?P<n>[\w-]+)\s+)?(?P<unit>days?|hours?|weeks?)\s+after", words)
    if match is None:
        return None
    count = _number(match["n"]) if match["n"] else None
    if match["unit"].casefold().startswith("hour"):
        return 0, 1
    if match["unit"].casefold().startswith("week"):
        return None
    return (2, 6) if count is None else (count, count)


def _number(text: str) -> int | None:
    from geo.extraction.date_words import number  # noqa: PLC0415

    return number(text)


def _tolls(text: str, start: int, end: int) -> list[Toll]:
    return [replace(t, start=t.start + start, end=t.end + start) for t in casualties.find(text[start:end])]


def _tolls_beside(tolls: tuple[Toll, ...], site: Site, sites: list[Site], reading: Reading) -> tuple[Toll, ...]:
    """Give a place the tolls that stand nearer to it than to the other places of the clause."""
    if site.mention is None:
        return ()
    offset = reading.sentence.start

    def nearest(toll: Toll) -> Site:
        return min(sites, key=lambda s: abs((s.mention.start if s.mention else 0) - offset - toll.start))

    return tuple(t for t in tolls if nearest(t) is site)


def _status(text: str, unit: _Unit, reading: Reading) -> tuple[str | None, Trigger | None]:
    live = [t for t in unit.triggers if t.status in {"actual", "reference", "aggregate", "generic"}]
    words = text[unit.start : unit.end]
    if not live:
        located = _LOCATED.search(words)
        if located and any(unit.covers(p.start - reading.sentence.start) and p.is_point for p in reading.places):
            return "reference", triggers.Trigger(*located.span(), located.group(), "noun", "reference")
        blame = _BLAME.search(words)
        if blame and any(unit.covers(a.start - reading.sentence.start) for a in reading.actors):
            return "reference", triggers.Trigger(blame.start() + unit.start, blame.end() + unit.start, blame.group(), "blame", "reference")
        tolls = casualties.find(words)
        if tolls and not any(t.status in {"hypothetical", "negated"} for t in unit.triggers):
            return "reference", triggers.Trigger(tolls[0].start + unit.start, tolls[0].end + unit.start, tolls[0].text, "harm", "reference")
        return None, None
    trigger = max(live, key=lambda t: (t.status == "actual", _ACTUAL[t.family], -t.start))
    inside = [w for w in reading.whens if unit.covers(w.start - reading.sentence.start)]
    dated = any(w.is_dated for w in inside)
    has_aggregate = any(t.status == "aggregate" for t in live) or bool(re.search(r"(?i)\b(?:a\s+number|series|spate|wave|string|dozens|scores|hundreds)\s+of\s+(?:\w+\s+){0,3}(?:attacks|strikes|airstrikes|raids)", words))
    if any(w.vague and w.rule != "date.after" for w in inside) and not dated:
        return "aggregate", trigger
    pointed = any(p.is_point and p.use == "where" and unit.covers(p.start - reading.sentence.start) for p in reading.places)
    if (has_aggregate or all(t.status == "generic" for t in live)) and (not dated or (unit.is_cause and not pointed)):
        return "aggregate", trigger
    if unit.is_cause and not dated and not pointed and not casualties.find(words) and _delay(words) is None:
        return ("reference" if trigger.status == "reference" else "aggregate"), trigger
    if re.search(r"(?i)\b(?:have|has)\s+(?:\w+\s+)?(?:repeatedly|regularly|frequently|often|continued|routinely|already|long)\b|\banniversary\b", words) and (not dated or "anniversary" in words):
        return ("reference" if any(t.status == "reference" for t in live) else "aggregate"), trigger
    return _kind_of(text, unit, live, trigger), trigger


def _kind_of(text: str, unit: _Unit, live: list[Trigger], trigger: Trigger) -> str:
    if trigger.status != "actual":
        return "reference"
    before = text[unit.start : trigger.start]
    subject = [t for t in live if t.status == "reference" and t.end <= trigger.start and trigger.start - t.end < 25]  # noqa: PLR2004
    if subject or (_PRONOUN_SUBJECT.match(before) and trigger.family != "harm"):
        return "reference"
    if trigger.family == "strong" and re.search(r"(?i)\b(?:conducted|launched|carried out|claimed responsibility for)\s+(?:the|this|that|these|those|both)\b", text[trigger.start : trigger.end + 14]):
        return "reference"
    if trigger.family == "harm" or (trigger.family == "destroy" and re.search(r"(?i)\b(?:were|was|been)\s+(?:\w+\s+)?$", before)):
        return "reference"
    return "actual"


def _is_incoming(text: str, unit: _Unit, trigger: Trigger) -> bool:
    if trigger.family == "intercept":
        return bool(_INCOMING.search(text[unit.start : unit.end]))
    return trigger.family == "destroy" and bool(re.search(r"(?i)\b(?:over|in)\s+the\s+(?:\w+\s+)?(?:Red Sea|Gulf|Arabian)|in the air|inbound|incoming|launched\s+from", text[unit.start : unit.end]))


def _when(reading: Reading, unit: _Unit, units: list[_Unit]) -> tuple[When | None, bool]:
    """Give the date of the unit, and whether it is only the date of a statement."""
    offset, text = reading.sentence.start, reading.sentence.text
    inside = [w for w in reading.whens if unit.covers(w.start - offset)]
    others = [w for w in reading.whens if not unit.is_cause and any(not u.is_cause and u.covers(w.start - offset) for u in units)]
    said: list[When] = []
    for pool in (inside, others):
        usable = [w for w in pool if not w.vague and w.rule != "date.year" and (w.first is not None or w.reason)]
        usable = [w for w in usable if not re.search(r"(?i)\b(?:since|until|till)\s+(?:\w+\s+)?$", text[: w.start - offset])]
        spoken = [w for w in usable if _SAID_ON.search(text[: w.start - offset])]
        plain = [w for w in usable if w not in spoken]
        if plain:
            best = min(plain, key=lambda w: (w.first is None, w.precision or DatePrecision.LONGER, abs(w.start - offset - unit.triggers[0].start)))
            return best, False
        said += spoken
    return (said[0], True) if said else (None, False)


def _where(reading: Reading, unit: _Unit, units: list[_Unit]) -> list[Site]:
    offset, text = reading.sentence.start, reading.sentence.text
    speaker = reading.speaker
    spoken = (speaker.start, speaker.end) if speaker else (-1, -1)
    inside = [p for p in reading.places if unit.covers(p.start - offset) and not spoken[0] <= p.start < spoken[1]]
    found = without_descriptors(inside, text, offset)
    if not found and not unit.is_cause:
        rest = [p for p in reading.places if any(u is not unit and not u.is_cause and u.covers(p.start - offset) and not _reports(u) for u in units)]
        found = without_descriptors(rest, text, offset)
    anaphor = _anaphor(text[unit.start : unit.end])
    if anaphor and all(p.place is None for p in found):
        return [Site(anaphor=anaphor)]
    return [Site(p) for p in found] or [Site()]


def _reports(unit: _Unit) -> bool:
    return any(t.status == "actual" and t.family in {"strong", "intercept"} for t in unit.triggers)


_ANAPHOR = re.compile(
    r"(?i)\b(?:the|this|that|same)\s+(?:\w+\s+){0,2}?(?P<kind>air\s?base|base|airport|airfield|city|town|village|camp|port|area|site|facility|hospital|market|embassy|compound|province|region|garrison|outpost)\b|\bthere\b(?!\s+(?:was|were|is|are|has|have|had|will|would)\b)"
)


def _anaphor(words: str) -> str | None:
    match = _ANAPHOR.search(words)
    return (match["kind"] or "there").casefold().replace(" ", "") if match else None


def earlier(when: When, days: tuple[int, int]) -> When:
    """Give the span of so many days before a date, for "days after"."""
    if when.first is None or when.last is None:
        return when
    return replace(when, first=when.first - timedelta(days=days[1]), last=when.last - timedelta(days=days[0]), precision=DatePrecision.DAYS_2_TO_6)
