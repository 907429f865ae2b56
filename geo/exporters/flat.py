r"""For formats with one value a cell: lists joined, nested values as JSON, names told apart.

Names in a list are joined by ``"; "``; within a name that contains it, it is written ``"\; "``, and
a backslash as two. A list without names and a null one are both null.
"""

from __future__ import annotations

import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.exporters.json_text import value
from geo.exporters.rows import complete, one
from geo.frames import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 1 << 20


def plain(column: pa.Array) -> pa.Array:
    """Give a column as numbers, truth values, dates or texts."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(column.cast(kind.value_type))
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return _joined(column)
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_decimal(kind):
        return value(column)
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_time(kind) or pa.types.is_duration(kind):
        return column.cast(pa.string())
    return column


def _joined(lists: pa.Array) -> pa.Array:
    flat = pc.replace_substring(pc.list_flatten(lists), "\\", "\\\\")
    flat = pc.fill_null(pc.replace_substring(flat, "; ", "\\; "), "")
    lengths = pc.fill_null(pc.list_value_length(lists), 0).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)])
    text = pc.binary_join(pa.ListArray.from_arrays(offsets, flat), "; ")
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def flat(table: pa.Table) -> pa.Table:
    """Give every column but ``geometry`` as ``plain``; names differ by more than case."""
    columns = [one(table, n) if n == "geometry" else plain(one(table, n)) for n in table.column_names]
    return pa.table(columns, _distinct(table.column_names))


def _distinct(names: list[str]) -> list[str]:
    seen: set[str] = set()
    distinct = []
    for name in names:
        fresh, number = name, 2
        while fresh.lower() in seen:
            fresh, number = f"{name}_{number}", number + 1
        seen.add(fresh.lower())
        distinct.append(fresh)
    return distinct


def peeked(tables: Iterator[pa.Table]) -> tuple[pa.Schema, Iterator[pa.Table]]:
    """Give the schema of all tables before they are read; of an empty selection our columns."""
    first = next(tables, None)
    if first is None:
        return complete(SCHEMA.empty_table(), {}, None).schema, iter(())
    return first.schema, chain([first], tables)


def through_file(suffix: str, make: Callable[[Path], None]) -> Iterator[bytes]:
    """Let ``make`` write a file under a name of ours in a folder of its own, then give its bytes."""
    with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
        path = Path(folder) / f"incidents{suffix}"
        make(path)
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                yield part
