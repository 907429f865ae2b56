"""Names, folded once, searched by substring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns.coded import any_in_rows, looked_up
from geo.columns.haystack import Haystack
from geo.model.normalise import search_fold


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
class Names:
    """Folded names of one column.

    ``codes`` number them by entry, ``offsets`` say which entries a row holds (None: one each).
    """

    strings: pa.ChunkedArray
    codes: np.ndarray
    offsets: np.ndarray | None = None

    def mask(self, word: str) -> np.ndarray | None:
        """Tell for each row whether a folded word occurs in it; None when it occurs nowhere."""
        hits = np.concatenate([np.zeros(0, bool), *(h.mask(word) for h in self._haystacks)])
        if not hits.any():
            return None
        hits = looked_up(hits, self.codes)
        return hits if self.offsets is None else any_in_rows(hits, self.offsets)

    @cached_property
    def _haystacks(self) -> tuple[Haystack, ...]:
        return tuple(Haystack(chunk) for chunk in self.strings.chunks)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.strings.nbytes + sum(a.nbytes for a in (self.codes, self.offsets) if a is not None))
