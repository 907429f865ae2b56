"""Running text, folded once, searched by substring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns.coded import any_in_rows, encode_strings, row_lengths, to_offsets
from geo.columns.haystack import Haystack
from geo.model.normalise import search_fold

_WORTH_NUMBERING = 0.7  # share of distinct strings above which numbers cost more than they save


def fold_strings(strings: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """Give ``search_fold`` of each string: ASCII in one pass, the others one by one; null becomes ""."""
    chunks = strings.chunks if isinstance(strings, pa.ChunkedArray) else [strings]
    return pa.chunked_array([_fold_chunk(pc.fill_null(c, "")) for c in chunks], pa.string())


def _fold_chunk(strings: pa.Array) -> pa.Array:
    foreign = pc.invert(pc.string_is_ascii(strings))
    lower = pc.ascii_lower(strings)
    if not pc.any(foreign).as_py():
        return lower
    replaced = pa.array([search_fold(s) for s in strings.filter(foreign).to_pylist()], pa.string())
    return pc.replace_with_mask(lower, foreign, replaced)


@dataclass(frozen=True, eq=False)
class Texts:
    """Folded strings of one column.

    ``codes`` number them by entry (None: the strings are the entries), ``offsets`` say which
    entries a row holds (None: one each).
    """

    strings: pa.ChunkedArray
    codes: np.ndarray | None = None
    offsets: np.ndarray | None = None

    @classmethod
    def encode(cls, column: pa.ChunkedArray) -> Texts:
        """Fold a column of strings or of lists of strings, repeated strings once."""
        offsets = None
        if pa.types.is_list(column.type):
            offsets = to_offsets(row_lengths(column))
            column = pa.chunked_array(list(pc.list_flatten(column).chunks), pa.string())
        codes, names = encode_strings(column)
        if len(names) > _WORTH_NUMBERING * len(codes):
            return cls(fold_strings(column), None, offsets)
        return cls(fold_strings(names), codes, offsets)

    def mask(self, word: str) -> np.ndarray | None:
        """Tell for each row whether a folded word occurs in it; None when it occurs nowhere."""
        hits = np.concatenate([np.zeros(0, bool), *(h.mask(word) for h in self._haystacks)])
        if not hits.any():
            return None
        if self.codes is not None:
            hits = hits[self.codes]
        return hits if self.offsets is None else any_in_rows(hits, self.offsets)

    @cached_property
    def _haystacks(self) -> tuple[Haystack, ...]:
        return tuple(Haystack(chunk) for chunk in self.strings.chunks)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.strings.nbytes + sum(a.nbytes for a in (self.codes, self.offsets) if a is not None))
