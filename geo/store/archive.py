"""The shape of a backup: a ZIP of JSON lines, Parquet files and a manifest of their sizes and hashes.

Rows travel as JSON lines and not as a database file, so that a backup of SQLite restores into
PostgreSQL, and so that a stranger's archive brings values only, never a schema with triggers.
"""

from __future__ import annotations

import errno
import hashlib
import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import AwareDatetime, Field, ValidationError

from geo.errors import FileContentError
from geo.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST, RECORDS, REVISIONS = "manifest.json", "records.jsonl", "revisions.jsonl"
DATASET = re.compile(r"datasets/([a-z0-9][a-z0-9._-]{0,79})/([0-9a-f]{64})\.parquet")
_CHUNK = 1 << 20
_MANIFEST_BYTES = 32 << 20
_LINE_BYTES = 64 << 20
_Positive = Annotated[int, Field(ge=1)]


class Member(Value):
    """One file of the archive; ``size`` in bytes, ``sha256`` in hex."""

    name: str
    size: Annotated[int, Field(ge=0)]
    sha256: str


class Manifest(Value):
    """What the archive holds; ``tables`` names the migration that the rows were written under."""

    format: Literal["incident-atlas-backup"] = "incident-atlas-backup"
    layout: Literal[1] = 1
    release: str
    tables: str
    made_at: AwareDatetime
    members: tuple[Member, ...]


class RecordRow(Value):
    """A line of ``records.jsonl``."""

    kind: str
    id: str
    version: _Positive
    body: dict[str, Any]
    removed: bool


class RevisionRow(Value):
    """A line of ``revisions.jsonl``."""

    id: _Positive
    kind: str
    record: str
    version: _Positive
    at: AwareDatetime
    by: str
    why: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


Row = TypeVar("Row", RecordRow, RevisionRow)


_DAMAGED = "The file is no backup of Incident Atlas, or it is cut short or damaged."


@contextmanager
def reading(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """Open an archive; raises FileContentError for whatever is wrong with it as a ZIP."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as fault:
        raise FileContentError(_DAMAGED) from fault
    except OSError as fault:
        if fault.errno != errno.EINVAL:  # a damaged directory points before the file's beginning
            raise
        raise FileContentError(_DAMAGED) from fault


def checked(archive: zipfile.ZipFile) -> Manifest:
    """Read the manifest and compare every file with it; raises FileContentError at the first difference."""
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > _MANIFEST_BYTES:
        raise FileContentError("The file is no backup of Incident Atlas: it has no manifest.")
    try:
        manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    except ValidationError as fault:
        raise FileContentError("The backup's manifest cannot be read; it may be of a newer release.") from fault
    listed = [m.name for m in manifest.members]
    if sorted(names) != sorted([*listed, MANIFEST]) or not {RECORDS, REVISIONS} <= set(listed):
        raise FileContentError("The backup does not hold the files that its manifest lists.")
    for member in manifest.members:
        _check(archive, member)
    return manifest


def _check(archive: zipfile.ZipFile, member: Member) -> None:
    stored = archive.getinfo(member.name)
    # a file that is stored as it is cannot unfold into more than the archive's own size
    plain = DATASET.fullmatch(member.name) and stored.compress_type == zipfile.ZIP_STORED
    if not plain and member.name not in (RECORDS, REVISIONS):
        raise FileContentError("The backup holds a file that is no part of a store.")
    digest, left = hashlib.sha256(), member.size
    with archive.open(stored) as file:
        while chunk := file.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            digest.update(chunk)
            if left < 0:
                break
    if left or digest.hexdigest() != member.sha256:
        raise FileContentError(f"{member.name} in the backup is not what its manifest says; the file is damaged.")


def rows(archive: zipfile.ZipFile, name: str, shape: type[Row]) -> Iterator[Row]:
    """Give the rows of a JSON lines file; raises FileContentError with the number of a broken line."""
    with archive.open(name) as file:
        number = 0
        while line := file.readline(_LINE_BYTES):
            number += 1
            try:
                yield shape.model_validate_json(line)
            except ValidationError as fault:
                raise FileContentError(f"Line {number} of {name} in the backup cannot be read.") from fault


def copy(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    """Copy bytes; give their number and SHA-256 in hex."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
