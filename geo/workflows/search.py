"""What a filter shows of a snapshot: counts that add up, a page of a list, tables for an export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.columns import UNDATED
from geo.model.filter_query import to_query, words
from geo.workflows.order import last_rows, ordered_rows
from geo.workflows.summaries import summaries
from geo.workflows.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from geo.model.filter import Filter
    from geo.workflows.snapshot import Part, Snapshot


@dataclass(frozen=True)
class Counts:
    """How many incidents there are and where each of them went; the first four sum to ``total``.

    ``hidden`` fails a filter other than the date, or has a date outside the range. ``undated`` passes
    those but has no date while a date filter is set. ``unmapped`` passes all and has no geometry.
    """

    on_map: int = 0
    unmapped: int = 0
    undated: int = 0
    hidden: int = 0
    total: int = 0

    @property
    def shown(self) -> int:
        """Mapped and unmapped together: what lists and exports hold."""
        return self.on_map + self.unmapped

    def __add__(self, other: Counts) -> Counts:
        """Add two parts' counts."""
        return Counts(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


@dataclass(frozen=True, eq=False)
class Selection:
    """A filter laid over a snapshot. Masks are made anew from kept bits on each access: hold on to them."""

    snapshot: Snapshot
    filter: Filter

    @property
    def query(self) -> str:
        """The filter as a URL query."""
        return to_query(self.filter)

    @property
    def words(self) -> str:
        """The filter as a sentence without its final stop."""
        return words(self.filter)

    @property
    def bits(self) -> tuple[np.ndarray, ...]:
        """For each part one bit a row, least significant first: passes all but the date."""
        return tuple(self.snapshot.admitted_bits(part, self.filter) for part in self.snapshot.parts)

    @property
    def masks(self) -> tuple[np.ndarray, ...]:
        """For each part whether each row passes all but the date."""
        return tuple(self.snapshot.admitted(part, self.filter) for part in self.snapshot.parts)

    @property
    def shown(self) -> tuple[np.ndarray, ...]:
        """For each part whether each row is shown: passes all, mapped or not."""
        return tuple(self.shown_of(part) for part in self.snapshot.parts)

    def shown_of(self, part: Part) -> np.ndarray:
        """Tell for each row of a part whether it is shown."""
        admitted = self.snapshot.admitted(part, self.filter)
        return admitted if self.filter.datetime is None else admitted & part.columns.in_dates(self.filter)

    @cached_property
    def counts(self) -> Counts:
        """How many incidents are where; always adds up to the total."""
        return sum((self._counts(part) for part in self.snapshot.parts), Counts())

    def _counts(self, part: Part) -> Counts:
        admitted = self.snapshot.admitted(part, self.filter)
        shown, undated = admitted, 0
        if self.filter.datetime is not None:
            undated = int(np.count_nonzero(admitted & (part.columns.day_start == UNDATED)))
            shown = admitted & part.columns.in_dates(self.filter)
        on_map = int(np.count_nonzero(shown & part.columns.has_geometry))
        seen = int(np.count_nonzero(shown))
        return Counts(on_map, seen - on_map, undated, part.live - seen - undated, part.live)

    def page(self, offset: int = 0, limit: int = 50, *, newest_first: bool = True) -> list[dict[str, Any]]:
        """Summarise the shown incidents of one page; undated ones come last. See ``summaries``."""
        chosen = last_rows(self, offset, limit) if newest_first else ordered_rows(self)[offset : offset + limit]
        return summaries(self.snapshot, chosen)

    def tables(self, batch: int = 50_000, *, raw: bool = True) -> Iterator[pa.Table]:
        """Give what is shown, in the order of (date, part, id), undated last; ``raw`` keeps original columns."""
        return tables(self.snapshot, ordered_rows(self), batch, raw=raw)


def select(snapshot: Snapshot, chosen: Filter) -> Selection:
    """Lay a filter over a snapshot; what it admitted is kept for the next who asks."""
    return Selection(snapshot, chosen)
