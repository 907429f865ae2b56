"""What a CQL2 expression is worked out over: columns of one source, some held as numbers of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shapely.geometry.base import BaseGeometry

KINDS = {
    "text": "a text",
    "number": "a number",
    "date": "a date",
    "boolean": "true or false",
    "texts": "a list of texts",
    "geometry": "a geometry",
}
"""The kinds of values, in words."""


ARROW_TYPES = {
    "text": pa.string(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
    "texts": pa.list_(pa.string()),
    "geometry": pa.bool_(),
}
"""How values of a kind are held; of a geometry only whether there is one."""


@dataclass(frozen=True)
class Queryable:
    """A property that can be asked for; ``values`` lists all it may have, where that is known."""

    kind: str
    title: str
    integer: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Vector:
    """One value a row: ``values[codes[row]]``, or ``values[row]`` where ``codes`` is None."""

    kind: str
    values: pa.Array
    codes: np.ndarray | None = None

    @property
    def full(self) -> pa.Array:
        """Give one value a row."""
        return self.values if self.codes is None else self.values.take(pa.array(self.codes))

    def map(self, change: Callable[[pa.Array], pa.Array], kind: str) -> Vector:
        """Change each distinct value."""
        return Vector(kind, change(self.values), self.codes)


class Source(Protocol):
    """A table that can be filtered."""

    @property
    def rows(self) -> int:
        """Number of rows."""

    @property
    def queryables(self) -> Mapping[str, Queryable]:
        """What can be asked for, by name."""

    def column(self, name: str) -> Vector:
        """Give the values of a queryable; of a geometry true where there is one, null elsewhere."""

    def spatial(self, relation: str, shape: BaseGeometry) -> pa.Array:
        """Tell for each row how its geometry stands to a shape (WGS 84), null where it has none.

        ``relation`` is a name in ``RELATIONS``, read from the row's geometry to the shape.
        """


RELATIONS = {
    "intersects": "intersects",
    "disjoint": "disjoint",
    "equals": "equals",
    "touches": "touches",
    "crosses": "crosses",
    "overlaps": "overlaps",
    "within": "contains",
    "contains": "within",
}
"""Each spatial relation with the same one read from the other side; the keys are shapely's names."""


def truth(hits: np.ndarray, known: np.ndarray) -> pa.Array:
    """Give booleans that are null where nothing is known."""
    return pa.array(hits, mask=~np.asarray(known, bool))


class Nothing:
    """A source of no rows, on which an expression shows its faults before any data are read."""

    rows = 0

    def __init__(self, queryables: Mapping[str, Queryable]) -> None:
        """Keep what can be asked for."""
        self.queryables = queryables

    def column(self, name: str) -> Vector:
        """Give no values."""
        kind = self.queryables[name].kind
        return Vector(kind, pa.array([], ARROW_TYPES[kind]))

    def spatial(self, relation: str, shape: BaseGeometry) -> pa.Array:
        """Give no answers, but for the shape's own faults."""
        getattr(shapely, relation)(shape, shapely.box(0, 0, 1, 1))
        return pa.array([], pa.bool_())
