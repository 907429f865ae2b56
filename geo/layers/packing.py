"""One binary container for typed arrays and a JSON header.

Layout, little-endian: the four bytes ``ATL1``; a uint32 with the length of the header in bytes; the
header as UTF-8 JSON, padded with spaces so that the body begins at a multiple of 8; the arrays, each
at a multiple of 8 from the start of the body. The header's ``arrays`` gives for each name
``[type, offset in the body in bytes, number of values]`` with types f4, f8, u1, u2, u4, i4.
``geo/layers/packing.js`` reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

MAGIC = b"ATL1"
TYPES = {"f4", "f8", "u1", "u2", "u4", "i4"}


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Write header and arrays as one container."""
    index: dict[str, tuple[str, int, int]] = {}
    chunks: list[bytes] = []
    offset = 0
    for name, array in arrays.items():
        kind = array.dtype.str[1:]
        if kind not in TYPES:
            raise TypeError(f"{name} is {array.dtype}; the container takes {', '.join(sorted(TYPES))}")
        body = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        index[name] = (kind, offset, len(array))
        chunks += [body, bytes(-len(body) % 8)]
        offset += len(body) + -len(body) % 8
    head = orjson.dumps({**header, "arrays": index})
    head += b" " * (-len(head) % 8)
    return b"".join((MAGIC, len(head).to_bytes(4, "little"), head, *chunks))


def unpack(payload: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Read what ``pack`` wrote; the arrays are views of the payload."""
    size = int.from_bytes(payload[4:8], "little")
    header = orjson.loads(payload[8 : 8 + size])
    arrays = {
        name: np.frombuffer(payload, dtype=f"<{kind}", count=count, offset=8 + size + offset)
        for name, (kind, offset, count) in header["arrays"].items()
    }
    return header, arrays
