"""Plain tables (CSV, TSV, XLSX, Parquet) whose columns a mapping explains: guessed, or as the user says."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import FileContentError, InputError
from geo.frames import point_wkb
from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match, Options, Sink
from geo.importers.tools import coordinates
from geo.importers.tools.checks import BLANK, Checks, as_mask, require
from geo.importers.tools.coded import plain, recoded
from geo.importers.tools.columns import constant, countries, each, finish, ordered_days, people, within_globe
from geo.importers.tools.coordinates import Form
from geo.importers.tools.days import excel_span, span_reader
from geo.importers.tools.guess import guess
from geo.importers.tools.header_row import MOST_COLUMNS
from geo.importers.tools.lists import blanks_like, cut
from geo.importers.tools.mapping import Guess, Mapping
from geo.importers.tools.open import open_records, sample_of
from geo.importers.tools.parse import clock, code_of, count
from geo.importers.tools.shaped import shaped
from geo.model.codes import WherePrecision
from geo.model.event_types import ACLED_SUB_EVENT_TYPE, EventType
from geo.model.normalise import dataset_id, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.importers.sample import Sample
    from geo.importers.tools.records import Records

_SEEN = 2_000
_TEXTS = ("time_local", "title", "description", "place_name", "adm_1", "adm_2", "weapon")
_ROLES = ("initiator", "target", "claimant", "party")
_WHERE = ("coordinates", "latitude", "place_name", "country", "adm_1")
_WHAT = ("date_start", "event_type", "description", "title", "party", "initiator")
_TYPES = (
    {fold(k): v for k, v in ACLED_SUB_EVENT_TYPE.items()}
    | {fold(t.words): t for t in EventType}
    | {fold(t.value): t for t in EventType}
)


def _sniff(sample: Sample) -> Match:
    if sample.kind not in {"text", "xlsx", "parquet"} or len(sample.header) < 2:
        return NO_MATCH
    if len(sample.header) > MOST_COLUMNS:
        return Match(0.5, "it is a table")  # whose reader says that it is too wide
    found = look(sample).mapping.columns
    where, what = tells_where(found), tells_what(found)
    if not where or not what:
        return NO_MATCH
    named = ", ".join(f"{f.replace('_', ' ')} in “{found[f]}”" for f in (*where, *what))
    return Match(0.5, f"it is a table with {named}")


def tells_where(fields: Iterable[str]) -> list[str]:
    """Give those of the fields that say where something happened."""
    return [f for f in _WHERE if f in fields]


def tells_what(fields: Iterable[str]) -> list[str]:
    """Give those of the fields that say when something happened, or what."""
    return [f for f in _WHAT if f in fields]


def _describe(sample: Sample) -> Description:
    return Description(sample.stem)


def look(sample: Sample, options: Options | None = None) -> Guess:
    """Guess the mapping from the first rows of a table; raises InputError where it cannot be read."""
    if sample.guessed is not None and not (options and options.encoding):
        return sample.guessed
    try:
        container = open_records(sample, options or Options("guess"), Sink(), first=True)
        first = next(container.batches, None)
    except InputError:
        if options is not None:
            raise
        return Guess(mapping=Mapping())
    cells = {n: first.cells[n].slice(0, _SEEN).to_pylist() if first else [] for n in container.columns}
    found = guess({name: [str(v or "") for v in values] for name, values in cells.items()})
    if not (options and options.encoding):
        sample.guessed = found
    return found


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    sample = sample_of(path, options)
    if options.mapping is None:
        found = look(sample, options)
        if found.questions:
            raise FileContentError(" ".join(found.questions))
        sink.notes.extend(f"{part.replace('_', ' ')}: {reason}." for part, reason in found.reasons.items())
        options = replace(options, mapping=found.mapping)
    container = open_records(sample, options, sink, coded=True)
    sink.notes.extend(container.notes)
    ids = Ids()
    for records in container.batches:
        result = batch(records, options, sink, ids)
        if len(result.rows):
            yield result


class Ids:
    """Makes ids from the content of rows; a row that stands there again gets a number behind its id."""

    def __init__(self) -> None:
        """Start with no row seen."""
        self._seen: dict[str, int] = {}

    def make(self, records: Records) -> pa.Array:
        """Give an id to each record: a digest of its cells and its shape."""
        texts = [pc.fill_null(plain(c), "") for c in records.cells.values()]
        if records.shapes is not None:
            texts.append(pa.array([(s or b"").hex() for s in records.shapes.to_pylist()], pa.string()))
        whole = pc.binary_join_element_wise(*texts, "\x1f") if texts else constant("", len(records))
        ids = [blake2b(text, digest_size=8).hexdigest() for text in whole.cast(pa.binary()).to_pylist()]
        fresh = dict.fromkeys(ids, 1)
        if len(fresh) == len(ids) and self._seen.keys().isdisjoint(fresh):
            self._seen |= fresh
        else:
            ids = [self._numbered(digest) for digest in ids]
        return pa.array(ids, pa.string())

    def _numbered(self, digest: str) -> str:
        again = self._seen[digest] = self._seen.get(digest, 0) + 1
        return digest if again == 1 else f"{digest}-{again}"


class _Mapped(Checks):
    """Checks whose columns go by the mapping's fields; a field without a column gives nulls."""

    def __init__(self, records: Records, sink: Sink, mapping: Mapping) -> None:
        super().__init__(records, sink)
        require(records.cells, [c.strip().lower() for c in mapping.columns.values()], "table for this mapping")
        self._names = {f: self._names[c.strip().lower()] for f, c in mapping.columns.items()}


