"""Which colour slot each row has, by the rule of ``assignSlots`` in ``model.js``.

Slots 1 to 8 go to the most frequent names of all rows (of a scale: to its steps in order), 9 to every
other name, 0 where none is stated. Names switched off in the legend give HIDDEN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.layers.colours import MODES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geo.columns import Columns

OTHER, HIDDEN, HUES = 9, 255, 8


@dataclass(frozen=True, eq=False)
class Slots:
    """The slots of all parts in one mode; ``legend`` has name, slot and rows of each entry."""

    mode: str
    ordered: bool
    legend: tuple[dict[str, Any], ...]
    by_part: tuple[np.ndarray, ...]


def slots_of(parts: Sequence[Columns], mode: str, off: Collection[str] = ()) -> Slots:
    """Share the slots out; mode "auto" is initiator, or type where most rows have no initiator."""
    if mode == "auto":
        stated = sum(int(np.count_nonzero(c.initiator >= 0)) for c in parts)
        mode = "initiator" if 2 * stated >= sum(c.rows for c in parts) else "type"
    coded = [MODES[mode](c) for c in parts]
    totals: dict[str, int] = {}
    others = unstated = 0
    for codes, names, _ in coded:
        counts = np.bincount(codes, minlength=max(len(names), 256)).tolist()
        unstated += counts[0]
        for code, name in enumerate(names):
            if code and code != 255 and name is not None:
                totals[name] = totals.get(name, 0) + counts[code]
    ordered = bool(coded) and coded[0][2]
    ranked = list(totals) if ordered else sorted(totals, key=lambda n: (-totals[n], n))[:HUES]
    slot = {name: min(HUES, i) for i, name in enumerate(ranked, 1)}
    others = sum(totals[n] for n in totals if n not in slot)
    others += sum(int(np.count_nonzero(codes == 255)) for codes, names, _ in coded if len(names) == 256)
    legend = [{"name": n, "slot": s, "total": totals[n]} for n, s in slot.items() if totals[n]]
    legend += [{"name": "other", "slot": OTHER, "total": others}] if others else []
    legend += [{"name": "not stated", "slot": 0, "total": unstated}] if unstated else []
    hidden = {str(row["name"]) for row in legend} & set(off)
    by_part = tuple(_table(names, slot, hidden)[codes] for codes, names, _ in coded)
    return Slots(mode, ordered, tuple(legend), by_part)


def _table(names: Sequence[str | None], slot: dict[str, int], hidden: set[str]) -> np.ndarray:
    table = np.full(256, HIDDEN if "other" in hidden else OTHER, np.uint8)
    table[0] = HIDDEN if "not stated" in hidden else 0
    for code, name in enumerate(names):
        if code and name in slot:
            table[code] = HIDDEN if name in hidden else slot[name]
    return table
