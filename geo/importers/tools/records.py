"""Records of a file: strings in columns, each with its number, whatever the container was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np


@dataclass(frozen=True)
class Records:
    """A run of records. ``rows`` are their numbers; ``cells`` hold every column as text, as written.

    A null cell is one that the file does not have; an empty one is "". ``shapes`` is WKB for records
    whose container has geometry of its own (longitude first), null where it has none.
    """

    rows: np.ndarray
    cells: dict[str, pa.Array]
    shapes: pa.Array | None = None

    def __len__(self) -> int:
        """Count the records."""
        return len(self.rows)

    def take(self, keep: np.ndarray) -> Records:
        """Give the records where the mask is true."""
        mask = pa.array(keep)
        cells = {name: cell.filter(mask) for name, cell in self.cells.items()}
        return Records(self.rows[keep], cells, self.shapes.filter(mask) if self.shapes is not None else None)


@dataclass(frozen=True)
class Container:
    """A file opened as records: its column names as written, in order, made unique.

    ``crs`` is the name of the coordinate system that the file states, None where it states none.
    """

    columns: tuple[str, ...]
    batches: Iterator[Records]
    crs: str | None = None
    notes: list[str] = field(default_factory=list)


def unique_names(names: list[str]) -> tuple[str, ...]:
    """Name each column once: blanks become ``column 3``, repeats get `` (2)``."""
    seen: dict[str, int] = {}
    result = []
    for position, written in enumerate(names, 1):
        name = written.strip().lstrip("\ufeff") or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)
