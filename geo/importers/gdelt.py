"""GDELT events, versions 1 and 2: tab-separated, without a header, 58 or 61 columns.

Rows are mentions in news reports coded by a machine: their method is ``rule`` and their state
``candidate``. Event codes are CAMEO's; actor 1 acts upon actor 2 by its definition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import ValueFault
from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match
from geo.importers.sample import Sample
from geo.importers.tools.checks import Checks
from geo.importers.tools.columns import constant, each, finish, located, past_days
from geo.importers.tools.delimited import open_delimited
from geo.importers.tools.links import host
from geo.importers.tools.parse import calendar_day, show, whole
from geo.model.codes import WherePrecision
from geo.model.countries import country_code
from geo.model.event_types import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.tools.records import Records

_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_EVENT = (
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
)
_PLACE_1 = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_PLACE_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _columns(place: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"Actor{n}{c}" for n in (1, 2) for c in _ACTOR),
        *_EVENT,
        *(f"{who}Geo_{c}" for who in ("Actor1", "Actor2", "Action") for c in place),
        *("DATEADDED", "SOURCEURL"),
    )


COLUMNS = {len(c): c for c in (_columns(_PLACE_1), _columns(_PLACE_2))}
"""Column names by their number: 58 in version 1, 61 in version 2."""

WHERE = {
    1: WherePrecision.COUNTRY,
    2: WherePrecision.ADM_1,
    3: WherePrecision.NEAR,
    4: WherePrecision.NEAR,
    5: WherePrecision.ADM_1,
}
"""``ActionGeo_Type``: 1 country, 2 state of the US, 3 city of the US, 4 city elsewhere, 5 state elsewhere."""

CAMEO = {
    "14": EventType.PROTEST,
    "145": EventType.RIOT,
    "171": EventType.PROPERTY_DESTRUCTION,
    "173": EventType.ARREST,
    "18": EventType.ATTACK_ON_CIVILIANS,
    "181": EventType.ABDUCTION,
    "1821": EventType.SEXUAL_VIOLENCE,
    "183": EventType.EXPLOSIVE_DEVICE,
    "1831": EventType.SUICIDE_ATTACK,
    "19": EventType.VIOLENCE_UNSPECIFIED,
    "192": EventType.TERRITORY_CHANGE,
    "193": EventType.ARMED_CLASH,
    "194": EventType.MISSILE_ROCKET_ARTILLERY,
    "195": EventType.AIR_OR_DRONE_STRIKE,
    "20": EventType.VIOLENCE_UNSPECIFIED,
    "2041": EventType.CHEMICAL_WEAPON,
}
"""Types by CAMEO code; the longest that begins the event's own code holds, any other is a strategic development."""
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ATTRIBUTION = "The GDELT Project, gdeltproject.org"


def _sniff(sample: Sample) -> Match:
    cells = sample.text.split("\n", 1)[0].rstrip("\r").split("\t") if sample.kind == "text" else []
    if len(cells) not in COLUMNS or not cells[0].isdigit() or not _DAY.fullmatch(cells[1]):
        return NO_MATCH
    return Match(0.97, f"it has {len(cells)} tab-separated cells without a header, as GDELT events have")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem, "GDELT", attribution=_ATTRIBUTION, url="https://www.gdeltproject.org")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    cells = len(Sample(path).text.split("\n", 1)[0].split("\t"))
    names = COLUMNS.get(cells, COLUMNS[61])
    container = open_delimited(path, options, sink, "\t", names=names)
    sink.notes.extend(
        (*container.notes, "Rows are mentions in news reports coded by a machine, not verified incidents.")
    )
    for records in container.batches:
        batch = _batch(records, options, sink)
        if len(batch.rows):
            yield batch


def day(text: str) -> date:
    """Read ``20240105``."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueFault(f"{show(text)} is not a date of the form 20240131")
    year, month, number = (int(g) for g in match.groups())
    return calendar_day(year, month, number, text)


def event_type(code: str) -> str:
    """Give our type for a CAMEO code."""
    known = next((CAMEO[code[:n]] for n in range(len(code), 1, -1) if code[:n] in CAMEO), None)
    return (known or EventType.STRATEGIC_DEVELOPMENT).value


def _where(text: str) -> int | None:
    number = whole(text)
    return WHERE[number].value if number in WHERE else None


def _country(text: str) -> str | None:
    return country_code(text.rsplit(",", 1)[-1])


def _batch(records: Records, options: Options, sink: Sink) -> Batch:
    checks = Checks(records, sink)
    n = len(records)
    place = located(checks, "ActionGeo_Long", "ActionGeo_Lat")
    start = past_days(checks, "SQLDATE", day, options.today)
    ids, code, url = checks.text("GLOBALEVENTID"), checks.text("EventCode"), checks.text("SOURCEURL")
    checks.refuse(pc.is_null(ids), "GLOBALEVENTID", "the id is missing")
    checks.refuse(pc.is_null(code), "EventCode", "the event code is missing")
    columns = {
        "dataset": constant(options.dataset, n),
        "dataset_id": ids,
        "event_type": checks.values("EventCode", event_type, pa.string()),
        "provider_type": pc.binary_join_element_wise("CAMEO", code, " "),
        "date_start": start,
        "date_end": start,
        "place_name": checks.text("ActionGeo_FullName"),
        "longitude": place.longitude,
        "latitude": place.latitude,
        "where_precision": checks.values("ActionGeo_Type", _where, pa.int8()),
        "country": checks.values("ActionGeo_FullName", _country, pa.string()),
        "initiator": each(checks.text("Actor1Name")),
        "target": each(checks.text("Actor2Name")),
        "source_url": each(url),
        "source_publisher": each(pa.array([host(u) if u else None for u in url.to_pylist()], pa.string())),
        "licence": pa.array([options.licence] * n, pa.string()),
        "state": constant("candidate", n),
        "method": constant("rule", n),
    }
    blank = each(pc.if_else(pc.is_valid(url), "", pa.scalar(None, pa.string())))
    return finish(checks, columns | {"source_title": blank, "source_published": blank})


IMPORTER = Importer("gdelt", "GDELT events, versions 1 and 2", _sniff, _describe, _read)