def batch(records: Records, options: Options, sink: Sink, ids: Ids) -> Batch:
    """Make a batch of records as the mapping of the options says; shapes of their own say where."""
    mapping = options.mapping or Mapping()
    checks = _Mapped(records, sink, mapping)
    n = len(records)
    columns: dict[str, pa.Array] = {name: checks.label(name) for name in _TEXTS}
    columns |= {"dataset": constant(options.dataset, n), "dataset_id": _identity(checks, ids)}
    _refuse_blank(checks, mapping)
    columns["time_local"] = checks.values("time_local", _clock, pa.string())
    columns |= _dates(checks, mapping, options) | _place(checks, mapping) | _types(checks, mapping)
    columns |= {role: cut(checks.label(role), mapping.separator) for role in _ROLES}
    lows, bests, highs = people(checks, "fatalities_low", "fatalities_best", "fatalities_high")
    columns |= {"fatalities_low": lows, "fatalities_best": bests, "fatalities_high": highs}
    columns["injuries_best"] = checks.values("injuries_best", count, pa.int32())
    columns |= _sources(checks)
    columns["licence"] = pa.nulls(n, pa.string()) if options.licence is None else constant(options.licence, n)
    columns |= {"state": constant("published", n), "method": constant("provider", n)}
    return finish(checks, columns)


def _refuse_blank(checks: Checks, mapping: Mapping) -> None:
    """Refuse rows that hold separators and nothing else."""
    if checks.records.shapes is not None or not mapping.columns:
        return
    blank = np.ones(len(checks.records), dtype=bool)
    for name in (*mapping.columns.values(), *checks.records.cells):
        cells = checks.records.cells.get(name)
        if cells is not None and blank.any():
            blank &= as_mask(pc.equal(pc.binary_length(pc.fill_null(plain(cells), "")), 0))
    checks.refuse(blank, "", "the row is empty")


def _identity(checks: Checks, ids: Ids) -> pa.Array:
    if not checks.has("id"):
        return ids.make(checks.records)
    found = checks.text("id")
    checks.refuse(pc.is_null(found), "id", "the id is missing")
    if not pc.any(pc.match_substring(found, ".0")).as_py():
        return found
    return pa.array([None if t is None else dataset_id(t) for t in found.to_pylist()], pa.string())


def _clock(text: str) -> str | None:
    return clock(text.strip().rjust(5, "0"))


