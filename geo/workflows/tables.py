"""Rows of several parts as Arrow tables of one schema, a batch at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from geo import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.workflows.snapshot import Part, Snapshot

_SPAN = 200_000  # rows of a stored file that are read at once for the few that are wanted


def tables(snapshot: Snapshot, rows: np.ndarray, batch: int, *, raw: bool) -> Iterator[pa.Table]:
    """Give the rows (part, row) in their order; original columns of all parts where ``raw``, null elsewhere."""
    used = [snapshot.parts[i] for i in np.unique(rows[:, 0])]
    schema = _schema(used, raw=raw)
    for start in range(0, len(rows), batch):
        chosen = rows[start : start + batch]
        pieces, places = [], []
        for index in np.unique(chosen[:, 0]):
            at = np.flatnonzero(chosen[:, 0] == index)
            pieces.append(_taken(snapshot.parts[index], chosen[at, 1], schema))
            places.append(at)
        joined = pa.concat_tables(pieces)
        yield joined if len(pieces) == 1 else joined.take(pa.array(np.argsort(np.concatenate(places))))


def _schema(parts: list[Part], *, raw: bool) -> pa.Schema:
    if not raw:
        return frames.SCHEMA
    found: dict[str, pa.DataType] = {}
    for part in sorted(parts, key=lambda p: p.from_casebook):
        for field in part.take(np.empty(0, np.int64)).schema:
            if field.name.startswith(frames.RAW):
                same = found.setdefault(field.name, field.type) == field.type
                found[field.name] = field.type if same else pa.string()
    return pa.schema([*frames.SCHEMA, *(pa.field(n, t) for n, t in found.items())])


def _taken(part: Part, rows: np.ndarray, schema: pa.Schema) -> pa.Table:
    cuts = np.flatnonzero(np.diff(rows // _SPAN)) + 1
    return pa.concat_tables([_shaped(part, piece, schema) for piece in np.split(rows, cuts)])


def _shaped(part: Part, rows: np.ndarray, schema: pa.Schema) -> pa.Table:
    table = part.take(rows, None if len(schema) > len(frames.SCHEMA) else frames.OURS)
    columns = [
        table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(len(table), f.type) for f in schema
    ]
    return pa.table(columns, schema=schema)
