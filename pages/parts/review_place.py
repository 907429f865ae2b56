"""The place of an incident: found by name, pointed at on the map, or typed; always with how well it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.model import Place, WherePrecision
from geo.workflows.places import find_places
from geo.workflows.spot import pointed_at
from geo.workflows.wording import place_words

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from geo.workflows.atlas import Atlas


def is_pointing(key: str) -> bool:
    """Tell whether clicks on the map set the place of the form with this key."""
    return bool(st.session_state.get(f"{key}_pointing"))


def point(key: str, longitude: float, latitude: float) -> None:
    """Take a click on the map as the place; how well it is known is then asked anew. Runs before the script."""
    st.session_state[f"{key}_lon"] = round(longitude, 5)
    st.session_state[f"{key}_lat"] = round(latitude, 5)
    st.session_state[f"{key}_found"] = None
    if st.session_state.get(f"{key}_precision") not in {WherePrecision.EXACT, WherePrecision.NEAR}:
        st.session_state[f"{key}_precision"] = None


def place_fields(atlas: Atlas, before: Place | None, key: str) -> Place | None:
    """Show the widgets; give the place where it changed and is complete, None where it stays as it is."""
    lookup = atlas.snapshot().lookup
    words = st.text_input("Place: search by name", key=f"{key}_search", placeholder="Name, in any script")
    found = find_places(lookup, words) if words.strip() else []
    if words.strip():

        def take() -> None:
            _write(key, st.session_state[f"{key}_found"] or before)

        st.selectbox(
            "Found" if found else "Nothing of that name; try another spelling",
            [None, *found],
            key=f"{key}_found",
            format_func=lambda p: place_words(p) + _kind(p) if p else "As it is" if before else "None of them",
            on_change=take,
        )
    st.toggle(
        "Set the point by a click on the map",
        key=f"{key}_pointing",
        help="Or type the coordinates; Enter on the map takes its middle.",
    )
    name, latitude, longitude, precision = _numbers(before, key)
    chosen = st.session_state.get(f"{key}_found")
    base = chosen if isinstance(chosen, Place) else before
    if base is not None and _same(base, name, latitude, longitude, precision):
        return None if base is before else base
    if latitude is None and longitude is None:
        return _unmapped(base, name, precision)
    if latitude is None or longitude is None:
        st.text("Give both latitude and longitude, or neither.")
        return None
    if precision is None:
        st.text("Choose how well the place is known, then save.")
        return None
    if base is not None and (base.latitude, base.longitude) == (latitude, longitude):
        return base.model_copy(update={"name": name, "precision": precision, "uncertainty_m": None})
    return pointed_at(lookup, base, name=name, longitude=longitude, latitude=latitude, precision=precision)


def _kind(place: Place) -> str:
    return f" ({place.kind.words})" if place.kind else ""


def _write(key: str, place: Place | None) -> None:
    """Fill the numbers from a place that was found."""
    st.session_state[f"{key}_name"] = place.name if place else ""
    st.session_state[f"{key}_lat"] = place.latitude if place else None
    st.session_state[f"{key}_lon"] = place.longitude if place else None
    st.session_state[f"{key}_precision"] = place.precision if place else None


def _numbers(before: Place | None, key: str) -> tuple[str, float | None, float | None, WherePrecision | None]:
    if f"{key}_name" not in st.session_state:
        _write(key, before)
    left, right = st.columns(2)
    name = left.text_input("Name of the place", key=f"{key}_name")
    return name.strip(), *coordinate_fields(key, (*st.columns(2), right))


def coordinate_fields(
    key: str, columns: tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]
) -> tuple[float | None, float | None, WherePrecision | None]:
    """Ask for latitude and longitude in degrees and for how well they are known, each in its column; None unsaid."""
    for_latitude, for_longitude, for_precision = columns
    precision = for_precision.selectbox(
        "Place known to",
        list(WherePrecision),
        index=None,
        key=f"{key}_precision",
        format_func=lambda p: f"{int(p)} · {p.words}",
        placeholder="How well?",
    )
    latitude = for_latitude.number_input("Latitude", -90.0, 90.0, None, key=f"{key}_lat", format="%.5f")
    longitude = for_longitude.number_input("Longitude", -180.0, 180.0, None, key=f"{key}_lon", format="%.5f")
    return latitude, longitude, precision


def _same(
    base: Place, name: str, latitude: float | None, longitude: float | None, precision: WherePrecision | None
) -> bool:
    held = (base.name, base.latitude, base.longitude, base.precision)
    return held == (name, latitude, longitude, precision)


def _unmapped(base: Place | None, name: str, precision: WherePrecision | None) -> Place | None:
    """Give a place without a point, None where there is not even a name."""
    if base is not None:
        gone = {"longitude": None, "latitude": None, "footprint": None, "uncertainty_m": None}
        return base.model_copy(update=gone | {"name": name, "precision": precision})
    return Place(name=name, precision=precision) if name else None
