"""The card of one incident: everything that is known of it and who says so, as plain JSON values.

Texts are as they were reported; whoever shows them must show them literally.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import NotFoundError
from geo.model import LinkKind, ReviewState, Role
from geo.model.codes import UNCERTAINTY_M
from geo.workflows.card_claims import METHOD_WORDS, claim_groups, is_machine, source_values
from geo.workflows.card_history import history
from geo.workflows.hues import Hues
from geo.workflows.wording import coordinates, day_words, place_words, precision_words, span_words, time_words, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import DatasetInfo, Fatalities, Incident, Link, Place, Revision
    from geo.model.filter import Filter
    from geo.workflows.snapshot import Snapshot

_STATE_WORDS = {
    ReviewState.PUBLISHED: "as published",
    ReviewState.CANDIDATE: "candidate, not yet reviewed",
    ReviewState.ACCEPTED: "accepted by a reviewer",
    ReviewState.DISPUTED: "disputed",
    ReviewState.REJECTED: "rejected",
}
_ROLE_WORDS = {
    Role.INITIATOR: "Initiator",
    Role.TARGET: "Target",
    Role.CLAIMANT: "Claimed by",
    Role.UNSPECIFIED: "Parties",
}
_LINK_WORDS = {
    LinkKind.IN_RESPONSE_TO: ("In response to", "Answered by"),
    LinkKind.PART_OF: ("Part of", "Has as a part"),
    LinkKind.SAME_AS: ("Same as", "Same as"),
}
"""From this incident to the other, and the other way round."""


def card(
    snapshot: Snapshot, uid: str, revisions: Iterable[Revision] = (), *, chosen: Filter | None = None
) -> dict[str, Any]:
    """Give the card of an incident; raises NotFoundError.

    ``revisions`` are the casebook's for this incident and its amendment, the newest first. ``shown``
    tells whether the filter ``chosen`` admits it.
    """
    incident = snapshot.incident(uid)
    info = _info(snapshot, incident)
    return {
        "uid": uid,
        "shown": chosen is None or chosen.admits(incident, snapshot.lookup),
        "title": title_of(incident),
        "description": incident.description,
        "type": _type(incident) | {"slot": Hues.of(snapshot).of_incident(incident)},
        "state": incident.state.value,
        "state_words": _STATE_WORDS[incident.state],
        "method_words": METHOD_WORDS[incident.method],
        "machine": is_machine(incident.method),
        "date": _date(incident),
        "place": _place(incident.place),
        "parties": _parties(incident),
        "weapon": incident.weapon,
        "fatalities": _people(incident.fatalities),
        "injuries": _people(incident.injuries),
        "claims": claim_groups(incident.claims),
        "sources": [source_values(s) for s in incident.sources],
        "links": _links(snapshot, incident),
        "history": history(revisions),
        "dataset": _dataset(incident, info),
        "raw": [[name, "" if value is None else str(value)] for name, value in incident.raw.items()],
        "citation": citation(incident, info),
    }


def _info(snapshot: Snapshot, incident: Incident) -> DatasetInfo | None:
    return next((i for i in snapshot.datasets() if i.name == incident.dataset), None)


def _type(incident: Incident) -> dict[str, Any]:
    kind = incident.event_type
    return {
        "code": kind.value,
        "words": kind.words,
        "class": kind.event_class.value,
        "class_words": kind.event_class.words,
        "provider": incident.provider_type,
    }


def _date(incident: Incident) -> dict[str, Any]:
    start, end, precision = incident.date_start, incident.date_end, incident.date_precision
    return {
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else start.isoformat() if start else None,
        "words": span_words(start, end),
        "precision": int(precision) if precision else None,
        "precision_words": precision.words if precision else "precision not stated" if start else "",
        "time": time_words(incident),
    }


def _place(place: Place | None) -> dict[str, Any]:
    precision = place.precision if place else None
    radius = place.uncertainty_m if place else None
    return {
        "words": place_words(place),
        "kind": place.kind.words if place and place.kind else None,
        "longitude": place.longitude if place else None,
        "latitude": place.latitude if place else None,
        "coordinates": coordinates(place),
        "precision": int(precision) if precision else None,
        "precision_words": precision_words(place),
        "uncertainty_m": radius if radius is not None else UNCERTAINTY_M.get(precision) if precision else None,
        "mapped": place is not None and place.is_mapped,
        "note": place.note if place else None,
    }


def _parties(incident: Incident) -> list[dict[str, Any]]:
    by_role = ((role, incident.by_role(role)) for role in Role)
    return [{"role": r.value, "role_words": _ROLE_WORDS[r], "actors": list(names)} for r, names in by_role if names]


def _people(people: Fatalities) -> dict[str, Any]:
    reported = any(n is not None for n in (people.low, people.best, people.high))
    return {"low": people.low, "best": people.best, "high": people.high, "words": people.words, "reported": reported}


def _links(snapshot: Snapshot, incident: Incident) -> list[dict[str, Any]]:
    uid = incident.uid
    onward = [_link(snapshot, link, link.to, _LINK_WORDS[link.kind][0]) for link in incident.links]
    back = [
        _link(snapshot, link, other.uid, _LINK_WORDS[link.kind][1])
        for other in snapshot.values.values()
        for link in other.links
        if link.to == uid
    ]
    return onward + sorted(back, key=lambda link: (link["words"], link["start"] or ""))


def _link(snapshot: Snapshot, link: Link, uid: str, words: str) -> dict[str, Any]:
    other = _find(snapshot, uid)
    return {
        "uid": uid,
        "words": words,
        "known": other is not None,
        "title": title_of(other) if other else uid,
        "start": other.date_start.isoformat() if other and other.date_start else None,
        "date": span_words(other.date_start, other.date_end) if other else None,
        "inferred": link.inferred,
        "note": link.note,
        "source": source_values(link.source) if link.source else None,
    }


def _find(snapshot: Snapshot, uid: str) -> Incident | None:
    try:
        return snapshot.incident(uid)
    except NotFoundError:
        return None


def _dataset(incident: Incident, info: DatasetInfo | None) -> list[list[str | None]]:
    """Give rows of name, value and address (None: no link)."""
    rows: list[list[str | None]] = [["Dataset", incident.dataset, None], ["Record", incident.dataset_id, None]]
    licence = incident.licence or (info.licence if info else None)
    if info is not None:
        rows += [["Provider", info.provider, info.url], ["Release", info.release, None]]
        rows += [["Version here", f"{info.version} ({info.content_hash[:12]})", None]]
        rows += [["File", info.file_name, None], ["Attribution", info.attribution, None]]
        rows += [["Accessed", day_words(info.accessed) if info.accessed else None, None]]
    rows += [["Licence", licence or "not stated; ask the publisher before passing it on", None]]
    return [row for row in rows if row[1]]


def citation(incident: Incident, info: DatasetInfo | None) -> str:
    """Name the incident, its sources and its dataset in one line, to be followed by the permalink."""
    where = place_words(incident.place)
    said = "; ".join(dict.fromkeys(_cited(s.publisher, s.title) for s in incident.sources))
    provider = (info.attribution or info.provider) if info else None
    release = f", {info.release}" if info and info.release else ""
    version = f", version {info.version}" if info else ""
    parts = [
        f"{title_of(incident)} ({span_words(incident.date_start, incident.date_end)}{f'; {where}' if where else ''}).",
        f"Reported by {said}." if said else "",
        f"{provider}{release}." if provider else "",
        f"Incident Atlas, dataset {incident.dataset}{version}, record {incident.dataset_id}.",
    ]
    return " ".join(p for p in parts if p)


def _cited(publisher: str, title: str | None) -> str:
    return f"{publisher}, “{title}”" if title else publisher
