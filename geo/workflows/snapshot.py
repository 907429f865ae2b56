"""What the store held at one moment: datasets and casebook in the same columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from geo import frames
from geo.errors import NotFoundError
from geo.workflows.memory import Memory, fact_memory, mask_memory, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    import pyarrow as pa

    from geo.columns import Columns
    from geo.model import DatasetInfo, Incident
    from geo.model.filter import Filter, Lookup
    from geo.store.reference import Reference

    Take = Callable[[np.ndarray, Sequence[str] | None], pa.Table]


T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Part:
    """One table of incidents: a dataset's current version, or the casebook.

    ``id`` names the content and changes with it. ``suppressed`` marks rows that an amendment
    replaces (they stand in the casebook's part instead); None where there are none.
    """

    id: str
    info: DatasetInfo
    columns: Columns
    suppressed: np.ndarray | None
    source: Take = field(repr=False)
    from_casebook: bool = False

    @property
    def rows(self) -> int:
        """Number of rows, suppressed ones included."""
        return self.columns.rows

    @property
    def live(self) -> int:
        """Number of rows that are not suppressed."""
        return self.rows - (0 if self.suppressed is None else int(np.count_nonzero(self.suppressed)))

    @cached_property
    def key(self) -> tuple[str, bytes]:
        """Name the content together with what is suppressed of it."""
        return self.id, b"" if self.suppressed is None else np.packbits(self.suppressed).tobytes()

    def take(self, rows: np.ndarray, columns: Sequence[str] | None = None) -> pa.Table:
        """Read the given rows, in that order, with all columns or the ones named."""
        return self.source(rows, columns)

    def mask(self, chosen: Filter, lookup: Lookup) -> np.ndarray:
        """Tell for each row whether it is shown but for its date; suppressed rows never are."""
        admitted = self.columns.mask(chosen, lookup)
        if self.suppressed is not None:
            admitted &= ~self.suppressed
        return admitted


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All parts at one moment; the casebook's part comes first. Values in it never change.

    ``damaged`` says in a sentence each which datasets are left out because their files cannot be read.
    """

    parts: tuple[Part, ...]
    lookup: Reference
    serial: int
    values: Mapping[str, Incident]
    lookup_serial: int = 0
    damaged: tuple[str, ...] = ()
    masks: Memory = field(default_factory=mask_memory, repr=False)
    facts: Memory = field(default_factory=fact_memory, repr=False)

    def part(self, id: str) -> Part:  # noqa: A002 - the field's name
        """Give the part with that id; raises NotFoundError."""
        for part in self.parts:
            if part.id == id:
                return part
        raise NotFoundError(f"No part of the data is called {id}; it may have been replaced by a newer version.")

    def incident(self, uid: str) -> Incident:
        """Give the incident as it stands, amendments laid over; raises NotFoundError."""
        if uid in self.values:
            return self.values[uid]
        dataset, _, dataset_id = uid.partition(":")
        for part in self.parts:
            if part.info.name == dataset and not part.from_casebook:
                row = part.columns.row_of(dataset_id)
                if row is not None and (part.suppressed is None or not part.suppressed[row]):
                    return frames.to_incident(part.take(np.array([row])).to_pylist()[0])
        raise NotFoundError(f"There is no incident {uid}.")

    def datasets(self) -> tuple[DatasetInfo, ...]:
        """Give what is known of each dataset shown, the casebook's own first."""
        return tuple(part.info for part in self.parts)

    @property
    def total(self) -> int:
        """Number of incidents."""
        return sum(part.live for part in self.parts)

    def admitted_bits(self, part: Part, chosen: Filter) -> np.ndarray:
        """Give one bit a row, least significant first: all of the filter but its date admits it."""
        dateless = chosen.model_copy(update={"datetime": None})
        key = (part.key, self.lookup_serial, dateless)
        return self.masks.get(key, lambda: pack(part.mask(dateless, self.lookup)))

    def fact(self, part: Part, what: Hashable, make: Callable[[], T]) -> T:
        """Give what was worked out of a part and the reference data, once for all snapshots with the same."""
        return self.facts.get((part.key, self.lookup_serial, what), make)

    def admitted(self, part: Part, chosen: Filter) -> np.ndarray:
        """Tell for each row whether all of the filter but its date admits it."""
        return unpack(self.admitted_bits(part, chosen), part.rows)
