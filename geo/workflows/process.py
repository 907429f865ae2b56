"""The one atlas of this process, shared by the pages' sessions and the routes."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING

from geo.errors import AtlasError
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from geo.workflows.facets import facets

if TYPE_CHECKING:
    from collections.abc import Callable

_open: dict[tuple[str, str | None], Atlas] = {}
_lock = Lock()
_FIRST_READER_S = 10


def shared_atlas() -> Atlas:
    """Give the atlas of the store that the settings name now, opening it the first time."""
    settings = StoreSettings()
    key = str(settings.store.absolute()), settings.database
    with _lock:
        if key not in _open:
            _open[key] = Atlas.open(settings)
        return _open[key]


def warm_up(more: Callable[[], object]) -> Thread:
    """Open the atlas beside other work, and do ``more``, so that the first reader waits less; gives the thread."""
    thread = Thread(target=_warm, args=(more,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm(more: Callable[[], object]) -> None:
    with suppress(AtlasError, OSError):  # the first page that needs the store says what is wrong with it
        snapshot = shared_atlas().snapshot()
        facets(snapshot)
        more()
        sleep(_FIRST_READER_S)  # whose page needs the processor more than the first search does
        for part in shared_atlas().snapshot().parts:
            part.columns.text  # noqa: B018 - reading and indexing it is the point


def close_all() -> None:
    """Close every atlas of this process; the next call opens anew."""
    with _lock:
        while _open:
            _open.popitem()[1].close()
