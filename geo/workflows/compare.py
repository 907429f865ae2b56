"""What differs between two versions of a dataset: rows by id, then field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Version(Protocol):
    """Rows of a version, read a column at a time; an absent column is nulls."""

    def column(self, name: str) -> pa.ChunkedArray:
        """Give one column, every column in the same order of rows."""


class Before(Version, Protocol):
    """A version that need not be in memory, not even one column of it."""

    def pieces(self, name: str) -> Iterator[pa.Array]:
        """Give the same column piece by piece."""


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


def compare(old: Before, new: Version, columns: Iterable[str]) -> Difference:
    """Compare two versions by ``dataset_id``, one column of the new one in memory at a time."""
    before, after = old.column("dataset_id"), new.column("dataset_id")
    place = pc.index_in(before, value_set=after).combine_chunks()
    common, differs = np.zeros(len(after), dtype=bool), np.zeros(len(after), dtype=bool)
    common[pc.drop_null(place).to_numpy()] = True
    masks = {}
    for name in columns:
        mask = _differing(old.pieces(name), new.column(name).combine_chunks(), place)
        if mask.any():
            masks[name] = np.packbits(mask)
            differs |= mask
    ids = np.empty(len(after), dtype=object)  # one text for an id, however many of its fields differ
    ids[differs] = after.filter(pa.array(differs)).to_pylist()
    return Difference(
        added=tuple(after.filter(pa.array(~common)).to_pylist()),
        changed=tuple(ids[differs]),
        removed=tuple(before.filter(pc.is_null(place)).to_pylist()),
        fields={name: tuple(ids[np.unpackbits(m, count=len(ids)).view(bool)]) for name, m in masks.items()},
        unchanged=int(common.sum() - differs.sum()),
    )


def _differing(pieces: Iterable[pa.Array], values: pa.Array, place: pa.Array) -> np.ndarray:
    """Tell which of the new values differ; ``place`` says where among them the row of each old one is."""
    mask, start = np.zeros(len(values), dtype=bool), 0
    for piece in pieces:
        here = place.slice(start, len(piece))
        start += len(piece)
        unequal = _differs(piece, values.take(here))
        mask[pc.drop_null(here.filter(pa.array(unequal))).to_numpy()] = True
    return mask


def _differs(old: pa.Array, new: pa.Array) -> np.ndarray:
    """Give where values differ; null differs from every value, an empty list is as null."""
    if pa.types.is_list(old.type):
        old, new = (pc.fill_null(pc.binary_join(c, "\x1f"), "") for c in (old, new))
    unequal = pc.fill_null(pc.not_equal(old, new), fill_value=False)
    return np.asarray(pc.or_(unequal, pc.xor(pc.is_null(old), pc.is_null(new))))
