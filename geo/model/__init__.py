"""Frozen values and code lists; imports nothing that draws, stores or loads."""

from geo.model.codes import DatePrecision, LinkKind, Method, PlaceKind, ReviewState, Role, WherePrecision
from geo.model.event_types import EventClass, EventType
from geo.model.values import (
    Actor,
    Candidate,
    Claim,
    DatasetInfo,
    Fatalities,
    Incident,
    Link,
    Party,
    Place,
    Relation,
    Revision,
    Source,
    Value,
)

__all__ = [
    "Actor",
    "Candidate",
    "Claim",
    "DatasetInfo",
    "DatePrecision",
    "EventClass",
    "EventType",
    "Fatalities",
    "Incident",
    "Link",
    "LinkKind",
    "Method",
    "Party",
    "Place",
    "PlaceKind",
    "Relation",
    "ReviewState",
    "Revision",
    "Role",
    "Source",
    "Value",
    "WherePrecision",
]
