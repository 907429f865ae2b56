"""From an event to a candidate: its values, each a claim with the words it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from geo.extraction import triggers
from geo.extraction.confidence import confidence
from geo.model.codes import DatePrecision, Method, PlaceKind, Role, WherePrecision
from geo.model.countries import country_name
from geo.model.values import Candidate, Claim, Fatalities, Incident, Party, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from geo.extraction.casualties import Toll
    from geo.extraction.dates import When
    from geo.extraction.gazetteer import Gazetteer
    from geo.extraction.mentions import Mention
    from geo.extraction.merge import Event

DATASET: Final = "report"
_SITE_NOUN: Final = (
    r"base|bases|airbase|airport|embassy|consulate|hospital|clinic|market|school|mosque|church|university|refinery|depot|warehouse|convoy|patrol|checkpoint|outpost|post|headquarters|facility|facilities|camp|house|home|building|apartment\s+building|residential\s+(?:areas?|buildings?)|vehicle|bus|car|truck|train|bridge|dam|power\s+(?:plant|station|grid)|port|ship|vessel|tanker|carrier|freighter|wedding|funeral|village|site|sites|field|positions?|infrastructure|prison|hotel|restaurant|shelter|kindergarten|substation|pipeline|tower|radar|runway|villagers|civilians|worshippers|protesters|journalists|soldiers|police\s+station|police"
)
_OBJECT = re.compile(
    rf"(?i)\b(?:hit|struck|targeted|targeting|targets|attacked|bombed|shelled|against|on|at(?!\s+least)|destroyed|damaged|into|striking|hitting|impacted|inside|ambushed|stormed)\s+(?P<np>(?:(?:an?|the|several|multiple|two|three|four|five|one|its|their|his|residential|both|\d+)\s+)?(?:(?!in\b|near\b|on\b|at\b|and\b|by\b|with\b|of\b)[\w.'-]+\s+){{0,4}}?(?:{_SITE_NOUN}))\b"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole report says: its text, its publication day, the country where nothing else says one."""

    text: str
    published: date | None
    country: str | None
    gazetteer: Gazetteer
    article: str
    coast: str | None = None


def candidate(event: Event, context: Context) -> Candidate:
    """Make a candidate of an event; links are added later."""
    claims: list[Claim] = []
    reasons: list[str] = []
    place = _place(event, context, claims, reasons)
    dates = _dates(event, place, context, claims, reasons)
    parties = _parties(event, context, claims)
    arms = _weapon(event, context, claims)
    kind = _type(event, context, claims, arms)
    incident = Incident(
        dataset=DATASET,
        dataset_id=f"{context.article}-{event.number + 1}" + ("u" if event.remainder else ""),
        event_type=kind,
        place=place,
        actors=tuple(parties),
        weapon="; ".join(arms) or None,
        fatalities=_toll(event, "killed", context, claims),
        injuries=_toll(event, "injured", context, claims),
        claims=tuple(claims),
        method=Method.RULE,
        **dates,
    )
    return Candidate(incident=incident, reasons=tuple(dict.fromkeys(reasons)))


def claim(context: Context, name: str, value: str | int | None, span: tuple[int, int], rule: str, by: str | None, **more: Any) -> Claim:
    """Make a claim on a span of the text."""
    start, end = span
    return Claim(
        field=name, value=value, start=start, end=end, text=context.text[start:end], attributed_to=by, rule=rule,
        method=Method.RULE, confidence=confidence(rule), **more,
    )  # fmt: skip


def _by(mention: Mention) -> str | None:
    return mention.speaker.text if mention.speaker else None


def _place(event: Event, context: Context, claims: list[Claim], reasons: list[str]) -> Place:
    found = event.place
    for mention in event.all:
        named = mention.site.mention
        if named and named.place and (found is None or named.is_point == found.is_point):
            rule = f"place.{named.relation.kind}" if named.is_point else "place.area"
            claims.append(claim(context, "place", named.place.name, (named.start, named.end), rule, _by(mention)))
    if event.remainder:
        reasons.append(f"{event.remainder} further place not named" if event.remainder == 1 else f"{event.remainder} further places not named")
        country = found.country if found else _country(event, context)
        return Place(name="not named", kind=PlaceKind.AREA, country=country, precision=WherePrecision.COUNTRY)
    if found is None or found.place is None:
        reasons.append("no place is named" if found is None else f"{found.text}: {found.reason}")
        country = (found.country if found else None) or _country(event, context)
        name = found.text if found else country_name(country) if country else "not named"
        return Place(name=name, kind=PlaceKind.AREA, country=country, precision=WherePrecision.COUNTRY if country else None)
    if found.place.longitude is None:
        reasons.append(f"{found.place.name}: an area, no point")
    if found.place.country is None and found.place.precision is WherePrecision.WATER_OR_AIR:
        return found.place.model_copy(update={"country": _coast(event, context.coast)})
    return found.place


