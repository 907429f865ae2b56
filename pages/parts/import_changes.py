"""Two versions side by side: totals, and the incidents added, changed field by field, and removed."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.frames import RAW
from geo.model.countries import country_name
from geo.workflows.versions import LISTED
from geo.workflows.wording import span_words
from pages.parts.records import Item, Record, record_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.workflows.versions import Comparison, FieldChange, Line

_PAGE = 25


def table_height(rows: int, most: int = 11) -> int:
    """Give the pixels of a table that shows all its rows, or ``most`` of them."""
    return 33 * (min(rows, most) + 1) + 4


def views(comparison: Comparison, key: str, heads: tuple[str, str]) -> dict[str, Callable[[], None]]:
    """Give the views of a comparison by their tab's words; ``heads`` name the sides in the totals."""
    difference = comparison.difference
    found: dict[str, Callable[[], None]] = {
        f"Added ({len(difference.added):,})": partial(show_added, comparison, f"{key}_added")
    }
    if comparison.before.rows:
        found[f"Changed ({len(difference.changed):,})"] = partial(show_changed, comparison, f"{key}_changed")
        found[f"Removed ({len(difference.removed):,})"] = partial(show_removed, comparison, f"{key}_removed")
    return found | {"Totals": partial(show_totals, comparison, *heads)}


def show_totals(comparison: Comparison, before: str, after: str) -> None:
    """Lay the totals of both beside each other; ``before`` and ``after`` head the columns."""
    rows = [(name, _say(old), _say(new), _step(old, new)) for name, old, new in _pairs(comparison)]
    st.dataframe(
        pd.DataFrame(rows, columns=["", before, after, "Change"]),
        hide_index=True,
        width="stretch",
        height=table_height(len(rows)),
    )


def _pairs(comparison: Comparison) -> list[tuple[str, object, object]]:
    names = {
        "Incidents": "rows",
        "With geometry": "mapped",
        "Unmapped": "unmapped",
        "Undated": "undated",
        "Deaths, best estimates": "deaths",
        "First day": "first",
        "Last day": "last",
    }
    return [(words, getattr(comparison.before, n), getattr(comparison.after, n)) for words, n in names.items()]


def _say(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value or "none")


def _step(old: object, new: object) -> str:
    if not isinstance(old, int) or not isinstance(new, int):
        return "" if old == new else "moved"
    return f"{new - old:+,}" if new != old else "same"


def show_added(comparison: Comparison, key: str) -> None:
    """List the incidents that come in."""
    _lines(comparison.added, len(comparison.difference.added), key, "No incident is added.")


def show_removed(comparison: Comparison, key: str) -> None:
    """List the incidents that go."""
    _lines(comparison.removed, len(comparison.difference.removed), key, "No incident is removed.")


def _lines(lines: Sequence[Line], total: int, key: str, empty: str) -> None:
    if not lines:
        st.caption(empty)
        return
    rows = [
        (
            x.id,
            span_words(x.start, x.end),
            x.what,
            x.place or "",
            _country(x.country),
            x.deaths,
            x.latitude,
            x.longitude,
        )
        for x in lines
    ]
    frame = pd.DataFrame(rows, columns=["Id", "When", "What", "Place", "Country", "Deaths", "Latitude", "Longitude"])
    st.dataframe(frame, hide_index=True, width="stretch", height=table_height(len(rows)), key=key)
    _say_more(len(lines), total)


def _country(code: str | None) -> str:
    return (country_name(code) or code) if code else ""


def _say_more(listed: int, total: int) -> None:
    if total > listed:
        st.caption(f"The first {listed:,} of {total:,} are listed.")


def show_changed(comparison: Comparison, key: str) -> None:
    """List the incidents that change, a page at a time, each field with what it was and what it becomes."""
    total = len(comparison.difference.changed)
    groups = [(id_, list(fields)) for id_, fields in groupby(comparison.changes, key=lambda c: c.id)]
    if not groups:
        st.caption("No incident is changed.")
        return
    pages = -(-len(groups) // _PAGE)
    page = 1
    if pages > 1:
        page = st.number_input(f"Page, 1 to {pages}", 1, pages, 1, key=f"{key}_page", width=160)
    shown = groups[(page - 1) * _PAGE : page * _PAGE]
    records = [_changed(id_, fields) for id_, fields in shown]
    record_list(records, key=f"{key}_{page}", search="Search this page", empty="No incident is changed.")
    _say_more(min(total, LISTED), total)


def _changed(id_: str, changes: Sequence[FieldChange]) -> Record:
    ours = [c for c in changes if not c.column.startswith(RAW)]
    theirs = [c for c in changes if c.column.startswith(RAW)]
    return Record(
        id=id_,
        title=id_,
        subtitle=", ".join(_field(c.column) for c in ours) or "original columns only",
        count=f"{len(changes)} {'field' if len(changes) == 1 else 'fields'}",
        fields=[(_field(c.column), _arrow(c)) for c in ours],
        items=[Item(c.column.removeprefix(RAW), detail=_arrow(c)) for c in theirs],
        items_title="In the original columns" if theirs else "",
    )


def _field(column: str) -> str:
    return column.replace("_", " ")


def _arrow(change: FieldChange) -> str:
    before, after = (_empty(v) for v in (change.before, change.after))
    return f"{before} → {after}"


def _empty(value: str | None) -> str:
    if value is None:
        return "(empty)"
    return value if value.strip() else f"“{value}”"
