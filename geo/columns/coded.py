"""Names held once, rows by number: one name a row, or a list of actors with roles a row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.frames import ROLE_COLUMN
from geo.model import Role
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Container

ROLES = tuple(Role)
"""The order in which roles are numbered."""


_SPARSE = 16  # where fewer than one entry in so many is hit, each is looked up


def looked_up(table: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Give ``table[codes]`` for codes known to lie in the table, without the check that they do."""
    return table.take(codes, mode="clip")


def smallest_codes(codes: np.ndarray, names: int) -> np.ndarray:
    """Give the codes in the smallest unsigned type that counts ``names`` names."""
    return codes.astype(np.min_scalar_type(max(names - 1, 0)), copy=False)


def encode_strings(column: pa.ChunkedArray) -> tuple[np.ndarray, pa.Array]:
    """Give codes and the distinct strings of a column, in order of appearance; null counts as ""."""
    encoded = pc.fill_null(column, "").dictionary_encode().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # a column without any chunk
        encoded = pa.concat_arrays(encoded.chunks) if encoded.num_chunks else pa.array([], pa.string())
    if not pa.types.is_dictionary(encoded.type):
        return np.empty(0, np.uint8), pa.array([], pa.string())
    return smallest_codes(np.asarray(encoded.indices), len(encoded.dictionary)), encoded.dictionary


@dataclass(frozen=True, eq=False)
class Coded:
    """One name a row: ``names[codes[row]]``; ``names[0]`` is always "" and stands for none reported."""

    codes: np.ndarray
    names: tuple[str, ...]

    @classmethod
    def encode(cls, column: pa.ChunkedArray) -> Coded:
        """Give a string column as numbers of its names."""
        codes, strings = encode_strings(column)
        names = strings.to_pylist()
        ordered = ["", *(n for n in names if n)]
        rank = {name: i for i, name in enumerate(ordered)}
        table = np.array([rank[n] for n in names], dtype=np.min_scalar_type(len(ordered)))
        return cls(smallest_codes(table[codes] if len(names) else codes, len(ordered)), tuple(ordered))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Give the names as ``fold`` compares them, in the same order."""
        return tuple(fold(n) for n in self.names)

    def among(self, wanted: Container[str]) -> np.ndarray:
        """Tell for each row whether its name, as written, is one of those wanted."""
        return looked_up(_table(self.names, wanted), self.codes)

    def folded_among(self, wanted: Container[str]) -> np.ndarray:
        """Tell for each row whether its folded name is one of those wanted."""
        return looked_up(_table(self.folded, wanted), self.codes)

    def counts(self, mask: np.ndarray | None = None) -> np.ndarray:
        """Count the rows of each name, or those of them where the mask is true."""
        return np.bincount(self.codes if mask is None else self.codes[mask], minlength=len(self.names))


def _table(names: tuple[str, ...], wanted: Container[str]) -> np.ndarray:
    return np.fromiter((n in wanted for n in names), bool, len(names))


def any_in_rows(hits: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Tell for each row whether one of its entries is hit; row i holds entries offsets[i] to offsets[i + 1]."""
    if np.count_nonzero(hits) * _SPARSE < len(hits):
        found = np.zeros(len(offsets) - 1, bool)
        entries = np.flatnonzero(hits).astype(offsets.dtype)
        found[np.searchsorted(offsets, entries, side="right") - 1] = True
        return found
    running = np.zeros(len(hits) + 1, np.uint32)
    np.cumsum(hits, out=running[1:])
    edges = running[offsets]
    return np.asarray(edges[1:] != edges[:-1])


def row_lengths(column: pa.ChunkedArray) -> np.ndarray:
    """Give the length of each list of a column, 0 where null."""
    return np.asarray(pc.fill_null(pc.list_value_length(column), 0), dtype=np.int64)


def to_offsets(lengths: np.ndarray) -> np.ndarray:
    """Give where each row's entries begin, and at the end where the last one's stop."""
    offsets = np.zeros(len(lengths) + 1, np.uint32)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


@dataclass(frozen=True, eq=False)
class Parties:
    """The actors of each row: entries offsets[row] to offsets[row + 1] of ``codes`` and ``roles``.

    ``codes`` index ``names``, ``roles`` index ``ROLES``; entries of a row keep initiators first.
    """

    offsets: np.ndarray
    codes: np.ndarray
    roles: np.ndarray
    names: tuple[str, ...]

    @classmethod
    def encode(cls, table: pa.Table) -> Parties:
        """Join the four lists of names of an incident table."""
        columns = [table[c] for c in ROLE_COLUMN.values()]
        lengths = [row_lengths(c) for c in columns]
        rows = np.concatenate([np.repeat(np.arange(table.num_rows, dtype=np.uint32), n) for n in lengths])
        roles = np.repeat(np.array([ROLES.index(r) for r in ROLE_COLUMN], np.uint8), [int(n.sum()) for n in lengths])
        flat = pa.chunked_array([chunk for c in columns for chunk in pc.list_flatten(c).chunks], pa.string())
        codes, names = encode_strings(flat)
        order = np.argsort(rows, kind="stable")
        return cls(to_offsets(np.sum(lengths, axis=0)), codes[order], roles[order], tuple(names.to_pylist()))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Give the names as ``fold`` compares them, in the same order."""
        return tuple(fold(n) for n in self.names)

    def mask(self, wanted: Container[str] | None, role: Role | None) -> np.ndarray:
        """Tell for each row whether an actor with a folded name wanted (None: any) has the role (None: any)."""
        hits = np.ones(len(self.codes), bool) if wanted is None else looked_up(_table(self.folded, wanted), self.codes)
        if role is not None:
            hits &= self.roles == ROLES.index(role)
        return any_in_rows(hits, self.offsets)

    def leading(self, role: Role) -> np.ndarray:
        """Give for each row the int32 code of its first actor in that role, -1 where there is none."""
        entries = np.flatnonzero(self.roles == ROLES.index(role))
        rows = self.entry_rows[entries][::-1]
        first = np.full(len(self.offsets) - 1, -1, np.int32)
        first[rows] = self.codes[entries][::-1]
        return first

    @property
    def entry_rows(self) -> np.ndarray:
        """Give the row of each entry."""
        return np.repeat(np.arange(len(self.offsets) - 1, dtype=np.uint32), np.diff(self.offsets))

    def of_row(self, row: int) -> list[tuple[Role, str]]:
        """Give the roles and names of one row."""
        entries = slice(int(self.offsets[row]), int(self.offsets[row + 1]))
        return [(ROLES[r], self.names[c]) for r, c in zip(self.roles[entries], self.codes[entries], strict=True)]
