"""What every collection of features has: its description, what can be asked of it, and its features."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from geo.api.ogc.query import Query
    from geo.api.ogc.vectors import Queryable

SEPARATOR = ",\n"


@dataclass(frozen=True)
class Extent:
    """Where and when features lie: west, south, east, north in degrees, first and last day; None for none."""

    box: tuple[float, float, float, float] | None = None
    days: tuple[date, date] | None = None

    def __or__(self, other: Extent) -> Extent:
        """Give the extent that holds both."""
        boxes = [e.box for e in (self, other) if e.box]
        days = [e.days for e in (self, other) if e.days]
        (west, south), (east, north) = (
            (f(b[i] for b in boxes) for i in at) if boxes else (0, 0) for f, at in ((min, (0, 1)), (max, (2, 3)))
        )
        return Extent(
            (west, south, east, north) if boxes else None,
            (min(d[0] for d in days), max(d[1] for d in days)) if days else None,
        )


class Collection(ABC):
    """One collection; ``incidents`` tells whether its features are incidents."""

    id: str
    title: str
    description: str
    licence: str | None = None
    url: str | None = None
    incidents: bool = False

    @property
    @abstractmethod
    def queryables(self) -> Mapping[str, Queryable]:
        """What can be asked for, by name."""

    @property
    @abstractmethod
    def extent(self) -> Extent:
        """Where and when its features lie."""

    @abstractmethod
    def count(self, query: Query) -> int:
        """Count the features that a query admits; raises FilterError."""

    @abstractmethod
    def features(self, query: Query, offset: int, limit: int) -> Iterator[bytes]:
        """Give a page of them as GeoJSON features, each after ``SEPARATOR``, in pieces."""

    @abstractmethod
    def feature(self, id: str) -> bytes | None:  # noqa: A002 - the standard's name
        """Give one feature as GeoJSON, None where there is none with that id."""
