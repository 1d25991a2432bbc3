"""Databases for tests: a fresh one each, on SQLite and on PostgreSQL, made fast from a migrated template."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.orders.chain import Key, Keyring
from dispatch.storage.migrate import upgrade
from dispatch.storage.session import Database

AUDIT_KEY = "the-audit-key-of-the-tests-0123456789"
KEYS = Keyring(Key.of(AUDIT_KEY))
"""What seals the events of every test's database: `Database(url, keys=KEYS)`."""
_ROOT = 0


def _missing(what: str) -> None:
    """Without a server a developer's test is skipped; in CI that would hide half of the suite."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


def _postgres_programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_server_user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == _ROOT else []


def _run(*command: object, **options: object) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}\n{done.stderr}")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A throw-away cluster on a free port of the loopback; its URL without a database."""
    programs = _postgres_programs()
    if programs is None:
        _missing("PostgreSQL")
    home = Path(tempfile.mkdtemp(prefix="sanxian-pg-"))  # short: a socket path has 107 bytes at most
    if os.geteuid() == _ROOT:
        shutil.chown(home, "postgres", "postgres")
    port, user = _free_port(), _as_server_user()
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200"
    try:
        _run(
            *user,
            programs / "initdb",
            "-D",
            home / "data",
            "-U",
            "sanxian",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            cwd="/",
        )
        _run(
            *user,
            programs / "pg_ctl",
            "-D",
            home / "data",
            "-o",
            options,
            "-l",
            home / "log",
            "-w",
            "start",
            cwd="/",
        )
        yield f"postgresql+psycopg://sanxian@127.0.0.1:{port}"
    finally:
        subprocess.run(
            [*user, str(programs / "pg_ctl"), "-D", str(home / "data"), "-m", "immediate", "stop"],
            capture_output=True,
            check=False,
            cwd="/",
        )
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    _on_server(postgres_server, 'CREATE DATABASE "template"')
    upgrade(f"{postgres_server}/template")
    return "template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


def _on_server(server: str, statement: str) -> None:
    database = Database(f"{server}/postgres", pool_size=1)
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(statement)
    database.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "sanxian.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    _on_server(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield f"{postgres_server}/{name}"
    _on_server(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


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
