"""Datasets: what others publish, as immutable files named by their content and registered in the casebook."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import ValidationError

from geo.errors import InputError, NotFoundError, StoreError
from geo.model import DatasetInfo, Value
from geo.store import parquet
from geo.store.casebook import body_of
from geo.store.files import Draft, draft
from geo.store.records import Body, Change, Record
from geo.store.tables import REVISION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import pyarrow as pa

    from geo.store.casebook import Casebook
    from geo.store.records import Writing

KIND = "dataset"
RESERVED = ("reported", "casebook")
_OWN = {"name", "version", "content_hash", "rows", "imported_at", "current"}
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME_LENGTH = 100


def check_name(name: str) -> None:
    """Raise InputError for a name that cannot be a dataset's."""
    if not name.strip() or name != name.strip() or len(name) > _NAME_LENGTH or ":" in name or not name.isprintable():
        raise InputError(f"A dataset's name has 1 to {_NAME_LENGTH} printable characters and no colon.")
    if name.casefold() in RESERVED:
        raise InputError(f"The name {name} stands for the casebook's own incidents; choose another dataset name.")


def folder_of(name: str) -> str:
    """Give the folder for a dataset's files: its name where that is plain, otherwise a safe form of it."""
    if _PLAIN.fullmatch(name):
        return name
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "dataset"
    return f"{plain}.{hashlib.sha256(name.encode()).hexdigest()[:8]}"


class Datasets:
    """All datasets of a store; a version's file is never changed once it is written."""

    def __init__(self, folder: Path, casebook: Casebook) -> None:
        """Keep files below ``folder`` and the registry in the casebook."""
        self.folder, self._casebook = folder, casebook

    def write(
        self,
        name: str,
        batches: Iterable[pa.Table] | pa.Table,
        info: Mapping[str, Any] | DatasetInfo | None = None,
        *,
        by: str,
        why: str,
        in_order: bool = False,
    ) -> DatasetInfo:
        """Store the rows as the dataset's next version, or nothing where its current version holds the same.

        ``info`` gives DatasetInfo's further fields (provider, release, licence, url ...). Tables follow
        ``geo.frames``; the store sorts them. ``in_order`` promises batches that are sorted already; they
        are then written as they come, without holding all of them.
        """
        check_name(name)
        groups = parquet.in_order(name, batches) if in_order else parquet.groups_of(parquet.prepared(name, batches))
        with draft(self.folder / folder_of(name)) as file:
            digest, rows = parquet.write(groups, file.file)
            held = _current(self._casebook.all(KIND).get(name))
            if held and held.content_hash == digest:
                return held
            try:
                with self._casebook.writing(by=by, why=why) as writing:
                    return self._register(writing, file, name, _given(info), content_hash=digest, rows=rows)
            except BaseException:
                with suppress(StoreError):
                    self._take_back(name, digest)
                raise

    def _register(
        self, writing: Writing, file: Draft, name: str, given: dict[str, Any], *, content_hash: str, rows: int
    ) -> DatasetInfo:
        found = writing.find(KIND, name)
        held = _current(found)
        if held and held.content_hash == content_hash:
            return held
        versions = infos_of(found)
        number = max((v.version for v in every_version(writing.connection, name)), default=0) + 1
        own = {"name": name, "version": number, "content_hash": content_hash, "rows": rows, "imported_at": writing.at}
        info = DatasetInfo.model_validate(given | own | {"current": True})
        file.publish(self.path(info))
        writing.apply(Change(KIND, name, _body([*versions, info], number)))
        return info

    def _take_back(self, name: str, content_hash: str) -> None:
        """Remove a file that could not be registered, unless another writer registered the same meanwhile."""
        with self._casebook.database.writing() as connection:
            registered = {v.content_hash for v in every_version(connection, name)}
            if content_hash not in registered:
                self._file(name, content_hash).unlink(missing_ok=True)

    def current(self) -> list[DatasetInfo]:
        """Give each dataset's current version, by name."""
        infos = (_current(record) for record in self._casebook.all(KIND).values())
        return [info for info in infos if info]

    def versions(self, name: str) -> list[DatasetInfo]:
        """Give all versions of a dataset, the oldest first; none is ``current`` where it was removed."""
        record = self._casebook.all(KIND, removed=True).get(name)
        if record is None:
            raise NotFoundError(f"There is no dataset {name}.")
        return infos_of(record)

    def path(self, info: DatasetInfo) -> Path:
        """Give the file of one version."""
        if not _HASH.fullmatch(info.content_hash):
            raise StoreError(f"Dataset {info.name} is registered with a broken content hash.")
        return self._file(info.name, info.content_hash)

    def _file(self, name: str, content_hash: str) -> Path:
        return self.folder / folder_of(name) / f"{content_hash}.parquet"

    def read(self, info: DatasetInfo, columns: Sequence[str] | None = None) -> pa.Table:
        """Read one version's rows in their stored order; ``columns`` None means all."""
        return parquet.read(self.path(info), columns)

    def pieces(self, info: DatasetInfo, column: str) -> Iterator[pa.Array]:
        """Read one column of one version piece by piece, in the stored order."""
        return parquet.pieces(self.path(info), column)

    def take(self, info: DatasetInfo, rows: np.ndarray[Any, Any], columns: Sequence[str] | None = None) -> pa.Table:
        """Give the rows of those numbers, in the order asked; reads only the row groups they lie in."""
        return parquet.take(self.path(info), rows, columns)

    def remove(self, name: str, *, by: str, why: str) -> None:
        """Take a dataset out of use; its files stay, so that ``restore`` or an undo brings it back."""
        self._casebook.remove(KIND, name, by=by, why=why)

    def restore(self, name: str, version: int, *, by: str, why: str) -> DatasetInfo:
        """Make that version the current one, also where the dataset was removed."""
        with self._casebook.writing(by=by, why=why) as writing:
            infos = infos_of(writing.find(KIND, name))
            chosen = next((i for i in infos if i.version == version), None)
            if chosen is None:
                raise NotFoundError(f"There is no version {version} of dataset {name}.")
            if not self.path(chosen).is_file():
                raise StoreError(f"The file of version {version} of dataset {name} is missing.")
            writing.apply(Change(KIND, name, _body(infos, version)))
        return chosen.model_copy(update={"current": True})

    def describe(self, name: str, fields: Mapping[str, Any], *, by: str, why: str) -> DatasetInfo:
        """Change what is said of the current version: licence, url, attribution and the like."""
        with self._casebook.writing(by=by, why=why) as writing:
            found = writing.find(KIND, name)
            held = _current(found)
            if held is None:
                raise NotFoundError(f"There is no dataset {name}.")
            info = DatasetInfo.model_validate(held.model_dump() | _given(fields))
            infos = [info if i.version == info.version else i for i in infos_of(found)]
            writing.apply(Change(KIND, name, _body(infos, info.version)))
        return info


