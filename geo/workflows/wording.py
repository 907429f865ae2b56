"""Dates, times and places of an incident in the words that a reader needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geo.model.countries import country_name

if TYPE_CHECKING:
    from datetime import date

    from geo.model import Incident, Place


def day_words(day: date) -> str:
    """Say a day: ``24 January 2024``."""
    return f"{day.day} {day:%B} {day.year}"


def span_words(start: date | None, end: date | None) -> str:
    """Say a span of days, both ends included, without saying a month or a year twice."""
    if start is None:
        return "date not reported"
    if end is None or end == start:
        return day_words(start)
    if start.year != end.year:
        return f"{day_words(start)} to {day_words(end)}"
    first = str(start.day) if start.month == end.month else f"{start.day} {start:%B}"
    return f"{first} to {day_words(end)}"


def time_words(incident: Incident) -> list[str]:
    """Say the local time with its zone, and the same moment in UTC where the zone is known; [] without a time."""
    if incident.time_local is None:
        return []
    clock = f"{incident.time_local:%H:%M} local time"
    if incident.time_zone is None or incident.date_start is None:
        return [f"{clock} ({incident.time_zone})" if incident.time_zone else f"{clock}, zone not reported"]
    try:
        zone = ZoneInfo(incident.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return [f"{clock} ({incident.time_zone})"]
    moment = datetime.combine(incident.date_start, incident.time_local, zone).astimezone(UTC)
    other_day = "" if moment.date() == incident.date_start else f" on {day_words(moment.date())}"
    return [f"{clock} ({incident.time_zone})", f"{moment:%H:%M} UTC{other_day}"]


def place_words(place: Place | None) -> str:
    """Say the place from small to large, each name once: ``Al-Qa'im, Anbar, Iraq``; "" where none is reported."""
    if place is None:
        return ""
    country = country_name(place.country) if place.country else None
    names = (place.name, place.adm_2, place.adm_1, country)
    return ", ".join(dict.fromkeys(n for n in names if n))


def coordinates(place: Place | None) -> str:
    """Say the published point, latitude first as people read it; "" where there is none."""
    if place is None or place.longitude is None or place.latitude is None:
        return ""
    north = "N" if place.latitude >= 0 else "S"
    east = "E" if place.longitude >= 0 else "W"
    return f"{abs(place.latitude):.4f}° {north}, {abs(place.longitude):.4f}° {east}"


def precision_words(place: Place | None) -> str:
    """Say how well the place is known, with the radius where one better than the code's own is known."""
    if place is None or place.precision is None:
        return "precision not stated" if place is not None and place.is_mapped else ""
    words = place.precision.words
    if place.uncertainty_m is not None:
        words += f" (uncertain by {place.uncertainty_m / 1000:g} km)"
    return words


def title_of(incident: Incident) -> str:
    """Give the incident's title, or one made of its type, place and day where it has none."""
    if incident.title:
        return incident.title
    where = incident.place.name or place_words(incident.place) if incident.place else ""
    return f"{incident.event_type.words}{f', {where}' if where else ''}"
