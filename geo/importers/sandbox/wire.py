"""Records on their way from the parsing process: an Arrow stream, checked on arrival."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from geo.importers.tools.records import Records

COLUMNS, BATCH, STEP = b"C", b"B", b"S"
"""The letters of this reader's own frames: what there is, a run of records, how far it has come."""


def pack(records: Records) -> bytes:
    """Write records as an Arrow IPC stream: their numbers, their shapes, then their columns in order."""
    shapes = records.shapes if records.shapes is not None else pa.nulls(len(records), pa.binary())
    columns = [pa.array(records.rows, pa.int64()), shapes.cast(pa.binary()), *records.cells.values()]
    names = ["rows", "shapes", *(f"cell {n}" for n in records.cells)]
    meta = {b"has shapes": b"1" if records.shapes is not None else b""}
    schema = pa.schema([pa.field(n, c.type) for n, c in zip(names, columns, strict=True)], metadata=meta)
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, schema) as writer:
        writer.write_batch(pa.record_batch(columns, schema=schema))
    return bytes(out.getvalue())


def unpack(data: bytes) -> Records:
    """Read what ``pack`` wrote, every offset and text checked; raises pa.ArrowInvalid for anything else."""
    with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
        batch = reader.read_next_batch()
        has_shapes = bool((reader.schema.metadata or {}).get(b"has shapes"))
    batch.validate(full=True)
    rows, shapes, *cells = batch.columns
    names = [n.removeprefix("cell ") for n in batch.schema.names[2:]]
    if rows.type != pa.int64() or shapes.type != pa.binary() or any(c.type != pa.string() for c in cells):
        raise pa.ArrowInvalid("columns of other types")
    numbers = np.asarray(rows.to_numpy(zero_copy_only=False), dtype=np.int64)
    return Records(numbers, dict(zip(names, cells, strict=True)), shapes if has_shapes else None)
