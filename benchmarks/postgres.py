"""A throw-away PostgreSQL server for tests and benchmarks, on a free port of the loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy

_ROOT: Final = 0
HASTY: Final = ("fsync=off", "full_page_writes=off")
"""For tests: a crash of the machine loses everything, a crash of the server loses nothing."""


def programs() -> Path | None:
    """Where initdb and pg_ctl are; None without PostgreSQL."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def server(*settings: str) -> Iterator[str]:
    """Its URL without a database; `settings` are lines of postgresql.conf."""
    found = programs()
    if found is None:
        raise RuntimeError("PostgreSQL is missing")
    home = Path(tempfile.mkdtemp(prefix="sanxian-pg-"))  # short: a socket path has 107 bytes at most
    if os.geteuid() == _ROOT:
        shutil.chown(home, "postgres", "postgres")
    port = _free_port()
    given = (f"port={port}", f"unix_socket_directories={home}", "listen_addresses=127.0.0.1", *settings)
    options = " ".join(f"-c {setting}" for setting in given)
    data = ("-D", home / "data")
    try:
        _run(found / "initdb", *data, "-U", "sanxian", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(found / "pg_ctl", *data, "-o", options, "-l", home / "log", "-w", "start")
        yield f"postgresql+psycopg://sanxian@127.0.0.1:{port}"
    finally:
        subprocess.run(  # noqa: S603  # our own program
            _command(found / "pg_ctl", *data, "-m", "immediate", "stop"),
            capture_output=True,
            check=False,
            cwd="/",
        )
        shutil.rmtree(home, ignore_errors=True)


def on_server(url: str, statement: str) -> None:
    """One statement outside any transaction: CREATE DATABASE and the like."""
    engine = sqlalchemy.create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(*parts: object) -> list[str]:
    """PostgreSQL refuses to run as root."""
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == _ROOT else []
    return [*user, *map(str, parts)]


def _run(*parts: object) -> None:
    done = subprocess.run(_command(*parts), capture_output=True, text=True, check=False, cwd="/")  # noqa: S603  # our own programs
    if done.returncode:
        raise RuntimeError(f"{parts}: {done.stdout}\n{done.stderr}")
