"""The files that the browser runs: ours beside this module, and Leaflet from its package."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from xstatic.pkg import leaflet

MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}


@lru_cache(maxsize=1)
def browser_files() -> dict[str, Path]:
    """Give each file by the name it has in a URL."""
    ours = {p.name: p for p in Path(__file__).parent.iterdir() if p.suffix in {".js", ".css"}}
    theirs = Path(leaflet.BASE_DIR)
    images = {f"images/{p.name}": p for p in (theirs / "images").glob("*.png")}
    return ours | images | {name: theirs / name for name in ("leaflet.js", "leaflet.css")}


@lru_cache(maxsize=1)
def browser_version() -> str:
    """Give a name for the content of all files, so that a URL with it never changes its meaning."""
    digest = hashlib.sha256()
    for name, path in sorted(browser_files().items()):
        digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
