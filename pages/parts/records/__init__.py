"""A searchable list of records that open in place; every text reaches the page as a text node."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "incident_atlas_records",
    html='<div class="records"></div>',
    css=(_HERE / "records.css").read_text(encoding="utf-8"),
    js=(_HERE / "records.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Item:
    """One line below a record; ``href`` None is no link, only http(s) and own addresses become one."""

    text: str
    detail: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Chart:
    """Counts per label, stacked by series name."""

    labels: list[str]
    series: dict[str, list[int]]


@dataclass(frozen=True)
class Record:
    """A record of the list.

    ``depth`` indents a tree, ``fields`` are label and value, ``count`` stands at the right, ``open``
    shows it opened.
    """

    id: str
    title: str
    subtitle: str = ""
    badge: str = ""
    count: str = ""
    depth: int = 0
    fields: list[tuple[str, str]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    items_title: str = ""
    chart: Chart | None = None
    open: bool = False


def record_list(records: list[Record], *, key: str, search: str, empty: str) -> None:
    """Show the records, with a search box where ``search`` names it; ``empty`` says what to do when there are none."""
    _component(data={"records": [asdict(r) for r in records], "search": search, "empty": empty}, key=key)
