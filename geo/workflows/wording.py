"""Dates, times and places of an incident in the words that a reader needs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geo.model.codes import PlaceKind, Role
from geo.model.countries import country_name
from geo.model.event_types import EventType

if TYPE_CHECKING:
    from datetime import date

    from geo.model import Incident, Place

LONGEST_TITLE: Final = 70
_WITH_PARTIES: Final = frozenset({
    EventType.AIR_OR_DRONE_STRIKE, EventType.DRONE_ATTACK, EventType.MISSILE_ROCKET_ARTILLERY, EventType.SUICIDE_ATTACK,
})  # fmt: skip
_SITES: Final = frozenset({PlaceKind.BASE, PlaceKind.AIRFIELD, PlaceKind.BORDER_CROSSING})
_SITE_WORD: Final = re.compile(r"(?i)\b(?:base|airport|airfield|camp|crossing|consulate|embassy|hospital|barracks)$")
_RELATED: Final = re.compile(r"(?i)\d+(?:\.\d+)? km |(?:north|south|east|west)\w* of |between |near |off ")
_WITH_ARTICLE: Final = re.compile(
    r"^(?:United|Global|Islamic Re|Islamic State$|Rapid|Taliban$|Syrian (?:Arab|Dem|Nat|gov)|Saudi-led|Central African)"
    r"|(?:\bForces|movement|government|military|\bArmy|\bGulf|\bSea|\bStrait|\bStrip|border|coalition|Corps|Party|Group|militias|separatists|rebels|fighters)$"
    r"|^(?:Gulf|Strait|border) "
)


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
    """Give the incident's title, or one made of its type, parties and place where it has none."""
    if incident.title:
        return incident.title
    kind, by, on = incident.event_type, incident.by_role(Role.INITIATOR), incident.by_role(Role.TARGET)
    words = kind.words
    if kind in _WITH_PARTIES:
        words += f" by {_named(by)}" if by else ""
        words += f" on {_named(on)}" if on and len(words) + len(on[0]) <= LONGEST_TITLE else ""
    return f"{words}{_whereabouts(incident.place)}"


def _whereabouts(place: Place | None) -> str:
    """Say where as a sentence goes on: " in Mosul", " at Camp Taji", " 20 km south of Erbil"."""
    name = (place.name or place_words(place)) if place else ""
    if place is None or not name or name == "not named":
        return ""
    if _RELATED.match(name):
        return f" {name}"
    is_site = place.kind in _SITES or _SITE_WORD.search(name)
    return f" {'at' if is_site else 'in'} {'the ' if _WITH_ARTICLE.search(name) else ''}{name}"


def _named(names: tuple[str, ...]) -> str:
    article = "the " if _WITH_ARTICLE.search(names[0]) else ""
    return f"{article}{names[0]}{' and others' if len(names) > 1 else ''}"
