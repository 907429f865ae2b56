"""Columns of text that repeats, held as codes of their distinct values: small, and quick to look through."""

from __future__ import annotations

from typing import TypeVar

import pyarrow as pa

CODED = pa.dictionary(pa.int32(), pa.string())

Column = TypeVar("Column", pa.Array, pa.ChunkedArray)


def is_coded(column: pa.Array | pa.ChunkedArray) -> bool:
    """Tell whether a column is held as codes."""
    return bool(pa.types.is_dictionary(column.type))


def plain(column: Column) -> Column:
    """Give the column's values themselves."""
    return column.cast(column.type.value_type) if is_coded(column) else column


def recoded(column: pa.DictionaryArray, values: pa.Array) -> pa.DictionaryArray:
    """Give the column with other values for its codes, where some may be null or the same."""
    distinct = values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(distinct.indices.take(column.indices), distinct.dictionary)
