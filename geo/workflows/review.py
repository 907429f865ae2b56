"""Review: every decision on a candidate is a revision with who, when and why, and can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from geo.errors import InputError, NotFoundError
from geo.extraction import read_selection
from geo.model import Claim, DatePrecision, Incident, Link, LinkKind, Method, Party, Place, ReviewState, Role, Source
from geo.model.geometry import GEOD
from geo.store.amendments import Amendment
from geo.store.casebook import body_of, slug
from geo.store.records import Change
from geo.workflows.known import rows_near
from geo.workflows.places import gazetteer, lexicon
from geo.workflows.wording import coordinates, precision_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from geo.extraction import Article
    from geo.model import EventType, Revision
    from geo.workflows.atlas import Atlas

NEAR_DAYS, NEAR_KM = 2, 30.0
COMPARED = ("event_type", "date_start", "date_end", "fatalities", "injuries", "weapon", "actors")


@dataclass(frozen=True)
class Held:
    """An incident as it was read, with the version that an edit must name: of its amendment for a dataset's row."""

    incident: Incident
    version: int
    of_dataset: bool = False


def held(atlas: Atlas, uid: str) -> Held:
    """Give an incident of the casebook with its version; raises NotFoundError."""
    record = atlas.store.casebook.get("incident", uid)
    return Held(Incident.model_validate(record.body), record.version)


def known(atlas: Atlas, uid: str) -> Held:
    """Give an incident of the casebook or of a dataset; raises NotFoundError."""
    if uid in atlas.store.casebook.incidents():
        return held(atlas, uid)
    amendment = atlas.store.casebook.all("amendment").get(uid)
    return Held(atlas.snapshot().incident(uid), amendment.version if amendment else 0, of_dataset=True)


def decide(
    atlas: Atlas, uids: Iterable[str], state: ReviewState, *, by: str, why: str, seen: Mapping[str, Held] | None = None
) -> list[Revision]:
    """Set the state of incidents, all or none; a rejection must say why.

    ``seen`` is what the person looked at; StaleEditError where one of them was changed since.
    """
    if state is ReviewState.REJECTED and not why.strip():
        raise InputError("Say why it is rejected.")
    looked_at = seen or {}
    changes = [_change(looked_at.get(uid) or held(atlas, uid), {"state": state}) for uid in uids]
    return atlas.store.casebook.put_many(changes, by=by, why=why or state.value)


def edit(
    atlas: Atlas, one: Held, fields: dict[str, Any], *, by: str, why: str, claims: Iterable[Claim] | None = None
) -> Revision:
    """Change fields of an incident; each new value is kept as a claim of the person who set it.

    ``claims`` are kept instead where the values were taken from words of a report. Raises StaleEditError
    when it was changed since it was read, InputError for a value that does not fit.
    """
    said = [
        Claim(field=name, value=_plain(value), attributed_to=by, method=Method.HUMAN) for name, value in fields.items()
    ]
    changed = fields | {"claims": (*one.incident.claims, *(said if claims is None else claims))}
    return atlas.store.casebook.put_many([_change(one, changed)], by=by, why=why or "corrected")[0]


def take_words(atlas: Atlas, one: Held, article: Article, field: str, span: tuple[int, int], *, by: str) -> Revision:
    """Make words of the report a value of the incident, with a claim on that very span.

    A party joins those of its role; any other value replaces what was there. Raises InputError where the
    words say no such value, StaleEditError when the incident was changed since it was read.
    """
    lookup = atlas.snapshot().lookup
    start, end = span
    picked = read_selection(article, field, start, end, gazetteer=gazetteer(lookup), lexicon=lexicon(lookup))
    roles = {r.value for r in Role}
    parties = [Party(actor=str(v), role=Role(n)) for n, v in picked.values.items() if n in roles]
    values = {n: v for n, v in picked.values.items() if n not in roles}
    if parties:
        held_ones = one.incident.actors
        values["actors"] = (*held_ones, *(p for p in parties if p not in held_ones))
    why = f"{field} from the words “{' '.join(article.text[start:end].split())[:80]}”"
    return edit(atlas, one, values, by=by, why=why, claims=[picked.claim])


def last_change(atlas: Atlas, uid: str) -> Revision | None:
    """Give the latest revision of an incident, None where there is none."""
    return next(iter(atlas.store.casebook.revisions("incident", uid, limit=1)), None)


def add(atlas: Atlas, incident: Incident, *, by: str, why: str) -> Revision:
    """Enter a new incident by hand."""
    by_hand = incident.model_copy(update={"method": Method.HUMAN})
    return atlas.store.casebook.put_incident(by_hand, by=by, why=why or "entered by hand", expected=0)


def new_incident(
    atlas: Atlas, title: str, event_type: EventType, *, day: date | None, place: Place | None, source: Source
) -> Incident:
    """Make a candidate of what a person typed in, under an id of its day and title that is still free."""
    stem = slug(f"{day or 'undated'} {title}")[:80]
    taken = atlas.store.casebook.all("incident", removed=True)
    names = (stem, *(f"{stem}-{n}" for n in range(2, 1000)))
    return Incident(
        dataset="reported",
        dataset_id=next(n for n in names if f"reported:{n}" not in taken),
        event_type=event_type,
        title=title,
        date_start=day,
        date_end=day,
        date_precision=DatePrecision.DAY if day else None,
        place=place,
        sources=(source,),
        state=ReviewState.CANDIDATE,
        method=Method.HUMAN,
    )


