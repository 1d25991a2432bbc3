"""What the planner should remember of a district's past: who worked how much, and who was at which line before."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from dispatch.orders.lifecycle import OPEN, PLANNABLE
from dispatch.storage.order import Order
from technicians.workload import Stop, spent


def worked_since(session: Session, district_id: str, since: datetime) -> dict[str, timedelta]:
    """What each did at customers' and on the road to them."""
    visits: dict[str, list[Stop]] = {}
    rows = session.execute(
        select(Order.technician_id, Order.on_the_way_at, Order.on_site_at, Order.completed_at).where(
            Order.district_id == district_id,
            Order.completed_at >= since,
            Order.on_site_at.is_not(None),
            Order.technician_id.is_not(None),
        )
    )
    for technician_id, set_off_at, on_site_at, completed_at in rows:
        if technician_id is None or on_site_at is None or completed_at is None:
            continue
        travel = max(timedelta(0), on_site_at - (set_off_at or on_site_at))
        done = Stop(starts_at=on_site_at, ends_at=max(on_site_at, completed_at), travel=travel)
        visits.setdefault(technician_id, []).append(done)
    return {technician_id: spent(done) for technician_id, done in visits.items()}


def visited_before(session: Session, district_id: str, only: str | None = None) -> dict[str, frozenset[str]]:
    """For each order to be planned (or this one), who completed an earlier one at the same line."""
    earlier = aliased(Order)
    known: dict[str, set[str]] = {}
    for order_id, technician_id in session.execute(
        select(Order.id, earlier.technician_id)
        .join(earlier, (earlier.line_key == Order.line_key) & (earlier.id != Order.id))
        .where(
            Order.district_id == district_id,
            Order.status.in_(sorted(PLANNABLE)),
            Order.line_key != "",
            *(() if only is None else (Order.id == only,)),
            earlier.completed_at.is_not(None),
            earlier.technician_id.is_not(None),
        )
    ):
        if technician_id is not None:
            known.setdefault(order_id, set()).add(technician_id)
    return {order_id: frozenset(technicians) for order_id, technicians in known.items()}


def not_done_yet(session: Session, rows: Iterable[Order]) -> dict[str, frozenset[str]]:
    """For each of these orders, what it waits for and is still to be done."""
    waits = {row.id: frozenset(row.waits_for) for row in rows if row.waits_for}
    if not waits:
        return {}
    wanted = sorted(frozenset().union(*waits.values()))
    still = set(session.scalars(select(Order.id).where(Order.id.in_(wanted), Order.status.in_(sorted(OPEN)))))
    return {order_id: firsts & still for order_id, firsts in waits.items() if firsts & still}