def _given(info: Mapping[str, Any] | DatasetInfo | None) -> dict[str, Any]:
    fields = info.model_dump() if isinstance(info, DatasetInfo) else dict(info or {})
    return {k: v for k, v in fields.items() if k not in _OWN}


def _body(infos: Iterable[DatasetInfo], current: int) -> Body:
    return {"current": current, "versions": [body_of(i.model_copy(update={"current": True})) for i in infos]}


class _Registered(Value):
    """A registry record's body: the number of the current version, and all versions."""

    current: int
    versions: tuple[DatasetInfo, ...]


def infos_of(record: Record | None) -> list[DatasetInfo]:
    """Give the versions that a registry record holds; none is current where it is removed."""
    if record is None:
        return []
    try:
        body = _Registered.model_validate(record.body)
    except ValidationError as fault:
        raise StoreError(f"Dataset {record.id} is registered in a way that this release cannot read.") from fault
    current = None if record.removed else body.current
    return [i.model_copy(update={"current": i.version == current}) for i in body.versions]


def every_version(connection: sa.Connection, name: str | None = None) -> list[DatasetInfo]:
    """Give all versions that were ever registered, of one dataset or of all, also those undone since."""
    chosen = sa.select(REVISION.c.record, REVISION.c.version, REVISION.c.after).where(REVISION.c.kind == KIND)
    chosen = chosen.where(REVISION.c.after.is_not(sa.null()))
    if name is not None:
        chosen = chosen.where(REVISION.c.record == name)
    found = connection.execute(chosen.order_by(REVISION.c.id))
    return [info for row in found for info in infos_of(Record(row.record, KIND, row.version, row.after))]


def _current(record: Record | None) -> DatasetInfo | None:
    return next((i for i in infos_of(record) if i.current), None)
