"""From an event to a candidate: its values, each a claim with the words it came from."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from geo.extraction import triggers
from geo.extraction.lexicon import demonyms
from geo.extraction.values_of import Context, by_state_of, claim, parties_of, said_by, shared_tolls, toll_of, weapons_of
from geo.model.codes import DatePrecision, Method, PlaceKind, Role, WherePrecision
from geo.model.countries import country_name
from geo.model.normalise import fold
from geo.model.values import Candidate, Claim, Incident, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from geo.extraction.dates import When
    from geo.extraction.fits import Event
    from geo.extraction.mentions import Mention
    from geo.model.event_types import EventType

DATASET: Final = "report"


def candidate(event: Event, context: Context) -> Candidate:
    """Make a candidate of an event; links are added later."""
    claims: list[Claim] = []
    reasons: list[str] = []
    place = _place(event, context, claims, reasons)
    dates = _dates(event, place, context, claims, reasons)
    parties = parties_of(event, context, claims)
    arms = weapons_of(event, context, claims)
    kind = _type(event, context, claims, arms)
    reasons += shared_tolls(event, context, claims)
    incident = Incident(
        dataset=DATASET,
        dataset_id=f"{context.article}-{event.number + 1}" + ("u" if event.remainder else ""),
        event_type=kind,
        place=place,
        actors=tuple(parties),
        weapon="; ".join(arms) or None,
        fatalities=toll_of(event, "killed", context, claims),
        injuries=toll_of(event, "injured", context, claims),
        claims=tuple(claims),
        method=Method.RULE,
        **dates,
    )
    return Candidate(incident=incident, reasons=tuple(dict.fromkeys(reasons)))


def _place(event: Event, context: Context, claims: list[Claim], reasons: list[str]) -> Place:
    found = event.place
    for mention in event.all:
        named = mention.site.mention
        if named and named.place and (found is None or named.is_point == found.is_point):
            rule = f"place.{named.relation.kind}" if named.is_point else "place.area"
            claims.append(claim(context, "place", named.place.name, (named.start, named.end), rule, said_by(mention)))
    if event.remainder:
        reasons.append(
            f"{event.remainder} further place not named"
            if event.remainder == 1
            else f"{event.remainder} further places not named"
        )
        country = found.country if found else _country(event, context)
        return Place(name="not named", kind=PlaceKind.AREA, country=country, precision=WherePrecision.COUNTRY)
    if found is None or found.place is None:
        reasons.append("no place is named" if found is None else f"{found.text}: {found.reason}")
        country = (found.country if found else None) or _country(event, context)
        name = found.text if found else country_name(country) if country else "not named"
        return Place(
            name=name, kind=PlaceKind.AREA, country=country, precision=WherePrecision.COUNTRY if country else None
        )
    if found.place.longitude is None:
        reasons.append(f"{found.place.name}: an area, no point")
    if found.place.country is None and found.place.precision is WherePrecision.WATER_OR_AIR:
        return found.place.model_copy(update={"country": _coast(event, context.coast)})
    return found.place


_NEAR_BORDER = re.compile(
    r"\b([A-Z]\w+)\s+(?:border|territory|soil|airspace|coast|side|town|city|village|capital|waters|base)\b"
)


def _country(event: Event, context: Context) -> str | None:
    """Give the country of an incident without a place: the report's, unless it is the attacker's own."""
    actors = [p for m in event.all for p in m.parties]
    attackers = {p.mention.country for p in actors if p.role is Role.INITIATOR}
    near = _NEAR_BORDER.search(" ".join(m.words for m in event.all))
    if near and fold(near[1]) in demonyms():
        return demonyms()[fold(near[1])]
    if context.country and context.country not in attackers:
        return context.country
    targets = [
        p.mention.country
        for p in actors
        if p.role is Role.TARGET and p.mention.country and p.mention.country not in attackers
    ]
    others = [c for c in (*targets, context.coast) if c and c not in attackers]
    return others[0] if others else context.country


def _coast(event: Event, coast: str | None) -> str | None:
    """Give the country from which an attack at sea was launched, where the words name it; else None."""
    actors = [p.mention for m in event.all for p in m.parties if p.role in {Role.INITIATOR, Role.CLAIMANT}]
    return next((a.country for a in actors if a.country and a.kind == "armed_group"), coast)


def _dates(event: Event, place: Place, context: Context, claims: list[Claim], reasons: list[str]) -> dict[str, Any]:
    for mention in event.all:
        if mention.when and mention.when.first and not mention.when.vague:
            span = (mention.when.start, mention.when.end)
            claims.append(
                claim(context, "date", mention.when.first.isoformat(), span, mention.when.rule, said_by(mention))
            )
    when = event.when
    if when is None or when.first is None:
        return _undated(event, context, reasons)
    first, last, at, zone = when.first, when.last or when.first, when.clock, None
    if at is not None and place.country:
        zone = context.gazetteer.zone(place.country)
        first, last, at = _local(first, last, at, when.zone, zone)
        claims.append(claim(context, "time_local", at.isoformat("minutes"), (when.start, when.end), "time.clock", None))
    found = {"date_start": first, "date_end": last, "date_precision": when.precision}
    return {**found, "time_local": at, "time_zone": zone if at else None}


def _local(first: date, last: date, at: time, given: str | None, zone: str | None) -> tuple[date, date, time]:
    """Turn a clock time of another zone into local time, which can be another day."""
    if given is None or zone is None:
        return first, last, at
    moment = datetime.combine(first, at, ZoneInfo(given)).astimezone(ZoneInfo(zone))
    shift = moment.date() - first
    return first + shift, last + shift, moment.time()


def _undated(event: Event, context: Context, reasons: list[str]) -> dict[str, Any]:
    causes = [e.when.last for e in event.responds_to if e.when and e.when.last]
    published = context.published
    before = _context_date(event)
    if before:
        reasons.append("the words give no date: taken from what the report tells just before")
        return {"date_start": before.first, "date_end": before.last, "date_precision": before.precision}
    said = next((m.when.reason for m in event.all if m.when and m.when.reason), None)
    if published is None:
        reasons.append(f"undated: {said or 'no date is said and the publication date is not given to the day'}")
        return {}
    cause = max(causes) if causes else None
    first = cause if cause and timedelta(0) <= published - cause <= timedelta(days=3) else published - timedelta(days=1)
    reasons.append("the report gives no date: taken from its publication")
    return {
        "date_start": first,
        "date_end": published,
        "date_precision": DatePrecision.DAYS_2_TO_6 if first < published else DatePrecision.DAY,
    }


def _context_date(event: Event) -> When | None:
    """Give the date of the incident told in the sentence or two before, where this one gives none."""
    near = [
        e
        for e in event.neighbours
        if e.when and e.when.first and e.when.precision and e.when.precision <= DatePrecision.DAYS_2_TO_6
    ]
    near = [e for e in near if all(m.cause_of is None for m in e.mentions)] or near
    return near[-1].when if near and not event.responds_to else None


def _type(event: Event, context: Context, claims: list[Claim], arms: list[str]) -> EventType:
    order = {"strong": 0, "intercept": 1, "noun": 2, "destroy": 3, "harm": 4, "blame": 5}
    own = sorted(event.all, key=lambda m: (m.status != "actual", order[m.trigger.family], m.order))
    words = " ".join(m.words for m in event.all)
    best = own[0]
    family = "intercept" if best.trigger.family == "intercept" and not _landed(own) else best.trigger.family
    family = (
        "strong"
        if family == "intercept" and any(m.trigger.family == "strong" and m.status == "actual" for m in own)
        else family
    )
    kind = triggers.event_type(words, family=family, weapons=frozenset(arms), by_state=by_state_of(event, context))
    for mention in own[:3]:
        start = mention.sentence.start + mention.trigger.start
        claims.insert(
            0,
            claim(
                context,
                "event_type",
                kind.value,
                (start, start + len(mention.trigger.text)),
                f"trigger.{mention.trigger.family}",
                said_by(mention),
            ),
        )
    return kind


def _landed(mentions: Iterable[Mention]) -> bool:
    return any(m.tolls and any((t.count.best or t.count.low or 0) > 0 for t in m.tolls) for m in mentions)


def with_links(found: Candidate, links: tuple[Any, ...], claims: tuple[Claim, ...]) -> Candidate:
    """Give the candidate with links to others and the claims behind them."""
    incident = found.incident.model_copy(update={"links": links, "claims": (*found.incident.claims, *claims)})
    return found.model_copy(update={"incident": incident})
