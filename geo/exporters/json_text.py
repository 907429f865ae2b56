"""JSON text made by column with Arrow's string kernels, without a Python object per row.

A piece is a constant or an array of texts; ``join`` sets pieces side by side, row by row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Piece: TypeAlias = "str | pa.Array"
_REPEATS = 4
"""Numbers that come more often than this are written once and then repeated."""
_SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}


def literal(value: object) -> str:
    """Give a plain value as JSON text."""
    return orjson.dumps(value).decode()


def join(pieces: Iterable[Piece], rows: int) -> pa.Array:
    """Set the pieces side by side; a null in any of them makes the row null."""
    arguments: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and arguments and isinstance(arguments[-1], str):
            arguments[-1] += piece
        else:
            arguments.append(piece)
    if all(isinstance(a, str) for a in arguments):
        return pa.repeat(pa.scalar("".join(str(a) for a in arguments)), rows)
    return pc.binary_join_element_wise(*arguments, "")


def member(key: str, column: pa.Array) -> list[Piece]:
    """Give ``"key":value`` as pieces; a null becomes ``null``."""
    name = literal(key) + ":"
    if column.null_count == len(column):
        return [name + "null"]
    if _is_constant(column):
        return [name + value(column.slice(0, 1))[0].as_py()]
    if pa.types.is_string(column.type) and column.null_count == 0:
        return [name + '"', escaped(column), '"']
    text = value(column)
    return [name, text if text.null_count == 0 else pc.fill_null(text, "null")]


def _is_constant(column: pa.Array) -> bool:
    """Tell whether all rows of a simple column hold the same value; such a one is joined only once."""
    kind = column.type
    if column.null_count or not (pa.types.is_string(kind) or pa.types.is_integer(kind)) or column[0] != column[-1]:
        return False
    return bool(pc.all(pc.equal(column, column[0])).as_py())


def sparse_object(columns: Iterable[tuple[str, pa.Array]], rows: int) -> pa.Array:
    """Give one JSON object a row; members that are null are absent."""
    members = [
        pc.fill_null(join([f",{literal(key)}:", value(column)], rows), "")
        for key, column in columns
        if column.null_count < len(column)
    ]
    body = join(members, rows)
    return join(["{", pc.utf8_replace_slice(body, 0, 1, ""), "}"], rows)


def value(column: pa.Array) -> pa.Array:
    """Give each value as JSON text; null stays null, and so do NaN and the infinities."""
    for test, write in _WRITERS:
        if test(column.type):
            return write(column)
    texts = [None if v is None else orjson.dumps(v, default=_other).decode() for v in column.to_pylist()]
    return pa.array(texts, pa.string())


def _other(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def escaped(texts: pa.Array) -> pa.Array:
    """Escape what JSON strings may not hold (RFC 8259, 7), without the surrounding quotes."""
    held = text_bytes(texts)
    if (held == ord("\\")).any():
        texts = pc.replace_substring(texts, "\\", "\\\\")
    if (held == ord('"')).any():
        texts = pc.replace_substring(texts, '"', '\\"')
    for code in np.unique(held[held < 32]).tolist():
        texts = pc.replace_substring(texts, chr(code), _SHORT.get(code, f"\\u{code:04x}"))
    return texts


def text_bytes(texts: pa.Array) -> np.ndarray:
    """Give the UTF-8 of all texts, one after the other, without copying."""
    _, offsets, data = texts.buffers()
    if data is None or len(texts) == 0:
        return np.empty(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[bounds[texts.offset] : bounds[texts.offset + len(texts)]]


def _quoted(column: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', escaped(column.cast(pa.string())), '"', "")


def _float(column: pa.Array) -> pa.Array:
    encoded = column.dictionary_encode()
    if len(encoded.dictionary) * _REPEATS < len(column):
        return _number(encoded.dictionary).take(encoded.indices)
    return _number(column)


def _number(column: pa.Array) -> pa.Array:
    finite = pc.fill_null(pc.is_finite(column), False)
    text = column.cast(pa.string())
    return text if pc.all(finite).as_py() else pc.if_else(finite, text, None)


def _bool(column: pa.Array) -> pa.Array:
    return pc.if_else(column, "true", "false")


def _list(column: pa.Array) -> pa.Array:
    held = pc.list_flatten(column)
    if len(held) == 0:
        return pc.if_else(pc.is_valid(column), "[]", pa.scalar(None, pa.string()))
    text = value(held)
    lengths = pc.fill_null(pc.list_value_length(column), 0)
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int32)]).astype(np.int32)
    mask = pc.is_null(column) if column.null_count else None
    lists = pa.ListArray.from_arrays(pa.array(offsets), pc.fill_null(text, "null"), mask=mask)
    return pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")


def _dictionary(column: pa.Array) -> pa.Array:
    return value(column.dictionary).take(column.indices)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_temporal(kind))


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


_WRITERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], pa.Array]], ...] = (
    (_is_text, _quoted),
    (pa.types.is_integer, lambda column: column.cast(pa.string())),
    (pa.types.is_floating, _float),
    (pa.types.is_boolean, _bool),
    (_is_list, _list),
    (pa.types.is_dictionary, _dictionary),
    (pa.types.is_null, lambda column: column.cast(pa.string())),
)


def chunk(texts: pa.Array) -> memoryview:
    """Give the texts of all rows as one run of bytes, without copying."""
    return text_bytes(texts).data
