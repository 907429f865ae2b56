"""Atlos CSV: incidents of a project, with sources in ``source_1`` and further columns of the project's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import ValueFault
from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match
from geo.importers.tools.checks import Checks
from geo.importers.tools.columns import constant, finish, located
from geo.importers.tools.links import as_sources
from geo.importers.tools.open import records_of
from geo.importers.tools.parse import clock, iso_day, show
from geo.model.codes import ReviewState, WherePrecision
from geo.model.event_types import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Records

_NEEDED = ("slug", "latitude", "longitude", "status", "description")
_TELLING = frozenset({"slug", "geolocation_resolution", "more_info", "restrictions", "sensitive", "assignments"})
STATES = {
    "to do": ReviewState.CANDIDATE,
    "in progress": ReviewState.CANDIDATE,
    "help needed": ReviewState.CANDIDATE,
    "ready for review": ReviewState.CANDIDATE,
    "completed": ReviewState.ACCEPTED,
    "cancelled": ReviewState.REJECTED,
    "canceled": ReviewState.REJECTED,
}
"""Where an Atlos status stands in the review."""
_RESOLUTION = re.compile(r"(\d+(?:\.\d+)?)\s*(km|m)", re.IGNORECASE)


def _sniff(sample: Sample) -> Match:
    found = _TELLING & sample.columns
    if len(found) < 4 or not sample.columns.issuperset(_NEEDED):
        return NO_MATCH
    return Match(0.95, f"it has the Atlos columns {', '.join(sorted(found))}")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem, "Atlos")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    for records in records_of(path, options, sink, _NEEDED, "Atlos file"):
        batch = _batch(records, options, sink)
        if len(batch.rows):
            yield batch


def _state(text: str) -> str:
    try:
        return STATES[text.strip().lower()].value
    except KeyError:
        raise ValueFault(f"{show(text)} is no Atlos status") from None


def _metres(text: str) -> float | None:
    match = _RESOLUTION.fullmatch(text.strip())
    if match is None:
        return None
    return float(match.group(1)) * (1000 if match.group(2).lower() == "km" else 1)


def _batch(records: Records, options: Options, sink: Sink) -> Batch:
    checks = Checks(records, sink)
    n = len(records)
    place = located(checks)
    ids, start = checks.text("slug"), checks.values("date", iso_day, pa.date32())
    checks.refuse(pc.is_null(ids), "slug", "the id is missing")
    sensitive = pc.fill_null(checks.text("sensitive"), "")
    calm = pc.is_in(pc.utf8_lower(sensitive), pa.array(["", "[]", "no", "false", "not sensitive"]))
    checks.flag(pc.invert(calm), "sensitive", lambda i: f"it is marked {show(sensitive[i].as_py())}")
    mapped = pc.is_valid(place.longitude)
    columns = {
        "dataset": constant(options.dataset, n),
        "dataset_id": ids,
        "event_type": constant(EventType.VIOLENCE_UNSPECIFIED.value, n),
        "description": checks.text("description"),
        "date_start": start,
        "date_end": start,
        "time_local": checks.values("time", clock, pa.string()),
        "longitude": place.longitude,
        "latitude": place.latitude,
        "where_precision": pc.if_else(mapped, pa.scalar(WherePrecision.EXACT.value, pa.int8()), None),
        "uncertainty_m": checks.values("geolocation_resolution", _metres, pa.float64()),
        "licence": pa.array([options.licence] * n, pa.string()),
        "state": pc.fill_null(checks.values("status", _state, pa.string()), ReviewState.CANDIDATE.value),
        "method": constant("provider", n),
    }
    numbered = sorted((c for c in records.cells if re.fullmatch(r"source_\d+", c)), key=lambda c: int(c[7:]))
    return finish(checks, columns | (as_sources(checks, numbered) if numbered else {}))


IMPORTER = Importer("atlos", "Atlos CSV", _sniff, _describe, _read)
