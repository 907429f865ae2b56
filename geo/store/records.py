"""Versioned records with append-only revisions: the casebook without its nouns."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from geo.errors import NotFoundError
from geo.store.tables import RECORD, REVISION
from geo.store.writing import Body, Change, Record, Writing, find, record_of, revision_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.model import Revision
    from geo.store.database import Database

__all__ = ["Body", "Change", "Record", "Records", "Writing"]


class Records:
    """All records of a casebook by kind and id; kinds are plain words such as ``incident``."""

    def __init__(self, database: Database) -> None:
        """Read and write through that database, which is migrated already."""
        self.database = database

    def get(self, kind: str, id: str) -> Record:  # noqa: A002
        """Give the record; raises NotFoundError where it is absent or removed."""
        with self.database.reading() as connection:
            found = find(connection, kind, id)
        if found is None or found.removed:
            raise NotFoundError(f"There is no {kind} {id}.")
        return found

    def all(self, kind: str, *, removed: bool = False, since: int = 0) -> dict[str, Record]:
        """Give the records of one kind by id, in the order of ids.

        ``removed`` includes tombstones; ``since`` keeps only those changed after that serial.
        """
        chosen = sa.select(RECORD).where(RECORD.c.kind == kind).order_by(RECORD.c.id)
        if not removed:
            chosen = chosen.where(RECORD.c.removed.is_(False))
        if since:
            changed = sa.select(REVISION.c.record).where(REVISION.c.kind == kind, REVISION.c.id > since)
            chosen = chosen.where(RECORD.c.id.in_(changed))
        with self.database.reading() as connection:
            return {row.id: record_of(row) for row in connection.execute(chosen)}

    @contextmanager
    def writing(self, *, by: str, why: str) -> Iterator[Writing]:
        """Open one write transaction: all of it is kept, or nothing."""
        with self.database.writing() as connection:
            yield Writing(connection, by=by, why=why)

    def put(
        self,
        kind: str,
        id: str,  # noqa: A002
        body: Mapping[str, Any],
        *,
        by: str,
        why: str,
        expected: int | None = None,
    ) -> Revision:
        """Write a record. ``expected`` is the version that was read, 0 for a new one; None skips the check.

        Raises StaleEditError where somebody else changed the record since.
        """
        with self.writing(by=by, why=why) as writing:
            return writing.apply(Change(kind, id, body, expected))

    def remove(self, kind: str, id: str, *, by: str, why: str, expected: int | None = None) -> Revision:  # noqa: A002
        """Remove a record; its tombstone stays. Raises NotFoundError where there is none."""
        return self.put_many([Change(kind, id, None, expected)], by=by, why=why)[0]

    def put_many(self, changes: Iterable[Change], *, by: str, why: str) -> list[Revision]:
        """Make all changes in one transaction, or none; gives the revisions made, none for what holds already."""
        with self.writing(by=by, why=why) as writing:
            return writing.apply_all(changes)

    def undo(self, revision_id: int, *, by: str, why: str) -> Revision:
        """Take one change back by a new revision; see ``Writing.undo``."""
        return self.undo_many([revision_id], by=by, why=why)[0]

    def undo_many(self, revision_ids: Iterable[int], *, by: str, why: str) -> list[Revision]:
        """Take several changes back, all or none; gives one new revision for each record."""
        with self.writing(by=by, why=why) as writing:
            return writing.undo(revision_ids)

    def revisions(self, kind: str | None = None, record: str | None = None, limit: int | None = None) -> list[Revision]:
        """Give revisions, the newest first; None means all."""
        chosen = sa.select(REVISION).order_by(REVISION.c.id.desc()).limit(limit)
        if kind is not None:
            chosen = chosen.where(REVISION.c.kind == kind)
        if record is not None:
            chosen = chosen.where(REVISION.c.record == record)
        with self.database.reading() as connection:
            return [revision_of(row) for row in connection.execute(chosen)]

    def serial(self, kind: str | None = None) -> int:
        """Give the id of the latest revision (of that kind), 0 where there is none; cheap."""
        chosen = sa.select(sa.func.max(REVISION.c.id))
        if kind is not None:
            chosen = chosen.where(REVISION.c.kind == kind)
        with self.database.reading() as connection:
            return connection.execute(chosen).scalar() or 0
