"""A filter is a value: it admits incidents, says itself in words, and is the URL's state.

Names follow OGC API - Features where it has them (``bbox``, ``datetime``). Spatial fields test the
published point; an incident without one is never inside.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Protocol, Self

import numpy as np
import shapely
from pydantic import Field, field_validator, model_validator

from geo.errors import FilterError
from geo.model.codes import ReviewState, Role, WherePrecision
from geo.model.event_types import EventClass, EventType
from geo.model.geometry import within_km
from geo.model.normalise import fold, search_fold
from geo.model.values import CountryCode, Incident, Place, Value

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Lookup(Protocol):
    """What a filter must ask of the reference data."""

    def with_parts(self, name: str) -> frozenset[str]:
        """Give the folded names and aliases of an actor and of all its parts."""

    def geometry(self, place_id: str) -> BaseGeometry:
        """Give the point, line or polygon of a place by id or name; raises FilterError."""


class DateRange(Value):
    """Calendar days, both ends included; None leaves an end open."""

    start: date | None = None
    end: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            msg = f"the end {self.end} is before the start {self.start}"
            raise ValueError(msg)
        return self

    def overlaps(self, start: date, end: date) -> bool:
        """Tell whether a span shares a day with this range (OGC API - Features, 7.15.4)."""
        return (self.end is None or start <= self.end) and (self.start is None or end >= self.start)


class Within(Value):
    """Within ``km`` kilometres of a place, border or area, named by id or name."""

    km: Annotated[float, Field(gt=0, le=5000)]
    of: str


class Filter(Value):
    """Which incidents; an empty field admits all. Fields are joined by "and", values within one by "or".

    ``bbox`` is west, south, east, north in degrees (west > east crosses the antimeridian).
    ``types`` takes event types and classes. ``role`` narrows ``actors``; None is any role.
    ``precision`` is the coarsest ``where_prec`` admitted; incidents without one fail it.
    ``polygon`` is WKT, longitude first. ``text``: every word must occur somewhere in the record.
    ``states`` empty admits all but rejected records.
    """

    bbox: tuple[float, float, float, float] | None = None
    datetime: DateRange | None = None
    countries: tuple[CountryCode, ...] = ()
    adm_1: tuple[str, ...] = ()
    types: tuple[EventType | EventClass, ...] = ()
    actors: tuple[str, ...] = ()
    role: Role | None = None
    precision: WherePrecision | None = None
    text: str = ""
    polygon: str | None = None
    within: Within | None = None
    datasets: tuple[str, ...] = ()
    states: tuple[ReviewState, ...] = ()

    @field_validator("bbox")
    @classmethod
    def _in_range(cls, box: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
        if box is None:
            return None
        west, south, east, north = box
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            msg = f"bbox {box} is not west, south, east, north in degrees"
            raise ValueError(msg)
        return box

    @field_validator("polygon")
    @classmethod
    def _is_area(cls, wkt: str | None) -> str | None:
        if wkt is not None:
            area(wkt)
        return wkt

    @property
    def event_types(self) -> frozenset[EventType]:
        """Give the event types meant, classes resolved; empty means all."""
        return frozenset(e for e in EventType if e in self.types or e.event_class in self.types)

    def admits(self, incident: Incident, lookup: Lookup) -> bool:
        """Tell whether the incident passes every field."""
        return self.admits_date(incident) and self.admits_but_date(incident, lookup)

    def admits_date(self, incident: Incident) -> bool:
        """Tell whether the date passes; an undated incident fails any date range."""
        if self.datetime is None:
            return True
        if incident.date_start is None:
            return False
        return self.datetime.overlaps(incident.date_start, incident.date_end or incident.date_start)

    def admits_but_date(self, incident: Incident, lookup: Lookup) -> bool:
        """Tell whether every field other than the date passes."""
        place = incident.place or Place(name="")
        return (
            (not self.countries or place.country in self.countries)
            and (not self.adm_1 or fold(place.adm_1 or "") in {fold(a) for a in self.adm_1})
            and (not self.types or incident.event_type in self.event_types)
            and (not self.datasets or incident.dataset in self.datasets)
            and self._admits_state(incident)
            and self._admits_actor(incident, lookup)
            and (self.precision is None or (place.precision is not None and place.precision <= self.precision))
            and self._admits_text(incident)
            and self._admits_point(place, lookup)
        )

    def _admits_state(self, incident: Incident) -> bool:
        return incident.state in self.states if self.states else incident.state is not ReviewState.REJECTED

    def _admits_actor(self, incident: Incident, lookup: Lookup) -> bool:
        if not self.actors:
            return self.role is None or any(p.role is self.role for p in incident.actors)
        names: frozenset[str] = frozenset().union(*(lookup.with_parts(a) for a in self.actors))
        return any(fold(p.actor) in names for p in incident.actors if self.role is None or p.role is self.role)

    def _admits_text(self, incident: Incident) -> bool:
        if not self.text.split():
            return True
        texts = [search_fold(t) for t in searched_texts(incident)]
        return all(any(word in t for t in texts) for word in search_fold(self.text).split())

    def _admits_point(self, place: Place, lookup: Lookup) -> bool:
        if self.bbox is None and self.polygon is None and self.within is None:
            return True
        if place.longitude is None or place.latitude is None:
            return False
        return bool(self.covers(np.array([place.longitude]), np.array([place.latitude]), lookup)[0])

    def covers(self, longitudes: np.ndarray, latitudes: np.ndarray, lookup: Lookup) -> np.ndarray:
        """Tell for each point (degrees, NaN where unmapped) whether the spatial fields admit it."""
        inside: np.ndarray = ~np.isnan(longitudes)
        if self.bbox is not None:
            inside &= in_box(self.bbox, longitudes, latitudes)
        for test in (self._in_polygon, self._in_distance):
            candidates = np.flatnonzero(inside)
            inside[candidates] = test(longitudes[candidates], latitudes[candidates], lookup)
        return inside

    def _in_polygon(self, longitudes: np.ndarray, latitudes: np.ndarray, _: Lookup) -> np.ndarray:
        if self.polygon is None:
            return np.ones(len(longitudes), bool)
        return np.asarray(shapely.intersects_xy(area(self.polygon), longitudes, latitudes))

    def _in_distance(self, longitudes: np.ndarray, latitudes: np.ndarray, lookup: Lookup) -> np.ndarray:
        if self.within is None:
            return np.ones(len(longitudes), bool)
        return np.asarray(within_km(lookup.geometry(self.within.of), self.within.km, longitudes, latitudes))


def in_box(box: tuple[float, float, float, float], longitudes: np.ndarray, latitudes: np.ndarray) -> np.ndarray:
    """Tell for each point whether a box of west, south, east, north holds it; NaN gives False."""
    west, south, east, north = box
    with np.errstate(invalid="ignore"):
        across = (longitudes >= west) & (longitudes <= east)
        if west > east:
            across = (longitudes >= west) | (longitudes <= east)
        return np.asarray(across & (latitudes >= south) & (latitudes <= north))


def area(wkt: str) -> BaseGeometry:
    """Read a polygon from WKT, longitude first; raises FilterError for anything else."""
    try:
        shape = shapely.from_wkt(wkt)
    except shapely.errors.GEOSException as error:
        raise FilterError("The polygon is not well-formed WKT; write POLYGON((lon lat, ...)).") from error
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or not shape.is_valid:
        raise FilterError(f"The polygon is a {shape.geom_type} or crosses itself; draw a simple area.")
    shapely.prepare(shape)
    return shape


def searched_texts(incident: Incident) -> list[str]:
    """Give the texts of an incident that a text filter looks through."""
    place = incident.place or Place(name="")
    texts = [incident.title, incident.description, incident.provider_type, place.name, place.adm_1, place.adm_2]
    texts += [p.actor for p in incident.actors]
    texts += [t for s in incident.sources for t in (s.publisher, s.title)]
    return [t for t in texts if t]
