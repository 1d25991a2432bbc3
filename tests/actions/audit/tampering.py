"""What somebody with all rights on the database can do to the log, and what the audit says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from dispatch.queries.audit import AuditReport, verify_log
from dispatch.storage.session import Database
from tests.actions.conftest import World
from tests.databases import KEYS


@contextmanager
def tampering(database: Database) -> Iterator[Connection]:
    """A connection on which neither triggers nor references hold, as an administrator can open one."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            triggers = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).all()
            for name, _ in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        if database.is_sqlite:
            for _, statement in triggers:
                connection.exec_driver_sql(statement)
        connection.commit()
        if database.is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def tamper(world: World, *statements: str, **values: Any) -> None:
    with tampering(world.database) as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def audit(world: World, folder: Path, since: int = 0) -> AuditReport:
    return verify_log(world.database, KEYS, folder, since=since)


def named(report: AuditReport) -> set[tuple[str, str | None, int | None]]:
    return {(str(one.wrong), one.order_id, one.seq) for one in report.findings}
