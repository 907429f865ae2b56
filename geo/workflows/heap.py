"""How this process takes memory from the system, for arrays of megabytes that live a moment."""

from __future__ import annotations

import ctypes
import gc
import platform
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

_MMAP_THRESHOLD = -3  # glibc's M_MMAP_THRESHOLD, malloc.h
_LARGE = 1 << 20


def give_large_arrays_back() -> None:
    """Let arrays of a megabyte and more go back to the system as soon as they are freed.

    Without it glibc raises that size as the process runs, and Arrow's own allocator keeps pages too:
    some 150 MB more for a million incidents. Does nothing for allocators other than glibc's.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


class _Reuse:
    """How many pieces of work share the pool now, and which one stood before the first."""

    lock = Lock()
    users = 0
    before: pa.MemoryPool


@contextmanager
def reusing_memory() -> Iterator[None]:
    """Let work that fills and frees the same megabytes over and over keep them until its end.

    jemalloc hands a freed page out again before it asks the system for a fresh one, whose zeroing costs
    more than the work on it; where Arrow was built without it, its pool stays as it is. Python's objects
    of before are not looked through for garbage meanwhile.
    """
    gc.freeze()
    try:
        with _one_pool():
            yield
    finally:
        gc.unfreeze()


@contextmanager
def _one_pool() -> Iterator[None]:
    if "jemalloc" not in pa.supported_memory_backends():
        yield
        return
    pool = pa.jemalloc_memory_pool()
    with _Reuse.lock:
        if not _Reuse.users:
            _Reuse.before = pa.default_memory_pool()
            pa.set_memory_pool(pool)
        _Reuse.users += 1
    try:
        yield
    finally:
        with _Reuse.lock:
            _Reuse.users -= 1
            if not _Reuse.users:
                pa.set_memory_pool(_Reuse.before)
        pool.release_unused()
