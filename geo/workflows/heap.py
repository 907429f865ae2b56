"""How this process takes memory from the system, for arrays of megabytes that live a moment."""

from __future__ import annotations

import ctypes
import platform

import pyarrow as pa

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
