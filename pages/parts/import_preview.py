"""A small map of the incidents that a file would bring, drawn without tiles before anything is stored."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely
import streamlit as st

from geo.model.countries import country_name
from geo.settings import data_dir
from geo.workflows.versions import LISTED

if TYPE_CHECKING:
    from geo.store.reference import Reference
    from geo.workflows.versions import Comparison

Box = tuple[float, float, float, float]
_MARGIN, _LEAST, _WIDE = 0.15, 2.0, 1.9


def show_preview(comparison: Comparison, reference: Reference) -> None:
    """Draw the incidents that are added; text of theirs is not part of the drawing."""
    points = [(x.longitude, x.latitude) for x in comparison.added if x.longitude is not None and x.latitude is not None]
    if not points:
        st.caption("None of the incidents that would be added has coordinates.")
        return
    box = _box(points)
    spec = _spec(_outlines(reference, box), points, _squeeze(box[1], box[3]))
    st.vega_lite_chart(spec, width="stretch", height=420, key="import_map")
    west, south, east, north = (f"{n:.2f}" for n in _span(points))
    words = f"{len(points):,} points, longitude {west} to {east}, latitude {south} to {north}."
    more = len(comparison.difference.added) > LISTED
    st.caption(words + (f" Drawn are the first {LISTED:,} incidents." if more else ""))


def _span(points: list[tuple[float, float]]) -> Box:
    lons, lats = zip(*points, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _box(points: list[tuple[float, float]]) -> Box:
    """Give west, south, east, north around the points, wider than high so that it fills the page."""
    west, south, east, north = _span(points)
    along = max(_LEAST, _MARGIN * (north - south))
    low, high = max(south - along, -90.0), min(north + along, 90.0)
    needed = (high - low) * _WIDE / _squeeze(low, high) - (east - west)
    across = max(_LEAST, _MARGIN * (east - west), needed / 2)
    return west - across, low, east + across, high


def _squeeze(south: float, north: float) -> float:
    """Give how long a degree of longitude is in the middle, in degrees of latitude."""
    return max(math.cos(math.radians((south + north) / 2)), 0.05)


@lru_cache(maxsize=1)
def _boxes() -> dict[str, Box]:
    index = json.loads((data_dir() / "basemap" / "index.json").read_text(encoding="utf-8"))
    return {code: tuple(country["bbox"]) for code, country in index["countries"].items()}


@st.cache_data(max_entries=32, show_spinner=False)
def _outlines(_reference: Reference, box: Box) -> dict[str, Any]:
    """Give the countries within a box by name, as shapes no finer than can be seen."""
    west, south, east, north = box
    seen = max(east - west, north - south) / 600
    found = {}
    for code, (w, s, e, n) in _boxes().items():
        if w > east or e < west or s > north or n < south:
            continue
        outline = _reference.country_geometry(code)
        if outline is not None:
            found[country_name(code)] = shapely.clip_by_rect(outline, *box).simplify(seen)
    return {name: shape for name, shape in found.items() if shape.area > seen * seen}


def _spec(outlines: dict[str, Any], points: list[tuple[float, float]], squeeze: float) -> dict[str, Any]:
    """Give the drawing; degrees of longitude are drawn as much shorter as they are in the middle of the map."""
    land = {name: shapely.transform(shape, lambda xy: xy * (squeeze, 1.0)) for name, shape in outlines.items()}
    middles = [(name, shape.representative_point()) for name, shape in land.items()]
    features = [{"type": "Feature", "geometry": dict(shapely.geometry.mapping(shape))} for shape in land.values()]
    return {
        "projection": {"type": "identity", "reflectY": True},
        "layer": [
            _layer(features, {"type": "geoshape", "fill": "#88888822", "stroke": "#88888899", "strokeWidth": 0.8}),
            _layer(
                [{"x": at.x, "y": at.y, "name": name} for name, at in middles],
                {"type": "text", "color": "#888888", "fontSize": 12},
                text={"field": "name"},
            ),
            _layer(
                [{"x": lon * squeeze, "y": lat} for lon, lat in points],
                {"type": "circle", "size": 36, "opacity": 0.8, "color": "#d55e00", "tooltip": None},
            ),
        ],
        "config": {"view": {"stroke": None}},
    }


def _layer(values: list[dict[str, Any]], mark: dict[str, Any], **more: Any) -> dict[str, Any]:
    layer: dict[str, Any] = {"data": {"values": values}, "mark": mark}
    if mark["type"] != "geoshape":
        where = {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": "y", "type": "quantitative"},
        }
        layer["encoding"] = where | more
    return layer
