"""One write transaction on versioned records: every change in it has the same author, reason and moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from geo.errors import InputError, NotFoundError, StaleEditError
from geo.model import Revision
from geo.store.database import write_json
from geo.store.tables import RECORD, REVISION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Body = dict[str, Any]

_BATCH = 500
"""Records that one statement asks for or writes."""


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
        return find(self.connection, kind, id)

    def last(self, kind: str, id: str) -> Revision:  # noqa: A002
        """Give the record's latest revision."""
        chosen = sa.select(REVISION).where(REVISION.c.kind == kind, REVISION.c.record == id)
        row = self.connection.execute(chosen.order_by(REVISION.c.version.desc()).limit(1)).one()
        return revision_of(row)

    def apply(self, change: Change) -> Revision:
        """Make one change. A body equal to what holds already adds nothing: the last revision is given."""
        return next(iter(self._apply_batch([change])), None) or self.last(change.kind, change.id)

    def apply_all(self, changes: Iterable[Change]) -> list[Revision]:
        """Make many changes with few statements; gives what was made: a body that holds already makes no revision."""
        return [revision for batch in _batches(changes) for revision in self._apply_batch(batch)]

    def _apply_batch(self, changes: Sequence[Change]) -> list[Revision]:
        """Make changes of different records."""
        found = _find_all(self.connection, changes)
        records = [found.get((c.kind, c.id)) for c in changes]
        rows = [self._row(change, record) for change, record in zip(changes, records, strict=True)]
        self._write([(row, record) for row, record in zip(rows, records, strict=True) if row])
        return self._add_revisions([row for row in rows if row])

    def _row(self, change: Change, found: Record | None) -> dict[str, Any] | None:
        """Give the change as a row of revisions, None where it changes nothing; raises what is wrong with it."""
        for name, text in (("kind", change.kind), ("id", change.id)):
            _words(f"the record's {name}", text)
        held = found if found and not found.removed else None
        if change.expected is not None and change.expected != (held.version if held else 0):
            raise StaleEditError(self._stale(change, found))
        if change.body is None and held is None:
            raise NotFoundError(f"There is no {change.kind} {change.id}.")
        body = None if change.body is None else _plain(change.body)
        if held and held.body == body:
            return None
        row = {"kind": change.kind, "record": change.id, "version": found.version + 1 if found else 1}
        return row | {"at": self.at, "by": self.by, "why": self.why, "before": held and held.body, "after": body}

    def _stale(self, change: Change, found: Record | None) -> str:
        if found is None:
            return f"There is no {change.kind} {change.id} any more; read it again."
        last = self.last(change.kind, change.id)
        did = "removed" if found.removed else "changed"
        return f"{change.kind} {change.id} was {did} by {last.by} at {last.at:%Y-%m-%d %H:%M} UTC; read it again."

    def _write(self, rows: Iterable[tuple[dict[str, Any], Record | None]]) -> None:
        given = [(_values(row), record) for row, record in rows]
        new = [values for values, record in given if record is None]
        old = [{f"new_{n}": v for n, v in values.items()} for values, record in given if record is not None]
        if new:
            self.connection.execute(sa.insert(RECORD), new)
        if old:
            mine = (RECORD.c.kind == sa.bindparam("new_kind"), RECORD.c.id == sa.bindparam("new_id"))
            said = {n: sa.bindparam(f"new_{n}", type_=RECORD.c[n].type) for n in ("version", "removed", "body")}
            self.connection.execute(sa.update(RECORD).where(*mine).values(said), old)

    def _add_revisions(self, rows: list[dict[str, Any]]) -> list[Revision]:
        if not rows:
            return []
        added = sa.insert(REVISION).returning(REVISION.c.id, sort_by_parameter_order=True)
        ids = self.connection.execute(added, rows).scalars().all()
        fields = [n for n in Revision.model_fields if n != "id"]
        return [Revision(id=i, **{n: row[n] for n in fields}) for i, row in zip(ids, rows, strict=True)]

    def undo(self, revision_ids: Iterable[int]) -> list[Revision]:
        """Bring each record back to what it was before the earliest of those revisions.

        Raises StaleEditError where a record was changed again since: undo the later change first.
        """
        chains = dict[tuple[str, str], list[sa.Row[Any]]]()
        ids = sorted(set(revision_ids))
        for start in range(0, len(ids), _BATCH):
            chosen = sa.select(REVISION).where(REVISION.c.id.in_(ids[start : start + _BATCH])).order_by(REVISION.c.id)
            for row in self.connection.execute(chosen):
                chains.setdefault((row.kind, row.record), []).append(row)
        if not chains:
            raise NotFoundError("There is no such revision.")
        changes = [Change(kind, record, chain[0].before) for (kind, record), chain in chains.items()]
        found = _find_all(self.connection, changes)
        for key, chain in chains.items():
            _check_chain(chain, found.get(key))
        return self.apply_all(changes)


def _check_chain(chain: list[sa.Row[Any]], held: Record | None) -> None:
    first = chain[0]
    if held is None or [row.version for row in chain] != list(range(first.version, held.version + 1)):
        raise StaleEditError(f"{first.kind} {first.record} was changed again since; undo the later change first.")


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Cut the changes, in their order, into runs that touch no record twice."""
    batch: dict[tuple[str, str], Change] = {}
    for change in changes:
        key = (change.kind, change.id)
        if key in batch or len(batch) == _BATCH:
            yield list(batch.values())
            batch = {}
        batch[key] = change
    if batch:
        yield list(batch.values())


def find(connection: sa.Connection, kind: str, id: str) -> Record | None:  # noqa: A002
    """Give the record, also where it is removed; None where there never was one."""
    row = connection.execute(sa.select(RECORD).where(RECORD.c.kind == kind, RECORD.c.id == id)).one_or_none()
    return None if row is None else record_of(row)


def _find_all(connection: sa.Connection, changes: Sequence[Change]) -> dict[tuple[str, str], Record]:
    found = {}
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        for kind in dict.fromkeys(c.kind for c in batch):
            wanted = (RECORD.c.kind == kind, RECORD.c.id.in_([c.id for c in batch if c.kind == kind]))
            for row in connection.execute(sa.select(RECORD).where(*wanted)):
                found[kind, row.id] = record_of(row)
    return found


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give the record's columns for a revision's; a removed record keeps its last body."""
    removed = row["after"] is None
    body = row["before"] if removed else row["after"]
    return {"kind": row["kind"], "id": row["record"], "version": row["version"], "removed": removed, "body": body}


def record_of(row: sa.Row[Any]) -> Record:
    """Give the record of a row."""
    return Record(row.id, row.kind, row.version, row.body, removed=row.removed)


def revision_of(row: sa.Row[Any]) -> Revision:
    """Give the revision of a row."""
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
