"""TimeMap events as JSON: a list, an object with ``events``, ``sources`` and ``associations``, or these in a ZIP.

Almost every value is text; dates are month first. A source that the file does not describe is kept by its id.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.base import NO_MATCH, Batch, Description, Fault, Importer, Match
from geo.importers.tools.checks import Checks
from geo.importers.tools.columns import NAMES, constant, finish, located
from geo.importers.tools.days import Order, reader
from geo.importers.tools.features import as_text
from geo.importers.tools.limits import within_limits
from geo.importers.tools.parse import clock
from geo.importers.tools.records import Records
from geo.importers.tools.timemap_files import first, is_packed, load
from geo.model.event_types import EventType
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample

_TELLING = frozenset({"time_precision", "associations", "sources", "time_display", "category_full", "civid", "graphic"})
_NEEDED = frozenset({"id", "date", "latitude", "longitude"})
_BATCH = 10_000
_TYPES = {fold(t.words): t.value for t in EventType}


def _sniff(sample: Sample) -> Match:
    if sample.kind == "zip":
        return Match(0.8, "it packs TimeMap events") if is_packed(sample.path) else NO_MATCH
    found = _TELLING & sample.columns
    if sample.kind != "json" or len(found) < 2 or not sample.columns >= _NEEDED or "coordinates" in sample.columns:
        return NO_MATCH
    return Match(0.8, f"it has the TimeMap members {', '.join(sorted(found))}")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem, "TimeMap")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    whole = load((path, *options.beside), options, sink)
    unknown: set[str] = set()
    for start in range(0, len(whole.events), _BATCH):
        records = _records(whole.events[start : start + _BATCH], sink, whole.associations)
        batch = _batch(within_limits(records, options, sink, zeros=True), options, sink, whole.sources, unknown)
        sink.step(start, len(whole.events))
        if len(batch.rows):
            yield batch
    if unknown:
        sink.notes.append(
            f"{len(unknown):,} sources are known by their ids alone; give the sources file too, or pack all files "
            "of the TimeMap into one ZIP."
        )


def _records(events: list[Any], sink: Sink, associations: dict[str, dict[str, Any]]) -> Records:
    """Give events as records; what their associations are called stands in a column of its own."""
    rows, kept = [], []
    for event in events:
        sink.read += 1
        if isinstance(event, dict):
            rows.append(sink.read)
            kept.append(event)
        else:
            sink.rejected.append(Fault(sink.read, "", "this is no TimeMap event"))
    names = dict.fromkeys(n for e in kept for n in e)
    cells = {n: pa.array([as_text(e.get(n)) for e in kept], pa.string()) for n in names}
    if associations:
        titles = [_titles(e.get("associations"), associations) for e in kept]
        cells["association titles"] = pa.array(titles, pa.string())
    return Records(np.array(rows, dtype=np.int64), cells)


def _titles(ids: Any, associations: dict[str, dict[str, Any]]) -> str | None:
    known = [associations[str(i)] for i in ids if str(i) in associations] if isinstance(ids, list) else []
    return "; ".join(first(a, "title", "desc", "description", "id") for a in known) or None


def _kind(text: str) -> str:
    return _TYPES.get(fold(text), EventType.VIOLENCE_UNSPECIFIED.value)


def _batch(
    records: Records, options: Options, sink: Sink, sources: dict[str, dict[str, Any]], unknown: set[str]
) -> Batch:
    """Make a batch; ids of sources that nothing describes are added to ``unknown``."""
    checks = Checks(records, sink)
    n = len(records)
    place = located(checks)
    ids, start = checks.text("id", "civId"), checks.values("date", reader(Order.MONTH_FIRST), pa.date32())
    checks.refuse(pc.is_null(ids), "id", "the id is missing")
    columns = {
        "dataset": constant(options.dataset, n),
        "dataset_id": ids,
        "event_type": pc.fill_null(checks.values("type", _kind, pa.string()), EventType.VIOLENCE_UNSPECIFIED.value),
        "provider_type": checks.text("category_full", "category", "type"),
        "description": checks.text("description"),
        "date_start": start,
        "date_end": start,
        "time_local": checks.values("time", clock, pa.string()),
        "place_name": checks.text("location"),
        "longitude": place.longitude,
        "latitude": place.latitude,
        "licence": pa.array([options.licence] * n, pa.string()),
        "state": constant("published", n),
        "method": constant("provider", n),
    }
    return finish(checks, columns | _sources(checks, sources, unknown))


def _sources(checks: Checks, known: dict[str, dict[str, Any]], unknown: set[str]) -> dict[str, pa.Array]:
    rows = [_ids(t) for t in checks.cells("sources").to_pylist()]
    unknown.update(i for row in rows for i in row if i not in known)
    found = [[known.get(i, {}) for i in row] for row in rows]
    lists = {
        "source_publisher": [[first(s, "publisher", "author") for s in row] for row in found],
        "source_title": [
            [first(s, "title") or i for i, s in zip(r, f, strict=True)] for r, f in zip(rows, found, strict=True)
        ],
        "source_published": [["" for _ in row] for row in found],
        "source_url": [[first(s, "url", "link", "paths") for s in row] for row in found],
    }
    return {name: pa.array(values, NAMES) for name, values in lists.items()}


def _ids(text: str | None) -> list[str]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return [p.strip() for p in str(text).split(",") if p.strip()]
    return [str(i) for i in found if i] if isinstance(found, list) else [str(found)]


IMPORTER = Importer("timemap", "TimeMap events", _sniff, _describe, _read)
