"""Lists of texts in CQL2, such as the initiators of an incident; a missing list counts as an empty one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.api.ogc.vectors import Vector
from geo.columns.coded import any_in_rows, row_lengths, to_offsets
from geo.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Callable

ARRAYS = ("a_contains", "a_containedby", "a_equals", "a_overlaps")


def any_item(lists: pa.Array, test: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Tell for each row whether an item of its list passes the test."""
    hits = np.asarray(pc.fill_null(test(pc.list_flatten(lists)), False), dtype=bool)
    return pa.array(any_in_rows(hits, to_offsets(row_lengths(lists))))


def is_empty(lists: pa.Array) -> pa.Array:
    """Tell for each row whether its list is missing or has no item."""
    return pa.array(row_lengths(lists) == 0)


def changed(lists: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Change each item."""
    offsets = to_offsets(row_lengths(lists)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), change(pc.list_flatten(lists)))


def related(name: str, left: Any, right: Any) -> pa.Array:
    """Tell for each row how its list stands to the texts given, whatever their order."""
    texts = [right] if isinstance(right, str) else right
    if not isinstance(left, Vector) or left.kind != "texts" or not _are_texts(texts):
        raise FilterError(f"{name} takes a property that is a list of texts, and texts: {name}(target, ('A', 'B')).")
    lists, wanted = left.full, pa.array(texts, pa.string())
    if name == "a_overlaps":
        return any_item(lists, lambda items: pc.is_in(items, wanted))
    within = pc.invert(any_item(lists, lambda items: pc.invert(pc.is_in(items, wanted))))
    if name == "a_containedby":
        return within
    holds = pa.array(np.ones(len(lists), bool))
    for text in dict.fromkeys(texts):
        holds = pc.and_(holds, any_item(lists, partial(pc.equal, text)))
    return holds if name == "a_contains" else pc.and_(holds, within)


def _are_texts(texts: Any) -> bool:
    return isinstance(texts, list) and all(isinstance(t, str) for t in texts)