def _country(event: Event, context: Context) -> str | None:
    """Give the country of an incident without a place: the report's, unless it is the attacker's own."""
    actors = [p for m in event.all for p in m.parties]
    attackers = {p.mention.country for p in actors if p.role is Role.INITIATOR}
    if context.country and context.country not in attackers:
        return context.country
    targets = [p.mention.country for p in actors if p.role is Role.TARGET and p.mention.country and p.mention.country not in attackers]
    return targets[0] if targets else context.country


def _coast(event: Event, coast: str | None) -> str | None:
    """Give the country from which an attack at sea was launched, where the words name it; else None."""
    actors = [p.mention for m in event.all for p in m.parties if p.role in {Role.INITIATOR, Role.CLAIMANT}]
    return next((a.country for a in actors if a.country and a.kind == "armed_group"), coast)


def _dates(event: Event, place: Place, context: Context, claims: list[Claim], reasons: list[str]) -> dict[str, Any]:
    for mention in event.all:
        if mention.when and mention.when.first and not mention.when.vague:
            span = (mention.when.start, mention.when.end)
            claims.append(claim(context, "date", mention.when.first.isoformat(), span, mention.when.rule, _by(mention)))
    when = event.when
    if when is None or when.first is None:
        return _undated(event, context, reasons)
    first, last, at, zone = when.first, when.last or when.first, when.clock, None
    if at is not None and place.country:
        zone = context.gazetteer.zone(place.country)
        first, last, at = _local(first, last, at, when.zone, zone)
        claims.append(claim(context, "time_local", at.isoformat("minutes"), (when.start, when.end), "time.clock", None))
    return {
        "date_start": first, "date_end": last, "date_precision": when.precision, "time_local": at, "time_zone": zone if at else None,
    }  # fmt: skip


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
    return {"date_start": first, "date_end": published, "date_precision": DatePrecision.DAYS_2_TO_6 if first < published else DatePrecision.DAY}


def _context_date(event: Event) -> When | None:
    """Give the date of the incident told in the sentence or two before, where this one gives none."""
    near = [e for e in event.neighbours if e.when and e.when.first and e.when.precision and e.when.precision <= DatePrecision.DAYS_2_TO_6]
    return near[-1].when if near and not event.responds_to else None


def _parties(event: Event, context: Context, claims: list[Claim]) -> list[Party]:
    votes: dict[tuple[str, Role], int] = {}
    generic: dict[str, bool] = {}
    for mention in event.all:
        for party in mention.parties:
            name = party.mention.name
            votes[name, party.role] = votes.get((name, party.role), 0) + 1
            generic[name] = party.mention.is_generic
            span = (party.mention.start, party.mention.end)
            claims.append(claim(context, party.role.value, name, span, party.rule, party.by or _by(mention)))
    chosen = [
        (name, role)
        for (name, role), count in votes.items()
        if role is Role.CLAIMANT or count >= max(votes.get((name, r), 0) for r in (Role.INITIATOR, Role.TARGET))
    ]
    chosen = [(n, r) for n, r in chosen if not (r is Role.TARGET and n in {"attackers", "assailants", "gunmen", "suicide bombers"})]
    named = {role for name, role in chosen if not generic[name]}
    chosen = [(n, r) for n, r in chosen if not generic[n] or r not in named]
    parties = [Party(actor=n, role=r) for n, r in chosen if not (r is Role.TARGET and (n, Role.INITIATOR) in chosen)]
    if not any(p.role is Role.TARGET for p in parties):
        parties += _described_target(event, context, claims)
    return parties


def _described_target(event: Event, context: Context, claims: list[Claim]) -> list[Party]:
    """Give what was hit in the report's own words where no party is named as the target."""
    for mention in sorted(event.all, key=lambda m: m.status != "actual"):
        match = _OBJECT.search(mention.words)
        if match:
            start = mention.start + match.start("np")
            words = re.sub(r"(?i)^(?:an?|the|its|their|his)\s+", "", match["np"])
            claims.append(claim(context, "target", words, (start, start + len(match["np"])), "party.described", _by(mention)))
            return [Party(actor=words, role=Role.TARGET)]
    return []


