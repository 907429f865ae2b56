"""Whether a mention can mean an event that is known already: by date, place, parties and words."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from geo.extraction.gazetteer import distance_km
from geo.extraction.resolve import BEARINGS
from geo.extraction.unknown_names import PART_OF_TOWN
from geo.model.codes import Role
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.dates import When
    from geo.extraction.mentions import Mention
    from geo.extraction.place_context import PlaceMention


_STATES: Final = frozenset({"state_force", "coalition"})
SAME_PLACE_KM: Final = 20.0
SAID_LATER: Final = 6
METROPOLIS: Final = 500_000
SIDE_KM: Final = 70.0
SIDE_DEGREES: Final = 60.0


_AIR, _DRONE, _SHELL, _BOMB, _ARMS, _SEA = "air", "drone", "shell", "bomb", "arms", "sea"


_GROUPS: Final = {
    "airstrike": _AIR, "glide bomb": _AIR, "barrel bomb": _AIR, "drone": _DRONE, "one-way attack drone": _DRONE,
    "ballistic missile": _SHELL, "cruise missile": _SHELL, "anti-ship missile": _SHELL, "anti-tank missile": _SHELL, "missile": _SHELL,
    "rocket": _SHELL, "mortar": _SHELL, "artillery": _SHELL, "tank fire": _SHELL, "car bomb": _BOMB, "suicide bomb": _BOMB, "suicide vest": _BOMB,
    "improvised explosive device": _BOMB, "grenade": _BOMB, "small arms": _ARMS, "knife": _ARMS, "unmanned surface vessel": _SEA,
}  # fmt: skip


@dataclass
class Event:
    """Mentions of one incident. ``children`` are the places over which a summary was spread."""

    # ruff: noqa: E501 - a pattern is kept whole

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


def event_last_sentence(event: Event) -> int:
    """Give the sentence of the latest mention."""
    own = [*event.mentions, *(event.parent.mentions if event.parent else [])]
    return max((m.sentence.index for m in own), default=-99)


def words_fit(event: Event, mention: Mention) -> bool:
    """Say whether "the strikes" or "the attacks" can mean this event."""
    named = re.search(
        r"(?i)\b(?:the|these|those|this|that|latest|\w+'s)\s+(?:[\w.]+\s+){0,3}((?:air\s?-?)?strikes?|attacks?)\b",
        mention.words,
    )
    noun = (named[1] if named else mention.trigger.text).casefold()
    told = " ".join(m.words for m in event.all).casefold()
    if re.search(r"\bair\s?-?strikes?$", noun):
        return _AIR in event.weapon_groups or "strike" in told
    if re.search(r"\bstrikes?$", noun):
        by_state = any(
            p.mention.kind in {"state_force", "coalition"}
            for m in event.all
            for p in m.parties
            if p.role is Role.INITIATOR
        )
        return by_state or "strike" in told or _AIR in event.weapon_groups
    many = re.search(r"(?i)\b(?:these|those|such|the)\s+(?:\w+\s+)?attacks\b", mention.words)
    return not (many and "attack" not in told and "drone" not in told)


def days_wide(when: When) -> int:
    """Give how many days a date expression leaves open."""
    return (when.last - when.first).days if when.first and when.last else 9_999


def date_fit_of(event: Event, when: When | None, mention: Mention) -> float | None:
    """Score how well a date fits an event; None where they exclude each other."""
    if when is None or event.when is None or when.first is None or event.when.first is None:
        return 0.0
    last, other = when.last or when.first, event.when.last or event.when.first
    late = timedelta(days=SAID_LATER if event.is_said_date != mention.is_said_date else 0)
    soon = timedelta(days=1 if mention.is_said_date or event.is_said_date else 0)
    told, done = (mention.is_said_date, event.is_said_date)
    if when.first > other + (late if told else soon) or event.when.first > last + (late if done else soon):
        return None
    if when.first > other + soon or event.when.first > last + soon:
        return 1.0
    return (
        3.0
        if days_wide(when) <= 1 and days_wide(event.when) <= 1
        else 2.0
        if min(days_wide(when), days_wide(event.when)) <= 1
        else 1.0
    )


def place_fit_of(known: PlaceMention | None, place: PlaceMention | None) -> float | None:  # noqa: PLR0911
    """Score how well a place fits an event; None where they exclude each other."""
    if known is None or place is None:
        return 0.0
    if known.is_point and place.is_point and known.place and place.place:
        apart = distance_km(
            known.place.latitude or 0, known.place.longitude or 0, place.place.latitude or 0, place.place.longitude or 0
        )
        reach = (
            max(SAME_PLACE_KM, _reach(known), _reach(place))
            if "near" in {known.relation.kind, place.relation.kind}
            else _usual_reach(known, place)
        )
        if apart > reach:
            return 1.5 if lies_toward(known, place) or lies_toward(place, known) else None
        if apart <= _usual_reach(known, place):
            return 3.0
        return 2.5 if max(p.entry.population for p in (known, place) if p.entry) >= METROPOLIS else 1.5
    if known.entry and place.entry and "sea" in {known.entry.kind, place.entry.kind}:
        sea, other = (known, place) if known.entry.kind == "sea" else (place, known)
        return (
            1.0
            if other.entry is sea.entry
            or (other.is_point and _lies_in(other, sea))
            or (other.entry and other.entry.kind) == "sea"
            or other.relation.is_at_sea
            else None
        )
    if known.country != place.country and None not in {known.country, place.country}:
        return None
    if unknown(known) or unknown(place):
        return _fit_of_unknown(known, place)
    if known.is_point or place.is_point:
        point, wide = (known, place) if known.is_point else (place, known)
        return 1.0 if _lies_in(point, wide) else None
    if known.relation.kind == "part" and place.relation.kind == "part":
        return 2.0 if known.relation.bearing == place.relation.bearing else None
    return 1.5


def lies_toward(wide: PlaceMention, place: PlaceMention) -> bool:
    """Say whether a place lies on the side of a city that the words name: "south of Baghdad"."""
    if wide.relation.kind != "side" or not wide.relation.bearing or place.relation.kind not in {"at", "near"}:
        return False
    if wide.entry is None or place.entry is None or place.entry.country != wide.entry.country:
        return False
    north, east = place.entry.lat - wide.entry.lat, place.entry.lon - wide.entry.lon
    angle = math.degrees(math.atan2(east * math.cos(math.radians(wide.entry.lat)), north))
    off = abs((angle - BEARINGS[wide.relation.bearing] + 180) % 360 - 180)
    apart = distance_km(wide.entry.lat, wide.entry.lon, place.entry.lat, place.entry.lon)
    return off <= SIDE_DEGREES and apart <= SIDE_KM


def unknown(place: PlaceMention) -> bool:
    """Say whether a name is in no gazetteer."""
    return place.place is None and bool(place.reason)


def _fit_of_unknown(known: PlaceMention, place: PlaceMention) -> float | None:
    """Score two places of which the gazetteer lacks one: a part or site may lie in the town named before."""
    if unknown(known) and unknown(place):
        return 3.0 if fold(known.text) == fold(place.text) else None
    name, other = (known, place) if unknown(known) else (place, known)
    if not other.is_point:
        return 1.0
    is_part = PART_OF_TOWN.search(name.text) or (
        name.country == other.country and other.entry and other.entry.kind == "city"
    )
    return 0.5 if is_part else None


def _usual_reach(one: PlaceMention, other: PlaceMention) -> float:
    """Give the kilometres within which two names mean one site: a base and its town, or one town spelt twice."""
    mixed = (
        one.entry
        and other.entry
        and (one.entry.is_facility != other.entry.is_facility or "area" in {one.entry.kind, other.entry.kind})
    )
    cities = [p.entry for p in (one, other) if p.entry and (p.entry.population >= METROPOLIS or p.entry.kind == "city")]
    people = sorted(p.entry.population if p.entry else 0 for p in (one, other))
    is_part = len(cities) == 1 or (people[1] >= METROPOLIS and people[0] * 5 <= people[1])
    return 18.0 if is_part and cities and not mixed else 14.0 if mixed else 5.0


def _reach(place: PlaceMention) -> float:
    return min(25.0, ((place.place.uncertainty_m if place.place else None) or 0) / 1000)


def _lies_in(point: PlaceMention, wide: PlaceMention) -> bool:
    if wide.entry is None or point.place is None or wide.relation.kind != "at" or wide.entry.kind == "country":
        return True
    lat, lon = point.place.latitude or 0, point.place.longitude or 0
    return distance_km(lat, lon, wide.entry.lat, wide.entry.lon) <= wide.entry.radius_km * 1.6 + 20


def parties_fit(event: Event, mention: Mention) -> bool:
    """Refuse where the attacker of one is the target of the other, or two named attackers differ."""
    attackers = {
        p.mention.name
        for p in mention.parties
        if p.role in {Role.INITIATOR, Role.CLAIMANT} and not p.mention.is_generic
    }
    targets = {p.mention.name for p in mention.parties if p.role is Role.TARGET and not p.mention.is_generic}
    known = event.names(Role.INITIATOR) | event.names(Role.CLAIMANT)
    if (attackers & event.names(Role.TARGET)) - known or (targets & known) - attackers:
        return False
    states = {p.mention.name for p in mention.parties if p.role is Role.INITIATOR and p.mention.kind in _STATES}
    known_states = {
        p.mention.name for m in event.all for p in m.parties if p.role is Role.INITIATOR and p.mention.kind in _STATES
    }
    if states and known and not states & known and not _allied(states | known):
        return False
    return not (known_states and attackers and not attackers & known_states and not _allied(attackers | known_states))


def _allied(names: set[str]) -> bool:
    return names <= {
        "United States",
        "United Kingdom",
        "Global Coalition against Daesh",
        "France",
        "Iraqi Security Forces",
        "Peshmerga",
    }
