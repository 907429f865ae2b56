"""Ushahidi CSV: reports of a deployment. Dates are month first, with a time; categories end in a comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match
from geo.importers.tools.checks import Checks, as_mask
from geo.importers.tools.columns import constant, finish, located, past_days
from geo.importers.tools.days import Order, reader
from geo.importers.tools.open import records_of
from geo.importers.tools.parse import clock
from geo.model.codes import ReviewState
from geo.model.event_types import EventType
from geo.model.normalise import dataset_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Records

_NEEDED = ("incident title", "incident date", "latitude", "longitude")
_TELLING = frozenset({"incident title", "incident date", "location", "description", "category", "approved", "verified"})
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp][Mm])?\s*$")


def _sniff(sample: Sample) -> Match:
    found = _TELLING & sample.columns
    if len(found) < 5 or not sample.columns.issuperset(_NEEDED):
        return NO_MATCH
    return Match(0.95, f"it has the Ushahidi columns {', '.join(sorted(found))}")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem, "Ushahidi")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    for records in records_of(path, options, sink, _NEEDED, "Ushahidi file"):
        batch = _batch(records, options, sink)
        if len(batch.rows):
            yield batch


def _time(text: str) -> str | None:
    match = _TIME.search(text[:60])
    if match is None:
        return None
    hour, half = int(match.group(1)), (match.group(3) or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return clock(f"{hour:02}:{match.group(2)}")


def _batch(records: Records, options: Options, sink: Sink) -> Batch:
    checks = Checks(records, sink)
    n = len(records)
    place = located(checks)
    start = past_days(checks, "incident date", reader(Order.MONTH_FIRST), options.today)
    ids = checks.text("#" if checks.has("#") else "serial")
    checks.refuse(pc.is_null(ids), "#" if checks.has("#") else "serial", "the id is missing")
    approved, verified = (as_mask(pc.equal(pc.utf8_upper(checks.text(c)), "YES")) for c in ("approved", "verified"))
    state = pc.if_else(pa.array(approved), ReviewState.PUBLISHED.value, ReviewState.CANDIDATE.value)
    columns = {
        "dataset": constant(options.dataset, n),
        "dataset_id": pa.array([dataset_id(t) if t else None for t in ids.to_pylist()], pa.string()),
        "event_type": constant(EventType.VIOLENCE_UNSPECIFIED.value, n),
        "provider_type": pc.utf8_rtrim(checks.text("category"), ", "),
        "title": checks.text("incident title"),
        "description": checks.text("description"),
        "date_start": start,
        "date_end": start,
        "time_local": checks.values("incident date", _time, pa.string()),
        "place_name": checks.text("location"),
        "longitude": place.longitude,
        "latitude": place.latitude,
        "licence": pa.array([options.licence] * n, pa.string()),
        "state": pc.if_else(pa.array(verified), ReviewState.ACCEPTED.value, state),
        "method": constant("provider", n),
    }
    return finish(checks, columns)


IMPORTER = Importer("ushahidi", "Ushahidi CSV", _sniff, _describe, _read)
