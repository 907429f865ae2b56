"""The ground under the map of a self-contained page: coasts, borders, provinces and towns, made small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from geo.settings import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FAR_DEG, NEAR_DEG, PROVINCE_DEG = 0.15, 0.02, 0.01
"""Tolerances of simplification: the world, countries in view, and provinces."""
_MARGIN_DEG = 2.0
_MOST_COUNTRIES, _MOST_NEAR, _MOST_CITIES = 12, 30, 120
ATTRIBUTION = "Natural Earth; towns GeoNames CC BY 4.0; drawn with Leaflet"


def ground(box: tuple[float, float, float, float] | None, countries: Iterable[str]) -> Iterator[str]:
    """Give the JSON of the ground piece by piece.

    ``box`` is west, south, east, north of what is shown, None for the world; ``countries`` are the
    alpha-2 codes of incidents, most frequent first, whose provinces are drawn.
    """
    folder = data_dir() / "basemap"
    view = shapely.box(*_grown(box)) if box else None
    yield '{"attribution":' + orjson.dumps(ATTRIBUTION).decode()
    yield ',"world":' + _collection(_world(folder, view))
    yield ',"provinces":' + _collection(_provinces(folder, list(countries)[:_MOST_COUNTRIES]))
    yield ',"cities":' + orjson.dumps(_cities(folder, _grown(box) if box else None)).decode() + "}"


def _grown(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = box
    return west - _MARGIN_DEG, south - _MARGIN_DEG, east + _MARGIN_DEG, north + _MARGIN_DEG


def _world(folder: Path, view: shapely.Polygon | None) -> Iterator[str]:
    """Give coarse outlines far away, and those of the boundary files where few countries are in view."""
    rows = _features(folder / "world.json")
    shapes = _read(rows)
    near = shapely.intersects(shapes, view) if view is not None else np.zeros(len(rows), bool)
    for row, shape, is_near in zip(rows, shapes, near & (near.sum() <= _MOST_NEAR), strict=True):
        path = folder / "countries" / f"{row['id']}.json"
        if is_near and path.is_file():
            yield _small(_read(_features(path)[:1])[0], NEAR_DEG)
        else:
            yield _small(shape, FAR_DEG)


def _provinces(folder: Path, countries: list[str]) -> Iterator[str]:
    for code in countries:
        path = folder / "countries" / f"{code}.json"
        if path.is_file():
            lines = shapely.union_all(shapely.boundary(_read(_features(path)[1:])))
            yield _small(shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines, PROVINCE_DEG)


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = orjson.loads(path.read_bytes())["features"]
    return features


def _read(rows: list[dict[str, Any]]) -> np.ndarray:
    return np.asarray(shapely.from_geojson([orjson.dumps(row["geometry"]) for row in rows]))


def _small(shape: shapely.Geometry, tolerance: float) -> str:
    shape = shapely.simplify(shape, tolerance, preserve_topology=True)
    return str(
        shapely.to_geojson(shapely.transform(shape, lambda corners: corners.round(2 if tolerance > 0.01 else 3)))
    )


def _collection(geometries: Iterable[str]) -> str:
    return '{"type":"GeometryCollection","geometries":[' + ",".join(geometries) + "]}"


def _cities(folder: Path, box: tuple[float, float, float, float] | None) -> list[tuple[str, float, float]]:
    rows = orjson.loads((folder / "cities.json").read_bytes())
    west, south, east, north = box or (-180, -90, 180, 90)
    cities = zip(rows["name"], rows["longitude"], rows["latitude"], strict=True)
    return [c for c in cities if west <= c[1] <= east and south <= c[2] <= north][:_MOST_CITIES]
