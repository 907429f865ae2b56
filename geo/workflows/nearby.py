"""How many of the incidents shown lie near each of many places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.columns.spots import reach
from geo.errors import NotFoundError
from geo.model.filter import in_box
from geo.model.geometry import within_km

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.workflows.search import Selection


def counts_near(selection: Selection, place_ids: Iterable[str], km: float) -> dict[str, int | None]:
    """Count the shown incidents whose published point lies within ``km`` of each place, by the ids given.

    None stands for a place without a point or shape, near which nothing can be.
    """
    weights = [
        np.bincount(part.columns.spots.codes[shown], minlength=len(part.columns.spots.longitudes))
        for part, shown in zip(selection.snapshot.parts, selection.shown, strict=True)
    ]
    spots = [part.columns.spots for part in selection.snapshot.parts]
    weight = np.concatenate(weights)
    used = np.flatnonzero(weight)
    longitudes = np.concatenate([s.longitudes for s in spots])[used]
    latitudes = np.concatenate([s.latitudes for s in spots])[used]
    counts: dict[str, int | None] = {}
    for place_id in place_ids:
        try:
            geometry = selection.snapshot.lookup.geometry(place_id)
        except NotFoundError:
            counts[place_id] = None
            continue
        near = np.flatnonzero(in_box(reach(geometry, km), longitudes, latitudes))
        near = near[within_km(geometry, km, longitudes[near], latitudes[near])]
        counts[place_id] = int(weight[used[near]].sum())
    return counts
