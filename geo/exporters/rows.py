"""From the tables of a selection to the rows that every exporter writes.

Columns in this order, the same names in every format:

dataset, dataset_id, event_type, event_type_words, provider_type, title, description,
date_start, date_end, time_local, time_zone, date_precision, date_precision_words,
place_name, place_kind, longitude, latitude, where_precision, where_precision_words,
uncertainty_m, geometry_kind, country, adm_1, adm_2, initiator, target, claimant, party, weapon,
fatalities_low, fatalities_best, fatalities_high, injuries_low, injuries_best, injuries_high,
source_publisher, source_title, source_published, source_url, licence, state, method, footprint,
claims, links, geometry, then the original columns as ``raw_``.

Names are those of ``geo.frames.SCHEMA``, with five more: the three ``_words`` say a code in words;
``geometry_kind`` tells what the geometry is (``geo.exporters.shapes``); ``footprint`` is the
source's own line or area as WKT. Three columns differ from the store's: ``uncertainty_m`` holds the
precision code's own radius where the row states none; ``licence`` the dataset's where the row states
none; ``geometry`` is what the export shows. To read an export back: drop the ``_words``, set
``uncertainty_m`` to null where it equals the code's radius, and make the geometry from
``footprint`` where there is one, from longitude and latitude otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.exporters.shapes import shaped
from geo.frames import RAW, SCHEMA
from geo.model.codes import UNCERTAINTY_M, DatePrecision, WherePrecision
from geo.model.event_types import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.exporters.areas import Areas

ROWS = 16_384
ROWS_WITH_AREAS = 1_024
BATCH_BYTES = 32_000_000

_AFTER = {
    "event_type": "event_type_words",
    "date_precision": "date_precision_words",
    "where_precision": "where_precision_words",
    "uncertainty_m": "geometry_kind",
    "method": "footprint",
}
COLUMNS = tuple(n for name in SCHEMA.names for n in (name, _AFTER.get(name)) if n)
"""Every column of ours in the order of export."""

_CODES: dict[str, Any] = {"event_type": EventType, "date_precision": DatePrecision, "where_precision": WherePrecision}


def prepare(
    tables: Iterable[pa.Table],
    *,
    licences: Mapping[str, str | None],
    areas: Areas | None = None,
) -> Iterator[pa.Table]:
    """Give the rows in batches of bounded size, each column one chunk.

    ``licences`` gives a dataset's licence by its name. ``areas`` asks for footprints.
    """
    rows = ROWS_WITH_AREAS if areas else ROWS
    for table in tables:
        for start in range(0, len(table), rows):
            for batch in _bounded(table.slice(start, rows)):
                yield complete(batch, licences, areas)


def _bounded(table: pa.Table) -> Iterator[pa.Table]:
    if table.nbytes <= BATCH_BYTES or len(table) <= 1:
        yield table
    else:
        half = len(table) // 2
        yield from _bounded(table.slice(0, half))
        yield from _bounded(table.slice(half))


def complete(table: pa.Table, licences: Mapping[str, str | None], areas: Areas | None) -> pa.Table:
    """Give the rows of one small table with every column of an export."""
    table = shaped(table.combine_chunks(), areas)
    columns = {name: one(table, name) for name in table.column_names}
    for name, codes in _CODES.items():
        columns[f"{name}_words"] = _looked_up(columns[name], {code.value: code.words for code in codes})
    radius = _looked_up(columns["where_precision"], {p.value: UNCERTAINTY_M[p] for p in WherePrecision})
    mapped = pc.is_valid(columns["longitude"])
    columns["uncertainty_m"] = pc.coalesce(columns["uncertainty_m"], pc.if_else(mapped, radius, None))
    columns["licence"] = pc.coalesce(columns["licence"], _looked_up(columns["dataset"], licences))
    raw = [n for n in table.column_names if n.startswith(RAW)]
    return pa.table({name: columns[name] for name in (*COLUMNS, *raw)})


def _looked_up(codes: pa.Array, words: Mapping[int, object] | Mapping[str, object]) -> pa.Array:
    at = pc.index_in(codes, pa.array(list(words), codes.type))
    kind = pa.float64() if any(isinstance(w, float) for w in words.values()) else pa.string()
    return pa.array(list(words.values()), kind).take(at)


def one(table: pa.Table, name: str) -> pa.Array:
    """Give a column as a single array."""
    column = table[name]
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def raw_names(table: pa.Table) -> list[str]:
    """Name the original columns of a table, with their prefix."""
    return [n for n in table.column_names if n.startswith(RAW)]
