"""Opening: newer stores, damaged ones, busy ones, several processes at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from store_samples import WHO, at_once, built_in, incident

from geo.errors import InputError, StoreBusyError, StoreError, StoreVersionError
from geo.store import Store
from geo.store.database import Database, newest, url_of
from geo.store.tables import METADATA


def open_and_look(path, database):
    with Store.open(Path(path), database=database, reference=built_in(*map(incident, range(5)))) as store:
        assert (len(store.casebook.incidents()), store.casebook.serial()) == (5, 6)


def test_several_processes_may_open_a_new_store_at_once(tmp_path, database):
    at_once("test_opening", "open_and_look", [(str(tmp_path / "store"), database)] * 5)


def test_a_store_of_a_newer_release_is_left_as_it_is(tmp_path, database):
    Store.open(tmp_path, database=database).close()
    opened = Database(url_of(database, tmp_path / "casebook.sqlite"))
    with opened.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreVersionError, match="newer release"):
        Store.open(tmp_path, database=database)
    opened.close()


def test_the_migrations_make_the_tables_that_the_code_uses(casebook):
    with casebook.database.reading() as connection:
        inspector = sa.inspect(connection)
        made = {t: {c["name"] for c in inspector.get_columns(t)} for t in METADATA.tables}
        assert casebook.database.schema(connection) == newest()
    assert made == {name: set(table.columns.keys()) for name, table in METADATA.tables.items()}


def test_sqlite_flushes_every_commit(store):
    with store.database.reading() as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert said == ["wal", 2, 1]


def test_a_busy_store_is_named_and_nothing_is_written(tmp_path, database):
    with (
        Store.open(tmp_path, database=database, busy_seconds=0.2) as store,
        Store.open(tmp_path, database=database) as other,
    ):
        with other.database.writing(), pytest.raises(StoreBusyError, match="Another process is writing"):
            store.casebook.put("note", "1", {}, **WHO)
        assert store.casebook.put("note", "1", {}, **WHO).id


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "casebook.sqlite").write_bytes(b"no database" * 400)
    with pytest.raises(StoreError, match="casebook's file is damaged"):
        Store.open(tmp_path)


def test_a_path_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="store's files cannot be used"):
        Store.open(tmp_path / "file")


@pytest.mark.parametrize("url", ["no url", "unknowndb://x/y"])
def test_a_database_that_cannot_be_used_is_refused(tmp_path, url):
    with pytest.raises(InputError, match=r"must be a URL|No driver for unknowndb"):
        Store.open(tmp_path, database=url)


def test_a_server_that_does_not_answer_is_a_store_s_error(tmp_path):
    with pytest.raises(StoreError, match="database refused"):
        Store.open(tmp_path, database="postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")


def test_connections_that_the_server_dropped_are_replaced(tmp_path, postgres_url):
    mine = sa.text("SELECT pg_backend_pid()")
    end = sa.text("SELECT pg_terminate_backend(:pid)")
    with Store.open(tmp_path, database=postgres_url) as store, Store.open(tmp_path, database=postgres_url) as other:
        with store.database.reading() as connection:
            pid = connection.execute(mine).scalar()
        with other.database.reading() as connection:
            assert connection.execute(end, {"pid": pid}).scalar()
        assert store.casebook.put("note", "1", {}, **WHO).id


def test_a_path_of_any_characters_works(tmp_path):
    with Store.open(tmp_path / "50% of ? & #قائم") as store:
        store.casebook.put("note", "1", {}, **WHO)
    assert sqlite3.connect(tmp_path / "50% of ? & #قائم" / "casebook.sqlite").execute("SELECT 1").fetchone()
