"""Make the next item of an iterator while the last one is worked on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Give the same items, each made in a thread of its own while its predecessor is used."""
    iterator = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="import") as pool:
        waiting = pool.submit(_next, iterator)
        while found := waiting.result():
            waiting = pool.submit(_next, iterator)
            yield found[0]


def _next(iterator: Iterator[T]) -> tuple[T] | None:
    for item in iterator:
        return (item,)
    return None
