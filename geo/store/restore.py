"""Brings a store back from one file: everything is checked first, and one commit makes it hold."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from geo.errors import FileContentError, StoreError
from geo.model import DatasetInfo
from geo.store.archive import DATASET, RECORDS, REVISIONS, RecordRow, RevisionRow, checked, copy, reading, rows
from geo.store.casebook import Casebook
from geo.store.database import Database, known, move, url_of
from geo.store.datasets import KIND, Datasets, infos_of
from geo.store.faults import FULL, translated
from geo.store.files import clean, draft
from geo.store.parquet import rows_in
from geo.store.records import Record
from geo.store.seed import parse_seeded
from geo.store.store import CASEBOOK_FILE, DATASETS_FOLDER
from geo.store.tables import RECORD, REVISION

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator

    from geo.store.archive import Manifest

_BATCH = 1000


def restore(file: Path, path: Path, *, database: str | None = None, force: bool = False) -> None:
    """Make the store at ``path`` what the backup ``file`` holds; stop its server first.

    Everything is checked before anything is written. Raises FileContentError for a file that is no
    sound backup, StoreVersionError for a newer release's, StoreError where the store is not empty
    and ``force`` is not given.
    """
    with translated(), file.open("rb") as opened, reading(opened) as archive:
        manifest = checked(archive)
        known(manifest.tables)
        target = Database(url_of(database, path / CASEBOOK_FILE))
        try:
            _Restoring(archive, manifest, path, target).run(force=force)
        finally:
            target.close()


class _Restoring:
    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest, path: Path, database: Database) -> None:
        self.archive, self.manifest, self.path, self.database = archive, manifest, path, database
        self.casebook = Casebook(database)
        self.datasets = Datasets(path / DATASETS_FOLDER, self.casebook)

    def run(self, *, force: bool) -> None:
        infos = self._check_rows()
        self.path.mkdir(parents=True, exist_ok=True)
        clean(self.path)
        if sum(m.size for m in self.manifest.members) > shutil.disk_usage(self.path).free:
            raise StoreError(FULL)
        if not force:
            with self.database.reading() as connection:
                self._refuse_full(connection)
        with self._files(infos), self.database.writing() as connection:
            if not force:
                self._refuse_full(connection)
            if self.database.schema(connection) is not None:
                move(connection, "base")
            move(connection, self.manifest.tables)
            self._insert(connection)
            move(connection, "head")

    def _check_rows(self) -> dict[str, DatasetInfo]:
        """Read every row as the casebook would; give the datasets' versions by their name in the archive."""
        latest, infos = dict[tuple[str, str], int](), dict[str, DatasetInfo]()
        for change in rows(self.archive, REVISIONS, RevisionRow):
            latest[change.kind, change.record] = change.version
            if change.kind == KIND and change.after is not None:
                infos |= self._infos(Record(change.record, KIND, change.version, change.after))
        for row in rows(self.archive, RECORDS, RecordRow):
            if latest.get((row.kind, row.id)) != row.version:
                raise FileContentError(f"{row.kind} {row.id} in the backup does not agree with its revisions.")
            infos |= self._check_record(Record(row.id, row.kind, row.version, row.body, removed=row.removed))
        if set(infos) != {m.name for m in self.manifest.members if DATASET.fullmatch(m.name)}:
            raise FileContentError("The backup's files are not those of its registered datasets.")
        return infos

    def _check_record(self, record: Record) -> dict[str, DatasetInfo]:
        parse_seeded(record)
        if record.kind in self.casebook.nouns:
            self.casebook.nouns[record.kind].parse(record.id, record.body)
        return self._infos(record) if record.kind == KIND else {}

    def _infos(self, record: Record) -> dict[str, DatasetInfo]:
        return {self.datasets.path(i).relative_to(self.path).as_posix(): i for i in infos_of(record)}

    def _refuse_full(self, connection: sa.Connection) -> None:
        ours = (CASEBOOK_FILE, DATASETS_FOLDER)
        strange = any(not p.name.startswith(ours) for p in self.path.iterdir())
        made = self.database.schema(connection) is not None
        if strange or (made and connection.execute(sa.select(REVISION.c.id).limit(1)).first()):
            raise StoreError(f"The folder {self.path} is not empty; restore into an empty one, or force it.")

    @contextmanager
    def _files(self, infos: dict[str, DatasetInfo]) -> Iterator[None]:
        """Put the datasets' files in place; take away what was not there before if anything fails."""
        added = list[Path]()
        try:
            for name, info in infos.items():
                added += self._put_file(name, info)
            yield
        except BaseException:
            for path in added:
                path.unlink(missing_ok=True)
            raise

    def _put_file(self, name: str, info: DatasetInfo) -> list[Path]:
        target = self.datasets.path(info)
        existed = target.exists()
        with draft(target.parent) as opened:
            with self.archive.open(name) as source:
                copy(source, opened.file)
            opened.file.flush()
            if rows_in(opened.path) != info.rows:
                raise FileContentError(f"{name} in the backup has not the {info.rows} rows that are registered.")
            opened.publish(target)
        return [] if existed else [target]

    def _insert(self, connection: sa.Connection) -> None:
        for table, found in (
            (RECORD, rows(self.archive, RECORDS, RecordRow)),
            (REVISION, rows(self.archive, REVISIONS, RevisionRow)),
        ):
            for batch in _batches(row.model_dump() for row in found):
                connection.execute(sa.insert(table), batch)
        if not self.database.is_sqlite:
            last = sa.select(sa.func.max(REVISION.c.id)).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence("revision", "id")
            connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1))))


def _batches(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch = list[dict[str, Any]]()
    for row in found:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
