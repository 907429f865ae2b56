"""Two accounts side by side in a table; every text reaches the page as a text node."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.workflows.accounts import Row

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "incident_atlas_sides",
    html='<div class="sides"></div>',
    css=(_HERE / "sides.css").read_text("utf-8"),
    js=(_HERE / "sides.js").read_text("utf-8"),
)


def sides(rows: Iterable[Row], heads: tuple[str, str], *, key: str, label: str) -> None:
    """Show rows under two heads; those that differ are marked. ``label`` names the table to those who listen."""
    data = {"heads": list(heads), "label": label, "rows": [[r.field, r.one, r.other, r.differs] for r in rows]}
    _component(key=key, data=data)
