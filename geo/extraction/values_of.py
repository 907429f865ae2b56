"""Parties, weapons and tolls of an event, each a claim with its words."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.extraction.confidence import confidence
from geo.extraction.described import people_harmed, persons_hit, site_hit
from geo.extraction.party_context import RECENT_DAYS, could_be
from geo.model.codes import Method, Role
from geo.model.values import Claim, Fatalities, Party

if TYPE_CHECKING:
    from datetime import date

    from geo.extraction.casualties import Toll
    from geo.extraction.fits import Event
    from geo.extraction.gazetteer import Gazetteer
    from geo.extraction.mentions import Mention
    from geo.extraction.party_context import Attacker


_LISTED = re.compile(
    r"^\W*(?:Near|In|At|Around|Outside)\s+[A-Z][^,]{2,40},\s+(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:[\w-]+\s+){0,2}(?:air)?strikes?\b|^\W*(?:Bomber|Fighter|Attack|Ground[- ]attack|Remotely|Rocket\s+artillery|Aircraft|Warplanes)\b[^.]{0,70}\bstrikes?\b"
)
_SAYS_NOTHING = re.compile(r"(?:suspected |unidentified |unknown )*(?:attackers?|assailants?|suicide bombers?)")


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole report says: its text, its publication day, the country where nothing else says one."""

    # ruff: noqa: E501 - a pattern is kept whole

    text: str
    published: date | None
    country: str | None
    gazetteer: Gazetteer
    article: str
    coast: str | None = None
    striker: str | None = None
    attacker: Attacker | None = None


def claim(  # noqa: PLR0917
    context: Context, name: str, value: str | int | None, span: tuple[int, int], rule: str, by: str | None, **more: Any
) -> Claim:
    """Make a claim on a span of the text."""
    start, end = span
    return Claim(
        field=name, value=value, start=start, end=end, text=context.text[start:end], attributed_to=by, rule=rule,
        method=Method.RULE, confidence=confidence(rule), **more,
    )  # fmt: skip


def said_by(mention: Mention) -> str | None:
    """Give the speaker of a mention."""
    return mention.speaker.text if mention.speaker else None


def parties_of(event: Event, context: Context, claims: list[Claim]) -> list[Party]:
    """Give the parties with their roles, named ones before general words."""
    votes: dict[tuple[str, Role], int] = {}
    generic: dict[str, bool] = {}
    for mention in event.all:
        for party in mention.parties:
            name = party.mention.name
            votes[name, party.role] = votes.get((name, party.role), 0) + 1
            generic[name] = party.mention.is_generic
            span = (party.mention.start, party.mention.end)
            claims.append(claim(context, party.role.value, name, span, party.rule, party.by or said_by(mention)))
    chosen = [
        (name, role)
        for (name, role), count in votes.items()
        if role is Role.CLAIMANT or count >= max(votes.get((name, r), 0) for r in (Role.INITIATOR, Role.TARGET))
    ]
    chosen = [
        (n, r)
        for n, r in chosen
        if not (r is Role.TARGET and n in {"attackers", "assailants", "gunmen"})
        and not n.endswith(("suicide bomber", "suicide bombers"))
    ]
    listed = striker_of(event, context) if not any(r is Role.INITIATOR for _, r in chosen) else None
    if listed and context.striker:
        start = listed.sentence.start + listed.trigger.start
        span = (start, start + len(listed.trigger.text))
        claims.append(claim(context, "initiator", context.striker, span, "party.implied", said_by(listed)))
        chosen.append((context.striker, Role.INITIATOR))
        generic[context.striker] = False
    chosen = [(n, r) for n, r in chosen if not (r is Role.INITIATOR and _SAYS_NOTHING.fullmatch(n))]
    named = {role for name, role in chosen if not generic[name]}
    chosen = [(n, r) for n, r in chosen if not generic[n] or r not in named]
    parties = [Party(actor=n, role=r) for n, r in chosen if not (r is Role.TARGET and (n, Role.INITIATOR) in chosen)]
    has_attacker = any(p.role in {Role.INITIATOR, Role.CLAIMANT} for p in parties)
    if not has_attacker and (unsaid := _unsaid(event, context, claims)):
        parties = [p for p in parties if p.actor != unsaid] + [Party(actor=unsaid, role=Role.INITIATOR)]
    return parties + _described(event, context, claims, has_target=any(p.role is Role.TARGET for p in parties))


def _described(event: Event, context: Context, claims: list[Claim], *, has_target: bool) -> list[Party]:
    """Give the persons named as hit and, where no party is the target, what was hit in the report's own words."""
    found = persons_hit(event)
    if not has_target:
        site = site_hit(event) or (None if found else people_harmed(event, context.text))
        found += [site] if site else []
    by = {m.order: said_by(m) for m in event.all}
    claims += [claim(context, "target", d.words, (d.start, d.end), d.rule, by.get(d.order)) for d in found]
    return [Party(actor=d.words, role=Role.TARGET) for d in found]


