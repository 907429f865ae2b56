"""The orders in which a list can be read, the latest first within each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns import UNDATED
from geo.model.normalise import search_fold
from geo.workflows.summaries import summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.columns import Columns
    from geo.workflows.search import Selection
    from geo.workflows.snapshot import Snapshot

ORDERS = ("newest", "oldest", "deadliest", "relevance")
_NAME, _REST = 2, 1


def listed(selection: Selection, offset: int, limit: int, order: str) -> list[dict[str, Any]]:
    """Summarise one page of the shown incidents in one of ``ORDERS``; raises KeyError for another.

    ``deadliest`` goes by the best estimate of deaths, not reported last; ``relevance`` by where the
    words of the filter's text stand (names before running text), and without a text by date alone.
    """
    if order in {"newest", "oldest"}:
        return selection.page(offset, limit, newest_first=order == "newest")
    return summaries(selection.snapshot, _ranked(selection, _SCORES[order], offset, limit))


def named(snapshot: Snapshot, uids: Sequence[str]) -> list[dict[str, Any]]:
    """Summarise the incidents named, in that order; those that are gone are left out."""
    wanted = set(uids)
    ids = pa.array([uid.partition(":")[2] for uid in wanted], pa.string())
    spots: dict[str, tuple[int, int]] = {}
    for index, part in enumerate(snapshot.parts):
        columns = part.columns
        for row in np.flatnonzero(pc.is_in(columns.ids, ids)).tolist():
            uid = f"{columns.dataset.names[columns.dataset.codes[row]]}:{columns.ids[row]}"
            if uid in wanted and (part.suppressed is None or not part.suppressed[row]):
                spots[uid] = index, row
    found = [spots[uid] for uid in uids if uid in spots]
    return summaries(snapshot, np.array(found, np.int64).reshape(-1, 2))


def _ranked(selection: Selection, score: Callable[[Columns, str], np.ndarray], offset: int, limit: int) -> np.ndarray:
    """Give (part, row) of one page, the highest score first."""
    kept: list[np.ndarray] = []
    for index, (part, shown) in enumerate(zip(selection.snapshot.parts, selection.shown, strict=True)):
        rows = np.flatnonzero(shown)
        scores = score(part.columns, selection.filter.text)[rows].astype(np.int64)
        best = _highest(scores, offset + limit)
        days = part.columns.day_start[rows[best]].astype(np.int64)
        days[days == UNDATED] = np.iinfo(np.int32).min
        kept.append(np.column_stack([np.full(len(best), index), rows[best], scores[best], days]))
    joined = np.concatenate(kept)
    page = np.lexsort((-joined[:, 3], -joined[:, 2]))[offset : offset + limit]
    return joined[page, :2]


def _highest(scores: np.ndarray, number: int) -> np.ndarray:
    """Give where the highest scores stand, all that tie with the last of them included."""
    if len(scores) <= number:
        return np.arange(len(scores))
    least = np.partition(scores, len(scores) - number)[len(scores) - number]
    return np.flatnonzero(scores >= least)


def _deaths(columns: Columns, _: str) -> np.ndarray:
    return np.asarray(np.maximum(columns.fatalities_best, columns.fatalities_low))


def _relevance(columns: Columns, text: str) -> np.ndarray:
    scores = np.zeros(columns.rows, np.int32)
    for word in search_fold(text).split():
        for texts, weight in ((columns.names_text, _NAME), (columns.text, _REST)):
            hits = [hit for hit in (t.mask(word) for t in texts) if hit is not None]
            if hits:
                scores += weight * np.logical_or.reduce(hits)
    return scores


_SCORES: dict[str, Callable[[Columns, str], np.ndarray]] = {"deadliest": _deaths, "relevance": _relevance}
