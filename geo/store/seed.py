"""Writes the built-in incidents into a casebook, without touching what people changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

import orjson
from pydantic import ValidationError

from geo import __version__
from geo.errors import StoreError
from geo.model import Value
from geo.store.casebook import body_of
from geo.store.records import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Incident
    from geo.store.casebook import Casebook
    from geo.store.records import Record, Writing

SYSTEM = "Incident Atlas"
_KIND, _ID = "seed", "incidents"


class Seeds(Protocol):
    """Whatever carries built-in incidents."""

    @property
    def incidents(self) -> Iterable[Incident]:
        """The built-in incidents, in any order."""


def seed(casebook: Casebook, seeds: Seeds) -> int:
    """Write new and changed built-in incidents; give how many were written.

    A record is left alone once anyone else has changed or removed it, and so is everything where a
    newer release has seeded already. Without news only one record is read.
    """
    bodies = {i.uid: body_of(i) for i in seeds.incidents}
    digest = hashlib.sha256(orjson.dumps(bodies, option=orjson.OPT_SORT_KEYS)).hexdigest()
    if not _has_news(parse_seeded(casebook.all(_KIND).get(_ID)), digest):
        return 0
    with casebook.writing(by=SYSTEM, why=f"Built-in content of release {__version__}") as writing:
        before = parse_seeded(writing.find(_KIND, _ID))
        return _write(writing, before, bodies, digest) if _has_news(before, digest) else 0


class Seeded(Value):
    """What was seeded last: by which release, and the version that each record had then."""

    release: str
    digest: str
    versions: dict[str, int]


def parse_seeded(record: Record | None) -> Seeded | None:
    """Read the record that says what was seeded; None for none, or for a record of another kind."""
    if record is None or record.kind != _KIND:
        return None
    try:
        return Seeded.model_validate(record.body)
    except ValidationError as fault:
        raise StoreError("The record of what was seeded cannot be read by this release.") from fault


def _has_news(before: Seeded | None, digest: str) -> bool:
    if before is None:
        return True
    return before.digest != digest and _release(before.release) <= _release(__version__)


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _write(writing: Writing, before: Seeded | None, bodies: dict[str, dict[str, Any]], digest: str) -> int:
    versions = dict(before.versions) if before else {}
    written = 0
    for uid, body in bodies.items():
        found = writing.find("incident", uid)
        if found and found.version != versions.get(uid):
            continue
        if found is None or found.body != body:
            writing.apply(Change("incident", uid, body))
            written += 1
            versions[uid] = found.version + 1 if found else 1
    writing.apply(Change(_KIND, _ID, Seeded(release=__version__, digest=digest, versions=versions).model_dump()))
    return written
