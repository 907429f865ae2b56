"""Clauses grouped into units, each of which tells of one event, and what kind of telling it is."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geo.extraction import casualties, clauses, triggers
from geo.extraction.date_words import number

if TYPE_CHECKING:
    from geo.extraction.clauses import Clause
    from geo.extraction.dates import When
    from geo.extraction.lexicon import ActorMention
    from geo.extraction.place_context import PlaceMention
    from geo.extraction.speech import Speaker
    from geo.extraction.text import Sentence
    from geo.extraction.triggers import Trigger


_ACTUAL: Final = {"strong": 5, "intercept": 4, "noun": 3, "destroy": 2, "harm": 1}


_PRONOUN_SUBJECT = re.compile(
    r"(?i)^\W*(?:they|it|these|those|the\s+(?:strikes?|attacks?|raids?|rockets|missiles|drones|blast|explosion|bombing|assault|airstrikes?))\b"
)


_LOCATED = re.compile(
    r"(?i)\b(?:facilit\w+|sites?|targets?|bases?|strikes?|attacks?|incidents?|locations?|building|camp|vessel|ship|base)\s+(?:\w+\s+){0,3}?(?:was|were|is|are|took place|occurred|happened|lies)\b|\b(?:plane|jet|helicopter|aircraft|airliner|drone|missile|rocket|Boeing\s+\d+|wreckage|debris)\s+(?:\w+\s+)?(?:came\s+down|crashed|fell|landed)\b|\bincident\s+(?:about\s+|approximately\s+|some\s+)?\d+|\bsmoke\s+(?:\w+\s+)?(?:rose|rising|billow\w+|seen)|\b(?:gunm[ae]n|attackers|assailants|militants|fighters|insurgents|raiders|rebels)\s+(?:\w+\s+)?(?:arrived|came|descended|entered|swept|rode)\b"
)


_BLAME = re.compile(
    r"(?i)(?<!not )\b(?:claim(?:ed|s|ing)\s+(?:the\s+|joint\s+)?(?:responsibility|credit)|took\s+(?:responsibility|credit)|blam(?:ed|es|ing)|accus(?:ed|es|ing)|attribut(?:ed|es|ing)|suspect(?:ed|s)|held\s+responsible|point(?:ed|ing|s)?\s+(?:to|at)|hallmarks\s+of)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one sentence."""

    # ruff: noqa: E501 - a pattern is kept whole

    sentence: Sentence
    whens: tuple[When, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]
    speaker: Speaker | None
    speakers: tuple[Speaker, ...] = ()


@dataclass
class Unit:
    """Clauses that tell of one event."""

    clauses: list[Clause]
    triggers: list[Trigger] = field(default_factory=list)
    is_cause: bool = False

    @property
    def start(self) -> int:
        """First character in the sentence."""
        return self.clauses[0].start

    @property
    def end(self) -> int:
        """Character after the last."""
        return self.clauses[-1].end

    def covers(self, at: int) -> bool:
        """Say whether a character of the sentence belongs to the unit."""
        return any(c.start <= at < c.end for c in self.clauses)

    @property
    def is_harm_only(self) -> bool:
        """True where it tells a toll and names its cause only by "in an attack"."""
        return all(t.family == "harm" for t in self.triggers) or (
            self.triggers[0].family == "harm" and all(t.family in {"harm", "noun"} for t in self.triggers)
        )


def units_of(text: str) -> list[Unit]:
    """Group the clauses of a sentence by the event that they tell of."""
    found = triggers.find(text)
    units: list[Unit] = []
    for clause in clauses.split(text):
        own = [t for t in found if clause.start <= t.start < clause.end]
        if units and _belongs(units[-1], clause, own, text):
            units[-1].clauses.append(clause)
            units[-1].triggers += own
        else:
            goes_on = clause.joint == "including" and bool(units) and units[-1].is_cause
            is_cause = goes_on or clause.is_other_event or clause.joint == "relative"
            units.append(Unit([clause], own, is_cause=is_cause))
    return units


_ELSEWHERE = re.compile(
    r"(?i)\b(?:behind|responsible\s+for|planned|masterminded|blamed\s+for|accused\s+of|wanted\s+for)\s+(?:[\w-]+\s+){0,5}(?:attack|bombing|strike|massacre)"
)
_GOES_ON = re.compile(
    r"(?i)\W*(?:with|causing|killing|wounding|injuring|leaving|hitting|striking|targeting|destroying|damaging|during|when|--)\b"
)
_MORE_OF_IT = re.compile(
    r"(?i)\W*(?:the|other)\s+(?:other|remaining|rest)|\W*(?:and|but)\s+(?:another|an additional|at least|\d|one|two|three)\b[^,]*\b(?:wounded|injured|killed)"
)


