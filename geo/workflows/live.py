"""What a page tells its own map while the script still runs: one slot a session, the newest message counts.

A rerun describes the whole page anew, and the browser renders it before the map hears of a new filter.
A message put here takes the short way, over the map's own connection. It is an addition: who does not
listen learns the same from the page.
"""

from __future__ import annotations

from threading import Event, Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_SECONDS = 0.25
"""How long a teller waits at most until the map has painted what it was told."""


class Slot:
    """The newest message of one listener."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """``wake`` is called from the teller's thread when there is a message to take."""
        self._wake, self._lock = wake, Lock()
        self._message: bytes | None = None
        self._shown = Event()

    def put(self, message: bytes) -> None:
        """Replace the message that waits, and let the listener show it before more is asked of the browser."""
        with self._lock:
            self._message = message
            self._shown.clear()
        self._wake()
        self._shown.wait(SHOWN_SECONDS)

    def take(self) -> bytes | None:
        """Take the message that waits; None where it is taken already."""
        with self._lock:
            message, self._message = self._message, None
        return message

    def shown(self) -> None:
        """Say that the map shows what was taken."""
        self._shown.set()


class Hub:
    """Who listens, by the name of the browser session's channel; safe for threads."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._slots: dict[str, Slot] = {}
        self._lock = Lock()

    def listen(self, session: str, wake: Callable[[], None]) -> Slot:
        """Open the slot of a session; a later listener of the same session takes its place."""
        slot = Slot(wake)
        with self._lock:
            self._slots[session] = slot
        return slot

    def leave(self, session: str, slot: Slot) -> None:
        """Close a slot, unless a later listener has taken its place."""
        with self._lock:
            if self._slots.get(session) is slot:
                del self._slots[session]
        slot.shown()

    def hears(self, session: str) -> bool:
        """Tell whether anyone listens for a session."""
        with self._lock:
            return session in self._slots

    def tell(self, session: str, message: bytes) -> None:
        """Put a message into the session's slot; nothing happens where nobody listens."""
        with self._lock:
            slot = self._slots.get(session)
        if slot is not None:
            slot.put(message)


hub = Hub()
"""The hub of this process."""
