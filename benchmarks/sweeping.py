"""A sweeper in a process of its own that tells when each of its transactions was committed."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection

from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks.crowd import KEYS
from dispatch.clock import Clock
from dispatch.config import Settings
from dispatch.scheduler import Sweeper
from dispatch.storage.session import Database

Committed = dict[datetime, datetime]
"""From a batch's `now`, which its events carry as `received_at`, to the instant at which its commit returned."""


@dataclass(slots=True)
class _Noting:
    """A clock that remembers what it said last: a sweep asks it once a batch."""

    clock: Clock
    said: datetime | None = None

    @property
    def rate(self) -> float:
        return self.clock.rate

    def now(self) -> datetime:
        self.said = self.clock.now()
        return self.said


@contextmanager
def sweepers(count: int, url: str, clock: Clock) -> Iterator[Committed]:
    """So many processes sweep; after the block it is known when they committed what."""
    context = multiprocessing.get_context("spawn")
    committed: Committed = {}
    running = []
    for _ in range(count):
        ours, theirs = context.Pipe()
        process = context.Process(target=_sweep, args=(theirs, url, clock))
        process.start()
        theirs.close()
        running.append((process, ours))
    for _, ours in running:
        ours.recv()
    try:
        yield committed
    finally:
        for process, ours in running:
            ours.send("stop")
            committed.update(ours.recv())
            process.join()


def _sweep(pipe: Connection, url: str, clock: Clock) -> None:
    noting, committed, database = _Noting(clock), Committed(), Database(url, keys=KEYS)
    sweeper = Sweeper(database, Settings(), noting)

    @event.listens_for(Session, "after_commit")
    def note(_session: Session) -> None:
        if noting.said is not None:
            committed[noting.said] = clock.now()

    sweeper.start()
    pipe.send("ready")
    pipe.recv()
    sweeper.stop()
    database.close()
    pipe.send(committed)
