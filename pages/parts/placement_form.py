"""Placing a dataset's names in a batch, with a review of what the gazetteer does not resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.errors import AtlasError
from geo.model import WherePrecision
from geo.workflows import review
from geo.workflows.placement import names_to_place, place_rows, placeable
from geo.workflows.places import find_places
from geo.workflows.spot import pointed_at
from geo.workflows.wording import place_words
from pages.parts.messages import show_error
from pages.parts.review_place import coordinate_fields

if TYPE_CHECKING:
    from geo.extraction import TableName
    from geo.model import Place
    from geo.workflows.atlas import Atlas

_DONE = "placement_done"
_NEAR = (WherePrecision.NEAR, None)


def placement_form(atlas: Atlas, editor: str | None) -> None:
    """Choose a dataset, place what is resolved in one go, and the rest one name after another."""
    snapshot = atlas.snapshot()
    datasets = placeable(snapshot)
    _undo(atlas, editor)
    if not datasets:
        st.caption("No dataset has rows with a place name but without coordinates. Import such a table first.")
        return
    dataset = st.selectbox("Dataset", list(datasets), format_func=lambda n: f"{n} ({datasets[n]:,} rows unmapped)")
    precision = st.radio(
        "A name means",
        _NEAR,
        format_func=lambda p: "near the place (precision 2)" if p else "the place itself, as the gazetteer has it",
        horizontal=True,
        help="Many tables say “near X”; a point is never drawn better known than it is.",
    )
    names = _names(atlas, dataset)
    resolved = [n for n in names if n.resolution.place is not None]
    rows = sum(n.count for n in resolved)
    st.text(
        f"{len(names):,} different names; {len(resolved):,} of them resolve, {rows:,} of {datasets[dataset]:,} rows."
    )
    st.dataframe(_table(names), hide_index=True, width="stretch", height=300)
    if st.button(f"Place {rows:,} rows", type="primary", key="placement_all", disabled=editor is None or not resolved):
        places = {(n.country, n.name): n.resolution.place for n in resolved if n.resolution.place}
        _place(atlas, dataset, places, editor or "", precision)
    waiting = [n for n in names if n.resolution.place is None]
    if waiting:
        _one(atlas, dataset, waiting, editor, precision)


def _names(atlas: Atlas, dataset: str) -> list[TableName]:
    """Resolve once for each state of the store; a rerun for a widget does not do it again."""
    snapshot = atlas.snapshot()
    held = st.session_state.get("placement_names")
    if held is None or held[0] != (snapshot.serial, dataset):
        with st.spinner("Looking the names up …"):
            held = ((snapshot.serial, dataset), names_to_place(snapshot, dataset))
        st.session_state["placement_names"] = held
    return held[1]


def _table(names: list[TableName]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": n.name,
                "country": n.country,
                "rows": n.count,
                "placed at": n.resolution.place.name if n.resolution.place else None,
                "latitude": n.resolution.place.latitude if n.resolution.place else None,
                "longitude": n.resolution.place.longitude if n.resolution.place else None,
                "how": n.resolution.method or n.resolution.reason,
                "others of that name": len(n.resolution.alternatives),
            }
            for n in names
        ]
    )


def _one(
    atlas: Atlas, dataset: str, waiting: list[TableName], editor: str | None, precision: WherePrecision | None
) -> None:
    st.markdown("**Not resolved**")
    left, middle, right = st.columns(3)
    index = left.selectbox(
        "Name",
        range(len(waiting)),
        format_func=lambda i: f"{waiting[i].name} ({waiting[i].count:,} rows)",
        key=f"placement_name_{dataset}_{len(waiting)}",
    )
    chosen = waiting[min(index or 0, len(waiting) - 1)]
    words = middle.text_input("Search", chosen.name, key=f"placement_search_{chosen.name}")
    found = find_places(atlas.snapshot().lookup, words) if words.strip() else []
    place = right.selectbox(
        "Place",
        [*found, None],
        format_func=lambda p: place_words(p) if p else "None of them: type the coordinates",
        key=f"placement_place_{chosen.name}",
    )
    if chosen.resolution.reason:
        st.caption(f"Why not resolved: {chosen.resolution.reason}.")
    if place is None:
        place = _typed(atlas, chosen)
    if (
        st.button(f"Place all {chosen.count:,} rows", key="placement_one", disabled=editor is None or place is None)
        and place
    ):
        _place(atlas, dataset, {(chosen.country, chosen.name): place}, editor or "", precision)


def _typed(atlas: Atlas, name: TableName) -> Place | None:
    """Take coordinates for a name that no gazetteer knows; None until all is given."""
    latitude, longitude, known = coordinate_fields(f"placement_{name.name}", tuple(st.columns(3)))
    if latitude is None or longitude is None or known is None:
        return None
    lookup = atlas.snapshot().lookup
    return pointed_at(lookup, None, name=name.name, longitude=longitude, latitude=latitude, precision=known)


def _place(
    atlas: Atlas,
    dataset: str,
    places: dict[tuple[str | None, str], Place],
    by: str,
    precision: WherePrecision | None,
) -> None:
    try:
        bar = st.progress(0.0, text="Placing …")
        why = "placed by the gazetteer" if len(places) > 1 else "placed by hand"
        made = place_rows(
            atlas,
            dataset,
            places,
            by=by,
            why=why,
            precision=precision,
            progress=lambda share: bar.progress(share, text=f"Placing … {share:.0%}"),
        )
        if made:
            st.session_state.setdefault(_DONE, []).append(made)
    except AtlasError as error:
        show_error(error)
    else:
        st.rerun()


def _undo(atlas: Atlas, editor: str | None) -> None:
    done = st.session_state.get(_DONE)
    if not done or not st.button(
        f"Undo the placing of {len(done[-1]):,} rows", key="placement_undo", icon=":material/undo:", disabled=not editor
    ):
        return
    try:
        review.undo(atlas, done.pop(), by=editor or "")
    except AtlasError as error:
        show_error(error)
    else:
        st.rerun()
