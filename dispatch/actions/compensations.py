"""Keep the ledger equal to the breaches: an entry a breach, growing, withdrawn or left as goodwill."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.log import append
from dispatch.orders.events import BreakWithdrawn, Broken, Compensated, Event
from dispatch.orders.timing import Timing
from dispatch.storage.base import new_id
from dispatch.storage.compensation import Compensation
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from sla.clock import ClockState
from sla.compensation import owed
from sla.policy import Kind


def settle_compensation(
    session: Session, order: Order, states: Sequence[ClockState], events: Sequence[Event], now: datetime
) -> None:
    """Write what the announced breaches cost; a breach that was taken back costs nothing, unless it was told."""
    announced = {
        (event.fact.promise, event.fact.occasion)
        for event in events
        if isinstance(event.fact, Broken | BreakWithdrawn)
    }
    if not announced:
        return
    policy = policy_for(session, order)
    entries = {
        (str(entry.promise), entry.occasion): entry
        for entry in owed(states, policy, Kind(order.kind), order.tier)
        if (str(entry.promise), entry.occasion) in announced
    }
    for row in session.scalars(select(Compensation).where(Compensation.order_id == order.id)):
        entry = entries.pop((row.promise, row.occasion), None)
        if entry is None:
            if row.announced_at is not None:
                row.goodwill = True
            elif row.withdrawn_at is None:
                row.withdrawn_at = now
            continue
        row.withdrawn_at, row.goodwill = None, False
        if row.announced_at is not None and entry.cents < row.amount_cents:
            continue  # what was told is not taken back
        if entry.cents != row.amount_cents:
            row.amount_cents = entry.cents
            _note(session, order, row, now)
    for entry in entries.values():
        row = Compensation(
            id=new_id(now, order.id, entry.promise, entry.occasion),
            order_id=order.id,
            promise=str(entry.promise),
            occasion=entry.occasion,
            amount_cents=entry.cents,
            reason="capped" if entry.capped else "broken",
            created_at=now,
        )
        session.add(row)
        _note(session, order, row, now)


def _note(session: Session, order: Order, row: Compensation, now: datetime) -> None:
    append(
        session,
        order,
        Compensated(promise=row.promise, occasion=row.occasion, amount_cents=row.amount_cents),
        Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False),
    )
