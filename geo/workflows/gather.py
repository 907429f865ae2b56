"""Tables of the same columns joined column by column; text held as codes stays so until it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.frames import SCHEMA, nulls
from geo.importers.tools.coded import CODED, is_coded, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Whole(NamedTuple):
    """One column: its values, or the distinct ones and the code of each row."""

    values: pa.Array
    codes: pa.Array | None

    def take(self, rows: pa.Array) -> pa.Array:
        """Give the values of the rows of those numbers, as codes of no more values than occur where it has codes."""
        if self.codes is None:
            return self.values.take(rows)
        codes = self.codes.take(rows)
        given = pc.drop_null(codes).to_numpy()
        used = np.flatnonzero(np.bincount(given, minlength=len(self.values)))
        if len(used) < len(self.values):
            place = np.zeros(len(self.values), np.int32)
            place[used] = np.arange(len(used), dtype=np.int32)
            codes = pa.array(place).take(codes)
        return pa.DictionaryArray.from_arrays(codes, self.values.take(pa.array(used)))


def kind_of(name: str) -> pa.DataType:
    """Give the type of a column of incidents; original columns are text."""
    return SCHEMA.field(name).type if name in SCHEMA.names else pa.string()


class Columns:
    """The columns of several tables, each handed over once, so that its memory is free as soon as it is used."""

    def __init__(self, tables: Sequence[pa.Table]) -> None:
        """Take the tables; the caller is to keep none of them."""
        self.names = list(dict.fromkeys(n for t in tables for n in t.column_names))
        self._rows = sum(len(t) for t in tables)
        self._chunks = {name: [c for t in tables for c in _of(t, name).chunks] for name in self.names}

    def pop(self, name: str) -> pa.ChunkedArray:
        """Hand over one column; nulls where no table has it."""
        kind = kind_of(name)
        return _alike(self._chunks.pop(name, [pa.nulls(self._rows, kind)]), kind)

    def originals(self) -> dict[str, str]:
        """Give for each column the first one that is the same memory (text left as written); let go of the others."""
        first: dict[object, str] = {}
        found = {name: first.setdefault(_identity(chunks) or name, name) for name, chunks in self._chunks.items()}
        self._chunks = {name: self._chunks[name] for name in first.values()}
        return found

    def whole(self, name: str) -> Whole:
        """Hand over one column to take rows from."""
        column = self.pop(name)
        if not is_coded(column):
            return Whole(_one(column), None)
        coded = _one(column.unify_dictionaries())
        return Whole(coded.dictionary, coded.indices)


def _identity(chunks: list[pa.Array]) -> object:
    """Say where in memory a column lies; None for one with codes."""
    if any(is_coded(c) for c in chunks):
        return None
    places = (tuple(b.address if b else 0 for b in c.buffers()) for c in chunks)
    return tuple((c.type, c.offset, len(c), place) for c, place in zip(chunks, places, strict=True))


def column(tables: Iterable[pa.Table], name: str) -> pa.ChunkedArray:
    """Give the values of one column of all tables; nulls where one does not have it."""
    return pa.chunked_array([plain(c) for t in tables for c in _of(t, name).chunks], kind_of(name))


def _of(table: pa.Table, name: str) -> pa.ChunkedArray:
    at = table.schema.get_field_index(name)
    if at >= 0:
        return table.column(at)
    return pa.chunked_array([nulls(len(table), kind_of(name))])


def _alike(chunks: list[pa.Array], kind: pa.DataType) -> pa.ChunkedArray:
    if not any(is_coded(c) for c in chunks):
        return pa.chunked_array(chunks, kind)
    return pa.chunked_array([c if is_coded(c) else c.dictionary_encode() for c in chunks], CODED)


def _one(column: pa.ChunkedArray) -> pa.Array:
    joined = column.combine_chunks()
    return pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined
