"""Keep the ledger equal to the breaches: an entry a breach, growing, withdrawn or left as goodwill."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.log import append
from dispatch.orders.events import Event
from dispatch.orders.facts import BreakWithdrawn, Broken, Compensated
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
    policy, kind = policy_for(session, order), Kind(order.kind)
    rows = session.scalars(select(Compensation).where(Compensation.order_id == order.id)).all()
    due = {
        (str(entry.promise), entry.occasion) for entry in owed(states, policy, kind, order.tier)
    } & announced
    given = sum(row.amount_cents for row in rows if _is_kept(row) and (row.promise, row.occasion) not in due)
    entries = {
        (str(entry.promise), entry.occasion): entry
        for entry in owed(states, policy, kind, order.tier, given_cents=given)
        if (str(entry.promise), entry.occasion) in announced
    }
    for row in rows:
        entry = entries.pop((row.promise, row.occasion), None)
        if entry is None:
            if _is_kept(row):
                row.goodwill = True
            elif row.withdrawn_at is None:
                row.withdrawn_at = now
            continue
        row.withdrawn_at, row.goodwill = None, False
        if _is_kept(row) and entry.cents < row.amount_cents:
            continue  # what was told or handed over is not taken back
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


def _is_kept(row: Compensation) -> bool:
    """The customer was told, or the billing system has it: it stays whatever turns out to be true."""
    return row.announced_at is not None or row.exported_at is not None


def export_ledger(session: Session, district_id: str, now: datetime) -> list[dict[str, Any]]:
    """What the billing system does not have yet, marked as handed over: a late repair's growth comes as another line."""
    found = session.execute(
        select(Compensation, Order)
        .join(Order, Order.id == Compensation.order_id)
        .where(
            Order.district_id == district_id,
            Compensation.withdrawn_at.is_(None),
            Compensation.amount_cents > Compensation.exported_cents,
        )
        .order_by(Compensation.created_at, Compensation.id)
        .with_for_update(of=Compensation)
    )
    lines = []
    for row, order in found:
        lines.append(
            {
                "id": row.id,
                "order_id": order.id,
                "number": order.number,
                "external_ref": order.external_ref,
                "promise": row.promise,
                "occasion": row.occasion,
                "amount_cents": row.amount_cents - row.exported_cents,
                "total_cents": row.amount_cents,
                "goodwill": row.goodwill,
                "policy_version": order.policy_version,
                "exported_at": now.isoformat(),
            }
        )
        row.exported_at, row.exported_cents = now, row.amount_cents
    return lines


def _note(session: Session, order: Order, row: Compensation, now: datetime) -> None:
    append(
        session,
        order,
        Compensated(promise=row.promise, occasion=row.occasion, amount_cents=row.amount_cents),
        Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False),
    )
