"""From mentions to events: the same incident told twice is one, a summary is spread over its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from geo.extraction.gazetteer import distance_km
from geo.extraction.mentions import Mention, earlier
from geo.model.codes import DatePrecision, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.dates import When
    from geo.extraction.places import PlaceMention

SAME_PLACE_KM: Final = 20.0
HISTORY_DAYS: Final = 60
_AIR, _DRONE, _SHELL, _BOMB, _ARMS, _SEA = "air", "drone", "shell", "bomb", "arms", "sea"
_GROUPS: Final = {
    "airstrike": _AIR, "glide bomb": _AIR, "barrel bomb": _AIR, "drone": _DRONE, "one-way attack drone": _DRONE,
    "ballistic missile": _SHELL, "cruise missile": _SHELL, "anti-ship missile": _SHELL, "anti-tank missile": _SHELL, "missile": _SHELL,
    "rocket": _SHELL, "mortar": _SHELL, "artillery": _SHELL, "tank fire": _SHELL, "car bomb": _BOMB, "suicide bomb": _BOMB, "suicide vest": _BOMB,
    "improvised explosive device": _BOMB, "grenade": _BOMB, "small arms": _ARMS, "knife": _ARMS, "unmanned surface vessel": _SEA,
}  # fmt: skip
_BASES: Final = frozenset({"base", "airbase", "airfield", "airport", "garrison", "outpost", "camp", "facility"})


@dataclass
class Event:
    """Mentions of one incident. ``children`` are the places over which a summary was spread."""

    number: int
    mentions: list[Mention] = field(default_factory=list)
    shared: list[Mention] = field(default_factory=list)
    place: PlaceMention | None = None
    when: When | None = None
    parent: Event | None = None
    children: list[Event] = field(default_factory=list)
    responds_to: list[Event] = field(default_factory=list)
    responds_to_many: bool = False
    remainder: int = 0
    is_said_date: bool = False
    neighbours: list[Event] = field(default_factory=list)

    @property
    def all(self) -> list[Mention]:
        """Own mentions and those of the summary it belongs to, in the order of the text."""
        found = {m.order: m for m in [*self.mentions, *self.shared, *(self.parent.mentions if self.parent else [])]}
        return [found[k] for k in sorted(found)]

    @property
    def weapon_groups(self) -> set[str]:
        """Coarse groups of the weapons used."""
        return groups(self.all)

    def names(self, role: Role) -> set[str]:
        """Names of the actors in that role."""
        return {p.mention.name for m in self.all for p in m.parties if p.role is role and not p.mention.is_generic}

    @property
    def last(self) -> int:
        """The order of its latest mention."""
        return max((m.order for m in self.mentions), default=-1)

    @property
    def is_point(self) -> bool:
        """True where its place has coordinates finer than a province."""
        return self.place is not None and self.place.is_point


def groups(mentions: Sequence[Mention]) -> set[str]:
    """Give the coarse weapon groups of mentions."""
    found = {_GROUPS[w.name] for m in mentions for w in m.weapons if w.name in _GROUPS}
    if any(re.search(r"(?i)\bbombed|bombard|air\s?raid", m.words) for m in mentions) and not found:
        found.add(_AIR)
    return found


@dataclass
class Merger:
    """Takes the mentions in the order of the text."""

    events: list[Event] = field(default_factory=list)
    by_order: dict[int, list[Event]] = field(default_factory=dict)
    aggregates: set[int] = field(default_factory=set)
    last_point: PlaceMention | None = None
    last_base: PlaceMention | None = None

    def add(self, mention: Mention) -> None:
        """Give a mention to the events that it tells of, or make a new one."""
        if mention.status == "aggregate":
            self.aggregates.add(mention.order)
            return
        place = self._place(mention)
        when = self._when(mention)
        matches = sorted(
            ((score, event) for event in self.events if (score := self._score(event, mention, place, when)) is not None),
            key=lambda pair: (-pair[0], -pair[1].last),
        )
        if mention.is_new and mention.status == "actual" and mention.cause_of is None:
            matches = [(s, e) for s, e in matches if place and e.place and e.is_point and when and when.is_dated] or []
        chosen = self._chosen(mention, place, when, matches)
        self.by_order[mention.order] = chosen
        if place and place.is_point:
            self.last_point = place
            if place.entry and (place.entry.is_facility or re.search(r"(?i)base|airport|camp", place.text)):
                self.last_base = place

    def _place(self, mention: Mention) -> PlaceMention | None:
        if mention.site.mention:
            return mention.site.mention
        anaphor = mention.site.anaphor
        if anaphor in _BASES:
            return self.last_base or self.last_point
        if anaphor in {"city", "town", "village", "there", "area", "market", "hospital", "camp", "port", "site", "embassy", "compound"}:
            return self.last_point
        return None

    def _when(self, mention: Mention) -> When | None:
        if mention.days_before and not (mention.when and mention.when.is_dated) and mention.cause_of is not None:
            main = next((e.when for e in self.by_order.get(mention.cause_of, []) if e.when), None)
            return earlier(main, mention.days_before) if main else mention.when
        return mention.when if mention.when and mention.when.is_dated else None

    def _chosen(self, mention: Mention, place: PlaceMention | None, when: When | None, matches: list[tuple[float, Event]]) -> list[Event]:
        if matches:
            score, best = matches[0]
            if mention.status == "reference" and _is_plural(mention) and not (place and place.is_point):
                return [self._joined(e, mention, place, when) for s, e in matches if s >= score - 0.6]
            return [self._joined(best, mention, place, when)]
        between = {p.role for p in mention.parties if not p.mention.is_generic} >= {Role.INITIATOR, Role.TARGET} and mention.status == "actual"
        informative = between or place is not None or (when is not None and when.is_dated) or mention.site.mention is not None
        told = mention.trigger.family == "harm" and mention.tolls and when and place and place.is_point and (mention.weapons or mention.parties)
        if (mention.trigger.family in {"harm", "blame"} and not told) or (self.events and not informative):
            return []
        if mention.status == "reference" and not told and not ((when and not mention.is_said_date) or (place and mention.trigger.family != "noun")):
            return []
        event = Event(len(self.events), [mention], place=place, when=when, is_said_date=mention.is_said_date)
        event.neighbours = [e for e in self.events if 0 <= mention.sentence.index - event_last_sentence(e) <= 2]  # noqa: PLR2004
        self.events.append(event)
        return [event]

    def _joined(self, event: Event, mention: Mention, place: PlaceMention | None, when: When | None) -> Event:
        if place and place.is_point and not event.is_point:
            child = Event(len(self.events), [mention], place=place, when=when or event.when, parent=event)
            event.children.append(child)
            self.events.append(child)
            return child
        if event.is_point and not (place and place.is_point) and mention.site.mention and mention.status == "actual":
            event.shared.append(mention)
        else:
            event.mentions.append(mention)
        if event.place is None or (
            place and place.entry and place.entry.is_facility and place.relation.kind == "at" and event.place.relation.kind == "near"
        ):
            event.place = place or event.place
        if event.is_said_date and when and not mention.is_said_date:
            event.when, event.is_said_date = when, False
        if event.when is None or (when and _width(when) < _width(event.when)):
            event.when = when or event.when
        return event

    def _score(self, event: Event, mention: Mention, place: PlaceMention | None, when: When | None) -> float | None:
        """Say how well a mention fits an event; None where it tells of another one."""
        if mention.cause_of is not None and event in self.by_order.get(mention.cause_of, []):
            return None
        date_fit, place_fit = _date_fit(event, when, mention), _place_fit(event.place, place)
        if date_fit is None or place_fit is None or not _parties_fit(event, mention):
            return None
        if mention.status == "reference" and not _words_fit(event, mention):
            return None
        arms_event, arms = event.weapon_groups, groups([mention])
        clash = bool(arms_event and arms and not arms_event & arms)
        strong_same = place_fit >= 2 and date_fit >= 2  # noqa: PLR2004
        if clash and not strong_same:
            return None
        score = date_fit + place_fit + (1.0 if arms_event & arms else 0.0)
        score += 1.0 if event.names(Role.INITIATOR) & {p.mention.name for p in mention.parties if p.role is Role.INITIATOR} else 0.0
        score += 1.0 if mention.sentence.index - event_last_sentence(event) <= 1 else 0.0
        if mention.status == "reference":
            return score + 0.5 if score > 0 or event.last == max((e.last for e in self.events), default=-1) else None
        informative = (place is not None and place.is_point) or (when is not None and when.is_dated)
        if not informative and date_fit == 0:
            return score if mention.sentence.index - event_last_sentence(event) <= 6 else None  # noqa: PLR2004
        needed = 3.0 if event.is_point and place is not None and not place.is_point and place.relation.kind != "at" else 2.0
        return score if score >= needed else None


def event_last_sentence(event: Event) -> int:
    """Give the sentence of the latest mention."""
    own = [*event.mentions, *(event.parent.mentions if event.parent else [])]
    return max((m.sentence.index for m in own), default=-99)


def _words_fit(event: Event, mention: Mention) -> bool:
    """Say whether "the strikes" or "the attacks" can mean this event."""
    named = re.search(r"(?i)\b(?:the|these|those|this|that|latest|\w+'s)\s+(?:[\w.]+\s+){0,3}((?:air\s?-?)?strikes?|attacks?)\b", mention.words)
    noun = (named[1] if named else mention.trigger.text).casefold()
    told = " ".join(m.words for m in event.all).casefold()
    if re.search(r"\bair\s?-?strikes?$", noun):
        return _AIR in event.weapon_groups or "strike" in told
    if re.search(r"\bstrikes?$", noun):
        by_state = any(p.mention.kind in {"state_force", "coalition"} for m in event.all for p in m.parties if p.role is Role.INITIATOR)
        return by_state or "strike" in told or _AIR in event.weapon_groups
    many = re.search(r"(?i)\b(?:these|those|such|the)\s+(?:\w+\s+)?attacks\b", mention.words)
    return not (many and "attack" not in told and "drone" not in told)


def _width(when: When) -> int:
    return (when.last - when.first).days if when.first and when.last else 9_999


def _is_plural(mention: Mention) -> bool:
    return bool(re.search(r"(?i)\b(?:strikes|attacks|raids|bombings|airstrikes|explosions|they|these|those)\b", mention.words))


def _date_fit(event: Event, when: When | None, mention: Mention) -> float | None:
    if when is None or event.when is None or when.first is None or event.when.first is None:
        return 0.0
    slack = timedelta(days=1 if mention.is_said_date or event.is_said_date else 0)
    last, other = when.last or when.first, event.when.last or event.when.first
    if when.first > other + slack or event.when.first > last + slack:
        return None
    return 3.0 if _width(when) <= 1 and _width(event.when) <= 1 else 2.0 if min(_width(when), _width(event.when)) <= 1 else 1.0


def _place_fit(known: PlaceMention | None, place: PlaceMention | None) -> float | None:
    if known is None or place is None:
        return 0.0
    if known.is_point and place.is_point and known.place and place.place:
        apart = distance_km(known.place.latitude or 0, known.place.longitude or 0, place.place.latitude or 0, place.place.longitude or 0)
        reach = max(SAME_PLACE_KM, _reach(known), _reach(place)) if "near" in {known.relation.kind, place.relation.kind} else _usual_reach(known, place)
        return 3.0 if apart <= reach else None
    if known.entry and place.entry and "sea" in {known.entry.kind, place.entry.kind}:
        sea, other = (known, place) if known.entry.kind == "sea" else (place, known)
        return 1.0 if other.entry is sea.entry or (other.is_point and _lies_in(other, sea)) or "sea" == (other.entry and other.entry.kind) else None
    if known.country != place.country:
        return None
    if known.is_point or place.is_point:
        point, wide = (known, place) if known.is_point else (place, known)
        return 1.0 if _lies_in(point, wide) else None
    if known.relation.kind == "part" and place.relation.kind == "part":
        return 2.0 if known.relation.bearing == place.relation.bearing else None
    return 1.5


def _usual_reach(one: PlaceMention, other: PlaceMention) -> float:
    """Give the kilometres within which two names mean one site: a base and its town, or one town spelt twice."""
    mixed = one.entry and other.entry and (one.entry.is_facility != other.entry.is_facility or "area" in {one.entry.kind, other.entry.kind})
    return 14.0 if mixed else 5.0


def _reach(place: PlaceMention) -> float:
    return min(25.0, ((place.place.uncertainty_m if place.place else None) or 0) / 1000)


def _lies_in(point: PlaceMention, wide: PlaceMention) -> bool:
    if wide.entry is None or point.place is None or wide.relation.kind != "at" or wide.entry.kind == "country":
        return True
    lat, lon = point.place.latitude or 0, point.place.longitude or 0
    return distance_km(lat, lon, wide.entry.lat, wide.entry.lon) <= wide.entry.radius_km * 1.6 + 20


def _parties_fit(event: Event, mention: Mention) -> bool:
    """Refuse where the attacker of one is the target of the other, or two named attackers differ."""
    attackers = {p.mention.name for p in mention.parties if p.role in {Role.INITIATOR, Role.CLAIMANT} and not p.mention.is_generic}
    targets = {p.mention.name for p in mention.parties if p.role is Role.TARGET and not p.mention.is_generic}
    known = event.names(Role.INITIATOR) | event.names(Role.CLAIMANT)
    if (attackers & event.names(Role.TARGET)) - known or (targets & known) - attackers:
        return False
    states = {p.mention.name for p in mention.parties if p.role is Role.INITIATOR and p.mention.kind == "state_force"}
    known_states = {p.mention.name for m in event.all for p in m.parties if p.role is Role.INITIATOR and p.mention.kind == "state_force"}
    if states and known and not states & known and not _allied(states | known):
        return False
    return not (known_states and attackers and not attackers & known_states and not _allied(attackers | known_states))


def _allied(names: set[str]) -> bool:
    return names <= {"United States", "United Kingdom", "Global Coalition against Daesh", "France", "Iraqi Security Forces", "Peshmerga"}


def finish(merger: Merger, published: date | None) -> list[Event]:
    """Spread summaries over their places, keep what is unnamed of them, and drop history."""
    kept: list[Event] = []
    for event in merger.events:
        if event.children:
            named = len(event.children)
            told = {m.order: m for e in [event, *event.children] for m in e.all if not m.site.is_point}
            sites = max((m.sites or 0 for m in told.values()), default=0)
            event.remainder = max(0, sites - named) if named > 1 or sites else 0
            if event.remainder:
                kept.append(_unnamed(event))
            continue
        kept.append(event)
    dated = [e for e in kept if e.when and e.when.last]
    recent = published and any((published - e.when.last).days <= HISTORY_DAYS for e in dated if e.when and e.when.last)
    return [e for e in kept if not _is_history(e, published if recent else None)]


def _unnamed(event: Event) -> Event:
    rest = replace(event, children=[], mentions=[replace(m, tolls=()) for m in event.mentions])
    rest.remainder = event.remainder
    return rest


def _is_history(event: Event, published: date | None) -> bool:
    when = event.when
    if when is None or when.last is None:
        return False
    is_coarse = when.precision is not None and when.precision >= DatePrecision.MONTH
    if is_coarse and not event.is_point:
        return True
    return published is not None and (published - when.last).days > HISTORY_DAYS
