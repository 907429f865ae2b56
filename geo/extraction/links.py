"""Which incident answers which: "in response to", "days after", and series of attacks named as a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.extraction.assemble import DATASET, with_links
from geo.extraction.clauses import RESPONSE
from geo.extraction.values_of import Context, claim
from geo.model.codes import LinkKind, Role
from geo.model.values import Candidate, Claim, Link

if TYPE_CHECKING:
    from geo.extraction.fits import Event
    from geo.extraction.merge import Merger

SERIES_DAYS: Final = 30


def connect(merger: Merger) -> None:
    """Set on every event those to which its mentions say it reacts."""
    for event in merger.events:
        for mention in event.mentions:
            if mention.cause_of is None:
                continue
            for effect in merger.by_order.get(mention.cause_of, []):
                if effect is not event and event not in effect.responds_to:
                    effect.responds_to.append(event)


def linked(made: list[tuple[Event, Candidate]], context: Context) -> list[Candidate]:
    """Give the candidates with their links; to a series named as the reason all fitting incidents are linked."""
    found: list[Candidate] = []
    for event, own in made:
        targets = _stated(event, made)
        series = (
            [o for e, o in made if e is not event and o not in targets and _in_series(event, own, e, o)]
            if event_reacts(event)
            else []
        )
        links = [_link(o, inferred=False) for o in targets] + [_link(o, inferred=True) for o in series]
        claims = _claims(event, targets + series, context)
        found.append(with_links(own, tuple(links), tuple(claims)) if links else own)
    return found


def event_reacts(event: Event) -> bool:
    """Say whether the words give a series of incidents as the reason."""
    return any(RESPONSE.search(m.sentence.text) for m in event.all)


def _stated(event: Event, made: list[tuple[Event, Candidate]]) -> list[Candidate]:
    causes = [*event.responds_to, *(event.parent.responds_to if event.parent else [])]
    wanted = [c for cause in causes for c in ([cause, *cause.children])]
    return [own for other, own in made if any(other is w for w in wanted) and other is not event]


def _in_series(event: Event, own: Candidate, other: Event, candidate: Candidate) -> bool:
    """Say whether another incident is an earlier one against those who now strike back."""
    start, before = own.incident.date_start, candidate.incident.date_start
    if start is None or before is None or not 0 <= (start - before).days <= SERIES_DAYS:
        return False
    mine, theirs = event.names(Role.INITIATOR), other.names(Role.INITIATOR)
    if not mine or mine & theirs:
        return False
    targets = other.names(Role.TARGET)
    return bool(targets & (mine | {"Global Coalition against Daesh"})) or (
        not targets and bool(other.weapon_groups) and not theirs
    )


def _link(candidate: Candidate, *, inferred: bool) -> Link:
    return Link(kind=LinkKind.IN_RESPONSE_TO, to=f"{DATASET}:{candidate.incident.dataset_id}", inferred=inferred)


def _claims(event: Event, targets: list[Candidate], context: Context) -> list[Claim]:
    spans = [(m, r) for m in event.all if (r := RESPONSE.search(m.sentence.text))]
    if not spans:
        return []
    mention, match = spans[0]
    span = (mention.sentence.start + match.start(), mention.sentence.start + match.end())
    by = mention.speaker.text if mention.speaker else None
    return [claim(context, "in_response_to", t.incident.dataset_id, span, "link.response", by) for t in targets]
