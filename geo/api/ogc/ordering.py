"""The rows that a query admits, in the order of exports, kept small so that the next page finds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.workflows.memory import Memory

if TYPE_CHECKING:
    from geo.workflows.search import Selection

_BYTES = 64 << 20


@dataclass(frozen=True, eq=False)
class Ordered:
    """Rows of each part by day; ``order`` merges them (None: they follow each other as they are)."""

    rows: tuple[np.ndarray, ...]
    order: np.ndarray | None

    @classmethod
    def of(cls, selection: Selection) -> Ordered:
        """Order what is shown by start date, undated last; within a day by part, then as stored."""
        rows = tuple(np.flatnonzero(shown).astype(np.int32) for shown in selection.shown)
        if sum(len(r) > 0 for r in rows) < 2:
            return cls(rows, None)
        days = [part.columns.day_start[r] for part, r in zip(selection.snapshot.parts, rows, strict=True)]
        return cls(rows, np.argsort(np.concatenate(days), kind="stable").astype(np.int32))

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._ends[-1]) if len(self._ends) else 0

    @cached_property
    def _ends(self) -> np.ndarray:
        return np.cumsum([len(r) for r in self.rows])

    def page(self, offset: int, limit: int) -> np.ndarray:
        """Give some of them as an array of two columns: index of the part, row in it."""
        places = np.arange(offset, min(offset + limit, len(self)))
        if self.order is not None:
            places = self.order[places]
        parts = np.searchsorted(self._ends, places, side="right")
        inside = places - np.concatenate([[0], self._ends])[parts]
        rows = [self.rows[p][i] for p, i in zip(parts, inside, strict=True)]
        return np.column_stack([parts, np.array(rows, np.int64)]).astype(np.int64)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(r.nbytes for r in self.rows) + (0 if self.order is None else self.order.nbytes)


def order_memory() -> Memory:
    """Make a memory of what queries gave."""
    return Memory(_BYTES, lambda ordered: int(ordered.nbytes))