_PERIOD_AFTER = re.compile(r"(?i)^\W*(?:[\w-]+\s+){0,4}?(?:days?|weeks?|months?|years?)\s+after\b")
_OWN_AGENT = re.compile(
    r"(?i)\W*(?:(?:and|but)\s+)?(?:(?:an?|two|three|four|several|another|\d+|at\s+least\s+\w+)\s+)?(?:[\w-]+\s+){0,2}?(?:bombs?|explosions?|blasts?|mines?|rockets?|missiles?|shells?|shelling|drones?|gunm[ae]n|militants|insurgents|snipers?|airstrikes?|strikes?)\s+(?:killed|wounded|injured)\b"
)


def _belongs(unit: Unit, clause: Clause, own: list[Trigger], text: str) -> bool:  # noqa: PLR0911
    """Say whether a clause goes on with the event of the unit before it."""
    if not unit.triggers and not unit.is_cause:
        return not clause.is_other_event
    if clause.joint == "main":
        return False
    words = text[clause.start : clause.end]
    if not own:
        return not clause.is_other_event or (clause.joint == "after" and not _PERIOD_AFTER.search(words))
    if clause.joint == "relative" and _ELSEWHERE.search(words):
        return False
    strong = [
        t for t in own if t.family in {"strong", "intercept", "noun", "destroy"} and t.status in {"actual", "aggregate"}
    ]
    if clause.joint in {"response", "including"}:
        return False
    if clause.joint == "time" and all(t.status in {"hypothetical", "negated"} for t in own):
        return bool(re.match(r"(?i)\W*as\s+(?:it|they)\b", words))
    if clause.joint == "after" and delay_of(words) and not unit.is_harm_only:
        return False
    if clause.joint == "after":
        return (
            bool(unit.triggers)
            and (all(t.family == "harm" for t in unit.triggers) or (unit.is_harm_only and "following" not in words))
            and not re.match(r"(?i)\W*(?:\w+\s+)*(?:days?|weeks?|months?)\s+after", words)
        )
    if clause.joint == "coord" and not strong and _OWN_AGENT.match(words) and unit.triggers:
        return False
    if not strong or clause.joint == "relative" or _GOES_ON.match(words):
        return True
    if clause.joint == "time":
        return bool(unit.triggers) and (
            unit.is_harm_only
            or (re.match(r"(?i)\W*as\b", words) is not None and not re.search(r"(?i)\b(?:in|near|at)\s+[A-Z]", words))
        )
    more_harm = unit.triggers and unit.is_harm_only and own[0].family == "harm"
    return bool(_MORE_OF_IT.match(words) or more_harm)


def delay_of(words: str) -> tuple[int, int] | None:
    """Give how many days before the main event this one was, for "days after" and "hours after"."""
    match = re.search(
        r"(?i)^\W*(?:c[ao]mes?\s+)?(?:(?:just|only|barely|less\s+than|more\s+than|over|about|nearly|almost|roughly|around)\s+)*(?:(?P<n>[\w-]+)\s+)?(?P<unit>days?|hours?|weeks?)\s+after",
        words,
    )
    if match is None:
        return None
    count = number(match["n"]) if match["n"] else None
    if match["unit"].casefold().startswith("hour"):
        return 0, 1
    if match["unit"].casefold().startswith("week"):
        return (7 * count - 2, 7 * count + 4) if count else None
    return (2, 6) if count is None else (count, count)


_SINCE = re.compile(
    r"(?i)\b(?:killed|died|dead|displaced|wounded|injured)\b[^.;]{0,40}\bsince\s+(?!the\s+(?:assault|attack|siege|raid)\b)[^,.;]{0,60}$"
)
_SERIES = re.compile(
    r"(?i)\b(?:a\s+number|series|spate|wave|string|dozens|scores|hundreds)\s+of\s+(?:\w+\s+){0,3}(?:attacks|strikes|airstrikes|raids)"
)
_POLICING = re.compile(r"(?i)\b(?:detain(?:ed|ing)|arrest(?:ed|s|ing)?|suspects|custody|seized\s+(?:weapons|drugs))\b")
_AGAIN = re.compile(
    r"(?i)\b(?:have|has)\s+(?:\w+\s+)?(?:repeatedly|regularly|frequently|often|continued|routinely|already|long|previously|in\s+the\s+past)\b|\banniversary\b"
)


def _implied(words: str, unit: Unit, reading: Reading) -> Trigger | None:
    """Give a stand-in for the trigger where a unit only tells where something lies, who is blamed, or a toll."""
    offset = reading.sentence.start
    located, blame, tolls = _LOCATED.search(words), _BLAME.search(words), casualties.find(words)
    if located and any(unit.covers(p.start - offset) and p.is_point for p in reading.places):
        return triggers.Trigger(*located.span(), located.group(), "noun", "reference")
    if blame and any(unit.covers(a.start - offset) for a in reading.actors):
        start, end = blame.start() + unit.start, blame.end() + unit.start
        return triggers.Trigger(start, end, blame.group(), "blame", "reference")
    if tolls and not any(t.status in {"hypothetical", "negated"} for t in unit.triggers):
        start, end = tolls[0].start + unit.start, tolls[0].end + unit.start
        return triggers.Trigger(start, end, tolls[0].text, "harm", "reference")
    return None


