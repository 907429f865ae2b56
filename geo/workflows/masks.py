"""A bounded memory of what filters admitted, one bit a row, shared by all sessions of a process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_BYTES = 24 << 20


class Masks:
    """Keeps the bits used last, up to a number of bytes; safe to use from several threads."""

    def __init__(self, limit: int = _BYTES) -> None:
        """Keep at most ``limit`` bytes."""
        self._limit = limit
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, np.ndarray] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
        """Give the bits under a key, least significant bit first, made from a boolean array when not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        bits = np.packbits(make(), bitorder="little")
        with self._lock:
            if key not in self._kept:
                self._kept[key] = bits
                self._bytes += bits.nbytes
            while self._bytes > self._limit and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return bits

    def __len__(self) -> int:
        """Count the masks kept."""
        return len(self._kept)


def unpack(bits: np.ndarray, rows: int) -> np.ndarray:
    """Give bits as a boolean array of so many rows."""
    return np.unpackbits(bits, count=rows, bitorder="little").view(bool)
