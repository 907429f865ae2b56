"""The import form: an upload is checked, its choices settled, the outcome confirmed, and undone if wished."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from geo.errors import AtlasError
from geo.importers import IMPORTERS
from geo.workflows import versions
from geo.workflows.ingest import undo_import
from pages.parts import import_changes, import_mapping, import_rows, import_run
from pages.parts.import_details import details_fields
from pages.parts.import_job import Job
from pages.parts.import_preview import show_preview
from pages.parts.import_run import Asked, Checked
from pages.parts.messages import show_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.workflows.atlas import Atlas
    from geo.workflows.ingest import ImportReport

_JOB, _FOUND, _DONE, _ROUND = "import_job", "import_found", "import_done", "import_round"
_SAID = "import_said"
_ENCODINGS = {
    "": "See from the content",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Western (Windows-1252)",
    "cp1256": "Arabic (Windows-1256)",
    "cp1251": "Cyrillic (Windows-1251)",
}
_NEW = ""


def show(atlas: Atlas, editor: str | None) -> None:
    """Show the form through its steps: choose, check, look, confirm, and undo what was just done."""
    upload = st.file_uploader(
        "File",
        key=f"import_file_{st.session_state.get(_ROUND, 0)}",
        on_change=_forget,
        help="It is read on this computer's server and stored only when you confirm.",
    )
    if _busy():
        return
    if upload is None:
        _show_done(atlas, editor)
        return
    asked = _how(upload)
    found = st.session_state.get(_FOUND)
    if found is None:
        _start(Job(partial(import_run.check, atlas, upload, asked), "Reading the file"))
        found = st.session_state.get(_FOUND)
    if isinstance(found, AtlasError):
        show_error(found)
        _again(atlas, upload, asked)
    elif isinstance(found, Checked):
        _show_found(atlas, upload, asked, found, editor)


def _forget() -> None:
    """Let go of all that was about the file before."""
    job = st.session_state.pop(_JOB, None)
    if job is not None:
        job.cancel()
    for key in (_FOUND, _DONE, _SAID, *(k for k in st.session_state if str(k).startswith("import_of_"))):
        st.session_state.pop(key, None)


def _how(upload: UploadedFile) -> Asked:
    left, right = st.columns(2)
    format_ = left.selectbox(
        "Format",
        ["", *sorted(IMPORTERS)],
        key="import_of_format",
        format_func=lambda n: IMPORTERS[n].title if n else "See from the content",
    )
    encoding = right.selectbox(
        "Encoding of text", list(_ENCODINGS), key="import_of_encoding", format_func=lambda n: _ENCODINGS[n]
    )
    return Asked(upload.file_id, format_ or None, encoding or None)


def _start(job: Job[Any]) -> None:
    st.session_state[_JOB] = job
    job.wait(1.0)  # a small file is done before a progress bar is worth showing
    st.rerun()


def _busy() -> bool:
    """Take what a job has brought; True while one is going on, with its progress bar shown."""
    job = st.session_state.get(_JOB)
    if job is None:
        return False
    if not job.is_done:
        _watch()
        return True
    st.session_state[_JOB] = None
    try:
        found = job.result()
    except AtlasError as error:
        found = error
    if isinstance(found, AtlasError | Checked):
        st.session_state[_FOUND] = found
    else:
        st.session_state[_DONE], st.session_state[_FOUND] = found, None
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()
    return False


@st.fragment(run_every=0.4)
def _watch() -> None:
    job = st.session_state.get(_JOB)
    if job is None or job.is_done:
        st.rerun()
    words = "Waiting for another import to end" if job.is_waiting else job.words
    if job.is_stopping:
        words = "Stopping"
    elif job.share >= 1:
        words = "Sorting, comparing, writing"
    st.progress(job.share, text=f"{words} … {job.share:.0%}")
    if st.button("Cancel", key="import_cancel", disabled=job.is_stopping, icon=":material/close:"):
        job.cancel()


def _again(atlas: Atlas, upload: UploadedFile, asked: Asked) -> None:
    if st.button("Check the file again", type="primary", key="import_check", icon=":material/refresh:"):
        _start(Job(partial(import_run.check, atlas, upload, asked), "Reading the file"))


def _show_found(atlas: Atlas, upload: UploadedFile, asked: Asked, found: Checked, editor: str | None) -> None:
    if found.fault is not None:
        say = import_mapping.show_question if found.asks else show_error
        say(found.fault)
    asked = replace(asked, crs=import_mapping.ask_crs(found))
    if found.look is not None:
        mapping = import_mapping.show(atlas, found, editor)
        if mapping is None:
            return
        asked = replace(asked, mapping=mapping)
    report = found.report
    if report is not None:
        asked = replace(asked, dataset=_target(atlas, report))
    if report is None or asked != found.asked:
        if report is not None:
            st.info("The choices above have changed since the file was checked.")
        _again(atlas, upload, asked)
        return
    import_rows.show_fates(report)
    _show_lists(atlas, found, report)
    if report.stored == 0 and not report.difference.removed:
        st.info("This file would store nothing: every row is already there or is refused.")
        return
    _confirm(atlas, upload, found, report, editor)


def _target(atlas: Atlas, report: ImportReport) -> str:
    names = [i.name for i in atlas.store.datasets.current()]
    suggested = st.session_state.setdefault("import_of_suggested", report.dataset)
    left, right = st.columns(2)
    chosen = left.selectbox(
        "Store as",
        [_NEW, *names],
        index=names.index(suggested) + 1 if suggested in names else 0,
        key="import_of_target",
        format_func=lambda n: n or "A new dataset",
        help="Choosing a dataset makes the file its next version; the older ones remain.",
    )
    if chosen:
        return str(chosen)
    free = suggested
    number = 2
    while free in names:
        free, number = f"{suggested}-{number}", number + 1
    name = right.text_input("Name of the new dataset", free, key="import_of_name", max_chars=100)
    return str(name).strip() or free


def _show_lists(atlas: Atlas, found: Checked, report: ImportReport) -> None:
    comparison = report.comparison
    parts: dict[str, Callable[[], None]] = {
        f"Rejected ({len(report.rejected):,})": partial(import_rows.show_rejected, report, found.refused),
        f"Flagged ({len(report.flagged):,})": partial(import_rows.show_flagged, report),
    }
    if comparison is not None:
        changes = import_changes.views(comparison, "import", ("Now", "After the import"))
        parts = parts | changes if report.rejected else changes | parts  # what needs a look stands open
        parts["Map of the added"] = partial(show_preview, comparison, atlas.reference)
    for tab, show_part in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            show_part()


def _confirm(atlas: Atlas, upload: UploadedFile, found: Checked, report: ImportReport, editor: str | None) -> None:
    details: dict[str, Any] = {}
    is_sound = True
    if report.previous is None:
        st.markdown("**Details of the dataset**")
        st.caption("Asked once; the next versions keep them, and they can be changed below at any time.")
        try:
            details = details_fields(found.about, "import_of_details")
        except AtlasError as error:
            show_error(error)
            is_sound = False
    if editor is None:
        st.info("Give your name above to import; every change is recorded with who made it.")
    agreed = _agreed(atlas, report)
    number = (report.previous or 0) + 1
    words = "Accept as the next version"
    if report.previous is None:
        words = "Import 1 row" if report.stored == 1 else f"Import {report.stored:,} rows"
    if st.button(words, type="primary", key="import_confirm", disabled=editor is None or not agreed or not is_sound):
        current = {i.name: i.version for i in atlas.store.datasets.current()}
        if current.get(report.dataset) != report.previous:
            st.warning("The dataset has changed since the file was checked. Check it again.")
            _again(atlas, upload, found.asked)
            return
        work = partial(import_run.store, atlas, upload, found, details=details, by=editor or "")
        _start(Job(work, f"Importing as version {number}"))


def _agreed(atlas: Atlas, report: ImportReport) -> bool:
    """Ask for consent to what is easily done by accident."""
    comparison = report.comparison
    agreed = True
    gone = versions.removal(atlas, report.dataset)
    if gone is not None:
        st.text(f"{report.dataset} was removed by {gone.by} on {gone.at:%Y-%m-%d} ({gone.why}).")
        agreed &= st.checkbox("Bring the removed dataset back with this file", key="import_of_revive")
    elif comparison is not None and comparison.returning:
        st.text("Removed earlier, and in this file again: " + _some(comparison.returning))
        words = f"Bring back what was removed ({len(comparison.returning):,})"
        agreed &= st.checkbox(words, key="import_of_return")
    removed = len(report.difference.removed)
    if comparison is not None and removed * 2 > comparison.before.rows:
        st.text(f"{removed:,} of {comparison.before.rows:,} incidents would go. Is it the same dataset?")
        agreed &= st.checkbox("Yes, the file takes their place", key="import_of_most")
    return agreed


def _some(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:10]) + (f" and {len(ids) - 10:,} more" if len(ids) > 10 else "")


def _show_done(atlas: Atlas, editor: str | None) -> None:
    found, report = st.session_state.get(_FOUND), st.session_state.get(_DONE)
    if isinstance(found, AtlasError):
        show_error(found)
    if said := st.session_state.get(_SAID):
        st.container(border=True).text(said)
    if report is None:
        return
    with st.container(border=True):
        done = report.difference
        st.text(
            f"{report.dataset}, version {report.version}: {len(done.added):,} added, {len(done.changed):,} changed, "
            f"{len(done.removed):,} removed, {len(report.rejected):,} rejected."
        )
        with st.container(horizontal=True):
            st.link_button("See them on the map", "./?" + urlencode({"dataset": report.dataset}), icon=":material/map:")
            undo = st.button("Undo this import", key="import_undo", disabled=editor is None, icon=":material/undo:")
        if undo:
            try:
                undo_import(atlas, report, by=editor or "")
            except AtlasError as error:
                show_error(error)
                return
            st.session_state[_DONE], st.session_state[_SAID] = None, _undone(report)
            st.rerun()


def _undone(report: ImportReport) -> str:
    if report.previous is None:
        return f"The import is undone: {report.dataset} is taken out again, and can be brought back below."
    return f"The import is undone: {report.dataset} is version {report.previous} again."
