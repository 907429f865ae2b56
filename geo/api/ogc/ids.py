"""Names of collections in paths."""

from __future__ import annotations

import hashlib
import re

ALL, PLACES, AREAS, BORDERS = "incidents", "places", "areas", "borders"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.~-]*")


def collection_id(dataset: str) -> str:
    """Give a dataset's id: its name where that is plain and free, otherwise a safe form with a colon in it.

    No dataset's name has a colon, so that no two ids are the same.
    """
    if _PLAIN.fullmatch(dataset) and dataset not in {ALL, PLACES, AREAS, BORDERS}:
        return dataset
    plain = re.sub(r"[^a-z0-9]+", "-", dataset.lower()).strip("-")[:40] or "dataset"
    return f"{plain}:{hashlib.sha256(dataset.encode()).hexdigest()[:8]}"
