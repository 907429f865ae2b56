"""The order of lists and exports: by start date, undated last; within a day casebook first, then by id.

Rows are given as an array of two columns: index of the part in the snapshot, row in the part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.columns import UNDATED

if TYPE_CHECKING:
    from geo.workflows.search import Selection


def ordered_rows(selection: Selection) -> np.ndarray:
    """Give all shown rows, the earliest first."""
    rows = [np.flatnonzero(shown) for shown in selection.shown]
    days = [part.columns.day_start[r] for part, r in zip(selection.snapshot.parts, rows, strict=True)]
    joined = _joined(rows)
    return joined[np.argsort(np.concatenate(days), kind="stable")]


def last_rows(selection: Selection, offset: int, limit: int) -> np.ndarray:
    """Give one page of the shown rows, the latest first, without sorting all of them."""
    dated, undated, days, before = [], [], [], 0
    for part, shown in zip(selection.snapshot.parts, selection.shown, strict=True):
        rows = np.flatnonzero(shown)
        ends = int(np.searchsorted(part.columns.day_start[rows], UNDATED))
        before += ends
        undated.append(rows[ends:])
        dated.append(rows[:ends][::-1][: offset + limit])
        days.append(part.columns.day_start[dated[-1]])
    page = _joined(dated)[np.argsort(-np.concatenate(days), kind="stable")][offset : offset + limit]
    if len(page) == limit:
        return page
    rest = _joined(undated)[max(offset - before, 0) :][: limit - len(page)]
    return np.concatenate([page, rest])


def _joined(rows: list[np.ndarray]) -> np.ndarray:
    parts = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    return np.column_stack([parts, np.concatenate(rows)])
