"""Code lists of the field, with the words that a person reads.

Section names refer to the UCDP GED Codebook, "where_prec" and "date_prec".
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class WherePrecision(IntEnum):
    """How well a place is known; UCDP GED codebook, ``where_prec``."""

    EXACT = 1
    NEAR = 2
    ADM_2 = 3
    ADM_1 = 4
    FUZZY = 5
    COUNTRY = 6
    WATER_OR_AIR = 7

    @property
    def words(self) -> str:
        """Say the precision as a reader needs it."""
        return _WHERE_WORDS[self]

    @property
    def uncertainty_m(self) -> float:
        """Radius in metres that is drawn where no footprint is known."""
        return UNCERTAINTY_M[self]

    @property
    def is_area(self) -> bool:
        """True for codes 3 to 7, which are never drawn as a dot."""
        return self >= WherePrecision.ADM_2


_WHERE_WORDS = {
    WherePrecision.EXACT: "exact place",
    WherePrecision.NEAR: "near a known place, within about 25 km",
    WherePrecision.ADM_2: "second-order division (district)",
    WherePrecision.ADM_1: "first-order division (province)",
    WherePrecision.FUZZY: "fuzzy: along a line, between places, or an area larger than a province",
    WherePrecision.COUNTRY: "country only",
    WherePrecision.WATER_OR_AIR: "at sea or in international airspace",
}

UNCERTAINTY_M = {
    WherePrecision.EXACT: 1_000.0,
    WherePrecision.NEAR: 25_000.0,
    WherePrecision.ADM_2: 35_000.0,
    WherePrecision.ADM_1: 100_000.0,
    WherePrecision.FUZZY: 150_000.0,
    WherePrecision.COUNTRY: 400_000.0,
    WherePrecision.WATER_OR_AIR: 200_000.0,
}
"""Radius in metres by code where no footprint is known; documented in ``docs/precision.md``."""


class DatePrecision(IntEnum):
    """How well a date is known; UCDP GED codebook, ``date_prec``."""

    DAY = 1
    DAYS_2_TO_6 = 2
    WEEK = 3
    MONTH = 4
    LONGER = 5

    @property
    def words(self) -> str:
        """Say the precision as a reader needs it."""
        return _DATE_WORDS[self]


_DATE_WORDS = {
    DatePrecision.DAY: "exact day",
    DatePrecision.DAYS_2_TO_6: "within 2 to 6 days",
    DatePrecision.WEEK: "within a week",
    DatePrecision.MONTH: "within a month",
    DatePrecision.LONGER: "within more than a month, up to a year",
}


class Role(StrEnum):
    """What an actor is on an incident. A claimant says it acted; that is not a finding."""

    INITIATOR = "initiator"
    TARGET = "target"
    CLAIMANT = "claimant"
    UNSPECIFIED = "unspecified"


class PlaceKind(StrEnum):
    """What a named place is."""

    BASE = "base"
    BASE_AREA = "base_area"
    AIRFIELD = "airfield"
    CITY = "city"
    TOWN = "town"
    BORDER_CROSSING = "border_crossing"
    ADMIN1 = "admin1"
    BORDER_LINE = "border_line"
    AREA = "area"

    @property
    def words(self) -> str:
        """Say the kind as a reader needs it."""
        return {"admin1": "province"}.get(self.value, self.value.replace("_", " "))


class ReviewState(StrEnum):
    """Where a record stands. ``published`` is a provider's row, as its provider published it."""

    PUBLISHED = "published"
    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    REJECTED = "rejected"


class Method(StrEnum):
    """Who made a value: a person, a rule, a language model, or the provider of a dataset."""

    HUMAN = "human"
    RULE = "rule"
    MODEL = "model"
    PROVIDER = "provider"


class LinkKind(StrEnum):
    """How one incident relates to another."""

    IN_RESPONSE_TO = "in_response_to"
    PART_OF = "part_of"
    SAME_AS = "same_as"
