"""Databases for tests: a fresh one each, on SQLite and on PostgreSQL, made fast from a migrated template."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from benchmarks.postgres import HASTY, programs, server
from dispatch.orders.chain import Key, Keyring
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database

AUDIT_KEY = "the-audit-key-of-the-tests-0123456789"
KEYS = Keyring(Key.of(AUDIT_KEY))
"""What seals the events of every test's database: `Database(url, keys=KEYS)`."""


def _missing(what: str) -> None:
    """Without a server a developer's test is skipped; in CI that would hide half of the suite."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A throw-away cluster on a free port of the loopback; its URL without a database."""
    if programs() is None:
        _missing("PostgreSQL")
    with server(*HASTY, "max_connections=200") as url:
        yield url


@pytest.fixture(scope="session")
def postgres_desk(postgres_server: str) -> Iterator[sqlalchemy.Connection]:
    """Where databases are made and dropped: one connection for all, outside any transaction."""
    engine = sqlalchemy.create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, postgres_desk: sqlalchemy.Connection) -> str:
    postgres_desk.exec_driver_sql('CREATE DATABASE "template"')
    upgrade(f"{postgres_server}/template")
    return "template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "sanxian.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(
    postgres_server: str, postgres_template: str, postgres_desk: sqlalchemy.Connection
) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    postgres_desk.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield f"{postgres_server}/{name}"
    postgres_desk.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url, keys=KEYS)
    yield database
    database.close()
