"""Several values in one cell, column by column: the parallel lists of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.tools.checks import as_mask
from geo.importers.tools.coded import is_coded
from geo.importers.tools.columns import each

if TYPE_CHECKING:
    from collections.abc import Sequence

_STAND_IN = "\x1f"


def parallel(columns: Sequence[pa.Array], separator: str) -> list[pa.Array]:
    """Split columns whose values belong together by position into lists of equal length.

    A row whose columns do not have the same number of values is kept whole, one value each.
    Rows where every column is blank get empty lists; a blank value is "".
    """
    texts = [pc.fill_null(c, "") for c in columns]
    lists = [pc.split_pattern(t, separator) for t in texts]
    counts = [np.diff(each.offsets.to_numpy()) for each in lists]
    uneven = np.logical_or.reduce([c != counts[0] for c in counts])
    blank = np.logical_and.reduce([as_mask(pc.equal(t, "")) for t in texts])
    if uneven.any():
        lists = [_split_even(t, separator, uneven) for t in texts]
    values = [pc.utf8_trim_whitespace(each.flatten()) for each in lists]
    if uneven.any():
        values = [pc.replace_substring(v, _STAND_IN, separator) for v in values]
    return [_without(v, each, blank) for v, each in zip(values, lists, strict=True)]


def _split_even(texts: pa.Array, separator: str, uneven: np.ndarray) -> pa.Array:
    """Split the texts but for uneven ones, in which something else stands for the separator."""
    whole = pc.replace_substring(texts, separator, _STAND_IN)
    return pc.split_pattern(pc.if_else(pa.array(uneven), whole, texts), separator)


def _without(values: pa.Array, lists: pa.Array, blank: np.ndarray) -> pa.Array:
    """Give the values as lists of the same lengths, empty ones for blank rows."""
    if not blank.any():
        return pa.ListArray.from_arrays(lists.offsets, values)
    lengths = np.diff(lists.offsets.to_numpy())
    offsets = np.concatenate([[0], np.cumsum(np.where(blank, 0, lengths))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values.filter(pa.array(~np.repeat(blank, lengths))))


def blanks_like(lists: pa.Array) -> pa.Array:
    """Give lists of the same lengths, every value ""."""
    values = pa.repeat(pa.scalar("", pa.string()), len(lists.flatten()))
    return pa.ListArray.from_arrays(lists.offsets, values)


def cut(column: pa.Array, separator: str) -> pa.Array:
    """Split trimmed text, also where it is held as codes, into a list a row; blanks left out, none where null."""
    if is_coded(column):
        lists = joined([pa.concat_arrays([column.dictionary, pa.array([""], pa.string())])], separator)
        return lists.take(pc.fill_null(column.indices, len(column.dictionary)))
    if pc.any(pc.match_substring(column, separator.strip())).as_py():
        return joined([column], separator)
    return each(column)


def joined(columns: Sequence[pa.Array], separator: str) -> pa.Array:
    """Split each column's values and give one list a row: the first column's, then the next one's; blanks left out."""
    whole = pc.binary_join_element_wise(*(pc.fill_null(c, "") for c in columns), separator)
    lists = pc.split_pattern(whole, separator.strip())
    values = pc.utf8_trim_whitespace(lists.flatten())
    filled = as_mask(pc.not_equal(values, ""))
    before = np.concatenate([[0], np.cumsum(filled)])
    offsets = before[lists.offsets.to_numpy()].astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values.filter(pa.array(filled)))
