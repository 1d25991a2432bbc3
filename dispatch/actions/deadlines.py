"""Ring what is due: each rung once an episode, whatever crashes, restarts or runs twice."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, select, update
from sqlalchemy.orm import Session

from dispatch.actions.clocks import WAKE, recompute
from dispatch.actions.log import Entry, append_many, locked_order
from dispatch.actions.task_clock import any_rings, ring_tasks
from dispatch.orders.facts import Broken, Warned
from dispatch.orders.timing import Timing
from dispatch.storage.base import new_id
from dispatch.storage.bulk import insert_rows, is_among, update_rows
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import Deadline, PromiseClock
from dispatch.storage.session import Database
from sla.clock import BROKEN, State
from sla.escalation import height

log = logging.getLogger(__name__)
RUNGS_AT_ONCE: Final = 500
"""In one transaction; other writers of an embedded database wait for about 50 ms."""
ORDERS_AT_ONCE: Final = 4
"""Judged anew in one transaction; rungs that fall due meanwhile wait as long."""
TRIED_AGAIN: Final = timedelta(minutes=1)

_MAY_RING: Final = frozenset({State.RUNNING, State.BROKEN})


class _Due(NamedTuple):
    """A pending rung and the clock it belongs to, as stored; a clock that is gone has no state."""

    id: str
    order_id: str
    promise: str
    occasion: int
    episode: int
    rung: str
    at: datetime
    state: str | None
    told: str | None
    running_episode: int | None
    due_at: datetime | None
    broken_at: datetime | None


def sweep(database: Database, now: Callable[[], datetime], goes_on: Callable[[], bool] = lambda: True) -> int:
    """Settle everything that is due, rungs first; how many deadlines that were.

    Each batch is a transaction with its own `now`: what falls due while one is written is in the next.
    """
    total = 0
    while goes_on() and (settled := _sweep_once(database, now())):
        total += settled
    return total  # what is left is held by another sweeper or by a step


def ring_due(session: Session, now: datetime, limit: int = RUNGS_AT_ONCE) -> int:
    """Fire the rungs that were due by `now`, for many orders in a few statements; how many deadlines were settled.

    Of each clock the highest rung speaks, the lower ones have passed. No rule runs here: the stored clock and its
    deadline are what the rules said when the order last changed. An order whose clocks have changed by themselves
    since (a wake is due) is judged anew before it rings. What a breach means beyond itself is `judge_due`'s.
    """
    due = _read_due(session, now, limit)
    stale = dict.fromkeys(row.order_id for row in due if row.rung == WAKE)
    settled: list[dict[str, Any]] = []
    ringing: list[_Due] = []
    for _, group in groupby((row for row in due if row.order_id not in stale), key=_clock_of):
        rows = list(group)
        highest = max(rows, key=lambda row: height(row.rung))
        outcome = _outcome(highest)
        if outcome == "fired":
            ringing.append(highest)
        settled += [
            {"id": row.id, "done_at": now, "outcome": outcome if row is highest else "passed"} for row in rows
        ]
    append_many(session, [_told(row, now) for row in ringing])
    _store(session.connection(), settled, ringing)
    return len(settled) + _judge(session, list(stale)[:ORDERS_AT_ONCE], now)


def judge_due(session: Session, now: datetime, limit: int = ORDERS_AT_ONCE) -> int:
    """Judge anew the orders whose clocks change by themselves about now, or have just broken; how many orders."""
    return _judge(session, _claim(session, now, Deadline.rung == WAKE, limit), now)


def judge_if_due(session: Session, order_id: str, now: datetime) -> None:
    """For whoever tells what a breach costs before the sweeper has come to it."""
    locked_order(session, order_id)
    waiting = select(Deadline.id).where(Deadline.order_id == order_id, *_due_by(now), Deadline.rung == WAKE)
    if session.scalar(waiting.limit(1)) is not None:
        _judge(session, [order_id], now)


def _judge(session: Session, order_ids: Iterable[str], now: datetime) -> int:
    """Doing it twice changes nothing. An order that cannot be judged keeps nobody else waiting."""
    settled = 0
    for order_id in order_ids:
        woken = (
            update(Deadline)
            .where(Deadline.order_id == order_id, *_due_by(now), Deadline.rung == WAKE)
            .execution_options(synchronize_session=False)
        )
        try:
            with session.begin_nested():
                session.execute(woken.values(done_at=now, outcome="passed"))
                recompute(session, session.get_one(Order, order_id, populate_existing=True), now)
            settled += 1
        except Exception:
            log.exception("order %s cannot be judged; tried again in %s", order_id, TRIED_AGAIN)
            session.execute(woken.values(due_at=now + TRIED_AGAIN))
    return settled


def _sweep_once(database: Database, now: datetime) -> int:
    with database.read() as session:  # mostly there is nothing, and a look needs no writer's lock
        rungs, wakes = (
            session.scalar(select(Deadline.id).where(*_due_by(now), of_kind).limit(1)) is not None
            for of_kind in (Deadline.rung != WAKE, Deadline.rung == WAKE)
        )
    for is_any, settle in ((rungs, ring_due), (wakes, judge_due)):
        if is_any:
            with database.write() as session:
                settled = settle(session, now)
            if settled:
                return settled
    with database.read() as session:
        is_any = any_rings(session, now)
    if is_any:
        with database.write() as session:
            return ring_tasks(session, now)
    return 0


def _due_by(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Deadline.done_at.is_(None), Deadline.due_at <= now


def _claim(session: Session, now: datetime, of_kind: ColumnElement[bool], limit: int) -> list[str]:
    """Lock the orders of the deadlines that have waited longest, and leave those that somebody else holds.

    Whoever changes an order's deadlines holds the order's lock, so this claims the deadlines too.
    """
    claimed = session.scalars(
        select(Order.id)
        .join(Deadline, Deadline.order_id == Order.id)
        .where(*_due_by(now), of_kind)
        .order_by(Deadline.due_at)
        .limit(limit)
        .with_for_update(of=Order, skip_locked=True)
    )
    return list(dict.fromkeys(claimed))


def _read_due(session: Session, now: datetime, limit: int) -> list[_Due]:
    """All that is due of the orders claimed, as it stands now that they are ours: a clock's rungs are never split."""
    orders = _claim(session, now, Deadline.rung != WAKE, limit)
    if not orders:
        return []
    clock = and_(
        PromiseClock.order_id == Deadline.order_id,
        PromiseClock.promise == Deadline.promise,
        PromiseClock.occasion == Deadline.occasion,
    )
    rows = session.execute(
        select(
            Deadline.id,
            Deadline.order_id,
            Deadline.promise,
            Deadline.occasion,
            Deadline.episode,
            Deadline.rung,
            Deadline.due_at,
            PromiseClock.state,
            PromiseClock.rung,
            PromiseClock.episode,
            PromiseClock.due_at,
            PromiseClock.broken_at,
        )
        .join(PromiseClock, clock, isouter=True)
        .where(is_among(session, Deadline.order_id, orders), *_due_by(now))
        .order_by(Deadline.order_id, Deadline.promise, Deadline.occasion)
    )
    return [_Due._make(row) for row in rows]


