"""The nouns: frozen values that refuse unknown fields and wrong types.

Longitudes and latitudes are WGS 84 degrees. Dates are calendar days in local time of the place.
None always means "not reported", which is not zero.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.model.codes import DatePrecision, LinkKind, Method, PlaceKind, ReviewState, Role, WherePrecision
from geo.model.event_types import EventType

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Count = Annotated[int, Field(ge=0)]


class Value(BaseModel):
    """Base of all nouns."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    def to_json(self) -> dict[str, Any]:
        """Give the value as plain JSON types, without the fields that are None or empty."""
        return {k: v for k, v in self.model_dump(mode="json").items() if v not in (None, [], {}, "")}


class Source(Value):
    """A published document; UCDP ``source_*``. ``licence`` is an SPDX id or the publisher's words."""

    publisher: str
    title: str | None = None
    published: date | None = None
    url: str | None = None
    licence: str | None = None
    accessed: date | None = None
    sha256: str | None = None
    note: str | None = None
    id: str | None = None


class Fatalities(Value):
    """A range of persons: ``low`` <= ``best`` <= ``high`` where given; None is not reported."""

    low: Count | None = None
    best: Count | None = None
    high: Count | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        given = [n for n in (self.low, self.best, self.high) if n is not None]
        if given != sorted(given):
            msg = f"low {self.low}, best {self.best}, high {self.high} are not in ascending order"
            raise ValueError(msg)
        return self

    @property
    def words(self) -> str:
        """Say the range: ``2``, ``1 to 4 (best 2)``, ``at least 3`` or ``not reported``."""
        low, best, high = self.low, self.best, self.high
        if low is None and high is None:
            return "not reported" if best is None else str(best)
        if high is None:
            return f"at least {low}" + (f" (best {best})" if best not in (None, low) else "")
        if low is None:
            return f"at most {high}" + (f" (best {best})" if best not in (None, high) else "")
        if low == high:
            return str(low)
        return f"{low} to {high}" + (f" (best {best})" if best is not None else "")


class Place(Value):
    """Where; ``longitude`` and ``latitude`` are both given or both None.

    ``footprint`` is WKT in longitude-latitude order (a polygon for an area, a line for a border).
    ``precision`` is UCDP's ``where_prec``; None where nothing is said of it.
    ``uncertainty_m`` is a radius in metres where one better than the code's own is known.
    """

    name: str
    kind: PlaceKind | None = None
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    precision: WherePrecision | None = None
    country: CountryCode | None = None
    adm_1: str | None = None
    adm_2: str | None = None
    footprint: str | None = None
    uncertainty_m: float | None = None
    id: str | None = None
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.longitude is None) != (self.latitude is None):
            msg = f"longitude {self.longitude} and latitude {self.latitude}: give both or neither"
            raise ValueError(msg)
        return self

    @property
    def is_mapped(self) -> bool:
        """True where the place has a point or a footprint."""
        return self.longitude is not None or self.footprint is not None


class Relation(Value):
    """``part_of`` an umbrella or chain of command; None dates mean "as far as reported"."""

    part_of: str
    since: date | None = None
    until: date | None = None
    source: Source | None = None
    note: str | None = None


class Actor(Value):
    """A party to incidents; ``aliases`` in any script, ``country`` where it is based."""

    name: str
    id: str | None = None
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    country: CountryCode | None = None
    relations: tuple[Relation, ...] = ()
    sources: tuple[Source, ...] = ()
    note: str | None = None


class Party(Value):
    """An actor, by name, in its role on one incident."""

    actor: str
    role: Role = Role.UNSPECIFIED


class Claim(Value):
    """One assertion, before judgement: ``source`` says that ``field`` is ``value``.

    ``start`` and ``end`` count characters of the source's text, end exclusive; None where the text
    is not kept. ``text`` is a short quotation or our own paraphrase of what is said.
    ``confidence`` is 0 to 1: the share of values made by the same rule that proved right.
    """

    field: str
    value: str | int | float | bool | None = None
    source: Source | None = None
    attributed_to: str | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    method: Method = Method.HUMAN
    rule: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    id: str | None = None


class Link(Value):
    """From one incident to another; ``inferred`` where no source states this very pair."""

    kind: LinkKind
    to: str
    inferred: bool = False
    note: str | None = None
    source: Source | None = None


class Incident(Value):
    """What happened, where, when, between whom, and who says so.

    ``dataset`` and ``dataset_id`` name it; ``provider_type`` keeps the provider's own type in its
    own words; ``time_local`` and ``time_zone`` (IANA) are None unless reported. ``date_end`` equals
    ``date_start`` for a single day. ``raw`` holds the original columns of an imported row.
    """

    dataset: str
    dataset_id: str
    event_type: EventType
    provider_type: str | None = None
    title: str | None = None
    description: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    time_local: time | None = None
    time_zone: str | None = None
    date_precision: DatePrecision | None = None
    place: Place | None = None
    actors: tuple[Party, ...] = ()
    weapon: str | None = None
    fatalities: Fatalities = Fatalities()
    injuries: Fatalities = Fatalities()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    state: ReviewState = ReviewState.PUBLISHED
    method: Method = Method.PROVIDER
    licence: str | None = None
    raw: dict[str, str | int | float | bool | None] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.date_end is not None and self.date_start is None:
            msg = f"date_end {self.date_end} is given without date_start"
            raise ValueError(msg)
        if self.date_start and self.date_end and self.date_end < self.date_start:
            msg = f"date_end {self.date_end} is before date_start {self.date_start}"
            raise ValueError(msg)
        return self

    @property
    def uid(self) -> str:
        """Name the incident across datasets: ``dataset:dataset_id``."""
        return f"{self.dataset}:{self.dataset_id}"

    def by_role(self, role: Role) -> tuple[str, ...]:
        """Give the names of the actors in that role."""
        return tuple(p.actor for p in self.actors if p.role is role)


class Revision(Value):
    """One append-only change: who, when (UTC), why, and the record before and after.

    ``before`` is None for a creation, ``after`` for a removal (its row is the tombstone).
    """

    id: int | None = None
    kind: str
    record: str
    at: datetime
    by: str
    why: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class Candidate(Value):
    """An incident proposed from claims, with its review state and the reasons of what is missing."""

    incident: Incident
    state: ReviewState = ReviewState.CANDIDATE
    reasons: tuple[str, ...] = ()
    reason_rejected: str | None = None


class DatasetInfo(Value):
    """What is known of one version of a dataset. ``redistributable`` None means "ask the licence"."""

    name: str
    version: int
    content_hash: str
    rows: Count
    provider: str | None = None
    release: str | None = None
    licence: str | None = None
    redistributable: bool | None = None
    url: str | None = None
    attribution: str | None = None
    accessed: date | None = None
    imported_at: datetime | None = None
    file_name: str | None = None
    format: str | None = None
    current: bool = True
