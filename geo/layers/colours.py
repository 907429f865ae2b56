"""What a row is coloured by: one byte a row, and the names of the bytes.

The browser gives names their colours, so that one name has one colour in all parts. Code 0 is "not
stated"; codes 1 to 254 are the most frequent names in falling order; 255 is every other name. The
header's ``names`` begins with null for code 0 and ``totals`` counts the rows of each code.
``ordered`` tells that the codes have an order of their own (a scale, not a set of names).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.layers.packing import pack
from geo.model import DatePrecision, EventType, WherePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.columns import Columns

OTHER = 255
FATALITY_STEPS = (0, 1, 2, 5, 10, 25, 100, 500)
"""Least number of deaths (best estimate) of each step of the scale."""


def encode_colours(columns: Columns, mode: str) -> bytes:
    """Write the codes of one of ``MODES``; raises KeyError for another name."""
    codes, names, ordered = MODES[mode](columns)
    totals = np.bincount(codes, minlength=len(names)).tolist()
    header = {"mode": mode, "rows": columns.rows, "names": list(names), "totals": totals, "ordered": ordered}
    return pack(header, {"code": codes.astype(np.uint8)})


_Coded = tuple[np.ndarray, "Sequence[str | None]", bool]


def _by_frequency(codes: np.ndarray, names: Sequence[str]) -> _Coded:
    """Renumber codes (negative: not stated) by falling frequency into one byte."""
    stated = codes[codes >= 0]
    counts = np.bincount(stated, minlength=len(names))
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] > 0]
    table = np.full(len(names) + 1, OTHER, np.uint8)
    kept = order[: OTHER - 1]
    table[kept] = np.arange(1, len(kept) + 1)
    table[-1] = 0
    out_names: list[str | None] = [None, *(names[i] for i in kept)]
    if len(order) > len(kept):
        out_names += [None] * (OTHER - len(out_names)) + ["other"]
    return table[codes], out_names, False


def _actor(columns: Columns) -> _Coded:
    """Take the first actor of each row, initiators first."""
    actors = columns.actors
    first, after = actors.offsets[:-1], actors.offsets[1:]
    chosen = np.full(columns.rows, -1, np.int64)
    some = after > first
    chosen[some] = actors.codes[first[some]]
    return _by_frequency(chosen, actors.names)


def _initiator(columns: Columns) -> _Coded:
    return _by_frequency(columns.initiator.astype(np.int64), columns.actors.names)


def _type(columns: Columns) -> _Coded:
    return _by_frequency(columns.event_type.astype(np.int64), [t.words for t in EventType])


def _dataset(columns: Columns) -> _Coded:
    return _by_frequency(columns.dataset.codes.astype(np.int64) - 1, columns.dataset.names[1:])


def _precision(columns: Columns) -> _Coded:
    return columns.where_precision.astype(np.uint8), [None, *(p.words for p in WherePrecision)], True


def _date_precision(columns: Columns) -> _Coded:
    return columns.date_precision.astype(np.uint8), [None, *(p.words for p in DatePrecision)], True


def _fatalities(columns: Columns) -> _Coded:
    best = columns.fatalities_best
    steps = np.searchsorted(np.array(FATALITY_STEPS), best, side="right")
    names: list[str | None] = [None]
    for low, following in pairwise(FATALITY_STEPS):
        names.append(f"{low}" if following == low + 1 else f"{low} to {following - 1}")
    names.append(f"{FATALITY_STEPS[-1]} or more")
    return np.where(best < 0, 0, steps).astype(np.uint8), names, True


MODES: dict[str, Callable[[Columns], _Coded]] = {
    "initiator": _initiator,
    "actor": _actor,
    "type": _type,
    "dataset": _dataset,
    "precision": _precision,
    "date_precision": _date_precision,
    "fatalities": _fatalities,
}
