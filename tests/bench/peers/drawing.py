"""How each peer that lives in Streamlit draws points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import pydeck
import streamlit as st
from folium.plugins import FastMarkerCluster, MarkerCluster
from streamlit_folium import st_folium

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

HEIGHT = 560
COLOUR = [180, 40, 40]
FAST = "(row) => L.marker(new L.LatLng(row[0], row[1]))"


def base_map(layer: folium.map.Layer) -> folium.Map:
    """Make a Folium map, assets from this server."""
    made = folium.Map([20, 30], zoom_start=2, tiles=None, maxZoom=18, prefer_canvas=True)
    made.default_js = [
        ("leaflet", "../../leaflet/leaflet.js"),
        ("markercluster", "../../markercluster/leaflet.markercluster.js"),
    ]
    made.default_css = [
        ("leaflet_css", "../../leaflet/leaflet.css"),
        ("markercluster_css", "../../markercluster/MarkerCluster.css"),
        ("markercluster_default_css", "../../markercluster/MarkerCluster.Default.css"),
    ]
    layer.default_js, layer.default_css = [], []
    return made


def in_folium(layer: folium.map.Layer) -> None:
    """Show a layer on a constant Folium map, which is the quickest way."""
    made = base_map(layer)
    group = folium.FeatureGroup("incidents")
    group.add_child(layer)
    st_folium(
        made,
        key="map",
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=group,
        returned_objects=["last_object_clicked"],
    )


def marker_cluster(points: pd.DataFrame) -> None:
    """One folium.Marker an incident."""
    cluster = MarkerCluster()
    for latitude, longitude in zip(points["latitude"], points["longitude"], strict=True):
        folium.Marker([latitude, longitude]).add_to(cluster)
    in_folium(cluster)


def marker_cluster_usual(points: pd.DataFrame) -> None:
    """One folium.Marker an incident with a tooltip, in a map made anew for each filter: as one writes it first."""
    cluster = MarkerCluster()
    made = base_map(cluster)
    cluster.add_to(made)
    for latitude, longitude in zip(points["latitude"], points["longitude"], strict=True):
        folium.Marker([latitude, longitude], tooltip=f"{latitude:.3f} {longitude:.3f}").add_to(cluster)
    st_folium(made, height=HEIGHT, use_container_width=True)


def fast_marker_cluster(points: pd.DataFrame) -> None:
    """Positions as one list, markers made in the browser."""
    in_folium(FastMarkerCluster(points[["latitude", "longitude"]].to_numpy().tolist(), callback=FAST))


def geojson(points: pd.DataFrame) -> None:
    """One FeatureCollection, drawn as circles on a canvas."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [longitude, latitude]}}
        for latitude, longitude in zip(points["latitude"].tolist(), points["longitude"].tolist(), strict=True)
    ]
    in_folium(
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            marker=folium.CircleMarker(radius=2, weight=0, fill_opacity=1, fill_color="#b42828"),
        )
    )


def pydeck_chart(points: pd.DataFrame) -> None:
    """A ScatterplotLayer without a basemap."""
    layer = pydeck.Layer(
        "ScatterplotLayer",
        points[["longitude", "latitude"]],
        id="incidents",
        get_position=["longitude", "latitude"],
        get_fill_color=COLOUR,
        get_radius=1,
        radius_min_pixels=2,
        radius_max_pixels=2,
    )
    view = pydeck.ViewState(latitude=20, longitude=30, zoom=1)
    st.pydeck_chart(
        pydeck.Deck([layer], initial_view_state=view, map_style=None, map_provider=None), height=HEIGHT, key="map"
    )


def st_map(points: pd.DataFrame) -> None:
    """Streamlit's own map; its basemap comes from another host and stays away."""
    st.map(points[["latitude", "longitude"]], zoom=1, size=20, height=HEIGHT)


DRAW: dict[str, Callable[[pd.DataFrame], None]] = {
    "marker_cluster": marker_cluster,
    "marker_cluster_usual": marker_cluster_usual,
    "fast_marker_cluster": fast_marker_cluster,
    "geojson": geojson,
    "pydeck": pydeck_chart,
    "st_map": st_map,
}