def _unsaid(event: Event, context: Context, claims: list[Claim]) -> str | None:
    """Give the report's one attacker for a recent strike of which it does not say whose it was."""
    attacker, when = context.attacker, event.when
    if attacker is None or not could_be(attacker, event, context.country):
        return None
    if context.published and when and when.last and (context.published - when.last).days > RECENT_DAYS:
        return None
    told = event.all[0]
    span = (told.sentence.start + told.trigger.start, told.sentence.start + told.trigger.end)
    claims.append(claim(context, "initiator", attacker.name, span, "party.context", said_by(told)))
    return attacker.name


def weapons_of(event: Event, context: Context, claims: list[Claim]) -> list[str]:
    """Give the weapons used, without the broader word where a narrower one is said."""
    found: dict[str, int] = {}
    for mention in event.all:
        for weapon in mention.weapons:
            span = (mention.sentence.start + weapon.start, mention.sentence.start + weapon.end)
            found.setdefault(weapon.name, span[0])
            claims.append(claim(context, "weapon", weapon.name, span, "weapon.used", said_by(mention)))
    names = set(found)
    if "drone" in names and "one-way attack drone" in names:
        names.discard("drone")
    if len(names) > 1:
        names.discard("explosive")
    if "missile" in names and any(n.endswith(" missile") for n in names):
        names.discard("missile")
    if (
        names <= {"explosive"}
        and by_state_of(event, context)
        and any(re.search(r"(?i)\bstrikes?\b|bombed|bombard|bombing|\bair\s?raid", m.words) for m in event.all)
    ):
        mention = event.all[0]
        span = (mention.sentence.start + mention.trigger.start, mention.sentence.start + mention.trigger.end)
        claims.append(claim(context, "weapon", "airstrike", span, "weapon.implied", said_by(mention)))
        return ["airstrike"]
    return sorted(names, key=lambda n: found[n])


def striker_of(event: Event, context: Context) -> Mention | None:
    """Give the mention of a strike in a list of strikes: those of the state or coalition that the report speaks of."""
    return next((m for m in event.all if _LISTED.search(m.words)), None) if context.striker else None


def by_state_of(event: Event, context: Context) -> bool:
    """Say whether a state or a coalition acts."""
    return striker_of(event, context) is not None or any(
        p.role is Role.INITIATOR and p.mention.kind in {"state_force", "coalition"}
        for m in event.all
        for p in m.parties
    )


def toll_of(event: Event, name: str, context: Context, claims: list[Claim]) -> Fatalities:
    """Give the persons killed or injured; of a summary only where it has one place."""
    found: list[tuple[Mention, Toll]] = []
    own = event.mentions if event.parent and len(event.parent.children) > 1 else event.all
    for mention in own:
        for toll in mention.tolls:
            if toll.field != name:
                continue
            found.append((mention, toll))
            span = (mention.sentence.start + toll.start, mention.sentence.start + toll.end)
            value = toll.count.best if toll.count.best is not None else toll.count.low
            claims.append(claim(context, name, value, span, toll.rule, said_by(mention)))
    return _combined([(m, t.count) for m, t in found])


def shared_tolls(event: Event, context: Context, claims: list[Claim]) -> list[str]:
    """Claim the tolls that are told for several places together, and say that none of them is this one's alone."""
    summary = event.parent.mentions if event.parent and len(event.parent.children) > 1 else []
    told = [(m, t) for m in event.all for t in (*m.shared_tolls, *(m.tolls if m in summary else ()))]
    reasons = []
    for mention, toll in told:
        span = (mention.sentence.start + toll.start, mention.sentence.start + toll.end)
        value = toll.count.best if toll.count.best is not None else toll.count.low
        if not value:
            continue
        name = f"{toll.field}_together"
        claims.append(claim(context, name, value, span, "casualties.together", said_by(mention)))
        reasons.append(f"{value} {toll.field}: told for several places together, counted for none of them alone")
    return reasons


def _combined(found: list[tuple[Mention, Fatalities]]) -> Fatalities:
    """Take the first number told with the incident, or a later one that the words call a new toll."""
    positive = [(m, c) for m, c in found if (c.best or c.low or 0) > 0] or found
    if not positive:
        return Fatalities()
    risen = [
        c
        for m, c in positive
        if re.search(r"(?i)\b(?:rose|risen|climbed|increased|updated|death toll|revised)\b", m.words)
    ]
    first = positive[0][1]
    if first.best is None and first.low is not None:
        exact = [c for _, c in positive[1:] if c.best is not None and c.best >= first.low]
        first = exact[0] if exact else first
    larger = [c for _, c in positive[1:] if (c.best or 0) > 1 and c.best != first.best]
    if larger and (first.best or first.low or 0) <= 1:
        return larger[0]
    rivals = [c for _, c in positive[1:] if c.best is not None and first.best is not None and c.best != first.best]
    if risen:
        return risen[-1]
    rivals = [r for r in rivals if (r.best or 0) * 2 >= (first.best or 0)]
    if rivals and first.low == first.high and all(r.low == r.high for r in rivals):
        numbers = [first.best or 0, *(r.best or 0 for r in rivals)]
        return Fatalities(low=min(numbers), best=first.best, high=max(numbers))
    return first
