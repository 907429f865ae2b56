"""The datasets of the store: details, versions, comparison, restoring, removal and its undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st

from geo.errors import AtlasError
from geo.workflows import versions
from pages.parts import import_changes
from pages.parts.import_details import details_fields
from pages.parts.messages import show_error
from pages.parts.records import Item, Record, record_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import DatasetInfo
    from geo.workflows.atlas import Atlas

_LOOK_ROWS = 100
_LOOK = [
    "dataset_id",
    "date_start",
    "event_type",
    "title",
    "place_name",
    "country",
    "fatalities_best",
    "longitude",
    "latitude",
]


def show(atlas: Atlas, editor: str | None) -> None:
    """List all datasets, and let one be described, compared, restored or removed."""
    infos = atlas.store.datasets.current()
    st.markdown(f"#### Datasets in the store ({len(infos)})")
    empty = "None yet. The built-in incidents are always there; drop a file above to add a dataset."
    record_list(
        [_record(i) for i in infos],
        key="import_datasets",
        search="Search datasets" if len(infos) > 5 else "",
        empty=empty,
    )
    if infos:
        _manage(atlas, infos, editor)
    _show_removed(atlas, editor)


def _record(info: DatasetInfo) -> Record:
    may = {True: "may be passed on", False: "for own use only", None: "not stated"}[info.redistributable]
    fields = {
        "Licence": info.licence or "not stated",
        "Redistribution": may,
        "Attribution": info.attribution or "not stated",
        "Taken on": str(info.accessed or "not stated"),
        "File": info.file_name,
        "Format": info.format,
    }
    items = [Item(info.url, href=info.url)] if info.url else []
    items.append(Item("Show its incidents on the map", href="./?" + urlencode({"dataset": info.name})))
    return Record(
        id=info.name,
        title=info.name,
        badge=f"version {info.version}",
        subtitle=info.licence or "licence not stated",
        count=f"{info.rows:,} rows",
        fields=[(k, v) for k, v in fields.items() if v],
        items=items,
    )


def _manage(atlas: Atlas, infos: list[DatasetInfo], editor: str | None) -> None:
    by_name = {i.name: i for i in infos}
    if st.session_state.get("manage_name") not in by_name:
        st.session_state.pop("manage_name", None)
    name = st.selectbox("Manage a dataset", list(by_name), index=None, key="manage_name", placeholder="Choose one")
    if name is None:
        return
    if editor is None:
        st.info("Give your name above to change anything; looking and comparing need none.")
    older, details, remove = st.tabs(["Versions", "Details", "Remove"])
    with older:
        _versions(atlas, by_name[name], editor)
    with details:
        _details(atlas, by_name[name], editor)
    with remove:
        _remove(atlas, by_name[name], editor)


def _versions(atlas: Atlas, info: DatasetInfo, editor: str | None) -> None:
    known = atlas.store.datasets.versions(info.name)
    rows = [
        (
            v.version,
            "current" if v.current else "",
            v.rows,
            _moment(v),
            v.release or "",
            v.file_name or "",
            v.licence or "",
        )
        for v in reversed(known)
    ]
    heads = ["Version", "", "Rows", "Imported (UTC)", "Release", "File", "Licence"]
    st.dataframe(
        pd.DataFrame(rows, columns=heads),
        hide_index=True,
        width="stretch",
        height=import_changes.table_height(len(rows), 8),
    )
    numbers = [v.version for v in known]
    left, right, button = st.columns([2, 2, 2], vertical_alignment="bottom")
    new = left.selectbox("Look at version", numbers[::-1], key=f"look_{info.name}", index=0)
    others = [n for n in numbers[::-1] if n != new]
    earlier = max((n for n in others if n < new), default=None)
    at = others.index(earlier) + 1 if earlier is not None else min(1, len(others))
    old = right.selectbox(
        "Compare with",
        [None, *others],
        index=at,
        key=f"against_{info.name}_{new}",
        format_func=lambda n: "nothing" if n is None else str(n),
    )
    is_current = new == info.version
    words = "This is the current version" if is_current else f"Make version {new} current"
    if button.button(words, disabled=is_current or editor is None, key=f"restore_{info.name}", width="stretch"):
        _change(lambda: atlas.store.datasets.restore(info.name, new, by=editor or "", why=f"version {new} restored"))
    _look(atlas, versions.version_of(atlas.store.datasets, info.name, new), old)


def _moment(info: DatasetInfo) -> str:
    return f"{info.imported_at:%Y-%m-%d %H:%M}" if info.imported_at else ""


def _look(atlas: Atlas, info: DatasetInfo, against: int | None) -> None:
    datasets = atlas.store.datasets
    if against is not None:
        earlier = versions.version_of(datasets, info.name, against)
        found = _between(atlas, info.name, (earlier.content_hash, against), (info.content_hash, info.version))
        if found.difference.is_none:
            st.caption(f"Versions {against} and {info.version} hold the same incidents.")
        heads = (f"Version {against}", f"Version {info.version}")
        views = import_changes.views(found, f"look_{info.name}_{against}_{info.version}", heads)
        for tab, view in zip(st.tabs(list(views)), views.values(), strict=True):
            with tab:
                view()
    if not st.toggle("Show the rows of this version", key=f"rows_{info.name}"):
        return
    pages = max(1, -(-info.rows // _LOOK_ROWS))
    page = st.number_input(f"Page, 1 to {pages:,}", 1, pages, 1, key=f"page_{info.name}_{info.version}", width=160)
    start = (page - 1) * _LOOK_ROWS
    taken = datasets.take(info, np.arange(start, min(start + _LOOK_ROWS, info.rows)), _LOOK)
    st.dataframe(taken.to_pandas(), hide_index=True, width="stretch")


@st.cache_data(max_entries=8, show_spinner="Comparing …")
def _between(_atlas: Atlas, name: str, old: tuple[str, int], new: tuple[str, int]) -> versions.Comparison:
    """Compare two versions, each given by its content's hash, which the cache goes by, and its number."""
    datasets = _atlas.store.datasets
    one, other = (versions.version_of(datasets, name, number) for _, number in (old, new))
    return versions.between(datasets, one, other)


