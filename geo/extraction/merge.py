"""From mentions to events: the same incident told twice is one, a summary is spread over its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from geo.extraction.fits import (
    Event,
    date_fit_of,
    days_wide,
    event_last_sentence,
    groups,
    lies_toward,
    parties_fit,
    place_fit_of,
    unknown,
    words_fit,
)
from geo.extraction.joining import (
    ACCIDENT,
    CLAIMED_ALL,
    city_of,
    has_point,
    is_finer,
    is_part_of,
    is_plural,
    is_vaguer,
    needed,
)
from geo.extraction.mentions import Mention, earlier
from geo.extraction.phrases import Site
from geo.model.codes import DatePrecision, Role

if TYPE_CHECKING:
    from datetime import date

    from geo.extraction.dates import When
    from geo.extraction.place_context import PlaceMention

HISTORY_DAYS: Final = 60
ORPHAN_WITHIN: Final = 2
SLACK, CLAIM_SLACK = 0.6, 2.1
_HERE: Final = re.compile(
    r"(?i)\bthis\s+(?:\w+\s+){0,2}(?:city|town|village|area)\b|\bhere\b|(?:\bthe|'s)\s+(?:\w+\s+){0,2}(?:city|town|village|capital)\b"
)
_BASES: Final = frozenset({"base", "airbase", "airfield", "airport", "garrison", "outpost", "camp", "facility"})


@dataclass
class Merger:
    """Takes the mentions in the order of the text."""

    events: list[Event] = field(default_factory=list)
    by_order: dict[int, list[Event]] = field(default_factory=dict)
    aggregates: set[int] = field(default_factory=set)
    last_point: PlaceMention | None = None
    last_base: PlaceMention | None = None
    last_city: PlaceMention | None = None
    dateline: PlaceMention | None = None
    seen: list[PlaceMention] = field(default_factory=list)
    orphans: list[Mention] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        """Give a mention to the events that it tells of, or make a new one."""
        if mention.status == "aggregate":
            self.aggregates.add(mention.order)
            return
        place = self._place(mention)
        when = self._when(mention)
        matches = sorted(
            (
                (score, event)
                for event in self.events
                if (score := self._score(event, mention, place, when)) is not None
            ),
            key=lambda pair: (-pair[0], -pair[1].last),
        )
        is_own = mention.status == "actual" or (
            mention.trigger.family == "harm" and mention.tolls and place is not None
        )
        if mention.is_new and is_own and mention.cause_of is None:
            matches = [(s, e) for s, e in matches if place and e.place and e.is_point and when and when.is_dated] or []
        chosen = self._chosen(mention, place, when, matches)
        self._spread_claim(mention, when, chosen)
        self.by_order[mention.order] = chosen
        if place and place.is_point:
            self.seen.append(place)
            self.last_point = place
            self.last_city = city_of(place, self.last_city, mention)
            if place.entry and (place.entry.is_facility or re.search(r"(?i)base|airport|camp", place.text)):
                self.last_base = place

    def _place(self, mention: Mention) -> PlaceMention | None:  # noqa: PLR0911
        if mention.site.mention:
            return mention.site.mention
        anaphor = mention.site.anaphor
        if self.last_point is None and _HERE.search(mention.words):
            return self.dateline
        if anaphor == "vessel":
            return self.last_point if self.last_point and self.last_point.relation.is_at_sea else None
        named = next((p for p in reversed(self.seen) if anaphor and _is_called(p, anaphor)), None)
        if anaphor in _BASES:
            return named or self.last_base or self.last_point
        if anaphor == "city" and self.last_city:
            return self.last_city
        if anaphor in {
            "city",
            "town",
            "village",
            "there",
            "area",
            "market",
            "hospital",
            "camp",
            "port",
            "site",
            "embassy",
            "prison",
            "jail",
            "hotel",
            "school",
            "mosque",
            "church",
            "scene",
            "compound",
        }:
            return named or self.last_point
        return None

    def _when(self, mention: Mention) -> When | None:
        if mention.days_before and not (mention.when and mention.when.is_dated) and mention.cause_of is not None:
            main = next((e.when for e in self.by_order.get(mention.cause_of, []) if e.when), None)
            return earlier(main, mention.days_before) if main else mention.when
        return mention.when if mention.when and mention.when.is_dated else None

    def _chosen(
        self, mention: Mention, place: PlaceMention | None, when: When | None, matches: list[tuple[float, Event]]
    ) -> list[Event]:
        if matches:
            score, best = matches[0]
            if mention.status == "reference" and is_plural(mention) and not (place and place.is_point):
                slack = CLAIM_SLACK if any(p.role is Role.CLAIMANT for p in mention.parties) else SLACK
                return [self._joined(e, mention, place, when) for s, e in matches if s >= score - slack]
            return [self._joined(best, mention, place, when)]
        between = {p.role for p in mention.parties if not p.mention.is_generic} >= {
            Role.INITIATOR,
            Role.TARGET,
        } and mention.status == "actual"
        informative = (
            between or place is not None or (when is not None and when.is_dated) or mention.site.mention is not None
        )
        told = (
            (mention.trigger.family == "harm" or re.match(r"(?i)killings?$|massacre$|murder$", mention.trigger.text))
            and mention.tolls
            and (when or (self.events and (mention.status == "actual" or (place and place.use == "where"))))
            and place
            and (has_point(place) or (unknown(place) and when) or mention.sentence.index <= 1)
            and not ACCIDENT.search(mention.words)
        )
        if (mention.trigger.family in {"harm", "blame"} and not told) or (self.events and not informative):
            self._keep_for_later(mention, place)
            return []
        if mention.cause_of is not None and mention.status == "reference" and not (told or (place and place.is_point)):
            return []
        if (
            mention.status == "reference"
            and not told
            and not ((when and not mention.is_said_date) or (place and mention.trigger.family != "noun"))
        ):
            return []
        event = Event(len(self.events), [mention], place=place, when=when, is_said_date=mention.is_said_date)
        if not self.events:
            fitting = [o for o in self.orphans if mention.sentence.index - o.sentence.index <= ORPHAN_WITHIN]
            event.mentions = [*fitting, *event.mentions]
        event.neighbours = [e for e in self.events if 0 <= mention.sentence.index - event_last_sentence(e) <= 2]
        self.events.append(event)
        return [event]

    def _spread_claim(self, mention: Mention, when: When | None, chosen: list[Event]) -> None:
        """Let "X claimed the attacks and said one had hit Y" be a claim of the other incidents told before, too."""
        claims = tuple(p for p in mention.parties if p.role is Role.CLAIMANT)
        if not claims or not CLAIMED_ALL.search(mention.words):
            return
        bare = replace(mention, status="reference", site=Site(), parties=claims, tolls=(), weapons=(), when=None)
        for event in self.events:
            named = event.names(Role.INITIATOR) | event.names(Role.CLAIMANT)
            if event not in chosen and not named and date_fit_of(event, when, mention) is not None:
                event.shared.append(bare)

    def _keep_for_later(self, mention: Mention, place: PlaceMention | None) -> None:
        """Remember a toll that a report tells before it says where: "29 people died, officials said"."""
        if not self.events and place is None and mention.tolls and mention.cause_of is None:
            self.orphans.append(mention)

    def _joined(self, event: Event, mention: Mention, place: PlaceMention | None, when: When | None) -> Event:
        if place and place.is_point and not event.is_point and mention.trigger.family != "blame":
            child = Event(len(self.events), [mention], place=place, when=when or event.when, parent=event)
            event.children.append(child)
            self.events.append(child)
            return child
        if event.is_point and not (place and place.is_point) and mention.site.mention and mention.status == "actual":
            event.shared.append(mention)
        else:
            event.mentions.append(mention)
        if event.place is None or (
            place
            and place.entry
            and place.entry.is_facility
            and place.relation.kind == "at"
            and event.place.relation.kind == "near"
        ):
            event.place = place or event.place
        if place and event.place and place.is_point and event.is_point:
            is_better = (
                is_part_of(place, event.place) or is_vaguer(place, event.place) or lies_toward(event.place, place)
            )
            event.place = place if is_better else event.place
        if place and event.place and not place.is_point and not event.is_point and is_finer(place, event.place):
            event.place = place
        if event.is_said_date and when and not mention.is_said_date:
            event.when, event.is_said_date = when, False
        if event.when is None or (when and days_wide(when) < days_wide(event.when)):
            event.when = when or event.when
        return event

    def _score(self, event: Event, mention: Mention, place: PlaceMention | None, when: When | None) -> float | None:  # noqa: PLR0911
        """Say how well a mention fits an event; None where it tells of another one."""
        if mention.cause_of is not None and event in self.by_order.get(mention.cause_of, []):
            return None
        date_fit, place_fit = date_fit_of(event, when, mention), place_fit_of(event.place, place)
        if date_fit is None or place_fit is None or not parties_fit(event, mention):
            return None
        if mention.status == "reference" and not words_fit(event, mention):
            return None
        arms_event, arms = event.weapon_groups, groups([mention])
        clash = bool(arms_event and arms and not arms_event & arms)
        strong_same = place_fit >= 2 and date_fit >= 2
        if clash and not strong_same:
            return None
        score = date_fit + place_fit + (1.0 if arms_event & arms else 0.0)
        score += (
            1.0
            if event.names(Role.INITIATOR) & {p.mention.name for p in mention.parties if p.role is Role.INITIATOR}
            else 0.0
        )
        score += 1.0 if mention.sentence.index - event_last_sentence(event) <= 1 else 0.0
        if mention.status == "reference" and re.search(
            r"(?i)\bthe\s+(?:earlier|previous|initial|original)\b", mention.words
        ):
            score += 1.5 if any(m.cause_of is not None for m in event.mentions) else -0.5
        if mention.status == "reference":
            return score + 0.5 if score > 0 or event.last == max((e.last for e in self.events), default=-1) else None
        informative = (place is not None and place.is_point) or (when is not None and when.is_dated)
        if not informative and date_fit == 0:
            return score if mention.sentence.index - event_last_sentence(event) <= 6 else None
        return score if score >= needed(event, mention, place, when) else None


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


def _is_called(place: PlaceMention, word: str) -> bool:
    """Say whether a place bears the word that refers back to one: "the camp" for Camp Taji."""
    name = place.place.name if place.place else ""
    return re.search(rf"(?i)\b{re.escape(word)}\b", f"{place.text} {name}") is not None


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
