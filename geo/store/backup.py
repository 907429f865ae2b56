"""Writes a whole store into one file, while others go on working in it."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

import sqlalchemy as sa

from geo import __version__
from geo.errors import StoreError
from geo.store.archive import MANIFEST, RECORDS, REVISIONS, Manifest, Member, checked, copy, reading
from geo.store.database import newest, write_json
from geo.store.datasets import every_version
from geo.store.files import draft
from geo.store.parquet import rows_in
from geo.store.tables import RECORD, REVISION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.model import DatasetInfo
    from geo.store.store import Store

_LINES = 1000


def backup(store: Store, file: Path) -> None:
    """Write the casebook and every version of every dataset; an older backup of that name is replaced.

    The file is read back and compared before it gets its name. Raises StoreError when a dataset's
    file is missing or damaged.
    """
    if file.is_dir():
        raise StoreError(f"{file} is a folder; name a file for the backup.")
    with draft(file.parent) as opened:
        with zipfile.ZipFile(opened.file, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, store)
        opened.file.seek(0)
        with reading(opened.file) as archive:
            checked(archive)
        opened.publish(file)


def _write(archive: zipfile.ZipFile, store: Store) -> None:
    with store.database.snapshot() as connection:
        members = [
            _write_lines(archive, RECORDS, _lines(connection, RECORD)),
            _write_lines(archive, REVISIONS, _lines(connection, REVISION)),
        ]
        files = {store.datasets.path(info): info for info in every_version(connection)}
    members += [_write_dataset(archive, path, info) for path, info in files.items()]
    manifest = Manifest(release=__version__, tables=newest(), made_at=datetime.now(UTC), members=tuple(members))
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))


def _lines(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    found = connection.execution_options(yield_per=_LINES).execute(
        sa.select(table).order_by(*table.primary_key.columns)
    )
    for row in found.mappings():
        yield write_json(dict(row)).encode() + b"\n"


def _write_lines(archive: zipfile.ZipFile, name: str, lines: Iterator[bytes]) -> Member:
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        for line in lines:
            file.write(line)
            digest.update(line)
            size += len(line)
    return Member(name=name, size=size, sha256=digest.hexdigest())


def _write_dataset(archive: zipfile.ZipFile, path: Path, info: DatasetInfo) -> Member:
    if not path.is_file() or rows_in(path) != info.rows:
        raise StoreError(f"The file of dataset {info.name}, version {info.version}, is missing or damaged.")
    name = zipfile.ZipInfo(f"datasets/{path.parent.name}/{path.name}")
    with path.open("rb") as source, _stored(archive, name) as target:
        size, sha256 = copy(source, target)
    return Member(name=name.filename, size=size, sha256=sha256)


def _stored(archive: zipfile.ZipFile, name: zipfile.ZipInfo) -> IO[bytes]:
    name.compress_type = zipfile.ZIP_STORED
    return archive.open(name, "w", force_zip64=True)
