"""What a check found: how the file was recognised, the count of every fate, and the rows with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo.importers import IMPORTERS
from pages.parts.import_changes import table_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.base import Fault
    from geo.workflows.ingest import ImportReport

SHOWN = 1_000


def show_fates(report: ImportReport) -> None:
    """Say what the file is, and that every row read is stored, unchanged or rejected."""
    importer = IMPORTERS.get(report.format)
    st.text(f"Read as {importer.title if importer else report.format}: {report.recognised}.")
    for note in report.notes:
        st.text(note)
    rejected = len(report.rejected)
    fates = f"{report.stored:,} to store + {report.unchanged:,} unchanged + {rejected:,} rejected"
    st.markdown(f"**{report.read:,} read = {fates}**")
    if report.unmapped:
        st.text(f"{report.unmapped:,} have no coordinates; they stay unmapped.")


def show_rejected(report: ImportReport, refused: bytes) -> None:
    """List the rejected rows, and give them as CSV with their own cells."""
    if not report.rejected:
        st.caption("No row is rejected.")
        return
    _table(report.rejected, "rejected")
    st.download_button(
        "Download the rejected rows with their reasons (CSV)",
        refused,
        "rejected.csv",
        "text/csv",
        key="import_rejects",
        icon=":material/download:",
        on_click="ignore",
        help="Mend them in a spreadsheet and drop the file here again; the rows stored by then count as unchanged.",
    )


def show_flagged(report: ImportReport) -> None:
    """List the rows that are stored in spite of a doubt."""
    if not report.flagged:
        st.caption("No row is in doubt.")
        return
    st.caption("These rows are stored as the file has them; nothing was mended.")
    _table(report.flagged, "flagged")


def _table(faults: Sequence[Fault], key: str) -> None:
    words = st.text_input("Search rows, columns and reasons", key=f"import_search_{key}").casefold().split()
    found = [f for f in faults if all(w in f"{f.row} {f.column} {f.reason}".casefold() for w in words)]
    if not found:
        st.caption("Nothing matches these words.")
        return
    rows = pd.DataFrame(found[:SHOWN], columns=["row", "column", "reason"])
    config: dict[str, Any] = {
        "row": st.column_config.NumberColumn("Row", width=70, format="%d"),
        "column": "Column",
        "reason": st.column_config.TextColumn("Reason", width="large"),
    }
    st.dataframe(rows, hide_index=True, width="stretch", height=table_height(len(rows)), column_config=config)
    if len(found) > SHOWN:
        st.caption(f"The first {SHOWN:,} of {len(found):,} are listed; the download has all of them.")
