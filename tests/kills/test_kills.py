"""Sweepers are killed at random moments while two thousand clocks fall due: nothing is lost, nothing fires twice."""

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from benchmarks.crowd import (
    AUDIT_KEY,
    CALLED,
    FRESH,
    KEYS,
    LAST,
    LATE,
    WARNED,
    Copy,
    Pattern,
    patterns,
    populate,
    settle_in,
)
from dispatch.actions.deadlines import sweep
from dispatch.actions.promise_check import check_promises
from dispatch.clock import ScaledClock, monotonic, real_now
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.outbox import OutboxRow
from dispatch.storage.promise_clock import Deadline
from dispatch.storage.session import Database
from sla.clock import BROKEN
from sla.escalation import height
from tests.web.serving import PROGRAM, environment

ORDERS = 2_000
BEGIN = datetime(2027, 1, 10, 4, 0, tzinfo=UTC)
SPAN = timedelta(hours=6)
"""In the application's time: many orders pass several rungs, and while both sweepers are dead sometimes two at once."""
MIX = (FRESH, WARNED, LATE, LAST, CALLED)
SECONDS_A_KILL = 0.8


@dataclass
class Sweepers:
    """Two real servers of the sweeper's role, that can be shot."""

    settings: dict[str, str]
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.running.append(
                subprocess.Popen(
                    (*PROGRAM, "serve", "--role", "sweeper"), env=self.settings, stdout=out, stderr=out
                )
            )

    def kill(self, one: int) -> None:
        victim = self.running.pop(one)
        victim.kill()
        self.ended.append(victim.wait(10))

    def are_ready(self) -> bool:
        said = self.log.read_text()
        assert all(child.poll() is None for child in self.running), said
        return said.count("is running") >= len(self.running) + len(self.ended)


@pytest.fixture(scope="module")
def made() -> dict[str, Pattern]:
    return patterns()


@contextmanager
def sweeping(settings: dict[str, str], log: Path) -> Iterator[Sweepers]:
    log.touch()
    sweepers = Sweepers(settings, log)
    try:
        yield sweepers
    finally:
        for child in sweepers.running:
            child.terminate()
        for child in sweepers.running:
            child.wait(15)


def eventually(holds: Any, seconds: float) -> None:
    until = monotonic() + seconds
    while not holds():
        assert monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize(
    "kills", [5, pytest.param(100, marks=pytest.mark.prove)], ids=lambda kills: f"{kills} kills"
)
def test_killed_sweepers_lose_nothing_and_ring_nothing_twice(
    database_url: str, tmp_path: Path, made: dict[str, Pattern], kills: int
) -> None:
    database = Database(database_url, keys=KEYS)
    settle_in(database)
    dice = random.Random(kills)  # noqa: S311  # no secret
    populate(
        database,
        [Copy(f"K{n}", made[dice.choice(MIX)], BEGIN + SPAN * dice.random() * 0.9) for n in range(ORDERS)],
    )
    sown = ring_ids(database)
    clock = ScaledClock(
        origin_at=BEGIN, real_origin=real_now(), rate=SPAN.total_seconds() / (kills * SECONDS_A_KILL)
    )
    settings = environment(
        tmp_path,
        SANXIAN_DATABASE_URL=database_url,
        SANXIAN_AUDIT_KEY=AUDIT_KEY,
        SANXIAN_CLOCK=f"scaled:{clock.origin_at.isoformat()}|{clock.real_origin.isoformat()}|{clock.rate}",
    )
    with sweeping(settings, tmp_path / "log") as sweepers:
        sweepers.start()
        sweepers.start()
        while len(sweepers.ended) < kills:
            eventually(sweepers.are_ready, 60)
            time.sleep(dice.random() * 0.5)
            for victim in (0,) * dice.choice((1, 1, 2)):
                sweepers.kill(victim)
            while len(sweepers.running) < 2:
                sweepers.start()
        eventually(lambda: sweepers.are_ready() and clock.now() > BEGIN + SPAN, 60)
        eventually(lambda: not left(database, BEGIN + SPAN), 60)
    assert len(sweepers.ended) >= kills
    assert set(sweepers.ended) == {-signal.SIGKILL}
    now = clock.now()
    sweep(database, lambda: now)
    assert_all_is_well(database, sown, now)
    database.close()


def left(database: Database, now: datetime) -> bool:
    """Whether anything still waits."""
    with database.read() as session:
        waiting = select(Deadline.id).where(Deadline.done_at.is_(None), Deadline.due_at <= now).limit(1)
        return session.scalar(waiting) is not None


def ring_ids(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.scalars(select(LoggedEvent.id)))


def assert_all_is_well(database: Database, sown: set[str], now: datetime) -> None:
    """Each rung has one outcome, each that fired one event, each event one row in the outbox; replay = stored."""
    with database.read() as session:
        events = session.scalars(select(LoggedEvent)).all()
        told = Counter(
            (
                event.order_id,
                event.data["promise"],
                event.data["occasion"],
                event.data.get("episode", 1),
                rung_of(event),
            )
            for event in events
            if event.type in ("warned", "broken")
        )
        rows = session.scalars(select(Deadline).where(Deadline.rung != "wake")).all()
        sent = dict(
            session.execute(select(OutboxRow.event_id, func.count()).group_by(OutboxRow.event_id)).all()
        )
    assert {key for key, times in told.items() if times > 1} == set(), "rung twice"
    fired = {place(row): row for row in rows if row.outcome == "fired"}
    assert set(fired) == set(told), "what fired is what was written down"
    assert [row.id for row in rows if row.due_at <= now and row.done_at is None] == [], "lost"
    highest: dict[Any, int] = {}
    for *clock, rung in told:
        highest[tuple(clock)] = max(height(rung), highest.get(tuple(clock), 0))
    passed = [row for row in rows if row.outcome == "passed"]
    assert [row.id for row in passed if height(row.rung) >= highest[place(row)[:-1]]] == [], (
        "passed in silence"
    )
    assert sent == {event.id: 1 for event in events if event.id not in sown}, (
        "one row in the outbox for each event"
    )
    assert [
        difference for checked in check_promises(database, now) for difference in checked.differences
    ] == []


def rung_of(event: LoggedEvent) -> str:
    return str(event.data.get("rung", BROKEN))


def place(row: Deadline) -> tuple[Any, ...]:
    return row.order_id, row.promise, row.occasion, row.episode, row.rung
