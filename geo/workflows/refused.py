"""Rows that an import refused, as CSV: number, column and reason first, then the row as the file has it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from geo.exporters.csv_text import cell_text
from geo.importers.base import Options, Sink
from geo.importers.tools.features import open_features
from geo.importers.tools.open import open_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.importers.base import Fault
    from geo.importers.sample import Sample

CELLS_OF = 20_000
"""How many refused rows are given with their own cells; beyond that, with the reasons alone."""


def refused_rows(
    sample: Sample, faults: Iterable[Fault], encoding: str | None = None, crs: str | None = None
) -> pa.Table:
    """Give the refused rows as the file has them, each with its number under ``row``.

    ``encoding`` and ``crs`` are what the user says of the file, None for what it says itself.

    Rows that cannot be cut into cells at all are left out. Raises InputError for a file that cannot be
    opened as records.
    """
    wanted = np.unique(np.array([f.row for f in faults], dtype=np.int64))[:CELLS_OF]
    found = []
    options = Options("", encoding=encoding, crs=crs)
    is_json = sample.kind == "json"
    container = (
        open_features(sample.path, options, Sink(), any_crs=True) if is_json else open_records(sample, options, Sink())
    )
    for records in container.batches:
        mine = records.take(np.isin(records.rows, wanted))
        if len(mine):
            cells = {name: pc.cast(cell, pa.string()) for name, cell in mine.cells.items()}
            found.append(pa.table({"row": pa.array(mine.rows)} | {f"file:{k}": v for k, v in cells.items()}))
    return pa.concat_tables(found, promote_options="default") if found else pa.table({"row": pa.array([], pa.int64())})


def refused_csv(faults: Sequence[Fault], cells: pa.Table | None = None) -> bytes:
    """Write the faults, with the rows of ``refused_rows`` beside them where those are given.

    Texts that a spreadsheet would run are made harmless as in every CSV export.
    """
    numbers = pa.array([f.row for f in faults], pa.int64())
    columns = {
        "rejected_row": numbers,
        "rejected_column": cell_text(pa.array([f.column for f in faults], pa.string())),
        "rejected_reason": cell_text(pa.array([f.reason for f in faults], pa.string())),
    }
    if cells is not None and len(cells):
        at = pc.index_in(numbers, value_set=cells["row"])
        for name in cells.column_names[1:]:
            taken = cells[name].combine_chunks().take(at)
            columns[name.removeprefix("file:")] = cell_text(taken, numbers=True)
    sink = io.BytesIO()
    pacsv.write_csv(pa.table(columns), sink)
    return sink.getvalue()