def split(atlas: Atlas, one: Held, *, by: str, why: str) -> Revision:
    """Make a second candidate of the same claims, to be edited on its own; the revision names it."""
    taken = atlas.store.casebook.all("incident", removed=True)
    number = next(n for n in range(2, 1000) if f"{one.incident.uid}-{n}" not in taken)
    name = {"dataset_id": f"{one.incident.dataset_id}-{number}", "state": ReviewState.CANDIDATE}
    copy = one.incident.model_copy(update=name)
    return atlas.store.casebook.put_incident(copy, by=by, why=why or f"split from {one.incident.uid}", expected=0)


def similar(atlas: Atlas, incident: Incident, *, days: int = NEAR_DAYS, km: float = NEAR_KM) -> list[Incident]:
    """Give incidents that may be the same: within days and kilometres, the nearest first.

    Those of the casebook come before rows of datasets. Two without a point are near when they share the
    country; rejected ones are left out.
    """
    found = []
    for other in atlas.snapshot().values.values():
        if other.uid == incident.uid or other.state is ReviewState.REJECTED:
            continue
        gap, distance = days_between(incident, other), km_between(incident, other)
        if gap is not None and distance is not None and gap <= days and distance <= km:
            found.append((distance, gap, other.uid, other))
    own = [other for *_, other in sorted(found, key=lambda f: f[:3])]
    return own + rows_near(atlas.snapshot(), incident, days=days, km=km)


def differences(one: Incident, other: Incident) -> dict[str, tuple[Any, Any]]:
    """Give the fields in which two accounts differ, where both say something."""
    found = {}
    for name in COMPARED:
        first, second = (body_of(i).get(name) for i in (one, other))
        if first and second and first != second:
            found[name] = (first, second)
    return found


def merge(atlas: Atlas, candidate: Held, known: Held, *, by: str, why: str) -> list[Revision]:
    """Add the candidate's sources and claims to an incident that is known already.

    Values stand side by side as claims; where the accounts differ the incident becomes disputed. The
    candidate is rejected with a link to where it went. All of it is one transaction; a dataset's row
    keeps its own values, what is added is an amendment.
    """
    new, old = candidate.incident, known.incident
    if new.uid == old.uid:
        raise InputError("An incident cannot be merged with itself.")
    changed: dict[str, Any] = {
        "sources": (*old.sources, *(s for s in new.sources if s not in old.sources)),
        "claims": (*old.claims, *(c for c in new.claims if c not in old.claims)),
        "links": (*old.links, *(k for k in new.links if k not in old.links and k.to != old.uid)),
    }
    if differences(old, new) and old.state in {ReviewState.ACCEPTED, ReviewState.PUBLISHED}:
        changed["state"] = ReviewState.DISPUTED
    gone = {
        "state": ReviewState.REJECTED,
        "links": (*new.links, Link(kind=LinkKind.SAME_AS, to=old.uid, note="merged into it")),
    }
    joined = _amendment(atlas, known, new, changed) if known.of_dataset else _change(known, changed)
    changes = [joined, _change(candidate, gone)]
    return atlas.store.casebook.put_many(changes, by=by, why=why or f"{new.uid} is the same as {old.uid}")


def _amendment(atlas: Atlas, known: Held, new: Incident, changed: dict[str, Any]) -> Change:
    """Add the candidate's sources, claims and links to a dataset's row, which itself never changes."""
    before = atlas.store.casebook.amendments().get(known.incident.uid, Amendment())
    state = {"state": changed["state"].value} if "state" in changed else {}
    fields: dict[str, Any] = {"set": before.set | state}
    for name in ("sources", "claims", "links"):
        held_ones = getattr(before, name)
        own = getattr(known.incident, name)
        fields[name] = (*held_ones, *(v for v in getattr(new, name) if v not in held_ones and v not in own))
    amendment = before.model_copy(update=fields)
    return Change("amendment", known.incident.uid, body_of(amendment), known.version)


def undo(atlas: Atlas, revisions: Iterable[Revision], *, by: str) -> list[Revision]:
    """Take decisions back, all or none."""
    ids = [r.id for r in revisions if r.id is not None]
    if not ids:
        raise NotFoundError("There is nothing to undo.")
    return atlas.store.casebook.undo_many(ids, by=by, why="undo")


def _change(one: Held, fields: dict[str, Any]) -> Change:
    try:
        changed = Incident.model_validate(one.incident.model_dump() | fields)
    except ValidationError as error:
        raise InputError("; ".join(e["msg"].removeprefix("Value error, ") for e in error.errors())) from error
    return Change("incident", one.incident.uid, body_of(changed), one.version)


def _plain(value: Any) -> str | int | float | bool | None:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Place):
        return ", ".join(filter(None, (value.name, coordinates(value), precision_words(value))))
    if isinstance(value, tuple):
        return "; ".join(f"{p.actor} ({p.role.value})" for p in value)
    return str(getattr(value, "words", None) or getattr(value, "name", None) or value)


def days_between(one: Incident, other: Incident) -> int | None:
    """Give the days that lie between two incidents, 0 where they overlap; None where one is undated."""
    if one.date_start is None or other.date_start is None:
        return None
    gap = max(
        one.date_start - (other.date_end or other.date_start),
        other.date_start - (one.date_end or one.date_start),
    )
    return max(0, gap.days)


def km_between(one: Incident, other: Incident) -> float | None:
    """Give the distance, 0 for two unmapped ones of a country; None where it cannot be told."""
    here, there = one.place, other.place
    if here is None or there is None:
        return None
    if here.longitude is None or there.longitude is None:
        both_unmapped = here.longitude is None and there.longitude is None
        return 0.0 if both_unmapped and here.country and here.country == there.country else None
    _, _, metres = GEOD.inv(here.longitude, here.latitude, there.longitude, there.latitude)
    return float(metres) / 1000
