"""Opens the casebook's database, migrates it, and gives short read and write transactions."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from geo.errors import InputError, StoreVersionError
from geo.store.faults import translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 10.0
_LOCK = 7_191_191
_MIGRATING = threading.Lock()  # Alembic's `op` and `context` are one per process


def write_json(body: Any) -> str:
    """Write plain JSON types and moments; raises ValueError for NaN, infinity and broken Unicode."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=datetime.isoformat)
    text.encode()
    return text


def url_of(database: str | None, file: Path) -> sa.URL:
    """Give the URL of the casebook: ``database``, or the SQLite file where that is None."""
    if database is None:
        return sa.URL.create("sqlite", database=str(file))
    try:
        url = sa.make_url(database)
    except sa.exc.ArgumentError as fault:
        raise InputError("The casebook's database must be a URL such as postgresql://user@host/name.") from fault
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    return url


class Database:
    """One pool of connections; ``busy_seconds`` is how long a writer waits for its turn."""

    def __init__(self, url: sa.URL, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Prepare the pool; nothing is opened yet."""
        self.busy_seconds = busy_seconds
        self.is_sqlite = url.get_backend_name() == "sqlite"
        options: dict[str, Any] = (
            {"connect_args": {"timeout": busy_seconds}} if self.is_sqlite else {"pool_pre_ping": True}
        )
        try:
            self.engine = sa.create_engine(
                url, json_serializer=write_json, json_deserializer=json.loads, hide_parameters=True, **options
            )
        except (ModuleNotFoundError, sa.exc.NoSuchModuleError) as fault:
            raise InputError(
                f"No driver for {url.drivername} is installed; try: pip install 'incident-atlas[postgres]'."
            ) from fault
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", self._prepare)
            sa.event.listen(self.engine, "begin", _begin)
        self._writer = self.engine.execution_options(writing=True)

    def _prepare(self, connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        _use_wal(connection, time.monotonic() + self.busy_seconds)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the database throughout (in SQLite)."""
        with translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the database throughout, in any database."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with translated(), self.engine.execution_options(**options).connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give the only writer's connection; commits at the end, rolls back on any error.

        Raises StoreBusyError when another writer does not finish within ``busy_seconds``.
        """
        with translated(), self._writer.begin() as connection:
            if not self.is_sqlite:
                wait = {"ms": f"{int(self.busy_seconds * 1000)}ms"}
                connection.execute(sa.text("SELECT set_config('lock_timeout', :ms, true)"), wait)
                # one writer at a time, so that revision ids become visible in their order
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    def migrate(self) -> None:
        """Bring the tables to this release's shape; safe where several processes open at once."""
        with self.reading() as connection:
            if self.schema(connection) == newest():
                return
        with self.writing() as connection:
            if self.schema(connection) != newest():
                move(connection, "head")

    def schema(self, connection: sa.Connection) -> str | None:
        """Name the migration that the tables stand at; None for no tables, StoreVersionError for a newer one."""
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None:
            known(current)
        return current

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _use_wal(connection: sqlite3.Connection, deadline: float) -> None:
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as fault:
            # SQLite does not wait by itself while another process makes this very switch
            if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _config() -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def newest() -> str:
    """Name the newest migration that this release knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def known(schema: str) -> None:
    """Raise StoreVersionError unless this release knows the migration."""
    if schema not in {s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise StoreVersionError("The store was written by a newer release of Incident Atlas; install that release.")


def move(connection: sa.Connection, schema: str) -> None:
    """Migrate up to the named migration or ``head``, or down to ``base``, in the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    with _MIGRATING:
        (command.downgrade if schema == "base" else command.upgrade)(config, schema)