def _details(atlas: Atlas, info: DatasetInfo, editor: str | None) -> None:
    st.caption("Asked once per dataset; the next versions keep it. A new licence makes a version whose rows carry it.")
    with st.form(f"details_{info.name}_{info.version}", border=False):
        try:
            fields = details_fields(info, f"edit_{info.name}_{info.version}")
        except AtlasError as error:
            show_error(error)
            fields = None
        pressed = st.form_submit_button("Save the details", type="primary", disabled=editor is None)
    if pressed and fields is not None:
        _change(lambda: versions.describe(atlas, info.name, fields, by=editor or "", why="details of the dataset"))


def _remove(atlas: Atlas, info: DatasetInfo, editor: str | None) -> None:
    st.text(f"This takes {info.name} with its {info.rows:,} rows out of every view and export. It can be brought back.")
    if st.button("Remove the dataset", key=f"remove_{info.name}", disabled=editor is None, icon=":material/delete:"):
        _change(lambda: atlas.store.datasets.remove(info.name, by=editor or "", why="removed on the page"))


def _show_removed(atlas: Atlas, editor: str | None) -> None:
    gone = versions.removed_names(atlas)
    if not gone:
        return
    st.markdown(f"#### Removed datasets ({len(gone)})")
    for number, name in enumerate(gone):
        words, button = st.columns([4, 1], vertical_alignment="center")
        last = versions.removal(atlas, name)
        words.text(f"{name}: removed by {last.by}, {last.at:%Y-%m-%d %H:%M} UTC ({last.why})" if last else name)
        if button.button(
            "Bring it back",
            key=f"bring_back_{number}",
            disabled=editor is None,
            icon=":material/undo:",
            width="stretch",
        ):
            _change(partial(_bring_back, atlas, name, editor or ""))


def _bring_back(atlas: Atlas, name: str, by: str) -> None:
    version = versions.last_current(atlas, name)
    atlas.store.datasets.restore(name, version, by=by, why="undo of a removal")


def _change(act: Callable[[], object]) -> None:
    try:
        act()
    except AtlasError as error:
        show_error(error)
    else:
        st.rerun()
