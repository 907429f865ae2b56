"""GeoConfirmed CSV (``;`` between cells).

Units and orders of battle stay in their original columns; nothing is made of them. The file says
nothing of precision, and a faction is a party without a role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import FileContentError
from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match
from geo.importers.tools.checks import Checks
from geo.importers.tools.columns import constant, each, finish, located, past_days
from geo.importers.tools.days import Order, find_order, reader
from geo.importers.tools.links import as_sources
from geo.importers.tools.open import records_of
from geo.model.event_types import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Records

_NEEDED = ("date", "name", "latitude", "longitude", "id")
_TELLING = frozenset({"faction", "pluscode", "geolocation", "equipment", "orbatunits", "units", "origin"})


def _sniff(sample: Sample) -> Match:
    found = _TELLING & sample.columns
    if len(found) < 4 or not sample.columns.issuperset(_NEEDED):
        return NO_MATCH
    return Match(0.95, f"it has the GeoConfirmed columns {', '.join(sorted(found))}")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem, "GeoConfirmed", attribution="GeoConfirmed, geoconfirmed.org")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    order: Order | None = options.mapping.date_order if options.mapping else None
    for records in records_of(path, options, sink, _NEEDED, "GeoConfirmed file"):
        if order is None:
            order = _order(Checks(records, sink))
        batch = _batch(records, options, sink, order)
        if len(batch.rows):
            yield batch


def _order(checks: Checks) -> Order:
    found = find_order(t for t in pc.unique(checks.text("date")).to_pylist() if t)
    if found.order is None:
        raise FileContentError(f"Column Date: {found.reason}. Say whether the day or the month comes first.")
    return found.order


def _batch(records: Records, options: Options, sink: Sink, order: Order) -> Batch:
    checks = Checks(records, sink)
    n = len(records)
    place = located(checks)
    start = past_days(checks, "date", reader(order), options.today)
    ids = checks.text("id")
    checks.refuse(pc.is_null(ids), "id", "the id is missing")
    columns = {
        "dataset": constant(options.dataset, n),
        "dataset_id": ids,
        "event_type": constant(EventType.VIOLENCE_UNSPECIFIED.value, n),
        "title": checks.text("name"),
        "description": checks.text("description"),
        "date_start": start,
        "date_end": start,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "party": each(checks.text("faction")),
        "licence": pa.array([options.licence] * n, pa.string()),
        "state": constant("published", n),
        "method": constant("provider", n),
    }
    return finish(checks, columns | as_sources(checks, ["source", "geolocation"]))


IMPORTER = Importer("geoconfirmed", "GeoConfirmed CSV", _sniff, _describe, _read)
