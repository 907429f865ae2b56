"""ACLED exports in their three generations: to 2015 (upper case), 2018 to 2022, and from 2023 on.

Codes follow the ACLED Codebook. Nothing is said of who attacked whom: actor 1 and actor 2, and their
associates, are all parties without a role. The terms forbid redistribution, which goes with the rows.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import ValueFault
from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match
from geo.importers.tools.checks import Checks
from geo.importers.tools.columns import constant, countries, finish, located, past_days
from geo.importers.tools.lists import blanks_like, joined, parallel
from geo.importers.tools.open import records_of
from geo.importers.tools.parse import calendar_day, count, iso_day, month_number, show, western, whole
from geo.model import DatePrecision, EventType, WherePrecision
from geo.model.event_types import ACLED_EVENT_TYPE, ACLED_SUB_EVENT_TYPE
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Records

_NEEDED = ("event_id_cnty", "event_date", "event_type", "actor1")
_TELLING = frozenset({*_NEEDED, "event_id_cnty", "geo_precision", "time_precision", "inter1", "interaction"})
_ACTORS = (("actor1",), ("assoc_actor_1", "ally_actor_1"), ("actor2",), ("assoc_actor_2", "ally_actor_2"))
_LICENCE = "ACLED terms of use"
_ATTRIBUTION = "Armed Conflict Location & Event Data Project (ACLED); acleddata.com"

WHERE = {1: WherePrecision.EXACT, 2: WherePrecision.NEAR, 3: WherePrecision.ADM_1}
"""``geo_precision``: 1 a particular town, 2 part of a region or near a town, 3 a larger region."""
WHEN = {1: DatePrecision.DAY, 2: DatePrecision.WEEK, 3: DatePrecision.MONTH}
"""``time_precision``: 1 the actual date, 2 within a week, 3 within a month."""

_OLD_EVENT_TYPE = {
    "Battle-No change of territory": EventType.ARMED_CLASH,
    "Battle-Government regains territory": EventType.TERRITORY_CHANGE,
    "Battle-Non-state actor overtakes territory": EventType.TERRITORY_CHANGE,
    "Non-violent transfer of territory": EventType.TERRITORY_CHANGE,
    "Headquarters or base established": EventType.STRATEGIC_DEVELOPMENT,
    "Strategic development": EventType.STRATEGIC_DEVELOPMENT,
    "Non-violent activity by a conflict actor": EventType.STRATEGIC_DEVELOPMENT,
    "Riots/Protests": EventType.PROTEST,
    "Remote violence": EventType.VIOLENCE_UNSPECIFIED,
}
"""Event types of the releases before sub-event types."""
_TYPES = {fold(k): v for k, v in (_OLD_EVENT_TYPE | ACLED_EVENT_TYPE).items()}
_SUB_TYPES = {fold(k): v for k, v in ACLED_SUB_EVENT_TYPE.items()}
_NAMED_MONTH = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4}|\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})")
_SERIAL = re.compile(r"\d{3,6}(\.0+)?")


def _sniff(sample: Sample) -> Match:
    found = _TELLING & sample.columns
    if len(found) < 4:
        return NO_MATCH
    return Match(0.5 + 0.05 * len(found), f"it has the ACLED columns {', '.join(sorted(found))}")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem, "ACLED", None, _LICENCE, False, _ATTRIBUTION, "https://acleddata.com")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    for records in records_of(path, options, sink, _NEEDED, "ACLED file"):
        batch = _batch(records, options, sink)
        if len(batch.rows):
            yield batch


def day(text: str) -> date:
    """Read a date as ACLED has written them: ``2023-01-05``, ``01-January-2015``, ``9-May-20``, ``31-12-19``.

    A bare number counts days since 1970-01-01.
    """
    plain = western(text.strip())
    if match := _NAMED_MONTH.fullmatch(plain):
        number, month, year = match.groups()
        return calendar_day(_full_year(year), month_number(month, text), int(number), text)
    if match := _NUMBERS.fullmatch(plain):
        number, month, year = match.groups()
        return calendar_day(_full_year(year), int(month), int(number), text)
    if _SERIAL.fullmatch(plain):
        return date(1970, 1, 1) + timedelta(days=whole(plain))
    return iso_day(text)


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 70 else 2000)


def _where(text: str) -> int:
    return _precision(text, WHERE, "geo_precision")


def _when(text: str) -> int:
    return _precision(text, WHEN, "time_precision")


def _precision(text: str, codes: dict[int, WherePrecision] | dict[int, DatePrecision], name: str) -> int:
    number = whole(text)
    if number not in codes:
        raise ValueFault(f"{show(text)} is no {name} code (1 to 3)")
    return int(codes[number])


def _batch(records: Records, options: Options, sink: Sink) -> Batch:
    checks = Checks(records, sink)
    n = len(records)
    place = located(checks)
    ids = checks.text("event_id_cnty")
    checks.refuse(pc.is_null(ids), "event_id_cnty", "the id is missing")
    start = past_days(checks, "event_date", day, options.today)
    columns = {
        "dataset": constant(options.dataset, n),
        "dataset_id": ids,
        "description": checks.label("notes"),
        "date_start": start,
        "date_end": start,
        "date_precision": checks.values("time_precision", _when, pa.int8()),
        "longitude": place.longitude,
        "latitude": place.latitude,
        "where_precision": checks.values("geo_precision", _where, pa.int8()),
        "place_name": checks.label("location"),
        "country": countries(checks, "country", "iso3"),
        "adm_1": checks.label("admin1"),
        "adm_2": checks.label("admin2"),
        "party": joined([checks.text(*c) for c in _ACTORS], "; "),
        "fatalities_best": checks.values("fatalities", count, pa.int32()),
        "licence": constant(options.licence or _LICENCE, n),
        "state": constant("published", n),
        "method": constant("provider", n),
    }
    return finish(checks, columns | _types(checks) | _sources(checks))


def _types(checks: Checks) -> dict[str, pa.Array]:
    """Give the type by sub-event type, by event type where that is blank or not known."""
    kind, sub = checks.text("event_type"), checks.text("sub_event_type")
    checks.refuse(pc.is_null(kind), "event_type", "the event type is missing")
    by_sub, by_kind = _lookup(sub, _SUB_TYPES), _lookup(kind, _TYPES)
    known = pc.coalesce(by_sub, by_kind)
    checks.flag(pc.is_null(known), "event_type", lambda i: f"the event type {show(str(kind[i]))} is not known")
    words = pc.coalesce(pc.binary_join_element_wise(kind, sub, ": "), kind)
    return {"event_type": pc.fill_null(known, EventType.VIOLENCE_UNSPECIFIED.value), "provider_type": words}


def _lookup(texts: pa.Array, table: dict[str, EventType]) -> pa.Array:
    coded = texts.dictionary_encode()
    found = [table.get(fold(t)) for t in coded.dictionary.to_pylist()]
    return pa.array([f.value if f else None for f in found], pa.string()).take(coded.indices)


def _sources(checks: Checks) -> dict[str, pa.Array]:
    (publishers,) = parallel([checks.text("source")], ";")
    nothing = blanks_like(publishers)
    return {
        "source_publisher": publishers,
        "source_title": nothing,
        "source_published": nothing,
        "source_url": nothing,
    }


IMPORTER = Importer("acled", "ACLED export", _sniff, _describe, _read)
