"""A place that a person pointed at on the map: in which country it lies, and how well it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.model import Place
from geo.workflows.places import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import WherePrecision
    from geo.store.reference import Reference

_NEAREST = 8


def country_at(lookup: Reference, longitude: float, latitude: float) -> str | None:
    """Give the country (ISO alpha-2) whose outline holds a point; None at sea. Degrees, WGS 84."""
    point = shapely.Point(longitude, latitude)
    for code in _countries_near(lookup, longitude, latitude):
        outline = lookup.country_geometry(code)
        if outline is not None and outline.contains(point):
            return code
    return None


def _countries_near(lookup: Reference, longitude: float, latitude: float) -> Iterator[str]:
    """Give the countries of the towns nearest to a point, each once."""
    world = gazetteer(lookup).world
    east = (world.lons - longitude + 180) % 360 - 180
    far = np.hypot(east * np.cos(np.radians(latitude)), world.lats - latitude)
    nearest = np.argsort(far)[: 20 * _NEAREST]
    yield from list(dict.fromkeys(world.countries[int(row)].decode() for row in nearest))[:_NEAREST]


def pointed_at(
    lookup: Reference, before: Place | None, *, name: str, longitude: float, latitude: float, precision: WherePrecision
) -> Place:
    """Give the place at a point; what ``before`` said of its surroundings is kept while the country stays."""
    country = country_at(lookup, longitude, latitude)
    same = before is not None and before.country == country
    return Place(
        name=name,
        kind=before.kind if before and same else None,
        longitude=longitude,
        latitude=latitude,
        precision=precision,
        country=country,
        adm_1=before.adm_1 if before and same else None,
        note="set by hand",
    )
