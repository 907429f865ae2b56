"""The casebook's incidents and the amended rows of datasets, as one more table; renewed row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo import frames
from geo.columns import Columns
from geo.model import DatasetInfo
from geo.store.content import content_hash
from geo.workflows.snapshot import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model import Incident

NAME = "reported"
"""The name under which the casebook's own incidents are shown."""

_ORDER = [("date_start", "ascending"), ("dataset", "ascending"), ("dataset_id", "ascending")]


@dataclass(frozen=True, eq=False)
class CasebookPart:
    """``values`` by uid, and the part made of them; ``uids`` are the table's, row by row."""

    values: Mapping[str, Incident]
    table: pa.Table
    uids: tuple[str, ...]
    part: Part = field(repr=False)

    @classmethod
    def make(cls, values: Mapping[str, Incident], before: CasebookPart | None, serial: int) -> CasebookPart:
        """Build the part; rows whose value is the very one of ``before`` are not made again."""
        table = _renewed(values, before)
        table = table.take(pc.sort_indices(table, sort_keys=_ORDER))  # nulls last
        uids = tuple(
            f"{d}:{i}" for d, i in zip(*(table[n].to_pylist() for n in ("dataset", "dataset_id")), strict=True)
        )
        return cls(values, table, uids, _part(table, serial))


def _renewed(values: Mapping[str, Incident], before: CasebookPart | None) -> pa.Table:
    if before is None:
        return frames.from_incidents(values.values())
    kept = [i for i, uid in enumerate(before.uids) if values.get(uid) is before.values[uid]]
    known = {before.uids[i] for i in kept}
    fresh = frames.from_incidents(v for uid, v in values.items() if uid not in known)
    return pa.concat_tables([before.table.take(pa.array(kept, pa.int64())), fresh], promote_options="default")


def _part(table: pa.Table, serial: int) -> Part:
    def take(rows: np.ndarray, columns: Sequence[str] | None) -> pa.Table:
        chosen = table if columns is None else table.select(list(columns))
        return chosen.take(pa.array(np.asarray(rows, np.int64)))

    name = f"casebook-{content_hash(table)}"
    info = DatasetInfo(name=NAME, version=max(serial, 1), content_hash=name, rows=len(table), provider="Incident Atlas")
    return Part(name, info, Columns.from_table(table, name), None, take, from_casebook=True)
