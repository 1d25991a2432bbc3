"""Ring what is due: each rung once an episode, whatever crashes, restarts or runs twice."""

from collections import defaultdict
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import WAKE, recompute
from dispatch.actions.log import append
from dispatch.orders.events import Broken, Warned
from dispatch.orders.timing import Timing
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import Deadline, PromiseClock
from sla.clock import BROKEN, State
from sla.escalation import height

_SILENT = frozenset({State.KEPT, State.VOID, State.ATTEMPTED})


def is_due(session: Session, now: datetime) -> bool:
    """Whether anything waits to be rung."""
    waiting = select(Deadline.id).where(Deadline.done_at.is_(None), Deadline.due_at <= now).limit(1)
    return session.scalar(waiting) is not None


def ring_due(session: Session, now: datetime, limit: int = 500) -> int:
    """Fire what was due by `now`, a batch at a time; how many deadlines were settled.

    Whoever changes deadlines holds the lock of their order, so locking the orders claims the deadlines too; orders
    that another sweeper or a step holds are left for the next sweep, a tenth of a second later.
    """
    due = (
        select(Deadline.order_id)
        .where(Deadline.done_at.is_(None), Deadline.due_at <= now)
        .order_by(Deadline.due_at)
        .limit(limit)
    )
    orders = {
        order.id: order
        for order in session.scalars(
            select(Order)
            .where(Order.id.in_(due))
            .order_by(Order.id)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    }
    if not orders:
        return 0
    rows: dict[str, list[Deadline]] = defaultdict(list)
    for row in session.scalars(
        select(Deadline)
        .where(Deadline.order_id.in_(orders), Deadline.done_at.is_(None), Deadline.due_at <= now)
        .order_by(Deadline.order_id, Deadline.promise, Deadline.occasion, Deadline.due_at)
        .execution_options(populate_existing=True)
    ):
        rows[row.order_id].append(row)
    clocks = {
        (clock.order_id, clock.promise, clock.occasion): clock
        for clock in session.scalars(select(PromiseClock).where(PromiseClock.order_id.in_(rows)))
    }
    for order_id, due_rows in rows.items():
        order = orders[order_id]
        stale = False
        for (promise, occasion), group in groupby(due_rows, key=lambda row: (row.promise, row.occasion)):
            stale |= _ring(session, order, clocks[order_id, promise, occasion], list(group), now)
        if stale:
            recompute(session, order, now)
    session.flush()
    return sum(map(len, rows.values()))


def _ring(session: Session, order: Order, clock: PromiseClock, rows: list[Deadline], now: datetime) -> bool:
    """Fire the highest rung that is due, note the lower ones as passed; whether the clocks must be judged anew."""
    for row in rows:
        row.done_at = now
        row.outcome = "passed"
    rungs = [row for row in rows if row.rung != WAKE]
    if not rungs:
        return True
    highest = max(rungs, key=lambda row: height(row.rung))
    if clock.rung is not None and height(highest.rung) <= height(clock.rung):
        return len(rungs) < len(rows)  # a higher one has been told already
    if clock.state in _SILENT or highest.episode != clock.episode:
        highest.outcome = "moot"
        return True
    highest.outcome = "fired"
    clock.rung = highest.rung
    fact = (
        Broken(promise=clock.promise, occasion=clock.occasion, due_at=clock.due_at, episode=clock.episode)
        if highest.rung == BROKEN
        else Warned(promise=clock.promise, occasion=clock.occasion, rung=highest.rung, episode=clock.episode)
    )
    append(
        session,
        order,
        fact,
        Timing(occurred_at=highest.due_at, received_at=now, judged_at=highest.due_at, skewed=False),
    )
    return highest.rung == BROKEN or len(rungs) < len(rows)