def _dates(checks: Checks, mapping: Mapping, options: Options) -> dict[str, pa.Array]:
    (start, until), (_, end) = (_spans(checks, f"date_{n}", mapping) for n in ("start", "end"))
    alone = pc.and_(pc.is_valid(end), pc.is_null(checks.text("date_start")))
    checks.refuse(alone, "date_end", "the end is given without a start")
    late = pc.greater(start, pa.scalar(options.today, pa.date32()))
    checks.refuse(late, "date_start", lambda i: f"the date {start[i]} lies in the future")
    length = pc.days_between(start, until)
    precision = pc.if_else(pc.greater(length, 30), pa.scalar(5, pa.int8()), pa.scalar(4, pa.int8()))
    return {
        "date_start": start,
        "date_end": ordered_days(checks, start, pc.coalesce(end, until), "date_end"),
        "date_precision": pc.if_else(pc.greater(length, 0), precision, pa.scalar(None, pa.int8())),
    }


def _spans(checks: Checks, name: str, mapping: Mapping) -> tuple[pa.Array, pa.Array]:
    """Give the first and the last day of what the column says."""
    days = None if mapping.excel_days else checks.plain_days(name)
    if days is not None:
        return days, days
    parser = excel_span if mapping.excel_days else span_reader(mapping.date_order)
    kind = pa.struct([("first", pa.date32()), ("last", pa.date32())])
    found = checks.values(name, lambda text: parser(text)._asdict(), kind)
    return pc.struct_field(found, "first"), pc.struct_field(found, "last")


def _place(checks: Checks, mapping: Mapping) -> dict[str, pa.Array]:
    if checks.records.shapes is not None:
        return shaped(checks) | {"country": countries(checks, "country")}
    shape: pa.Array = pa.nulls(len(checks.records), pa.binary())
    if mapping.form is Form.COLUMNS:
        lon = checks.plain_decimals("longitude", 180)
        lon = checks.values("longitude", coordinates.longitude, pa.float64()) if lon is None else lon
        lat = checks.plain_decimals("latitude", 90)
        lat = checks.values("latitude", coordinates.latitude, pa.float64()) if lat is None else lat
        within_globe(checks, lon, lat)
    else:
        kind = pa.struct([("longitude", pa.float64()), ("latitude", pa.float64()), ("shape", pa.binary())])

        def parser(text: str) -> dict[str, Any]:
            return coordinates.point(text, mapping.form)._asdict()

        found = checks.values("coordinates", parser, kind)
        lon, lat, shape = (pc.struct_field(found, n) for n in ("longitude", "latitude", "shape"))
        within_globe(checks, lon, lat, "coordinates", "coordinates")
    return {
        "longitude": lon,
        "latitude": lat,
        "geometry": pc.coalesce(shape, point_wkb(lon, lat)),
        "where_precision": checks.values("where_precision", code_of(WherePrecision), pa.int8()),
        "country": countries(checks, "country"),
    }


def _types(checks: Checks, mapping: Mapping) -> dict[str, pa.Array]:
    own = {fold(k): v for k, v in mapping.event_types.items()}

    def parsed(text: str) -> str:
        known = None if text in BLANK else own.get(fold(text)) or _TYPES.get(fold(text))
        return (known or mapping.event_type).value

    written = checks.label("event_type")
    coded = written.dictionary_encode()
    kinds = pa.array([parsed(t) for t in (*coded.dictionary.to_pylist(), "")], pa.string())
    codes = pc.fill_null(coded.indices, len(kinds) - 1)
    found = pa.DictionaryArray.from_arrays(codes, kinds)
    return {"event_type": recoded(found, kinds), "provider_type": written}


def _sources(checks: Checks) -> dict[str, pa.Array]:
    """Give each row one document where any of its columns is filled, none otherwise; what is blank is ""."""
    texts = {f"source_{n}": checks.text(f"source_{n}") for n in ("publisher", "title", "url")}
    told = np.logical_or.reduce([as_mask(pc.is_valid(t)) for t in texts.values()])
    lists = {name: each(pc.fill_null(text, ""), where=told) for name, text in texts.items()}
    return lists | {"source_published": blanks_like(lists["source_url"])}


IMPORTER = Importer("table", "Table with a mapping of its columns", _sniff, _describe, _read, last_resort=True)