def _clock_of(row: _Due) -> tuple[str, str, int]:
    return row.order_id, row.promise, row.occasion


def _outcome(highest: _Due) -> str:
    """Whether it speaks, has nothing to say, or has been spoken for."""
    if highest.state not in _MAY_RING or highest.episode != highest.running_episode:
        return "moot"
    if highest.told is not None and height(highest.rung) <= height(highest.told):
        return "passed"
    return "fired"


def _told(row: _Due, now: datetime) -> Entry:
    fact = (
        Broken(
            promise=row.promise,
            occasion=row.occasion,
            due_at=row.due_at or row.at,
            episode=row.episode,
        )
        if row.rung == BROKEN
        else Warned(promise=row.promise, occasion=row.occasion, rung=row.rung, episode=row.episode)
    )
    timing = Timing(occurred_at=row.at, received_at=now, judged_at=row.at, skewed=False)
    return Entry(order_id=row.order_id, fact=fact, timing=timing)


def _store(connection: Connection, settled: Sequence[dict[str, Any]], ringing: Sequence[_Due]) -> None:
    clock = ("order_id", "promise", "occasion")
    update_rows(connection, Deadline, ["id"], settled)
    update_rows(connection, PromiseClock, clock, [_rung(row) for row in ringing])
    insert_rows(
        connection,
        Deadline,
        [_wake(row) for row in ringing if row.rung == BROKEN],
        replacing=(*clock, "episode", "rung"),
    )


def _rung(row: _Due) -> dict[str, Any]:
    """The clock after its rung. A running one that breaks is broken since its due time: that needs no rule."""
    breaks = row.rung == BROKEN and row.state == State.RUNNING
    return _of_clock(row) | {
        "rung": row.rung,
        "state": str(State.BROKEN) if breaks else row.state,
        "broken_at": row.due_at if breaks else row.broken_at,
    }


def _of_clock(row: _Due) -> dict[str, Any]:
    return {"order_id": row.order_id, "promise": row.promise, "occasion": row.occasion}


def _wake(row: _Due) -> dict[str, Any]:
    """The breach's second half, durable from the first on: due since the breach, so that no clock can postpone it."""
    return _of_clock(row) | {
        "id": new_id(row.at, row.order_id, row.promise, row.occasion, row.episode, WAKE),
        "episode": row.episode,
        "rung": WAKE,
        "due_at": row.at,
        "done_at": None,
        "outcome": None,
    }
