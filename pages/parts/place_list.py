"""The list of places: what each is, how well it is known, and how many incidents lie near it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from pydantic import ValidationError

from geo.errors import AtlasError, InputError
from geo.model import Place, PlaceKind, WherePrecision
from geo.model.countries import country_name
from geo.model.filter import Filter, Within
from geo.model.filter_query import to_query
from geo.workflows.nearby import counts_near
from geo.workflows.search import select
from pages.parts.messages import show_error
from pages.parts.records import Item, Record, record_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.workflows.atlas import Atlas, Snapshot


@dataclass(frozen=True)
class Choice:
    """Which kinds and which distance in km; ``query`` shows the incidents near the chosen place."""

    kinds: tuple[PlaceKind, ...]
    km: float
    place: str | None

    @property
    def query(self) -> str:
        """The filter of the small map as a URL query."""
        return to_query(Filter(within=Within(km=self.km, of=self.place))) if self.place else ""


def choose(snapshot: Snapshot) -> Choice:
    """Ask which kinds, how near, and which place the small map shows."""
    places = snapshot.lookup.places
    here = [k for k in PlaceKind if any(p.kind is k for p in places.values())]
    left, middle, right = st.columns([4, 1, 3])
    kinds = left.pills("Kinds", here, key="places_kinds", selection_mode="multi", format_func=lambda k: k.words)
    km = middle.number_input("Within km", 1.0, 1000.0, 25.0, step=5.0, key="places_km", format="%g")
    names = sorted(places, key=lambda i: places[i].name)
    place = right.selectbox(
        "Show on the map",
        [None, *names],
        key="places_one",
        format_func=lambda i: places[i].name if i else "All incidents",
    )
    return Choice(tuple(kinds or here), km, place)


def show(snapshot: Snapshot, chosen: Choice) -> None:
    """Show the list, the places with most incidents near them first."""
    places = {i: p for i, p in snapshot.lookup.places.items() if p.kind in chosen.kinds}
    counts = counts_near(select(snapshot, Filter()), places, chosen.km)
    order = sorted(places, key=lambda i: (-(counts[i] or 0), places[i].name))
    records = [_record(i, places[i], counts[i], chosen.km) for i in order]
    st.caption(
        f"Counts are incidents whose published point lies within {chosen.km:g} km; those known only to an area "
        "count by its representative point."
    )
    record_list(records, key="places_list", search="Search names in any script", empty="No place is of these kinds.")


def _record(place_id: str, place: Place, count: int | None, km: float) -> Record:
    where = ", ".join(filter(None, (place.adm_1, country_name(place.country) if place.country else None)))
    position = f"{place.latitude:.4f}, {place.longitude:.4f}" if place.longitude is not None else "none published"
    fields = [("Latitude, longitude", position)]
    if place.precision:
        fields.append(("Known as", place.precision.words))
    if place.uncertainty_m:
        fields.append(("Uncertainty", f"about {place.uncertainty_m / 1000:g} km"))
    if place.aliases:
        fields.append(("Also called", ", ".join(place.aliases)))
    if place.note:
        fields.append(("Note", place.note))
    query = to_query(Filter(within=Within(km=km, of=place_id)))
    return Record(
        id=place_id,
        title=place.name,
        badge=place.kind.words if place.kind else "",
        subtitle=where,
        count="" if count is None else f"{count:,} within {km:g} km",
        fields=fields,
        items=[Item("Show the incidents near it on the map", href=f"/?{query}"), *_sources(place)],
        items_title="Sources",
    )


def _sources(place: Place) -> Sequence[Item]:
    return [Item(s.publisher, detail=s.title or s.licence or "", href=s.url) for s in place.sources]


def add_form(atlas: Atlas, editor: str | None) -> None:
    """Add a place of the team's own; it is found by filters and can be undone like any revision."""
    with st.form("places_add", clear_on_submit=True, border=False):
        left, right = st.columns(2)
        name = left.text_input("Name", key="places_add_name")
        kind = right.selectbox("Kind", list(PlaceKind), key="places_add_kind", format_func=lambda k: k.words)
        latitude = left.number_input("Latitude", -90.0, 90.0, None, key="places_add_lat", format="%.5f")
        longitude = right.number_input("Longitude", -180.0, 180.0, None, key="places_add_lon", format="%.5f")
        precision = left.selectbox(
            "Known to", list(WherePrecision), key="places_add_precision", format_func=lambda p: f"{int(p)} · {p.words}"
        )
        country = right.text_input("Country (ISO alpha-2)", key="places_add_country", max_chars=2)
        why = st.text_input("Why, with the source", key="places_add_why")
        if not st.form_submit_button("Add the place", type="primary"):
            return
    try:
        if not (editor and name.strip() and why.strip()):
            raise InputError("Give the place a name, your own name above, and why with the source.")
        place = Place(
            name=name.strip(),
            kind=kind,
            latitude=latitude,
            longitude=longitude,
            precision=precision,
            country=country.strip().upper() or None,
        )
        atlas.store.casebook.put_place(place, by=editor, why=why.strip())
    except ValidationError as error:
        show_error(InputError(error.errors()[0]["msg"]))
    except AtlasError as error:
        show_error(error)
    else:
        st.toast("The place is added.")
        st.rerun()
