"""Stores of both kinds: SQLite in a temporary folder, and PostgreSQL where a server is named."""

from __future__ import annotations

import os
import uuid

import pytest
import sqlalchemy as sa

from geo.store import Store

POSTGRES = "INCIDENT_ATLAS_TEST_POSTGRES"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def postgres_url():
    """The URL of an empty schema of its own on the server that the environment names."""
    server = os.environ.get(POSTGRES)
    if not server:
        pytest.skip(f"no PostgreSQL server is named in {POSTGRES}")
    schema = f"atlas_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    url = sa.make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    yield url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(sa.schema.DropSchema(schema, cascade=True))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """The casebook's URL for each kind of database; None is SQLite in the store's folder."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def casebook(tmp_path, database):
    with Store.open(tmp_path / "store", database=database) as opened:
        yield opened.casebook
