"""The import form: an upload becomes a preview, a confirmed preview becomes a dataset's version."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo.errors import AtlasError
from geo.importers import IMPORTERS
from geo.workflows import ingest
from pages.parts.messages import show_error

if TYPE_CHECKING:
    from geo.workflows.atlas import Atlas
    from geo.workflows.ingest import ImportReport

_PREVIEW, _DONE, _REMOVED = "import_preview", "import_done", "import_removed"
_SHOWN_REJECTS = 1000


def show(atlas: Atlas, editor: str | None) -> None:
    """Show the form through its steps: choose, look, confirm, and undo what was just done."""
    upload = st.file_uploader("File", key="import_file", on_change=_forget, help="It is read here and stays here.")
    if upload is None:
        _show_done(atlas, editor)
        return
    options = _options()
    look = st.button("Check the file", type="primary", key="import_check")
    if look:
        st.session_state[_PREVIEW] = _run(atlas, upload, options, editor or "", dry_run=True)
    report = st.session_state.get(_PREVIEW)
    if report is None:
        _show_done(atlas, editor)
        return
    _show_report(report)
    if report.stored == 0:
        st.info("This file would store nothing: every row is already there or is refused.")
        return
    if editor is None:
        st.info("Give your name above to import; every change is recorded with who made it.")
    if st.button(f"Import {report.stored:,} rows", type="primary", key="import_confirm", disabled=editor is None):
        st.session_state[_DONE] = _run(atlas, upload, options, editor or "", dry_run=False)
        st.session_state[_PREVIEW] = None
        st.rerun()


def _forget() -> None:
    st.session_state[_PREVIEW] = st.session_state[_DONE] = None


def _options() -> dict[str, Any]:
    with st.expander("Details (all may stay empty)"):
        left, right = st.columns(2)
        formats = [None, *sorted(IMPORTERS)]
        return {
            "dataset": left.text_input(
                "Dataset name", key="import_dataset", help="An existing name makes its next version."
            )
            or None,
            "format": right.selectbox("Format", formats, key="import_format", format_func=_format_words),
            "licence": left.text_input("Licence", key="import_licence", placeholder="CC-BY-4.0") or None,
            "url": right.text_input("Published at", key="import_url", placeholder="https://…") or None,
        }


def _format_words(name: str | None) -> str:
    return IMPORTERS[name].title if name else "See from the content"


def _run(atlas: Atlas, upload: Any, options: dict[str, Any], by: str, *, dry_run: bool) -> ImportReport | None:
    bar = st.progress(0.0, text="Reading …")
    try:
        with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
            path = Path(folder) / ("upload" + _safe_suffix(upload.name))
            path.write_bytes(upload.getbuffer())
            named = options | {"dataset": options["dataset"] or ingest.suggest_name(path, upload.name)}
            return ingest.import_file(
                atlas, path, **named, by=by, why="import from the page", dry_run=dry_run, progress=bar.progress
            )
    except AtlasError as error:
        show_error(error)
        return None
    finally:
        bar.empty()


def _safe_suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if suffix.removeprefix(".").isalnum() and len(suffix) < 10 else ""


def _show_report(report: ImportReport) -> None:
    rejected = report.rejected
    columns = st.columns(4)
    for column, label, number in zip(
        columns,
        ("Rows read", "To store", "Unchanged", "Rejected"),
        (report.read, report.stored, report.unchanged, len(rejected)),
        strict=True,
    ):
        column.metric(label, f"{number:,}")
    st.caption(f"{report.dataset}: {report.read:,} read = {report.stored:,} + {report.unchanged:,} + {len(rejected):,}")
    if rejected:
        rows = pd.DataFrame([{"row": r.row, "column": r.column, "reason": r.reason} for r in rejected])
        st.markdown("**Rejected rows, with their reasons**")
        st.dataframe(rows.head(_SHOWN_REJECTS), hide_index=True, width="stretch", height=min(320, 38 * (len(rows) + 1)))
        st.download_button(
            "Download the reasons as CSV", rows.to_csv(index=False), "rejected.csv", "text/csv", key="rejects"
        )


def _show_done(atlas: Atlas, editor: str | None) -> None:
    report = st.session_state.get(_DONE)
    if report is None:
        return
    with st.container(border=True):
        st.text(f"Imported {report.stored:,} rows into {report.dataset}.")
        map_link, undo = st.columns([1, 1])
        map_link.link_button("See them on the map", f"/?dataset={report.dataset}")
        if undo.button("Undo this import", key="import_undo", disabled=editor is None):
            ingest.undo_import(atlas, report, by=editor or "")
            st.session_state[_DONE] = None
            st.toast("The import is undone.")
            st.rerun()


def show_datasets(atlas: Atlas, editor: str | None) -> None:
    """List the datasets, each with the way to take it out again."""
    infos = atlas.store.datasets.current()
    st.markdown(f"#### Datasets in the store ({len(infos)})")
    if not infos:
        st.caption("None yet. The built-in incidents are always there; drop a file above to add a dataset.")
    for info in infos:
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.text(f"{info.name}, version {info.version}: {info.rows:,} rows, {info.licence or 'licence not stated'}")
        if button.button("Remove", key=f"remove_{info.name}", disabled=editor is None, width="stretch"):
            atlas.store.datasets.remove(info.name, by=editor or "", why="removed on the page")
            st.session_state[_REMOVED] = (info.name, info.version)
            st.rerun()
    removed = st.session_state.get(_REMOVED)
    if removed and st.button(f"Bring {removed[0]} back", key="import_bring_back", icon=":material/undo:"):
        atlas.store.datasets.restore(removed[0], removed[1], by=editor or "", why="undo of a removal")
        st.session_state[_REMOVED] = None
        st.rerun()
