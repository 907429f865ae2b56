"""The one atlas of this process, shared by the pages' sessions and the routes."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock, Thread

from geo.errors import AtlasError
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from geo.workflows.facets import facets

_open: dict[tuple[str, str | None], Atlas] = {}
_lock = Lock()


def shared_atlas() -> Atlas:
    """Give the atlas of the store that the settings name now, opening it the first time."""
    settings = StoreSettings()
    key = str(settings.store.absolute()), settings.database
    with _lock:
        if key not in _open:
            _open[key] = Atlas.open(settings)
        return _open[key]


def warm_up() -> Thread:
    """Open the atlas beside other work, so that the first reader waits less; gives the thread that does it."""
    thread = Thread(target=_warm, name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    with suppress(AtlasError, OSError):  # the first page that needs the store says what is wrong with it
        snapshot = shared_atlas().snapshot()
        facets(snapshot)
        for part in snapshot.parts:
            part.columns.text  # noqa: B018 - reading and indexing it is the point


def close_all() -> None:
    """Close every atlas of this process; the next call opens anew."""
    with _lock:
        while _open:
            _open.popitem()[1].close()
