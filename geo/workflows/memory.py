"""A bounded memory of what was worked out, shared by all sessions of a process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")
_MASK_BYTES = 24 << 20
_FACTS = 512


class Memory:
    """Keeps what was used last, up to a limit of sizes; safe to use from several threads.

    Two threads that ask for the same thing at once may both work it out; the values are equal.
    """

    def __init__(self, limit: int, size: Callable[[Any], int]) -> None:
        """Keep values whose sizes add up to at most ``limit``, and always the last."""
        self._limit, self._size = limit, size
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._held = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give the value under a key, made when it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        value = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = value
                self._held += self._size(value)
            while self._held > self._limit and len(self._kept) > 1:
                self._held -= self._size(self._kept.popitem(last=False)[1])
        return value

    def __len__(self) -> int:
        """Count the values kept."""
        return len(self._kept)


def mask_memory() -> Memory:
    """Make a memory of bit masks: some hundred of a million rows."""
    return Memory(_MASK_BYTES, lambda bits: int(bits.nbytes))


def fact_memory() -> Memory:
    """Make a memory of small tables of counts."""
    return Memory(_FACTS, lambda _: 1)


def pack(mask: np.ndarray) -> np.ndarray:
    """Give a boolean array as bits, least significant first."""
    return np.packbits(mask, bitorder="little")


def unpack(bits: np.ndarray, rows: int) -> np.ndarray:
    """Give bits as a boolean array of so many rows."""
    return np.unpackbits(bits, count=rows, bitorder="little").view(bool)
