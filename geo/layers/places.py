"""Named places: bases, other places and border strips, as GeoJSON features of numbers and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geo.model import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Place

GROUPS = {
    PlaceKind.BASE: "bases",
    PlaceKind.BASE_AREA: "bases",
    PlaceKind.AIRFIELD: "bases",
    PlaceKind.AREA: "strips",
    PlaceKind.BORDER_LINE: "strips",
    PlaceKind.ADMIN1: "provinces",
}
"""The map layer of a kind of place; kinds that are not named are "places"."""


def encode_places(places: Iterable[Place]) -> dict[str, Any]:
    """Give a FeatureCollection in WGS 84, longitude first; places without geometry are left out."""
    return {"type": "FeatureCollection", "features": [_feature(p) for p in places if p.is_mapped]}


def _feature(place: Place) -> dict[str, Any]:
    if place.footprint is not None:
        geometry = shapely.geometry.mapping(shapely.set_precision(shapely.from_wkt(place.footprint), 1e-4))
    else:
        geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return {
        "type": "Feature",
        "id": place.id or place.name,
        "geometry": geometry,
        "properties": {
            "name": place.name,
            "kind": place.kind.value if place.kind else None,
            "words": place.kind.words if place.kind else "place",
            "layer": GROUPS.get(place.kind, "places") if place.kind else "places",
            "precision": int(place.precision) if place.precision else None,
            "country": place.country,
            "label": [place.longitude, place.latitude] if place.longitude is not None else None,
        },
    }
