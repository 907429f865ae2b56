"""The one atlas of this process, shared by the pages' sessions and the routes."""

from __future__ import annotations

from threading import Lock

from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas

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


def close_all() -> None:
    """Close every atlas of this process; the next call opens anew."""
    with _lock:
        while _open:
            _open.popitem()[1].close()
