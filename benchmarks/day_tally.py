"""What a simulated day came to, read from the product's own tables: clocks, compensation, the event log."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from dispatch.orders.lifecycle import Status, Step
from dispatch.simulation.world import LOCAL
from dispatch.storage.compensation import Compensation
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.session import Database

OWED = ("complete", "urgent", "contact", "arrive")
"""What a customer was promised and dispatching can keep; questions, call-backs and line rates are others' work."""
NEAR_AND_FAR = ("kept", "broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One policy on one seed."""

    orders: int
    done: int
    broken: int
    """Clocks of `OWED` that are broken at the end, one an order, promise and occasion."""
    kinds: dict[str, int]
    """How many clocks of each promise stand how: `arrive broken`."""
    hours: dict[str, int]
    """When they broke: `11-18 14h arrive`."""
    contact_kept_pct: float
    arrive_kept_pct: float
    travel_h: float
    """From setting off to being on site, as logged."""
    agreed_changed: int
    """Agreed times that we moved, not the customer."""
    money_cents: int
    assigned: int
    """How often an order was given to somebody."""


def read_tally(database: Database, ends_at: datetime) -> Tally:
    with database.read() as session:
        clocks = session.execute(
            select(PromiseClock.promise, PromiseClock.state, PromiseClock.due_at, PromiseClock.broken_at)
        ).all()
        kinds = Counter(f"{promise} {state}" for promise, state, _, _ in clocks)
        hours = Counter(
            f"{(broken_at or due_at).astimezone(LOCAL):%m-%d %Hh} {promise}"
            for promise, state, due_at, broken_at in clocks
            if state == "broken" and promise in OWED
        )
        events = Counter(
            dict(session.execute(select(LoggedEvent.type, func.count()).group_by(LoggedEvent.type)).all())
        )
        moved = sum(
            1
            for (data,) in session.execute(select(LoggedEvent.data).where(LoggedEvent.type == Step.CONTACT))
            if data.get("by") == "us"
        )
        money = session.scalar(
            select(func.coalesce(func.sum(Compensation.amount_cents), 0)).where(
                Compensation.withdrawn_at.is_(None), Compensation.created_at <= ends_at
            )
        )
        done = session.scalar(
            select(func.count())
            .select_from(Order)
            .where(Order.status.in_([Status.COMPLETED, Status.CONFIRMED]))
        )
        return Tally(
            orders=session.scalar(select(func.count()).select_from(Order)) or 0,
            done=done or 0,
            broken=sum(kinds[f"{promise} broken"] for promise in OWED),
            kinds=dict(sorted(kinds.items())),
            hours=dict(sorted(hours.items())),
            contact_kept_pct=_kept(kinds, "contact"),
            arrive_kept_pct=_kept(kinds, "arrive"),
            travel_h=_travel_h(database),
            agreed_changed=moved,
            money_cents=money or 0,
            assigned=events[Step.ASSIGN],
        )


def _kept(kinds: Counter[str], promise: str) -> float:
    """Of the clocks that came to an end, in per cent."""
    kept, broken = (kinds[f"{promise} {state}"] for state in NEAR_AND_FAR)
    return 100 * kept / (kept + broken) if kept + broken else 100.0


def _travel_h(database: Database) -> float:
    """Who set off, until they were at the door."""
    left: dict[str, datetime] = {}
    driven = 0.0
    with database.read() as session:
        rows = session.execute(
            select(LoggedEvent.order_id, LoggedEvent.type, LoggedEvent.judged_at)
            .where(LoggedEvent.type.in_([Step.SET_OFF, Step.ARRIVE]))
            .order_by(LoggedEvent.order_id, LoggedEvent.seq)
        )
        for order_id, kind, at in rows:
            if kind == Step.SET_OFF:
                left[order_id] = at
            elif (since := left.pop(order_id, None)) is not None:
                driven += (at - since).total_seconds()
    return driven / 3600
