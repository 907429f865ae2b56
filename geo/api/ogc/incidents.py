"""Collections of incidents: one dataset each, and all together; features as in the GeoJSON export."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from geo.api.ogc.collection import SEPARATOR, Collection, Extent
from geo.api.ogc.cql2 import admitted
from geo.api.ogc.ids import ALL, collection_id
from geo.api.ogc.ordering import Ordered
from geo.api.ogc.part_source import QUERYABLES, PartSource, part_extent
from geo.api.ogc.query import Query
from geo.columns import UNDATED
from geo.errors import FilterError, NotFoundError
from geo.exporters.geojson import features
from geo.exporters.rows import prepare
from geo.model.filter import Filter
from geo.workflows.memory import pack, unpack
from geo.workflows.search import Selection
from geo.workflows.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.api.ogc.vectors import Queryable
    from geo.model import DatasetInfo
    from geo.workflows.memory import Memory
    from geo.workflows.snapshot import Part, Snapshot


@dataclass(frozen=True, eq=False)
class Narrowed(Selection):
    """A selection with what a request for items asks beyond the dashboard's filter."""

    asked: Query = field(default_factory=Query)

    def shown_of(self, part: Part) -> np.ndarray:
        """Tell for each row of a part whether the request admits it."""
        asked = self.asked
        shown = super().shown_of(part)
        if asked.days is not None and shown.any():
            shown = shown & _in_days(part, Filter(datetime=asked.days))
        if (asked.box is None and not asked.conditions) or not shown.any():
            return shown
        return np.asarray(shown & self._narrowed(part))

    def _narrowed(self, part: Part) -> np.ndarray:
        """Keep the rows by box and conditions for the next page."""
        names = {"bbox", "filter", *QUERYABLES}
        key = (part.key, "ogc", tuple((n, v) for n, v in self.asked.key if n in names))
        return unpack(self.snapshot.masks.get(key, lambda: pack(self._worked_out(part))), part.rows)

    def _worked_out(self, part: Part) -> np.ndarray:
        source, found = PartSource(part), np.ones(part.rows, bool)
        if self.asked.box is not None:
            near = source.spatial("intersects", self.asked.box)
            found = np.array(pc.fill_null(near, True), bool)  # OGC 17-069r4, 7.15.3: without geometry, all match
        for condition in self.asked.conditions:
            found &= admitted(condition, source)
        return found


def _in_days(part: Part, chosen: Filter) -> np.ndarray:
    """Tell for each row whether it is undated (OGC 17-069r4, 7.15.4: all of those match) or shares a day."""
    return np.asarray(part.columns.in_dates(chosen) | (part.columns.day_start == UNDATED))


class IncidentCollection(Collection):
    """The incidents of one dataset, or of all where ``dataset`` is None."""

    incidents = True

    def __init__(
        self, snapshot: Snapshot, orders: Memory, dataset: str | None = None, info: DatasetInfo | None = None
    ) -> None:
        """Read nothing yet. ``orders`` keeps the order of rows between requests."""
        self._snapshot, self._orders, self._dataset = snapshot, orders, dataset
        self.id = ALL if dataset is None else collection_id(dataset)
        self.title = "All incidents" if dataset is None else f"Incidents of {dataset}"
        self.description = _described(dataset, info)
        self.licence, self.url = (info.licence, info.url) if info else (None, None)

    @property
    def queryables(self) -> Mapping[str, Queryable]:
        """What can be asked for, by name."""
        return QUERYABLES

    @cached_property
    def extent(self) -> Extent:
        """Where and when its incidents lie, as points where they have one."""
        found = Extent()
        for part in self._parts():
            found |= self._snapshot.fact(part, ("ogc extent", self._dataset), partial(self._part_extent, part))
        return found

    def count(self, query: Query) -> int:
        """Count the incidents that a query admits."""
        return len(self._rows(query))

    def features(self, query: Query, offset: int, limit: int) -> Iterator[bytes]:
        """Give a page of them, by date, undated last."""
        yield from self._written(self._rows(query).page(offset, limit))

    def feature(self, id: str) -> bytes | None:  # noqa: A002 - the standard's name
        """Give one incident by its uid, ``dataset:dataset_id``."""
        dataset, _, dataset_id = id.partition(":")
        if self._dataset not in {None, dataset}:
            return None
        for index, part in enumerate(self._snapshot.parts):
            same = np.asarray(pc.equal(part.columns.ids, dataset_id), bool)
            if same.any():
                same &= self._snapshot.admitted(part, Filter(datasets=(dataset,)))
            for row in np.flatnonzero(same):
                return b"".join(self._written(np.array([[index, row]]))).removeprefix(SEPARATOR.encode())
        return None

    def _parts(self) -> list[Part]:
        name = self._dataset
        return [p for p in self._snapshot.parts if name is None or name in p.columns.dataset.names]

    def _selection(self, query: Query) -> Narrowed:
        chosen = query.chosen
        if self._dataset is not None:
            chosen = chosen.model_copy(update={"datasets": (self._dataset,)})
        return Narrowed(self._snapshot, chosen, query)

    def _rows(self, query: Query) -> Ordered:
        """Give all rows that a query admits, in order."""
        parts = tuple(p.key for p in self._snapshot.parts)
        key = (parts, self._snapshot.lookup_serial, self._dataset, query.key)
        try:
            return self._orders.get(key, lambda: Ordered.of(self._selection(query)))
        except NotFoundError as error:
            raise FilterError(str(error)) from error

    def _written(self, rows: np.ndarray) -> Iterator[bytes]:
        if not len(rows):
            return
        licences = {info.name: info.licence for info in self._snapshot.datasets()}
        for table in prepare(tables(self._snapshot, rows, len(rows), raw=True), licences=licences):
            yield bytes(features(table, separator=SEPARATOR))

    def _part_extent(self, part: Part) -> Extent:
        return part_extent(part, self._selection(Query()).shown_of(part))


def _described(dataset: str | None, info: DatasetInfo | None) -> str:
    if dataset is None:
        return "The incidents of every dataset and of the casebook, mapped and unmapped."
    words = [f"Incidents of the dataset {dataset}, mapped and unmapped."]
    if info is not None:
        words += [f"{label}: {text}." for label, text in _facts(info) if text]
    return " ".join(words)


def _facts(info: DatasetInfo) -> list[tuple[str, str | None]]:
    return [
        ("Provider", info.provider),
        ("Release", info.release),
        ("Licence", info.licence),
        ("Attribution", info.attribution),
    ]


def incident_collections(snapshot: Snapshot, orders: Memory) -> list[IncidentCollection]:
    """Give all incidents, then each dataset; the casebook's own are the dataset ``reported``."""
    infos = {part.info.name: part.info for part in snapshot.parts}
    names = [*infos, *(n for part in snapshot.parts for n in part.columns.dataset.names if n)]
    return [IncidentCollection(snapshot, orders)] + [
        IncidentCollection(snapshot, orders, name, infos.get(name)) for name in dict.fromkeys(names)
    ]
