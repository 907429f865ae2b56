"""One atlas a process: loads each dataset once and gives every session the same snapshot."""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo import frames
from geo.columns import Columns
from geo.errors import StoreError
from geo.settings import data_dir
from geo.store import Store, lay_over
from geo.store.reference import load_reference
from geo.workflows.casebook_part import CasebookPart
from geo.workflows.heap import give_large_arrays_back
from geo.workflows.memory import fact_memory, mask_memory
from geo.workflows.snapshot import Part, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model import Actor, DatasetInfo, Incident, Place
    from geo.settings import StoreSettings
    from geo.store.amendments import Amendment
    from geo.store.reference import Reference

_PATIENCE_S = 2.0


class Atlas:
    """Safe to use from several threads; ``store`` and ``reference`` stay open as long as it lives."""

    def __init__(self, store: Store, reference: Reference) -> None:
        """Load nothing yet: the first snapshot does."""
        self.store, self.reference = store, reference
        self._lock = Lock()
        self._masks, self._facts = mask_memory(), fact_memory()
        self._snapshot: Snapshot | None = None
        self._columns: dict[str, Columns] = {}
        self._rows: dict[tuple[str, int], Incident] = {}
        self._casebook: CasebookPart | None = None
        self._added: tuple[Mapping[str, Place], Mapping[str, Actor]] | None = None
        self._lookup, self._lookup_serial = reference, 0

    @classmethod
    def open(cls, settings: StoreSettings) -> Self:
        """Open the store that the settings name, seeded with the built-in content."""
        give_large_arrays_back()
        reference = load_reference(data_dir())
        return cls(Store.open(settings.store, database=settings.database, reference=reference), reference)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def snapshot(self) -> Snapshot:
        """Give what the store holds now.

        While another thread loads a large dataset, the snapshot before it is given after two seconds.
        """
        serial = self.store.casebook.serial()
        held = self._snapshot
        if held is not None and held.serial == serial:
            return held
        if not self._lock.acquire(timeout=-1 if held is None else _PATIENCE_S):
            assert held is not None
            return held
        try:
            if self._snapshot is None or self._snapshot.serial < serial:
                self._snapshot = self._renewed(self.store.casebook.serial())
            return self._snapshot
        finally:
            self._lock.release()

    def _renewed(self, serial: int) -> Snapshot:
        infos, damaged = self._load(self.store.datasets.current())
        own, amendments = self.store.casebook.incidents(), self.store.casebook.amendments()
        replaced = _ids_by_dataset([*own, *amendments])
        values, parts = dict(own), []
        for info in infos:
            part = self._part(info, replaced.get(info.name, ()))
            values |= self._amended(part, amendments, own)
            parts.append(part)
        casebook = self._casebook_part(values, serial)
        self._renew_lookup()
        return Snapshot(
            parts=(casebook.part, *parts),
            lookup=self._lookup,
            serial=serial,
            values=casebook.values,
            lookup_serial=self._lookup_serial,
            damaged=damaged,
            masks=self._masks,
            facts=self._facts,
        )

    def _load(self, infos: Sequence[DatasetInfo]) -> tuple[list[DatasetInfo], tuple[str, ...]]:
        """Load what is not loaded yet; give the datasets that can be read, and a sentence for each other one."""
        sound, damaged = [], []
        current = {info.content_hash for info in infos}
        self._columns = {k: v for k, v in self._columns.items() if k in current}
        self._rows = {k: v for k, v in self._rows.items() if k[0] in current}
        for info in infos:
            try:
                self._load_one(info)
            except StoreError as fault:
                damaged.append(f"Dataset {info.name} is not shown. {fault}")
            else:
                sound.append(info)
        return sound, tuple(damaged)

    def _load_one(self, info: DatasetInfo) -> None:
        if info.content_hash not in self._columns:
            read = partial(self.store.datasets.read, info)
            self._columns[info.content_hash] = Columns.load(read, info.content_hash)
            pa.default_memory_pool().release_unused()  # the system's pool trims the whole heap

    def _part(self, info: DatasetInfo, replaced: Sequence[str]) -> Part:
        columns = self._columns[info.content_hash]
        suppressed = np.asarray(pc.is_in(columns.ids, pa.array(replaced, pa.string())), bool) if replaced else None
        if suppressed is not None and not suppressed.any():
            suppressed = None
        return Part(info.content_hash, info, columns, suppressed, partial(self.store.datasets.take, info))

    def _amended(
        self, part: Part, amendments: Mapping[str, Amendment], own: Mapping[str, Incident]
    ) -> dict[str, Incident]:
        """Give the suppressed rows of a part with their amendments laid over, but for those taken out of view."""
        if part.suppressed is None:
            return {}
        rows = np.flatnonzero(part.suppressed)
        fresh = [int(r) for r in rows if (part.id, int(r)) not in self._rows]
        if fresh:
            for row, values in zip(fresh, part.take(np.array(fresh)).to_pylist(), strict=True):
                self._rows[part.id, row] = frames.to_incident(values)
        before = self._casebook.values if self._casebook else {}
        laid = {}
        for incident in (self._rows[part.id, int(r)] for r in rows):
            amendment = amendments.get(incident.uid)
            if incident.uid not in own and amendment is not None and not amendment.removed:
                value = lay_over(incident, amendment)
                held = before.get(incident.uid)
                laid[incident.uid] = held if held is not None and held == value else value
        return laid

    def _casebook_part(self, values: dict[str, Incident], serial: int) -> CasebookPart:
        before = self._casebook
        unchanged = (
            before is not None
            and values.keys() == before.values.keys()
            and all(before.values[uid] is value for uid, value in values.items())
        )
        if before is None or not unchanged:
            self._casebook = CasebookPart.make(values, before, serial)
        assert self._casebook is not None
        return self._casebook

    def _renew_lookup(self) -> None:
        added = (self.store.casebook.places(), self.store.casebook.actors())
        if self._added is not None and all(a is b for a, b in zip(added, self._added, strict=True)):
            return
        self._added = added
        if any(added) or self._lookup is not self.reference:
            self._lookup = self.reference.with_additions(added[0].values(), added[1].values())
            self._lookup_serial += 1


def _ids_by_dataset(uids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for uid in uids:
        dataset, _, dataset_id = uid.partition(":")
        found.setdefault(dataset, []).append(dataset_id)
    return found
