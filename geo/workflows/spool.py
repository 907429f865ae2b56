"""Rows on their way into the store: kept on disk, freed of repeated ids, given back sorted."""

from __future__ import annotations

import mmap
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.frames import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

ROWS_OUT = 25_000
_KEYS = [("date_start", "ascending"), ("dataset_id", "ascending")]


class _Run:
    """One batch, sorted; in memory at first, then in a file that is mapped and whose pages can be given back."""

    def __init__(self, table: pa.Table, rows: np.ndarray) -> None:
        self.table, self.rows = table, rows
        self._map: mmap.mmap | None = None

    def spill(self, path: Path) -> None:
        """Move the rows into a file."""
        order = pc.sort_indices(self.table.select([k for k, _ in _KEYS]), sort_keys=_KEYS)
        table, self.rows = self.table.combine_chunks().take(order), self.rows[order.to_numpy()]
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.table = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(self._map))).read_all()

    def release(self) -> None:
        """Let the operating system take the pages back; they are read again when needed."""
        if self._map is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)


class Spool:
    """Takes an importer's batches; use it in a ``with`` block, which removes its files."""

    def __init__(self, *, memory: int = 128 << 20) -> None:
        """Keep up to ``memory`` bytes of rows in memory; beyond that, open a private folder for them."""
        self._memory, self._held = memory, 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._runs: list[_Run] = []
        self._kept: np.ndarray | None = None

    def __enter__(self) -> Self:
        """Use the spool in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the files."""
        self._runs.clear()
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, table: pa.Table, rows: np.ndarray) -> None:
        """Take a conforming table and the numbers of its records."""
        self._runs.append(_Run(table, rows))
        self._held += table.nbytes
        if self._folder is None and self._held > self._memory:
            self._folder = tempfile.TemporaryDirectory(prefix="incident-atlas-")
            for number, run in enumerate(self._runs[:-1]):
                run.spill(Path(self._folder.name) / f"{number}.arrow")
        if self._folder is not None:
            self._runs[-1].spill(Path(self._folder.name) / f"{len(self._runs) - 1}.arrow")

    def repeats(self) -> list[tuple[int, str, int]]:
        """Leave out rows whose id stands on an earlier row; give (row, id, earlier row) of each."""
        ids, rows = self._all("dataset_id"), self.rows()
        by_row = np.argsort(rows, kind="stable")
        codes = ids.combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
        first_of = np.full(int(codes.max(initial=-1)) + 1, -1, dtype=np.int64)
        first_of[codes[by_row][::-1]] = by_row[::-1]
        self._kept = first_of[codes] == np.arange(len(codes))
        again = np.flatnonzero(~self._kept)
        return sorted((int(rows[i]), ids[i].as_py(), int(rows[first_of[codes[i]]])) for i in again)

    def rows(self) -> np.ndarray:
        """Give the record numbers in the spool's own order."""
        return np.concatenate([r.rows for r in self._runs]) if self._runs else np.empty(0, dtype=np.int64)

    def column(self, name: str) -> pa.ChunkedArray:
        """Give one column of the rows that are kept, in the spool's own order; nulls where it is absent."""
        column = self._all(name)
        return column if self._kept is None or self._kept.all() else column.filter(pa.array(self._kept))

    def _all(self, name: str) -> pa.ChunkedArray:
        kind = SCHEMA.field(name).type if name in SCHEMA.names else pa.string()
        wanted = pa.field(name, kind)
        chunks = [chunk for run in self._runs for chunk in _column(run.table, wanted).chunks]
        return pa.chunked_array(chunks, kind)

    def __len__(self) -> int:
        """Count the rows that are kept."""
        return int(self._kept.sum()) if self._kept is not None else sum(len(r.rows) for r in self._runs)

    @property
    def schema(self) -> pa.Schema:
        """Our columns, then every original column that any batch has."""
        raw = dict.fromkeys(n for run in self._runs for n in run.table.column_names if n not in SCHEMA.names)
        return pa.schema([*SCHEMA, *(pa.field(name, pa.string()) for name in raw)])

    def sorted(self) -> Iterator[pa.Table]:
        """Give the kept rows by start date (undated last) and id, in tables of 25,000 rows."""
        keys = pa.table({name: self._all(name) for name, _ in _KEYS})
        order = pc.sort_indices(keys, sort_keys=_KEYS).to_numpy()
        if self._kept is not None:
            order = order[self._kept[order]]
        schema = self.schema
        with ThreadPoolExecutor(2, thread_name_prefix="sort") as pool:
            gather = self._in_files(schema, pool) if self._folder else self._in_memory(schema, pool)
            for start in range(0, len(order), ROWS_OUT):
                yield gather(order[start : start + ROWS_OUT])

    def _in_memory(self, schema: pa.Schema, pool: ThreadPoolExecutor) -> Callable[[np.ndarray], pa.Table]:
        whole = list(pool.map(lambda f: self._all(f.name).combine_chunks(), schema))

        def gather(wanted: np.ndarray) -> pa.Table:
            taken = pa.array(wanted)
            return pa.table(list(pool.map(lambda c: c.take(taken), whole)), schema=schema)

        return gather

    def _in_files(self, schema: pa.Schema, pool: ThreadPoolExecutor) -> Callable[[np.ndarray], pa.Table]:
        ends = np.cumsum([len(r.rows) for r in self._runs])

        def gather(wanted: np.ndarray) -> pa.Table:
            """Join one slice of each run, which is sorted itself, and bring the rows into order."""
            which = np.searchsorted(ends, wanted, side="right")
            position = np.empty(len(wanted), dtype=np.int64)
            pieces, before = [], 0
            for number in np.unique(which):
                here = which == number
                local = wanted[here] - (ends[number] - len(self._runs[number].rows))
                low, high = int(local.min()), int(local.max()) + 1
                position[here] = before + local - low
                before += high - low
                pieces.append(self._runs[number].table.slice(low, high - low))
            joined = pa.concat_tables(pieces, promote_options="default")
            taken = pa.array(position)
            columns = pool.map(lambda f: _column(joined, f).combine_chunks().take(taken), schema)
            table = pa.table(list(columns), schema=schema)
            for run in self._runs:
                run.release()
            return table

        return gather


def _column(table: pa.Table, wanted: pa.Field) -> pa.ChunkedArray:
    if wanted.name in table.column_names:
        return table[wanted.name]
    return pa.chunked_array([pa.nulls(len(table), wanted.type)])
