"""How late rungs fire among a million pending deadlines: python -m benchmarks.clocks [--quick] [--json FILE].

A million deadlines of repairs are pending. In each burst 10,000 more fall due, evenly over one second: 80 % warnings
(50, 75 and 90 %) and 20 % breaches, in random order. Real sweeper processes (the class that `sanxian serve` runs, one on
SQLite, two on PostgreSQL) ring them. A rung's lateness is from its due time to the return of the commit that holds
its event and its outbox row, by one clock; the figure is the median over the bursts of each burst's 99th percentile.
Lost and doubled rungs are counted in both databases over all bursts. What breaches cost is settled afterwards by the
same processes; a burst ends when that is done too.

SQLite has the product's own settings (WAL, synchronous=NORMAL); PostgreSQL is durable (fsync, full_page_writes and
synchronous_commit on). APScheduler's job store gets 100,000 pending jobs and the same burst, on both databases; the
better of the two is the peer. Rows are inserted in bulk, untimed.
"""

import itertools
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from benchmarks.apscheduler_store import lateness
from benchmarks.crowd import (
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
from benchmarks.postgres import on_server, programs, server
from benchmarks.runner import Goal, apart, command, say
from benchmarks.sweeping import Committed, sweepers
from dispatch.actions.clocks import WAKE
from dispatch.actions.deadlines import judge_due
from dispatch.clock import Clock, ScaledClock, monotonic, real_now
from dispatch.storage.bulk import insert_rows
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.migrate import upgrade
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow
from dispatch.storage.promise_clock import Deadline
from dispatch.storage.session import Database

PENDING: Final = 1_000_000
BURST: Final = 10_000
MIX: Final = (FRESH, WARNED, LATE, WARNED, LAST)
"""Each in turn: four warnings and a breach."""
BURSTS, QUICK_BURSTS = 7, 3
APART: Final = timedelta(seconds=25)
WARM_UP: Final = timedelta(seconds=5)
SETTLED_WITHIN: Final = timedelta(seconds=120)
JUDGED: Final = 2_000
PEER_PENDING, PEER_SECONDS = 100_000, 90.0
BEGIN: Final = datetime(2027, 1, 10, 18, 0, tzinfo=UTC)
"""02:00 in Shanghai: the nightly check, a process of its own, is not at work."""
DURABLE: Final = (
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "shared_buffers=1GB",
    "max_wal_size=4GB",
)
GOALS = (
    Goal("sqlite_p99_s", 0.2, at_least=False),
    Goal("postgres_p99_s", 0.2, at_least=False),
    Goal("lost", 0, at_least=False),
    Goal("doubled", 0, at_least=False),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one database did over all bursts."""

    p99_s: float
    lost: int
    doubled: int


def run(quick: bool) -> Mapping[str, float | None]:
    """A million pending deadlines, 10,000 of them due in one second, on SQLite and on PostgreSQL."""
    bursts = QUICK_BURSTS if quick else BURSTS
    made = patterns()
    say("database", "burst", "p50 s", "p99 s", "max s", "settled s")
    peers: list[float | None] = []
    with tempfile.TemporaryDirectory(prefix="sanxian-clocks-") as folder:
        url = f"sqlite:///{Path(folder) / 'sanxian.db'}"
        sqlite = measure("SQLite", url, made, bursts=bursts, processes=1)
        recomputed = recomputed_per_s(url, made[CALLED])
        peers.append(_peer("SQLite", f"sqlite:///{Path(folder) / 'jobs.db'}"))
    postgres = None
    if programs() is not None:
        with server(*DURABLE) as url:
            for name in ("sanxian", "jobs"):
                on_server(url, f'CREATE DATABASE "{name}"')
            postgres = measure("PostgreSQL", f"{url}/sanxian", made, bursts=bursts, processes=2)
            peers.append(_peer("PostgreSQL", f"{url}/jobs"))
    return {
        "sqlite_p99_s": sqlite.p99_s,
        "postgres_p99_s": postgres and postgres.p99_s,
        "apscheduler_p99_s": min((peer for peer in peers if peer is not None), default=None),
        "lost": postgres and sqlite.lost + postgres.lost,
        "doubled": postgres and sqlite.doubled + postgres.doubled,
        "recomputed_per_s": recomputed,
    }


def measure(
    name: str,
    url: str,
    made: Mapping[str, Pattern],
    *,
    bursts: int,
    processes: int,
    pending: int = PENDING,
    burst: int = BURST,
) -> Result:
    """Fill the database, let the bursts come, and count."""
    upgrade(url)
    database = Database(url, keys=KEYS)
    settle_in(database)
    due = [_burst(made, number, burst) for number in range(bursts)]
    populate(database, _arriving(due, made[FRESH], pending))
    _tidy(database)
    clock = ScaledClock(origin_at=BEGIN - WARM_UP, real_origin=real_now(), rate=1.0)
    with sweepers(processes, url, clock) as committed:
        settled = [_wait_for(database, clock, BEGIN + number * APART) for number in range(bursts)]
    p99s = []
    for number, copies in enumerate(due):
        late = sorted(_lateness(database, copies, committed))
        if late:
            p99s.append(_quantile(late, 0.99))
            p50, p99, worst = (f"{each:.3f}" for each in (_quantile(late, 0.5), p99s[-1], late[-1]))
            say(name, number + 1, p50, p99, worst, f"{settled[number]:.1f}")
    lost, doubled = count(database, due)
    database.close()
    return Result(statistics.median(p99s), lost, doubled)


def count(database: Database, due: Sequence[Sequence[Copy]]) -> tuple[int, int]:
    """Rungs that left no event or no outbox row, and events and rows that are there more than once."""
    with database.read() as session:
        told = Counter(
            (number, judged_at)
            for number, judged_at in session.execute(
                select(Order.number, LoggedEvent.judged_at)
                .join(Order, Order.id == LoggedEvent.order_id)
                .where(LoggedEvent.type.in_(("warned", "broken")), LoggedEvent.judged_at >= BEGIN)
            )
        )
        sent = dict(
            session.execute(
                select(LoggedEvent.id, func.count(OutboxRow.id))
                .outerjoin(OutboxRow, OutboxRow.event_id == LoggedEvent.id)
                .where(LoggedEvent.type.in_(("warned", "broken")), LoggedEvent.judged_at >= BEGIN)
                .group_by(LoggedEvent.id)
            ).all()
        )
    expected = {(copy.name, copy.due_at) for copies in due for copy in copies}
    lost = len(expected - set(told)) + sum(rows == 0 for rows in sent.values())
    doubled = sum(times - 1 for times in told.values()) + sum(max(0, rows - 1) for rows in sent.values())
    return lost, doubled


def recomputed_per_s(url: str, pattern: Pattern, orders: int = JUDGED) -> float:
    """Orders with an agreed visit, all clocks judged anew from their log and stored, in the sweeper's transactions."""
    database = Database(url, keys=KEYS)
    populate(database, [Copy(f"R{number}", pattern, BEGIN + timedelta(days=9)) for number in range(orders)])
    with database.write() as session:
        ids = session.scalars(select(Order.id).where(Order.number.like("R%"))).all()
        wake = {"promise": "complete", "occasion": 1, "episode": 1, "rung": WAKE, "due_at": BEGIN - WARM_UP}
        rows = [{"id": f"wake-{number}", "order_id": order_id} | wake for number, order_id in enumerate(ids)]
        insert_rows(session.connection(), Deadline, rows)
    done, begun = 0, monotonic()
    while done < orders:
        with database.write() as session:
            done += judge_due(session, BEGIN)
    taken = monotonic() - begun
    database.close()
    return orders / taken


def _burst(made: Mapping[str, Pattern], number: int, size: int) -> list[Copy]:
    at = BEGIN + number * APART
    kinds = [MIX[each % len(MIX)] for each in range(size)]
    random.Random(number).shuffle(kinds)  # noqa: S311  # no secret
    step = timedelta(seconds=1) / size
    return [Copy(f"B{number}-{each}", made[kind], at + each * step) for each, kind in enumerate(kinds)]


def _arriving(due: Sequence[Sequence[Copy]], fresh: Pattern, pending: int) -> list[Copy]:
    """The bursts and as many others as make up the million, in the order in which they were accepted, as in life."""
    orders = list(itertools.chain.from_iterable(due))
    missing = pending - sum(copy.pattern.pending for copy in orders)
    dice = random.Random(1)  # noqa: S311  # no secret
    first = BEGIN + len(due) * APART + timedelta(minutes=10)
    orders += [
        Copy(f"P{each}", fresh, first + dice.random() * timedelta(days=3))
        for each in range(max(0, missing) // fresh.pending)
    ]
    return sorted(orders, key=lambda copy: copy.accepted_at)


def _tidy(database: Database) -> None:
    """What autovacuum does by itself within a minute or two."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("CHECKPOINT")


def _wait_for(database: Database, clock: Clock, begin: datetime) -> float:
    """Seconds from the burst's begin until nothing due is left, money and all; nobody looks during the burst."""
    time.sleep(max(0.0, (begin - clock.now()).total_seconds() + 1.5))
    while clock.now() < begin + SETTLED_WITHIN:
        with database.read() as session:
            left = select(Deadline.id).where(Deadline.done_at.is_(None), Deadline.due_at <= clock.now())
            if session.scalar(left.limit(1)) is None:
                break
        time.sleep(0.2)
    return (clock.now() - begin).total_seconds()


def _lateness(database: Database, copies: Sequence[Copy], committed: Committed) -> Iterator[float]:
    with database.read() as session:
        for judged_at, received_at in session.execute(
            select(LoggedEvent.judged_at, LoggedEvent.received_at).where(
                LoggedEvent.type.in_(("warned", "broken")),
                LoggedEvent.judged_at.between(copies[0].due_at, copies[-1].due_at),
            )
        ):
            yield (committed[received_at] - judged_at).total_seconds()


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _peer(name: str, url: str) -> float | None:
    found = apart(lateness, url, PEER_PENDING, BURST, PEER_SECONDS, limit=3 * PEER_SECONDS)
    if found.answer is None or len(found.answer) < BURST:
        say("APScheduler", name, found.reason or f"only {len(found.answer)} rang")
        return None
    late = sorted(found.answer)
    say(
        "APScheduler",
        name,
        *(f"{each:.3f}" for each in (_quantile(late, 0.5), _quantile(late, 0.99), late[-1])),
    )
    return _quantile(late, 0.99)


main = command("clocks", GOALS, run)

if __name__ == "__main__":
    main()
