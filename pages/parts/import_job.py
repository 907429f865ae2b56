"""A long reading in a thread of its own, with its share done and a way to stop it."""

from __future__ import annotations

from concurrent import futures
from threading import Event
from typing import TYPE_CHECKING, Generic, TypeVar

from geo.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_POOL = futures.ThreadPoolExecutor(2, thread_name_prefix="import-page")


class Job(Generic[T]):
    """Runs ``work`` with a progress function that returns False once it shall stop; two at a time in a process."""

    def __init__(self, work: Callable[[Callable[[float], bool]], T], words: str) -> None:
        """Start at once, or when one of the two before it is done; ``words`` say what is going on."""
        self.words, self.share = words, 0.0
        self._stop = Event()
        self._future = _POOL.submit(work, self._progress)

    def _progress(self, share: float) -> bool:
        self.share = min(max(share, 0.0), 1.0)
        return not self._stop.is_set()

    @property
    def is_waiting(self) -> bool:
        """True until it has begun."""
        return not self._future.running() and not self._future.done()

    @property
    def is_stopping(self) -> bool:
        """True once it was asked to stop."""
        return self._stop.is_set()

    @property
    def is_done(self) -> bool:
        """True once there is a result, a fault, or nothing left to stop."""
        return self._future.done()

    def cancel(self) -> None:
        """Ask it to stop; what it had not finished is not kept."""
        self._stop.set()
        self._future.cancel()

    def wait(self, seconds: float) -> bool:
        """Wait for at most so long; tell whether it is done."""
        futures.wait([self._future], seconds)
        return self.is_done

    def result(self) -> T:
        """Give what the work returned, or raise what it raised."""
        try:
            return self._future.result()
        except futures.CancelledError:
            raise CancelledError("The import was cancelled; nothing was stored.") from None
