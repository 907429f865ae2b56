"""Versioned records with append-only revisions: the casebook without its nouns."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from geo.errors import InputError, NotFoundError, StaleEditError
from geo.model import Revision
from geo.store.database import write_json
from geo.store.tables import RECORD, REVISION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.store.database import Database

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """What holds now of one thing; ``version`` counts its changes from 1."""

    id: str
    kind: str
    version: int
    body: Body
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One step of ``put_many``; ``body`` None removes. ``expected`` as in ``Records.put``."""

    kind: str
    id: str
    body: Mapping[str, Any] | None
    expected: int | None = None


class Writing:
    """One open write transaction; every change in it has the same author, reason and moment."""

    def __init__(self, connection: sa.Connection, *, by: str, why: str) -> None:
        """Hold the connection of ``Database.writing``."""
        self.connection = connection
        self.by, self.why, self.at = _words("by whom", by), _words("why", why), datetime.now(UTC)

    def find(self, kind: str, id: str) -> Record | None:  # noqa: A002 - the field's own name
        """Give the record, also where it is removed; None where there never was one."""
        return _find(self.connection, kind, id)

    def last(self, kind: str, id: str) -> Revision:  # noqa: A002
        """Give the record's latest revision."""
        chosen = sa.select(REVISION).where(REVISION.c.kind == kind, REVISION.c.record == id)
        row = self.connection.execute(chosen.order_by(REVISION.c.version.desc()).limit(1)).one()
        return _revision(row)

    def apply(self, change: Change) -> Revision:
        """Make one change. A body equal to what holds already adds nothing: the last revision is given."""
        for name, text in (("kind", change.kind), ("id", change.id)):
            _words(f"the record's {name}", text)
        found = self.find(change.kind, change.id)
        held = found if found and not found.removed else None
        if change.expected is not None and change.expected != (held.version if held else 0):
            raise StaleEditError(self._stale(change, found))
        if change.body is None and held is None:
            raise NotFoundError(f"There is no {change.kind} {change.id}.")
        body = None if change.body is None else _plain(change.body)
        if held and held.body == body:
            return self.last(change.kind, change.id)
        return self._write(change, found, held.body if held else None, body)

    def _stale(self, change: Change, found: Record | None) -> str:
        if found is None:
            return f"There is no {change.kind} {change.id} any more; read it again."
        last = self.last(change.kind, change.id)
        did = "removed" if found.removed else "changed"
        return f"{change.kind} {change.id} was {did} by {last.by} at {last.at:%Y-%m-%d %H:%M} UTC; read it again."

    def _write(self, change: Change, found: Record | None, before: Body | None, after: Body | None) -> Revision:
        version = found.version + 1 if found else 1
        values = {"version": version, "removed": after is None, "body": before if after is None else after}
        if found:
            mine = (RECORD.c.kind == change.kind, RECORD.c.id == change.id)
            self.connection.execute(sa.update(RECORD).where(*mine).values(**values))
        else:
            self.connection.execute(sa.insert(RECORD).values(kind=change.kind, id=change.id, **values))
        row = {"kind": change.kind, "record": change.id, "at": self.at, "by": self.by, "why": self.why}
        row |= {"before": before, "after": after}
        added = self.connection.execute(sa.insert(REVISION).values(version=version, **row).returning(REVISION.c.id))
        return Revision(id=added.scalar_one(), **row)

    def undo(self, revision_ids: Iterable[int]) -> list[Revision]:
        """Bring each record back to what it was before the earliest of those revisions.

        Raises StaleEditError where a record was changed again since: undo the later change first.
        """
        chosen = sa.select(REVISION).where(REVISION.c.id.in_(list(revision_ids))).order_by(REVISION.c.id)
        chains = dict[tuple[str, str], list[sa.Row[Any]]]()
        for row in self.connection.execute(chosen):
            chains.setdefault((row.kind, row.record), []).append(row)
        if not chains:
            raise NotFoundError("There is no such revision.")
        return [self._undo_chain(chain) for chain in chains.values()]

    def _undo_chain(self, chain: list[sa.Row[Any]]) -> Revision:
        first = chain[0]
        held = self.find(first.kind, first.record)
        if held is None or [row.version for row in chain] != list(range(first.version, held.version + 1)):
            raise StaleEditError(f"{first.kind} {first.record} was changed again since; undo the later change first.")
        return self.apply(Change(first.kind, first.record, first.before))


class Records:
    """All records of a casebook by kind and id; kinds are plain words such as ``incident``."""

    def __init__(self, database: Database) -> None:
        """Read and write through that database, which is migrated already."""
        self.database = database

    def get(self, kind: str, id: str) -> Record:  # noqa: A002
        """Give the record; raises NotFoundError where it is absent or removed."""
        with self.database.reading() as connection:
            found = _find(connection, kind, id)
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
            return {row.id: _record(row) for row in connection.execute(chosen)}

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
        return self.put_many([Change(kind, id, body, expected)], by=by, why=why)[0]

    def remove(self, kind: str, id: str, *, by: str, why: str, expected: int | None = None) -> Revision:  # noqa: A002
        """Remove a record; its tombstone stays. Raises NotFoundError where there is none."""
        return self.put_many([Change(kind, id, None, expected)], by=by, why=why)[0]

    def put_many(self, changes: Iterable[Change], *, by: str, why: str) -> list[Revision]:
        """Make all changes in one transaction, or none."""
        with self.writing(by=by, why=why) as writing:
            return [writing.apply(change) for change in changes]

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
            return [_revision(row) for row in connection.execute(chosen)]

    def serial(self, kind: str | None = None) -> int:
        """Give the id of the latest revision (of that kind), 0 where there is none; cheap."""
        chosen = sa.select(sa.func.max(REVISION.c.id))
        if kind is not None:
            chosen = chosen.where(REVISION.c.kind == kind)
        with self.database.reading() as connection:
            return connection.execute(chosen).scalar() or 0


def _find(connection: sa.Connection, kind: str, id: str) -> Record | None:  # noqa: A002
    row = connection.execute(sa.select(RECORD).where(RECORD.c.kind == kind, RECORD.c.id == id)).one_or_none()
    return None if row is None else _record(row)


def _record(row: sa.Row[Any]) -> Record:
    return Record(row.id, row.kind, row.version, row.body, removed=row.removed)


def _revision(row: sa.Row[Any]) -> Revision:
    fields = ("id", "kind", "record", "at", "by", "why", "before", "after")
    return Revision(**{name: getattr(row, name) for name in fields})


def _plain(body: Mapping[str, Any]) -> Body:
    try:
        return cast("Body", json.loads(write_json(dict(body))))
    except (TypeError, ValueError) as fault:
        raise InputError(f"The record cannot be kept: {fault}.") from fault


def _words(what: str, text: str) -> str:
    if not text.strip() or "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"Say {what}: a few words of sound Unicode.")
    return text.strip()
