"""TimeMap events as JSON: a list of events, or an object with ``events``, ``sources`` and ``associations``.

Almost every value is text; dates are month first. A source that the file does not describe is kept by its id.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import FileContentError, TooLargeError
from geo.importers.base import NO_MATCH, Batch, Description, Fault, Importer, Match
from geo.importers.tools.checks import Checks
from geo.importers.tools.columns import NAMES, constant, finish, located
from geo.importers.tools.days import Order, reader
from geo.importers.tools.delimited import within_limits
from geo.importers.tools.encoding import chunks, detect
from geo.importers.tools.features import DECODER, as_text
from geo.importers.tools.parse import clock
from geo.importers.tools.records import Records
from geo.model.event_types import EventType
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample

_TELLING = frozenset({"time_precision", "associations", "sources", "time_display", "category_full", "civid", "graphic"})
_NEEDED = frozenset({"id", "date", "latitude", "longitude"})
_MOST_BYTES = 256 << 20
_BATCH = 10_000
_TYPES = {fold(t.words): t.value for t in EventType}


def _sniff(sample: Sample) -> Match:
    found = _TELLING & sample.columns
    if sample.kind != "json" or len(found) < 2 or not sample.columns >= _NEEDED or "coordinates" in sample.columns:
        return NO_MATCH
    return Match(0.8, f"it has the TimeMap members {', '.join(sorted(found))}")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem, "TimeMap")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    whole = _load(path, options, sink)
    events = whole.get("events", whole) if isinstance(whole, dict) else whole
    if isinstance(events, dict):
        events = list(events.values())
    if not isinstance(events, list):
        raise FileContentError("The file is JSON, but holds no list of TimeMap events.")
    sources = _by_id(whole.get("sources") if isinstance(whole, dict) else None)
    for start in range(0, len(events), _BATCH):
        records = _records(events[start : start + _BATCH], sink)
        batch = _batch(within_limits(records, options, sink, zeros=True), options, sink, sources)
        sink.step(start, len(events))
        if len(batch.rows):
            yield batch


def _load(path: Path, options: Options, sink: Sink) -> Any:
    if path.stat().st_size > _MOST_BYTES:
        raise TooLargeError(f"A TimeMap file of more than {_MOST_BYTES >> 20} MB is not read.")
    encoding = detect(path, options.encoding)
    sink.notes.extend([encoding.note] if encoding.note else [])
    try:
        return DECODER.decode("".join(chunks(path, encoding.codec)))
    except ValueError:
        raise FileContentError("The file is not valid JSON.") from None
    except RecursionError:
        raise FileContentError("The file nests its values too deeply.") from None


def _by_id(sources: Any) -> dict[str, dict[str, Any]]:
    if isinstance(sources, dict):
        return {str(k): v for k, v in sources.items() if isinstance(v, dict)}
    return {str(s.get("id")): s for s in sources or () if isinstance(s, dict)} if isinstance(sources, list) else {}


def _records(events: list[Any], sink: Sink) -> Records:
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
    return Records(np.array(rows, dtype=np.int64), cells)


def _kind(text: str) -> str:
    return _TYPES.get(fold(text), EventType.VIOLENCE_UNSPECIFIED.value)


def _batch(records: Records, options: Options, sink: Sink, sources: dict[str, dict[str, Any]]) -> Batch:
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
    return finish(checks, columns | _sources(checks, sources))


def _sources(checks: Checks, known: dict[str, dict[str, Any]]) -> dict[str, pa.Array]:
    rows = [_ids(t) for t in checks.cells("sources").to_pylist()]
    found = [[known.get(i, {}) for i in row] for row in rows]
    lists = {
        "source_publisher": [[_first(s, "publisher", "author") for s in row] for row in found],
        "source_title": [
            [_first(s, "title") or i for i, s in zip(r, f, strict=True)] for r, f in zip(rows, found, strict=True)
        ],
        "source_published": [["" for _ in row] for row in found],
        "source_url": [[_first(s, "url", "link", "paths") for s in row] for row in found],
    }
    return {name: pa.array(values, NAMES) for name, values in lists.items()}


def _ids(text: str | None) -> list[str]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return [p.strip() for p in str(text).split(",") if p.strip()]
    return [str(i) for i in found if i] if isinstance(found, list) else [str(found)]


def _first(source: dict[str, Any], *names: str) -> str:
    value = next((source[n] for n in names if source.get(n)), "")
    return str(value[0]) if isinstance(value, list) else str(value)


IMPORTER = Importer("timemap", "TimeMap events", _sniff, _describe, _read)
