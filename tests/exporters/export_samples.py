"""Incidents and settings that the tests of exporters share."""

from __future__ import annotations

from datetime import UTC, date, datetime

import shapely

from geo.exporters import EXPORTERS, Meta
from geo.exporters.areas import Areas
from geo.exporters.rows import prepare
from geo.frames import from_incidents
from geo.model import Incident, Party, Place, Source

CANARY = "A{{7*191}}B<b>x</b>"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
META = Meta(words="All incidents", made_at=NOW, rows=5, counts={"on_map": 4, "unmapped": 1, "total": 5})
ANBAR = shapely.box(39, 31, 44, 35)
IRAQ = shapely.box(38, 29, 49, 38)


class Boundaries:
    """One province and one country."""

    def division(self, country, name):
        return ("IRQ-1", ANBAR) if (country, name) == ("IQ", "Al Anbar") else None

    def country_geometry(self, country):
        return IRAQ if country == "IQ" else None


def incident(dataset_id="1", *, longitude=42.44, latitude=33.79, precision=1, **fields):
    place = Place(
        name=CANARY, longitude=longitude, latitude=latitude, precision=precision, country="IQ", adm_1="Al Anbar"
    )
    fields = {"event_type": "drone_attack", "date_start": date(2024, 1, 23), "place": place, "title": CANARY} | fields
    return Incident(dataset="sample", dataset_id=dataset_id, **fields)


def sample():
    """Five incidents: with everything, unmapped, province, country, own footprint across the antimeridian."""
    full = incident(
        "1",
        description='quotes " \\ and\nlines',
        date_precision=1,
        actors=(Party(actor=CANARY, role="initiator"), Party(actor="B; C", role="target"), Party(actor="D")),
        fatalities={"low": 1, "best": 2, "high": 3},
        sources=(Source(publisher=CANARY, url="https://example.org/a;b"), Source(publisher="Q", title="=1+1")),
        licence="CC-BY-4.0",
        raw={"note": CANARY, "count": "-5", "empty": None},
    )
    ring = Place(
        name="sea",
        longitude=179.9,
        latitude=0,
        precision=5,
        footprint="POLYGON ((179 0, -179 0, -179 1, 179 1, 179 0))",
    )
    return [
        full,
        incident("2", place=None, title="=HYPERLINK(1)"),
        incident("3", precision=4),
        incident("4", precision=6),
        incident("5", place=ring),
    ]


def exported(name, incidents=None, *, boundaries=None, meta=META) -> bytes:
    table = from_incidents(sample() if incidents is None else incidents)
    areas = boundaries and Areas(boundaries, rings=not EXPORTERS[name].draws)
    return b"".join(EXPORTERS[name].write(prepare([table], licences={"sample": "CC0-1.0"}, areas=areas), meta))
