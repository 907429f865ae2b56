"""The project's own exports read back: GeoJSON, newline-delimited GeoJSON, CSV, XLSX and GeoParquet.

What an export adds for its reader (codes in words, the radius that a precision code stands for, areas
drawn for imprecise places) is left out again, so that the incidents are those that were exported.
Rows of a second dataset in the file keep its name in front of their id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.frames import RAW, SCHEMA, point_wkb
from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match
from geo.importers.tools import own_cells, parse
from geo.importers.tools.checks import Checks, as_mask, require
from geo.importers.tools.columns import constant, finish, ordered_days, people, within_globe
from geo.importers.tools.open import open_records, sample_of
from geo.importers.tools.wkb import from_wkt
from geo.model.codes import UNCERTAINTY_M, DatePrecision, Method, PlaceKind, ReviewState, WherePrecision
from geo.model.countries import country_codes
from geo.model.event_types import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Records

_TELLING = frozenset({"dataset", "dataset_id", "event_type_words", "where_precision_words", "geometry_kind", "method"})
_NEEDED = ("dataset", "dataset_id", "event_type", "state", "method")
_ADDED = frozenset(
    {"event_type_words", "date_precision_words", "where_precision_words", "geometry_kind", "footprint", "wkt", "bbox"}
    | {"sources", "original", "geometry", "id", "fid"}
)
_NOTHING = frozenset({""})
_TEXTS = ("provider_type", "title", "description", "time_zone", "place_name", "adm_1", "adm_2", "weapon", "licence")
_LISTS = ("initiator", "target", "claimant", "party")
_ARRAYS = ("claims", "links")
_DRAWN = ("division", "country", "ring")


def _sniff(sample: Sample) -> Match:
    if not sample.columns >= _TELLING:
        return NO_MATCH
    return Match(0.99, "it has the columns of an Incident Atlas export")


def _describe(sample: Sample) -> Description:
    return Description(sample.stem)


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    sample = sample_of(path, options)
    container = open_records(sample, options, sink, nulls=True)
    sink.notes.extend(container.notes)
    home: str | None = None
    for records in container.batches:
        if not len(records):
            continue
        require(records.cells, _NEEDED, "Incident Atlas export")
        home = home or records.cells["dataset"][0].as_py()
        batch = _batch(own_cells.tidy(records, sample.kind), options, sink, home or "", sample.kind)
        if len(batch.rows):
            yield batch


def _batch(records: Records, options: Options, sink: Sink, home: str, kind: str) -> Batch:
    checks = Checks(records, sink)
    n = len(records)
    columns: dict[str, pa.Array] = {name: checks.cells(name) for name in _TEXTS}
    columns |= {name: checks.cells(name) for name in _ARRAYS if checks.has(name)}
    columns |= _identity(checks, options, home) | _dates(checks) | _place(checks)
    for what in ("fatalities", "injuries"):
        names = [f"{what}_{end}" for end in ("low", "best", "high")]
        columns |= dict(zip(names, people(checks, *names), strict=True))
    is_json = kind in {"json", "parquet"}
    columns |= {name: own_cells.names(checks.cells(name), is_json=is_json) for name in _LISTS}
    columns |= own_cells.sources(checks, is_json=is_json)
    columns["licence"] = pc.fill_null(columns["licence"], options.licence) if options.licence else columns["licence"]
    columns["dataset"] = constant(options.dataset, n)
    return finish(checks, columns, raw=_raw(records, checks))


def _raw(records: Records, checks: Checks) -> dict[str, pa.Array]:
    ours = {n.lower() for n in SCHEMA.names} | _ADDED
    raw = {n: c for n, c in records.cells.items() if n.lower() not in ours}
    named = {n if n.startswith(RAW) else RAW + n: c for n, c in raw.items()}
    return named | (own_cells.original(checks.cells("original")) if checks.has("original") else {})


def _identity(checks: Checks, options: Options, home: str) -> dict[str, pa.Array]:
    ids, dataset = checks.text("dataset_id"), checks.text("dataset")
    checks.refuse(pc.is_null(ids), "dataset_id", "the id is missing")
    foreign = pc.and_(pc.not_equal(pc.fill_null(dataset, home), home), pc.not_equal(dataset, options.dataset))
    full = pc.binary_join_element_wise(dataset, ids, ":")
    columns = {"dataset_id": pc.if_else(pc.fill_null(foreign, fill_value=False), full, ids)}
    for name, codes in (("event_type", EventType), ("state", ReviewState), ("method", Method)):
        checks.refuse(pc.is_null(checks.text(name)), name, f"the {name.replace('_', ' ')} is missing")
        columns[name] = checks.values(name, parse.one_of({c.value for c in codes}), pa.string())
    return columns


def _dates(checks: Checks) -> dict[str, pa.Array]:
    start, end = (checks.values(f"date_{n}", parse.iso_day, pa.date32()) for n in ("start", "end"))
    alone = pc.and_(pc.is_valid(end), pc.is_null(checks.text("date_start")))
    checks.refuse(alone, "date_end", "the end is given without a start")
    return {
        "date_start": start,
        "date_end": ordered_days(checks, start, end, "date_end"),
        "time_local": checks.values("time_local", parse.clock, pa.string()),
        "date_precision": checks.values("date_precision", parse.code_of(DatePrecision), pa.int8()),
    }


def _place(checks: Checks) -> dict[str, pa.Array]:
    drawn = as_mask(pc.is_in(checks.cells("geometry_kind"), pa.array(_DRAWN)))
    lon, lat = own_cells.point(checks)
    within_globe(checks, lon, lat)
    wkt = checks.cells("footprint") if checks.has("footprint") else checks.cells("wkt")
    wkt_name = "footprint" if checks.has("footprint") else "wkt"
    own = (
        checks.values(wkt_name, from_wkt, pa.binary()) if wkt.null_count < len(wkt) else pa.nulls(len(wkt), pa.binary())
    )
    if wkt_name == "wkt":
        own = pc.if_else(pa.array(drawn), pa.scalar(None, pa.binary()), own)
    precision = checks.values("where_precision", parse.code_of(WherePrecision), pa.int8())
    points = point_wkb(lon, lat)
    return {
        "longitude": lon,
        "latitude": lat,
        "where_precision": precision,
        "uncertainty_m": _uncertainty(checks, precision),
        "place_kind": checks.values("place_kind", parse.one_of({k.value for k in PlaceKind}), pa.string()),
        "country": checks.values("country", parse.one_of(country_codes()), pa.string(), blank=_NOTHING),
        "geometry": pc.coalesce(own, points),
    }


def _uncertainty(checks: Checks, precision: pa.Array) -> pa.Array:
    """Give the radius in metres, null where it is the precision code's own."""
    stated = checks.decimals("uncertainty_m", 0, 2.1e7, "the uncertainty")
    own: list[Any] = [UNCERTAINTY_M[WherePrecision(p)] if p else None for p in precision.to_pylist()]
    same = pc.fill_null(pc.equal(stated, pa.array(own, pa.float64())), fill_value=False)
    return pc.if_else(same, pa.scalar(None, pa.float64()), stated)


IMPORTER = Importer("incident-atlas", "Incident Atlas export", _sniff, _describe, _read)
