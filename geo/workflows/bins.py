"""Days in bins of a day, week, month or year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from datetime import date

Unit = Literal["day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
MOST = 480
"""The most bins that are drawn before a coarser unit is chosen: forty years by month."""

_NUMPY: dict[Unit, str] = {"month": "M", "year": "Y"}
_MONDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, eq=False)
class Bins:
    """``edges`` are days since 1970-01-01: bin i holds the days from edges[i] up to, without, edges[i + 1]."""

    unit: Unit
    edges: np.ndarray

    @classmethod
    def between(cls, first: int, last: int, unit: Unit | None = None) -> Bins:
        """Cover the days from ``first`` to ``last``; without a unit by the finest that keeps to MOST bins."""
        for finer in UNITS[:-1] if unit is None else ():
            edges = _edges(first, last, finer)
            if len(edges) <= MOST + 1:
                return cls(finer, edges)
        chosen = unit or UNITS[-1]
        return cls(chosen, _edges(first, last, chosen))

    def __len__(self) -> int:
        """Count the bins."""
        return len(self.edges) - 1

    def of(self, days: np.ndarray) -> np.ndarray:
        """Give the bin of each day; days outside go to the nearest bin."""
        first, last = int(self.edges[0]), int(self.edges[-1]) - 1
        by_day = np.repeat(np.arange(len(self)), np.diff(self.edges))
        return np.asarray(by_day[np.clip(days, first, last) - first])

    @property
    def starts(self) -> tuple[date, ...]:
        """The first day of each bin; a week begins on Monday."""
        return tuple(self.edges[:-1].astype("datetime64[D]").tolist())


def _edges(first: int, last: int, unit: Unit) -> np.ndarray:
    if unit == "day":
        return np.arange(first, last + 2)
    if unit == "week":
        return np.arange(first - (first + _MONDAY) % 7, last + 8, 7)[: (last - first + (first + _MONDAY) % 7) // 7 + 2]
    ends = np.array([first, last]).astype("datetime64[D]").astype(f"datetime64[{_NUMPY[unit]}]").astype(np.int64)
    edges = np.arange(ends[0], ends[1] + 2).astype(f"datetime64[{_NUMPY[unit]}]")
    return edges.astype("datetime64[D]").astype(np.int64)
