"""A small map of the incidents that a file would bring, drawn without tiles before anything is stored."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely
import streamlit as st

from geo.settings import data_dir
from geo.workflows.versions import LISTED

if TYPE_CHECKING:
    from geo.store.reference import Reference
    from geo.workflows.versions import Comparison

Box = tuple[float, float, float, float]
_MARGIN, _LEAST = 0.15, 1.5


def show_preview(comparison: Comparison, reference: Reference) -> None:
    """Draw the incidents that are added; text of theirs is not part of the drawing."""
    points = [(x.longitude, x.latitude) for x in comparison.added if x.longitude is not None and x.latitude is not None]
    if not points:
        st.caption("None of the incidents that would be added has coordinates.")
        return
    box = _box(points)
    squeeze = math.cos(math.radians((box[1] + box[3]) / 2)) or 1.0
    st.vega_lite_chart(_spec(_outlines(reference, box), points, squeeze), width="stretch", height=420, key="import_map")
    west, south, east, north = (f"{n:.2f}" for n in _span(points))
    words = f"{len(points):,} points, longitude {west} to {east}, latitude {south} to {north}."
    more = len(comparison.difference.added) > LISTED
    st.caption(words + (f" Drawn are the first {LISTED:,} incidents." if more else ""))


def _span(points: list[tuple[float, float]]) -> Box:
    lons, lats = zip(*points, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _box(points: list[tuple[float, float]]) -> Box:
    west, south, east, north = _span(points)
    across = max(_LEAST, _MARGIN * (east - west))
    along = max(_LEAST, _MARGIN * (north - south))
    return west - across, max(south - along, -90.0), east + across, min(north + along, 90.0)


@lru_cache(maxsize=1)
def _boxes() -> dict[str, Box]:
    index = json.loads((data_dir() / "basemap" / "index.json").read_text(encoding="utf-8"))
    return {code: tuple(country["bbox"]) for code, country in index["countries"].items()}


@st.cache_data(max_entries=32, show_spinner=False)
def _outlines(_reference: Reference, box: Box) -> list[dict[str, Any]]:
    """Give the countries within a box as GeoJSON geometries, no finer than can be seen."""
    west, south, east, north = box
    seen = max(east - west, north - south) / 600
    found = []
    for code, (w, s, e, n) in _boxes().items():
        if w > east or e < west or s > north or n < south:
            continue
        outline = _reference.country_geometry(code)
        if outline is not None:
            shape = shapely.clip_by_rect(outline, *box).simplify(seen)
            found.append(shapely.geometry.mapping(shape))
    return [g for g in found if g.get("coordinates")]


def _spec(outlines: list[dict[str, Any]], points: list[tuple[float, float]], squeeze: float) -> dict[str, Any]:
    """Give the drawing; degrees of longitude are drawn as much shorter as they are in the middle of the map."""
    land = [{"type": "Feature", "properties": {}, "geometry": _squeezed(g, squeeze)} for g in outlines]
    dots = [{"x": lon * squeeze, "y": lat} for lon, lat in points]
    return {
        "projection": {"type": "identity", "reflectY": True},
        "layer": [
            {
                "data": {"values": land},
                "mark": {"type": "geoshape", "fill": "#88888822", "stroke": "#88888899", "strokeWidth": 0.8},
            },
            {
                "data": {"values": dots},
                "mark": {"type": "circle", "size": 34, "opacity": 0.65, "color": "#d55e00", "tooltip": None},
                "encoding": {
                    "longitude": {"field": "x", "type": "quantitative"},
                    "latitude": {"field": "y", "type": "quantitative"},
                },
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def _squeezed(geometry: dict[str, Any], squeeze: float) -> dict[str, Any]:
    shape = shapely.geometry.shape(geometry)
    return dict(shapely.geometry.mapping(shapely.transform(shape, lambda xy: xy * (squeeze, 1.0))))
