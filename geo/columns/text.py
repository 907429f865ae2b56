"""Running text, folded once, searched by substring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns.coded import any_in_rows, encode_strings, looked_up, row_lengths, to_offsets
from geo.columns.haystack import Haystack
from geo.model.normalise import search_fold

_SAMPLE = 100_000
_MOSTLY = 0.8  # share of distinct strings in a sample above which numbers would cost more than they save


def fold_strings(strings: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """Give ``search_fold`` of each string: ASCII in one pass, the others one by one; null becomes ""."""
    chunks = strings.chunks if isinstance(strings, pa.ChunkedArray) else [strings]
    return pa.chunked_array([_fold_chunk(pc.fill_null(c, "")) for c in chunks], pa.string())


def _mostly_distinct(column: pa.ChunkedArray) -> bool:
    sample = column.slice(max(len(column) - _SAMPLE, 0) // 2, _SAMPLE)
    return bool(pc.count_distinct(sample).as_py() > _MOSTLY * len(sample))


def _joined(strings: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give the strings in as few chunks as 32-bit offsets allow."""
    joined = strings.combine_chunks()
    return joined if isinstance(joined, pa.ChunkedArray) else pa.chunked_array([joined])


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
        if _mostly_distinct(column):
            return cls(_joined(fold_strings(column)), None, offsets)
        codes, names = encode_strings(column)
        return cls(_joined(fold_strings(names)), codes, offsets)

    def mask(self, word: str) -> np.ndarray | None:
        """Tell for each row whether a folded word occurs in it; None when it occurs nowhere."""
        hits = np.concatenate([np.zeros(0, bool), *(h.mask(word) for h in self._haystacks)])
        if not hits.any():
            return None
        if self.codes is not None:
            hits = looked_up(hits, self.codes)
        return hits if self.offsets is None else any_in_rows(hits, self.offsets)

    def at(self, rows: np.ndarray) -> Texts:
        """Give the texts of some rows only, in their order."""
        entries, offsets = rows, None
        if self.offsets is not None:
            lengths = np.diff(self.offsets)[rows]
            offsets = to_offsets(lengths)
            entries = np.arange(offsets[-1]) + np.repeat(self.offsets[rows].astype(np.int64) - offsets[:-1], lengths)
        if self.codes is None:
            return Texts(self.strings.take(pa.array(entries)), None, offsets)
        return Texts(self.strings, self.codes[entries], offsets)

    @cached_property
    def _haystacks(self) -> tuple[Haystack, ...]:
        return tuple(Haystack(chunk) for chunk in self.strings.chunks)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.strings.nbytes + sum(a.nbytes for a in (self.codes, self.offsets) if a is not None))
