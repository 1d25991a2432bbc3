"""Reading and writing the database: one transaction a block, on SQLite and on PostgreSQL alike."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from dispatch.config import Settings
from dispatch.orders.chain import Keyring
from dispatch.storage.audit_keys import audit_keys

_SQLITE_WRITER: Final = Lock()
"""SQLite has one writer; waiting here is fair and fast, waiting in the file is neither."""
_LONGEST_LOG: Final = 65_536
"""Pages of SQLite's write-ahead log at which a commit itself carries them over; `carry_over` comes long before."""


class Database:
    """`with database.write() as session:` is one transaction; it commits, or nothing happened."""

    def __init__(self, url: str, *, pool_size: int = 20, keys: Keyring | None = None) -> None:
        """`keys` seal the events; without them nothing can be written to the log."""
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.partition("://")[2]
        self.url = url
        self.keys = keys
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self.engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=pool_size)
            _prepare_sqlite(self.engine)
        else:
            self.engine = create_engine(url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True)
        self._writing = self.engine.execution_options(writes=True)
        self._reading = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        )
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    def of(cls, settings: Settings, *, pool_size: int | None = None) -> "Database":
        """The database that the settings name, with the keys that they name."""
        return cls(settings.database, pool_size=pool_size or settings.pool_size, keys=audit_keys(settings))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent look at the data; whatever is changed in it is thrown away."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back by an exception."""
        if self.is_sqlite:
            _SQLITE_WRITER.acquire()
        try:
            with (
                Session(self._writing, expire_on_commit=False, info={"audit_keys": self.keys}) as session,
                session.begin(),
            ):
                yield session
        finally:
            if self.is_sqlite:
                _SQLITE_WRITER.release()
        if session.info.get("posted"):
            for listener in self._listeners:
                listener()

    def when_posted(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each commit that left something in the outbox."""
        self._listeners.append(listener)

    def carry_over(self) -> None:
        """Move what was committed from SQLite's write-ahead log to its place, beside whoever writes meanwhile.

        By default every thousandth page makes some commit do it, and wait for the disk.
        """
        if self.is_sqlite:
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that a write can begin IMMEDIATE
        for pragma in (
            "journal_mode=WAL",
            "busy_timeout=10000",
            "foreign_keys=ON",
            "synchronous=NORMAL",
            "cache_size=-65536",
            f"wal_autocheckpoint={_LONGEST_LOG}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
