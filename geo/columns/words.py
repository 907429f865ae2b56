"""Running text as its words, each with the rows that it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns.coded import row_lengths, smallest_codes, to_offsets
from geo.columns.haystack import Haystack
from geo.columns.text import fold_strings

if TYPE_CHECKING:
    from collections.abc import Iterable

_BATCH = 100_000
_SCATTERED = 64  # words; beyond them all places are gone over at once


@dataclass(frozen=True, eq=False)
class Words:
    """The distinct folded words of one column of texts.

    Word i stands in the rows ``places[offsets[i]:offsets[i + 1]]``, ascending, repeated where the row
    repeats it. A search for something without blanks needs no more: it can only stand within a word.
    """

    vocabulary: pa.Array
    offsets: np.ndarray
    places: np.ndarray
    rows: int

    @classmethod
    def encode(cls, column: pa.ChunkedArray) -> Words:
        """Index a column of strings or of lists of strings; nulls have no words."""
        vocabulary = pa.array([], pa.string())
        codes, places = [], []
        for start in range(0, len(column), _BATCH):
            entries, rows = _entries(column.slice(start, _BATCH))
            words = pc.split_pattern(fold_strings(entries).combine_chunks(), " ")
            own = pc.list_flatten(words).dictionary_encode()
            vocabulary, numbers = _joined(vocabulary, own.dictionary)
            codes.append(numbers[np.asarray(own.indices)])
            places.append(np.repeat((rows + start).astype(np.uint32), row_lengths(words)))
        numbered = smallest_codes(_concatenated(codes), len(vocabulary))
        order = np.argsort(numbered, kind="stable")
        offsets = to_offsets(np.bincount(numbered, minlength=len(vocabulary)))
        return cls(vocabulary, offsets, _concatenated(places)[order], len(column))

    def mask(self, word: str) -> np.ndarray | None:
        """Tell for each row whether a folded word occurs in it; None when it occurs nowhere."""
        hits = np.flatnonzero(self._haystack.mask(word))
        if not len(hits):
            return None
        found = np.zeros(self.rows, bool)
        if len(hits) > _SCATTERED:
            lengths = np.diff(self.offsets)
            wanted = np.zeros(len(lengths), bool)
            wanted[hits] = True
            found[self.places[np.repeat(wanted, lengths)]] = True
        else:
            for hit in hits:
                found[self.places[self.offsets[hit] : self.offsets[hit + 1]]] = True
        return found

    @cached_property
    def _haystack(self) -> Haystack:
        return Haystack(self.vocabulary)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.vocabulary.nbytes + self.offsets.nbytes + self.places.nbytes)


def _entries(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, np.ndarray]:
    """Give the strings of a column, and the row of each."""
    rows = np.arange(len(column))
    if not pa.types.is_list(column.type):
        return column, rows
    return pa.chunked_array(list(pc.list_flatten(column).chunks), pa.string()), np.repeat(rows, row_lengths(column))


def _joined(vocabulary: pa.Array, own: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Add words that are new, and give the number of each of ``own`` in the vocabulary."""
    known = pc.index_in(own, vocabulary)
    new = np.asarray(pc.is_null(known))
    numbers = np.asarray(pc.fill_null(known, 0), np.uint32)
    numbers[new] = np.arange(len(vocabulary), len(vocabulary) + np.count_nonzero(new), dtype=np.uint32)
    return pa.concat_arrays([vocabulary, own.filter(pa.array(new))]), numbers


def _concatenated(arrays: Iterable[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.uint32), *arrays])
