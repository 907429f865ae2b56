"""Random incidents and filters that often meet: small pools of names, days and points, some of them nasty."""

from __future__ import annotations

from datetime import date, timedelta

import shapely
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from geo.model import (
    EventClass,
    EventType,
    Fatalities,
    Incident,
    Party,
    Place,
    ReviewState,
    Role,
    Source,
    WherePrecision,
)
from geo.model.filter import DateRange, Filter, Within
from geo.model.normalise import fold

NAMES = ["Kata'ib Hizballah", "Kataib Hezbollah", "KH", "كتائب حزب الله", "Army", "ARMY of İzmir", "", "a", "Straße"]
PARTS = {"umbrella": ("kataib hizballah", "kh"), "كتائب حزب الله": ("كتائب حزب الله", "army")}
ADM_1 = [None, "", "Al-Anbar", "al anbar", "Ánbar", "الأنبار", "Babil"]
DAYS = [date(2024, 1, 20) + timedelta(days=n) for n in (-400, -1, 0, 1, 4, 30)] + [date(1, 1, 1), date(9999, 12, 31)]
DEGREES = [-180.0, -179.5, -10.0, 0.0, 40.0, 41.0, 43.7, 179.9, 180.0]
NORTHS = [-90.0, -10.0, 0.0, 33.0, 33.8, 34.0, 89.9]
POLYGONS = [
    "POLYGON ((40 33, 44 33, 44 34.5, 40 34.5, 40 33))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((40 33, 41 33, 41 34, 40 33)))",
]
WORDS = [
    "base",
    "BASE",
    "é",
    "e",
    "drone",
    "kata",
    "الأنبار",
    "الانبار",
    "ß",
    "ss",
    "İ",
    "i",
    "7*191",
    "{{",
    "\x1f",
    "fi",
    "ﬁ",
]


class Reference:
    """A lookup of one umbrella and three geometries."""

    def with_parts(self, name):
        return frozenset({fold(name), *PARTS.get(name, ())})

    def geometry(self, place_id):
        return {
            "point": shapely.Point(40, 33),
            "corner": shapely.Point(179.9, 89.9),
            "line": shapely.LineString([(40, 33), (43.7, 34)]),
            "area": shapely.box(40, 33, 41, 34),
        }[place_id]


def patiently(examples):
    """Try so many examples, however busy the machine is."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def maybe(values):
    return st.none() | values


running_text = st.lists(st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8"), max_size=5), max_size=4).map(
    " ".join
)


@st.composite
def places(draw):
    mapped = draw(st.booleans())
    return Place(
        name=draw(running_text),
        longitude=draw(st.sampled_from(DEGREES)) if mapped else None,
        latitude=draw(st.sampled_from(NORTHS)) if mapped else None,
        precision=draw(maybe(st.sampled_from(WherePrecision))),
        country=draw(maybe(st.sampled_from(["IQ", "SY", "JO"]))),
        adm_1=draw(st.sampled_from(ADM_1)),
        adm_2=draw(maybe(running_text)),
        footprint=draw(maybe(st.sampled_from(POLYGONS))),
    )


@st.composite
def incidents(draw, dataset_id="1"):
    start = draw(maybe(st.sampled_from(DAYS)))
    end = draw(maybe(st.sampled_from([d for d in DAYS if d >= start]))) if start else None
    return Incident(
        dataset=draw(st.sampled_from(["reported", "ged", "other, with a comma"])),
        dataset_id=dataset_id,
        event_type=draw(st.sampled_from(EventType)),
        provider_type=draw(maybe(running_text)),
        title=draw(maybe(running_text)),
        description=draw(maybe(running_text)),
        date_start=start,
        date_end=end,
        place=draw(maybe(places())),
        actors=tuple(
            draw(st.lists(st.builds(Party, actor=st.sampled_from(NAMES), role=st.sampled_from(Role)), max_size=4))
        ),
        fatalities=Fatalities(best=draw(maybe(st.integers(0, 9)))),
        sources=tuple(draw(st.lists(st.builds(Source, publisher=running_text, title=maybe(running_text)), max_size=2))),
        state=draw(st.sampled_from(ReviewState)),
    )


incident_lists = st.integers(0, 8).flatmap(lambda n: st.tuples(*(incidents(str(i)) for i in range(n))))


@st.composite
def boxes(draw):
    west, east = draw(st.sampled_from(DEGREES)), draw(st.sampled_from(DEGREES))
    south, north = sorted((draw(st.sampled_from(NORTHS)), draw(st.sampled_from(NORTHS))))
    return west, south, east, north


@st.composite
def date_ranges(draw):
    start, end = draw(maybe(st.sampled_from(DAYS))), draw(maybe(st.sampled_from(DAYS)))
    return DateRange(start=min(start, end), end=max(start, end)) if start and end else DateRange(start=start, end=end)


def several(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=3).map(tuple)


FIELDS = {
    "bbox": boxes(),
    "datetime": date_ranges(),
    "countries": several(["IQ", "SY", "US"]),
    "adm_1": several([a for a in ADM_1 if a is not None] + ["-"]),
    "types": several([*EventType, *EventClass]),
    "actors": several([*NAMES, "umbrella", "unknown"]),
    "role": st.sampled_from(Role),
    "precision": st.sampled_from(WherePrecision),
    "text": running_text,
    "polygon": st.sampled_from(POLYGONS),
    "within": st.builds(
        Within, km=st.sampled_from([0.5, 50, 400, 5000]), of=st.sampled_from(["point", "corner", "line", "area"])
    ),
    "datasets": several(["reported", "ged", "other, with a comma"]),
    "states": several(list(ReviewState)),
}
"""For each field of Filter, values that narrow it."""


def filters(*fields):
    """Filters that narrow just these fields, or any of them when none is named."""
    if fields:
        return st.fixed_dictionaries({f: FIELDS[f] for f in fields}).map(lambda given: Filter(**given))
    return st.fixed_dictionaries({}, optional=FIELDS).map(lambda given: Filter(**given))
