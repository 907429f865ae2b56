"""What differs between two versions of a dataset: rows by id, then field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEP = 100_000


class Version(Protocol):
    """Rows of a version, read a column at a time; an absent column is nulls."""

    def column(self, name: str) -> pa.ChunkedArray:
        """Give one column, every column in the same order of rows."""


@dataclass(frozen=True)
class Difference:
    """Ids of incidents; ``fields`` names, for each column that differs anywhere, the ids where it does."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def is_none(self) -> bool:
        """True where both versions hold the same."""
        return not (self.added or self.changed or self.removed)


def compare(old: Version, new: Version, columns: Iterable[str]) -> Difference:
    """Compare two versions by ``dataset_id``, one column in memory at a time."""
    before, after = old.column("dataset_id"), new.column("dataset_id")
    found = pc.index_in(after, value_set=before)
    common = pc.is_valid(found)
    old_at = pc.drop_null(found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found)
    new_at = pa.array(np.flatnonzero(common.to_numpy()))
    differs = np.zeros(len(new_at), dtype=bool)
    ids = after.take(new_at)
    fields = {}
    for name in columns:
        mask = _differ(old.column(name), old_at, new.column(name), new_at)
        if mask.any():
            fields[name] = tuple(ids.filter(pa.array(mask)).to_pylist())
            differs |= mask
    return Difference(
        added=tuple(after.filter(pc.invert(common)).to_pylist()),
        changed=tuple(ids.filter(pa.array(differs)).to_pylist()),
        removed=tuple(before.filter(pc.invert(pc.is_in(before, value_set=after))).to_pylist()),
        fields=fields,
        unchanged=int(len(differs) - differs.sum()),
    )


def _differ(old: pa.ChunkedArray, old_at: pa.Array, new: pa.ChunkedArray, new_at: pa.Array) -> np.ndarray:
    steps = range(0, len(new_at), _STEP)
    masks = [_differs(old.take(old_at.slice(s, _STEP)), new.take(new_at.slice(s, _STEP))) for s in steps]
    return np.concatenate(masks) if masks else np.zeros(0, dtype=bool)


def _differs(old: pa.ChunkedArray, new: pa.ChunkedArray) -> np.ndarray:
    """Give where values differ; null differs from every value, an empty list is as null."""
    if pa.types.is_list(old.type):
        old, new = (pc.fill_null(pc.binary_join(c, "\x1f"), "") for c in (old, new))
    unequal = pc.fill_null(pc.not_equal(old, new), fill_value=False)
    return np.asarray(pc.or_(unequal, pc.xor(pc.is_null(old), pc.is_null(new))).to_numpy())