def _weapon(event: Event, context: Context, claims: list[Claim]) -> list[str]:
    found: dict[str, int] = {}
    for mention in event.all:
        for weapon in mention.weapons:
            span = (mention.sentence.start + weapon.start, mention.sentence.start + weapon.end)
            found.setdefault(weapon.name, span[0])
            claims.append(claim(context, "weapon", weapon.name, span, "weapon.used", _by(mention)))
    names = set(found)
    broader = {"drone": "one-way attack drone", "missile": "missile"}
    if "drone" in names and "one-way attack drone" in names:
        names.discard("drone")
    if "missile" in names and any(n.endswith(" missile") for n in names):
        names.discard("missile")
    del broader
    if not names and _by_state(event) and any(re.search(r"(?i)\bstrikes?\b|bombed|bombard|bombing|\bair\s?raid", m.words) for m in event.all):
        mention = event.all[0]
        span = (mention.sentence.start + mention.trigger.start, mention.sentence.start + mention.trigger.end)
        claims.append(claim(context, "weapon", "airstrike", span, "weapon.implied", _by(mention)))
        return ["airstrike"]
    return sorted(names, key=lambda n: found[n])


def _by_state(event: Event) -> bool:
    return any(p.role is Role.INITIATOR and p.mention.kind in {"state_force", "coalition"} for m in event.all for p in m.parties)


def _type(event: Event, context: Context, claims: list[Claim], arms: list[str]) -> triggers.EventType:
    order = {"strong": 0, "intercept": 1, "noun": 2, "destroy": 3, "harm": 4, "blame": 5}
    own = sorted(event.all, key=lambda m: (m.status != "actual", order[m.trigger.family], m.order))
    words = " ".join(m.words for m in event.all)
    best = own[0]
    family = "intercept" if best.trigger.family == "intercept" and not _landed(own) else best.trigger.family
    family = "strong" if family == "intercept" and any(m.trigger.family == "strong" and m.status == "actual" for m in own) else family
    kind = triggers.event_type(words, family=family, weapons=frozenset(arms), by_state=_by_state(event))
    for mention in own[:3]:
        start = mention.sentence.start + mention.trigger.start
        claims.insert(0, claim(context, "event_type", kind.value, (start, start + len(mention.trigger.text)), f"trigger.{mention.trigger.family}", _by(mention)))
    return kind


def _landed(mentions: Iterable[Mention]) -> bool:
    return any(m.tolls and any((t.count.best or t.count.low or 0) > 0 for t in m.tolls) for m in mentions)


def _toll(event: Event, name: str, context: Context, claims: list[Claim]) -> Fatalities:
    found: list[tuple[Mention, Toll]] = []
    own = event.mentions if event.parent and len(event.parent.children) > 1 else event.all
    for mention in own:
        for toll in mention.tolls:
            if toll.field != name:
                continue
            found.append((mention, toll))
            span = (mention.sentence.start + toll.start, mention.sentence.start + toll.end)
            value = toll.count.best if toll.count.best is not None else toll.count.low
            claims.append(claim(context, name, value, span, toll.rule, _by(mention)))
    return _combined([(m, t.count) for m, t in found])


def _combined(found: list[tuple[Mention, Fatalities]]) -> Fatalities:
    """Take the first number told with the incident, or a later one that the words call a new toll."""
    positive = [(m, c) for m, c in found if (c.best or c.low or 0) > 0] or found
    if not positive:
        return Fatalities()
    risen = [c for m, c in positive if re.search(r"(?i)\b(?:rose|risen|climbed|increased|updated|death toll|revised)\b", m.words)]
    first = positive[0][1]
    larger = [c for _, c in positive[1:] if (c.best or 0) > 1 and c.best != first.best]
    if larger and (first.best or first.low or 0) <= 1:
        return larger[0]
    rivals = [c for _, c in positive[1:] if c.best is not None and first.best is not None and c.best != first.best]
    if risen:
        return risen[-1]
    if rivals and first.low == first.high and all(r.low == r.high for r in rivals):
        numbers = [first.best or 0, *(r.best or 0 for r in rivals)]
        return Fatalities(low=min(numbers), best=first.best, high=max(numbers))
    return first


def with_links(found: Candidate, links: tuple[Any, ...], claims: tuple[Claim, ...]) -> Candidate:
    """Give the candidate with links to others and the claims behind them."""
    incident = found.incident.model_copy(update={"links": links, "claims": (*found.incident.claims, *claims)})
    return found.model_copy(update={"incident": incident})


