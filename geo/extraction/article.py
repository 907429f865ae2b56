"""What reading a report gives: the article, its claims and candidates, and what stayed unresolved."""

from __future__ import annotations

from datetime import date
from typing import Any

from geo.extraction.resolve import place_json
from geo.model.codes import LinkKind, Role
from geo.model.values import Candidate, Fatalities, Source, Value

QUOTE_LENGTH = 240


class Unresolved(Value):
    """A name or an incident that could not be placed or dated; the span counts characters of the text."""

    name: str
    reason: str
    start: int | None = None
    end: int | None = None


class Article(Value):
    """A report as it was read. ``text`` stays in the user's own store; ``to_json`` gives short quotations only.

    ``published`` is as precise as it was given: a year, a month or a day, ISO 8601.
    """

    sha256: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    accessed: date | None = None
    candidates: tuple[Candidate, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """The article as the source of its claims."""
        day = (
            date.fromisoformat(self.published) if self.published and len(self.published) == len("2024-01-24") else None
        )
        return Source(
            publisher=self.publisher or "not stated",
            title=self.title,
            published=day,
            url=self.url,
            accessed=self.accessed,
            sha256=self.sha256,
        )

    def to_json(self) -> dict[str, Any]:
        """Give the article, its candidates and what is unresolved, as plain JSON types."""
        head = {
            "title": self.title,
            "url": self.url,
            "publisher": self.publisher,
            "published": self.published,
            "accessed": self.accessed.isoformat() if self.accessed else None,
            "sha256": self.sha256,
            "notes": list(self.notes),
        }
        return {
            "article": head,
            "candidates": [candidate_json(c) for c in self.candidates],
            "unresolved": [u.model_dump(mode="json") for u in self.unresolved],
        }


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """Give one candidate in the shape that ``incident-atlas extract --json`` prints."""
    incident = candidate.incident
    return {
        "id": incident.dataset_id,
        "state": candidate.state.value,
        "event_type": incident.event_type.value,
        "date_start": incident.date_start.isoformat() if incident.date_start else None,
        "date_end": incident.date_end.isoformat() if incident.date_end else None,
        "date_precision": incident.date_precision.value if incident.date_precision else None,
        "time_local": incident.time_local.isoformat("minutes") if incident.time_local else None,
        "time_zone": incident.time_zone,
        "place": place_json(incident.place),
        "initiator": list(incident.by_role(Role.INITIATOR)),
        "target": list(incident.by_role(Role.TARGET)),
        "claimant": list(incident.by_role(Role.CLAIMANT)),
        "weapon": incident.weapon,
        "killed": _toll_json(incident.fatalities),
        "injured": _toll_json(incident.injuries),
        "in_response_to": [
            link.to.split(":", 1)[-1] for link in incident.links if link.kind is LinkKind.IN_RESPONSE_TO
        ],
        "claims": [
            {
                "field": c.field,
                "value": c.value,
                "start": c.start,
                "end": c.end,
                "text": c.text,
                "attributed_to": c.attributed_to,
                "rule": c.rule,
                "confidence": c.confidence,
            }
            for c in incident.claims
        ],
        "reasons": list(candidate.reasons),
    }


def _toll_json(toll: Fatalities) -> dict[str, int | None]:
    return {"low": toll.low, "best": toll.best, "high": toll.high}
