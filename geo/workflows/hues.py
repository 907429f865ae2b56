"""Which of the palette's slots an incident is coloured with: the same rule as the map's own in the browser.

Slots 1 to 8 go to the commonest initiators, or to the commonest event types where most rows have no
initiator; 9 is every other name and 0 none. All rows of the store count, whatever the filter, so that
a name keeps its colour.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

import numpy as np

from geo.columns.columns import EVENT_TYPES
from geo.model import EventType, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.columns import Columns
    from geo.model import Incident
    from geo.workflows.snapshot import Snapshot

NONE, OTHER = 0, 9
HUES = 8

Mode = Literal["initiator", "type"]


@dataclass(frozen=True)
class Hues:
    """``slots`` by name: of an initiator, or of an event type in words."""

    mode: Mode
    slots: dict[str, int]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Hues:
        """Share the slots out."""
        columns = [part.columns for part in snapshot.parts]
        stated = sum((_totals(c, "initiator") for c in columns), Counter())
        mode: Mode = "initiator" if 2 * stated.total() >= sum(c.rows for c in columns) else "type"
        totals = stated if mode == "initiator" else sum((_totals(c, mode) for c in columns), Counter())
        ranked = sorted(totals, key=lambda name: (-totals[name], name))[:HUES]
        return cls(mode, {name: slot for slot, name in enumerate(ranked, 1)})

    def of_rows(self, columns: Columns) -> np.ndarray:
        """Give the slot of each row."""
        codes, names = _coded(columns, self.mode)
        table = np.array([*(self.slots.get(n, OTHER) for n in names), NONE], np.uint8)  # code -1 takes the last
        return np.asarray(table[codes])

    def of_summary(self, row: dict[str, Any]) -> int:
        """Give the slot of a summary."""
        initiators = row["actors"][Role.INITIATOR.value]
        return self._slot(initiators[0] if initiators else None, EventType(row["event_type"]))

    def of_incident(self, incident: Incident) -> int:
        """Give the slot of an incident."""
        initiators = incident.by_role(Role.INITIATOR)
        return self._slot(initiators[0] if initiators else None, incident.event_type)

    def _slot(self, initiator: str | None, event_type: EventType) -> int:
        name = initiator if self.mode == "initiator" else event_type.words
        return NONE if name is None else self.slots.get(name, OTHER)

    @property
    def names(self) -> dict[int, str]:
        """Give the name of each slot, ``other`` and ``not stated`` last."""
        return {slot: name for name, slot in self.slots.items()} | {OTHER: "other", NONE: "not stated"}


_known: WeakKeyDictionary[Columns, dict[Mode, Counter[str]]] = WeakKeyDictionary()


def _totals(columns: Columns, mode: Mode) -> Counter[str]:
    """Count the rows of each name; columns never change, so that they are counted once."""
    known = _known.setdefault(columns, {})
    if mode not in known:
        codes, names = _coded(columns, mode)
        counts = np.bincount(codes[codes >= 0], minlength=len(names)).tolist()
        known[mode] = Counter()
        for name, count in zip(names, counts, strict=True):
            known[mode][name] += count
    return known[mode]


def _coded(columns: Columns, mode: Mode) -> tuple[np.ndarray, Sequence[str]]:
    if mode == "initiator":
        return columns.initiator, columns.actors.names
    return columns.event_type.astype(np.int32), [t.words for t in EVENT_TYPES]
