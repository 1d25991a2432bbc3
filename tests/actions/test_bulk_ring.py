"""Ringing many at once comes to the same as ringing row by row and judging the whole order anew after each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dispatch.actions.clocks import WAKE, recompute
from dispatch.actions.deadlines import judge_due, ring_due
from dispatch.actions.log import append
from dispatch.orders.facts import Broken, Warned
from dispatch.orders.timing import Timing
from dispatch.storage.base import Base
from dispatch.storage.compensation import Compensation
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import Deadline, PromiseClock
from sla.clock import BROKEN, State
from sla.escalation import height
from tests.actions.conftest import World
from tests.actions.histories import MOVES, Move, live
from tests.examples import examples

Ring = Callable[[Session, datetime], None]


def in_bulk(session: Session, now: datetime) -> None:
    while ring_due(session, now) or judge_due(session, now):
        pass


def row_by_row(session: Session, now: datetime) -> None:
    """The plain way: one clock at a time, everything recomputed whenever anything was said."""
    pending = (
        select(Deadline)
        .where(Deadline.done_at.is_(None), Deadline.due_at <= now)
        .order_by(Deadline.rung != WAKE, Deadline.order_id, Deadline.promise, Deadline.occasion)
    )
    while due := session.scalars(pending).all():
        first = due[0]
        order = session.get_one(Order, first.order_id)
        if first.rung == WAKE:
            first.done_at, first.outcome = now, "passed"
            session.flush()
            recompute(session, order, now)
            session.flush()
            continue
        place = (first.order_id, first.promise, first.occasion)
        rows = [row for row in due if (row.order_id, row.promise, row.occasion) == place]
        if say(session, order, session.get_one(PromiseClock, place), rows, now):
            session.flush()
            recompute(session, order, now)
        session.flush()


def say(session: Session, order: Order, clock: PromiseClock, rows: list[Deadline], now: datetime) -> bool:
    top = max(rows, key=lambda row: height(row.rung))
    for row in rows:
        row.done_at, row.outcome = now, "passed"
    if clock.state not in ("running", "broken"):
        top.outcome = "moot"
        return False
    if clock.rung is not None and height(top.rung) <= height(clock.rung):
        return False
    top.outcome, clock.rung = "fired", top.rung
    named: dict[str, Any] = {"promise": top.promise, "occasion": top.occasion, "episode": top.episode}
    fact = Broken(due_at=clock.due_at, **named) if top.rung == BROKEN else Warned(rung=top.rung, **named)
    timing = Timing(occurred_at=top.due_at, received_at=now, judged_at=top.due_at, skewed=False)
    append(session, order, fact, timing)
    return True


def outcome(world: World, ring: Ring) -> dict[str, list[Any]]:
    """What the database would hold; it is put back as it was."""
    with world.database.write() as session:
        here = session.begin_nested()
        ring(session, world.now)
        session.flush()
        found = {
            "told": rows_of(session, LoggedEvent, "order_id", "type", "judged_at", "data"),
            "clocks": rows_of(session, PromiseClock, *PromiseClock.__table__.columns.keys()),
            "deadlines": rows_of(
                session, Deadline, "order_id", "promise", "occasion", "episode", "rung", "due_at", "outcome"
            ),
            "ledger": rows_of(
                session,
                Compensation,
                "order_id",
                "promise",
                "occasion",
                "amount_cents",
                "withdrawn_at",
                "goodwill",
            ),
        }
        here.rollback()
    return found


def rows_of(session: Session, noun: type[Base], *columns: str) -> list[Any]:
    table = noun.__table__
    wanted = select(*(table.c[name] for name in columns))
    if noun is LoggedEvent:  # in how many steps the money came to its sum is not the point
        wanted = wanted.where(table.c.type != "compensated")
    if noun is Deadline:  # of a wake that was there and is gone nothing needs to stay
        wanted = wanted.where((table.c.rung != WAKE) | table.c.done_at.is_(None))
    found = (dict(row._mapping) for row in session.execute(wanted))
    return sorted((_standing(row) for row in found), key=repr)


def _standing(row: dict[str, Any]) -> dict[str, Any]:
    """While a clock stands still its due time reads as if it went on now: when it was last read is not the point."""
    return {k: v for k, v in row.items() if row.get("state") != State.PAUSED or k not in {"due_at", "facts"}}


@examples(25)
@given(moves=st.tuples(MOVES, MOVES), hours=st.integers(0, 60), swept=st.booleans())
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_in_bulk_is_row_by_row(
    request: pytest.FixtureRequest, kind: str, moves: tuple[list[Move], list[Move]], hours: int, swept: bool
) -> None:
    world: World = request.getfixturevalue(f"{kind}_world")
    with world.database.write() as session:  # what earlier examples left is done with
        session.execute(update(Deadline).where(Deadline.done_at.is_(None)).values(done_at=world.now))
    for each in moves:
        live(world, each)
    world.later(hours=hours / 2)
    if swept:
        world.ring()
        world.later(hours=hours)
    assert outcome(world, in_bulk) == outcome(world, row_by_row)
