"""A table's content hash: the same for the same rows, however they were cut into chunks or written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.store.coded import plain_schema

if TYPE_CHECKING:
    from hashlib import _Hash

GROUP_ROWS = 25_000
_NUMBERS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_temporal, pa.types.is_boolean)
_TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)


class ContentHash:
    """The hash of rows that come group by group, each of 25,000 rows but for the last."""

    def __init__(self) -> None:
        """Start with no rows."""
        self._rows = 0
        self._columns: dict[str, _Hash] = {}

    def add(self, group: pa.Table) -> None:
        """Take the next rows; every group has the same columns."""
        if not self._columns:
            kinds = ((f.name, f.type) for f in plain_schema(group.schema))
            self._columns = {name: hashlib.sha256(f"{name}: {kind}\n".encode()) for name, kind in kinds}
        for name, digest in self._columns.items():
            _add(digest, _joined(group[name]))
        self._rows += len(group)

    def hexdigest(self) -> str:
        """Give the SHA-256, in hex."""
        digest = hashlib.sha256(f"{self._rows} rows".encode())
        for name in sorted(self._columns):
            digest.update(self._columns[name].digest())
        return digest.hexdigest()


def content_hash(table: pa.Table) -> str:
    """Give the SHA-256, in hex, of column names, types and values in the order of rows.

    The order of columns, chunks, buffers and metadata have no part in it.
    """
    whole = ContentHash()
    for start in range(0, max(len(table), 1), GROUP_ROWS):
        whole.add(table.slice(start, GROUP_ROWS))
    return whole.hexdigest()


def _joined(column: pa.ChunkedArray) -> pa.Array:
    joined = column.combine_chunks()
    return pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined


def _add(digest: _Hash, array: pa.Array) -> None:
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    digest.update(f"{len(array)}, {array.null_count} null;".encode())
    if array.null_count:
        digest.update(np.packbits(_numpy(array.is_valid())).tobytes())
    kind = array.type
    if any(is_kind(kind) for is_kind in _NUMBERS):
        digest.update(_numbers(array).data)
    elif any(is_kind(kind) for is_kind in _TEXTS):
        _add_texts(digest, array)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        digest.update(_numpy(pc.fill_null(pc.list_value_length(array), 0).cast(pa.int32())).data)
        _add(digest, pc.list_flatten(array))
    else:
        digest.update(repr(array.to_pylist()).encode())


def _numbers(array: pa.Array) -> np.ndarray[Any, Any]:
    if pa.types.is_temporal(array.type):
        array = array.cast(pa.int32() if array.type.bit_width == 32 else pa.int64())
    return _numpy(pc.fill_null(array, False if pa.types.is_boolean(array.type) else 0))


def _add_texts(digest: _Hash, array: pa.Array) -> None:
    lengths = pc.fill_null(pc.binary_length(array), 0).cast(pa.int32())
    digest.update(_numpy(lengths).data)
    # dropping nulls copies what is left, so that no bytes of a null row remain between the others
    packed = pc.drop_null(array) if array.null_count else array
    _, offsets, data = packed.buffers()
    if data is not None and len(packed):
        wide = pa.types.is_large_string(packed.type) or pa.types.is_large_binary(packed.type)
        ends = np.frombuffer(offsets, dtype="<i8" if wide else "<i4")[packed.offset : packed.offset + len(packed) + 1]
        digest.update(memoryview(data)[int(ends[0]) : int(ends[-1])])


def _numpy(array: pa.Array) -> np.ndarray[Any, Any]:
    return np.ascontiguousarray(array.to_numpy(zero_copy_only=False))
