"""Rows on their way into the store: kept on disk, freed of repeated ids, given back sorted."""

from __future__ import annotations

import mmap
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.frames import SCHEMA
from geo.workflows.gather import Columns, Whole, column, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor, Future
    from types import TracebackType

ROWS_OUT = 25_000
_ROWS_READ = 2_048
_KEYS = [("date_start", "ascending"), ("dataset_id", "ascending")]


class _Part(NamedTuple):
    table: pa.Table
    rows: np.ndarray


class _Run:
    """Sorted rows in a file: mapped to look at one column, read from front to end to get at all."""

    def __init__(self, parts: list[_Part], path: Path) -> None:
        tables = [p.table for p in parts]
        keys = pa.table({name: column(tables, name) for name, _ in _KEYS})
        order = pc.sort_indices(keys, sort_keys=_KEYS)
        self.rows = np.concatenate([p.rows for p in parts])[order.to_numpy()]
        columns = Columns(tables)
        parts.clear()
        tables.clear()
        table = pa.table({name: _taken(columns.whole(name), order) for name in columns.names})
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table, max_chunksize=_ROWS_READ)
        del table
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.table = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(self._map))).read_all()
        self._batches = self._read(path)
        self._ahead, self._passed = self.table.slice(0, 0), 0

    def _read(self, path: Path) -> Iterator[pa.Table]:
        with pa.OSFile(str(path), "rb") as file:
            reader = pa.ipc.open_file(file)
            for number in range(reader.num_record_batches):
                yield pa.Table.from_batches([reader.get_batch(number)])

    def pop(self, low: int, high: int) -> pa.Table:
        """Give rows ``low`` to ``high`` and let go of them and all before."""
        waiting = [self._ahead]
        until = self._passed + len(self._ahead)
        while until < high:
            waiting.append(next(self._batches))
            until += len(waiting[-1])
        joined = pa.concat_tables(waiting)
        piece = joined.slice(low - self._passed, high - low)
        self._ahead, self._passed = joined.slice(high - self._passed), high
        return piece

    def release(self) -> None:
        """Let the operating system take the mapped pages back; they are read again when needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)


class Spool:
    """Takes an importer's batches; use it in a ``with`` block, which removes its files.

    Up to ``memory`` bytes stay in memory; beyond that, rows go to files in runs of ``run`` bytes.
    """

    def __init__(self, *, memory: int = 128 << 20, run: int = 64 << 20) -> None:
        """Start empty."""
        self._memory, self._run = memory, run
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._parts: list[_Part] = []
        self._held = 0
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
        self._parts.append(_Part(table, rows))
        self._held += table.nbytes
        if self._held > (self._run if self._runs else self._memory):
            self._spill()

    def _spill(self) -> None:
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="incident-atlas-")
        parts, self._parts, self._held = self._parts, [], 0
        while parts:
            taken = [parts.pop(0)]
            while parts and sum(p.table.nbytes for p in taken) < self._run:
                taken.append(parts.pop(0))
            self._runs.append(_Run(taken, Path(self._folder.name) / f"{len(self._runs)}.arrow"))
            self._runs[-1].release()

    def _settled(self) -> list[_Part] | list[_Run]:
        """Give all rows: as they came where they are few, otherwise all in files."""
        if self._runs and self._parts:
            self._spill()
        return self._runs or self._parts

    def repeats(self) -> list[tuple[int, str, int]]:
        """Leave out rows whose id stands on an earlier row; give (row, id, earlier row) of each."""
        ids, rows = self._all("dataset_id"), self.rows()
        if pc.count_distinct(ids, mode="all").as_py() == len(ids):
            self._kept = np.ones(len(ids), dtype=bool)
            return []
        by_row = np.argsort(rows, kind="stable")
        codes = ids.combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
        first_of = np.full(int(codes.max(initial=-1)) + 1, -1, dtype=np.int64)
        first_of[codes[by_row][::-1]] = by_row[::-1]
        self._kept = first_of[codes] == np.arange(len(codes))
        again = np.flatnonzero(~self._kept)
        return sorted((int(rows[i]), ids[i].as_py(), int(rows[first_of[codes[i]]])) for i in again)

    def rows(self) -> np.ndarray:
        """Give the record numbers in the spool's own order."""
        held = self._settled()
        return np.concatenate([h.rows for h in held]) if held else np.empty(0, dtype=np.int64)

    def column(self, name: str) -> pa.ChunkedArray:
        """Give one column of the rows that are kept, in the spool's own order; nulls where it is absent."""
        found = self._all(name)
        for run in self._runs:
            run.release()
        return found if self._kept is None or self._kept.all() else found.filter(pa.array(self._kept))

    def _all(self, name: str) -> pa.ChunkedArray:
        return column((h.table for h in self._settled()), name)

    def __len__(self) -> int:
        """Count the rows that are kept."""
        return int(self._kept.sum()) if self._kept is not None else len(self.rows())

    @property
    def schema(self) -> pa.Schema:
        """Our columns, then every original column that any batch has."""
        raw = dict.fromkeys(n for h in self._settled() for n in h.table.column_names if n not in SCHEMA.names)
        return pa.schema([*SCHEMA, *(pa.field(name, kind_of(name)) for name in raw)])

    def sorted(self) -> Iterator[pa.Table]:
        """Give the kept rows by start date (undated last) and id, in tables of 25,000 rows, repeating text as codes.

        They are handed over: afterwards the spool is empty.
        """
        keys = pa.table({name: self._all(name) for name, _ in _KEYS})
        schema, tables = self.schema, [p.table for p in self._parts]
        self._parts = []
        columns = Columns(tables)
        tables.clear()
        with ThreadPoolExecutor(2, thread_name_prefix="sorted") as pool:
            whole = None if self._runs else _joining(columns, schema, pool)
            order = self._order(keys)
            for start in range(0, len(order), ROWS_OUT):
                wanted = order[start : start + ROWS_OUT]
                if self._runs:
                    columns, wanted = self._slices(wanted)
                    whole = _joining(columns, schema, pool)
                yield _gathered(whole or {}, pa.array(wanted), schema, pool)

    def _order(self, keys: pa.Table) -> np.ndarray:
        order: np.ndarray = pc.sort_indices(keys, sort_keys=_KEYS).to_numpy()
        return order if self._kept is None or self._kept.all() else order[self._kept[order]]

    def _slices(self, wanted: np.ndarray) -> tuple[Columns, np.ndarray]:
        """Join one slice of each run, which is sorted itself; give it and where the wanted rows are in it."""
        ends = np.cumsum([len(r.rows) for r in self._runs])
        which = np.searchsorted(ends, wanted, side="right")
        position = np.empty(len(wanted), dtype=np.int64)
        pieces, before = [], 0
        for number in np.unique(which):
            here, run = which == number, self._runs[number]
            local = wanted[here] - (ends[number] - len(run.rows))
            low, high = int(local[0]), int(local[-1]) + 1
            position[here] = before + local - low
            before += high - low
            pieces.append(run.pop(low, high))
        return Columns(pieces), position


def _joining(columns: Columns, schema: pa.Schema, pool: Executor) -> dict[str, Future[Whole]]:
    """Join the columns in the background, one that is another's copy not again."""
    originals = columns.originals()
    joined = {name: pool.submit(columns.whole, name) for name in schema.names if originals.get(name, name) == name}
    return {name: joined[originals.get(name, name)] for name in schema.names}


def _gathered(whole: dict[str, Future[Whole]], rows: pa.Array, schema: pa.Schema, pool: Executor) -> pa.Table:
    found = {future: future.result() for future in whole.values()}
    taking = {future: pool.submit(Whole.take, each, rows) for future, each in found.items()}
    taken = [taking[whole[name]].result() for name in schema.names]
    fields = (f.with_type(c.type) for f, c in zip(schema, taken, strict=True))
    return pa.table(taken, schema=pa.schema(fields))


def _taken(whole: Whole, rows: pa.Array) -> pa.Array:
    if whole.codes is None:
        return whole.take(rows)
    return pa.DictionaryArray.from_arrays(whole.codes.take(rows), whole.values)
