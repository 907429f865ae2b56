"""What a reading process and its host say to each other: frames of a letter, a length and bytes."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = struct.Struct("<cQ")
MOST_BYTES = 1 << 30
"""The longest frame that is taken."""

END, FAULT = b"Z", b"E"


class Frame(NamedTuple):
    """One message; ``kind`` is END, FAULT or a letter of the module's own."""

    kind: bytes
    data: bytes


def send(stream: BinaryIO, kind: bytes, data: bytes | Mapping[str, Any]) -> None:
    """Write one frame; a mapping goes as JSON."""
    payload = data if isinstance(data, bytes) else json.dumps(data).encode()
    stream.write(_HEAD.pack(kind, len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO) -> Frame | None:
    """Read one frame; None where the other side is gone or speaks nonsense."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    if length > MOST_BYTES:
        return None
    data = stream.read(length)
    return Frame(kind, data) if len(data) == length else None