def status_of(text: str, unit: Unit, reading: Reading) -> tuple[str | None, Trigger | None]:  # noqa: PLR0911
    """Say whether a unit reports an incident, refers to one or sums several up; None where it does none of these."""
    live = [t for t in unit.triggers if t.status in {"actual", "reference", "aggregate", "generic"}]
    words = text[unit.start : unit.end]
    if not live:
        implied = _implied(words, unit, reading)
        return ("reference" if implied else None), implied
    if (
        _POLICING.search(words)
        and not casualties.find(words)
        and all(re.match(r"(?i)raid|operation|clash", t.text) for t in live)
    ):
        return None, None
    trigger = max(live, key=lambda t: (t.status == "actual", _ACTUAL[t.family], -t.start))
    inside = [w for w in reading.whens if unit.covers(w.start - reading.sentence.start)]
    dated = any(w.is_dated and not _SINCE.search(text[: w.start - reading.sentence.start]) for w in inside)
    has_aggregate = any(t.status == "aggregate" for t in live) or bool(_SERIES.search(words))
    if any(w.vague and w.rule != "date.after" for w in inside) and not dated:
        return "aggregate", trigger
    if any(w.vague and w.rule in {"date.ago", "date.vague"} and "year" in w.text for w in inside) and _JUDGED.search(
        text
    ):
        return "aggregate", trigger
    pointed = any(
        p.is_point and p.use == "where" and unit.covers(p.start - reading.sentence.start) for p in reading.places
    )
    if has_aggregate and pointed and casualties.find(words) and any(_SHORT_SPAN.search(w.text) for w in inside):
        return "actual", trigger
    if (has_aggregate or all(t.status == "generic" for t in live)) and (not dated or (unit.is_cause and not pointed)):
        return "aggregate", trigger
    if unit.is_cause and not dated and not pointed and not casualties.find(words) and delay_of(words) is None:
        return ("reference" if trigger.status == "reference" else "aggregate"), trigger
    again = _AGAIN.search(words)
    if again and (not dated or ("anniversary" in words and again.start() + unit.start < trigger.start)):
        return ("reference" if any(t.status == "reference" for t in live) else "aggregate"), trigger
    return _kind_of(text, unit, live, trigger), trigger


_SHORT_SPAN = re.compile(r"(?i)\b(?:past|last)\s+(?:\w+\s+)?(?:days?|hours)$")
_JUDGED = re.compile(r"(?i)\b(?:trial|sentenced|convicted|charged|court|verdict|jailed|indicted|inquiry|inquest)\b")
_AGENT = re.compile(
    r"(?:\b(?:[Aa]n?|[Tt]wo|[Tt]hree|[Ss]everal|[Aa]t\s+least\s+\w+|\d+|[Ss]uspected|[Uu]nidentified|[Uu]nknown|[Aa]rmed)\s+(?:[\w-]+\s+){0,4}|^\W*(?:And\s+|But\s+)?)(?:bomb\w*|explosions?|blasts?|mines?|rockets?|missiles?|shells?|drones?|gunm[ae]n|militants|insurgents|attackers|assailants|men|bandits|rebels|fighters)\b"
)


def _is_active(text: str, unit: Unit, trigger: Trigger) -> bool:
    """Say whether someone or something not named before kills: "a bomb at a station killed 75"."""
    before = text[unit.start : trigger.start]
    if not re.match(r"(?i)kill|wound|injur", trigger.text) or re.search(
        r"(?i)\b(?:was|were|been|being|be|are|is)\s+(?:\w+\s+)?$", before
    ):
        return False
    return bool(_AGENT.search(before)) and not re.search(
        r"(?i)\bthe\s+(?:\w+\s+)?(?:blast|attack|explosion|strike|bomb)", before
    )


def _kind_of(text: str, unit: Unit, live: list[Trigger], trigger: Trigger) -> str:
    if trigger.status != "actual":
        return "reference"
    before = text[unit.start : trigger.start]
    subject = [t for t in live if t.status == "reference" and t.end <= trigger.start and trigger.start - t.end < 25]
    if subject or (_PRONOUN_SUBJECT.match(before) and trigger.family != "harm"):
        return "reference"
    if trigger.family == "strong" and re.search(
        r"(?i)\b(?:conducted|launched|carried out|claimed responsibility for)\s+(?:the|this|that|these|those|both)\b",
        text[trigger.start : trigger.end + 14],
    ):
        return "reference"
    if trigger.family == "harm" and _is_active(text, unit, trigger):
        return "actual"
    if trigger.family == "harm" or (
        trigger.family == "destroy" and re.search(r"(?i)\b(?:were|was|been)\s+(?:\w+\s+)?$", before)
    ):
        return "reference"
    return "actual"
