"""The places that an order could be given now: who comes when, what it costs, and whose visit moves by how much."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.planning.day import Stop
from dispatch.queries.promises import window_of
from dispatch.storage.desks import Found
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.slot_hold import is_hold
from sla.clock import State
from sla.policy import PromiseCode

MANY: Final = 18
"""Offers that are worked out in full."""
SHIFT_SHOWN_S: Final = 60


def offers(session: Session, order: Order, found: list[Found]) -> list[dict[str, Any]]:
    """In the given order, as the page shows them."""
    names = {stop["order_id"] for one in found for stop in one.stops if not is_hold(stop["order_id"])}
    rows = {row.id: row for row in session.scalars(select(Order).where(Order.id.in_(names)))}
    due = due_of(session, order.id)
    return [_offer(session, order, one, rows, due) for one in found]


def _offer(
    session: Session, order: Order, found: Found, rows: Mapping[str, Order], due: Mapping[str, datetime]
) -> dict[str, Any]:
    own = found.own
    others = [stop for stop in found.stops if stop["order_id"] in rows and stop["order_id"] != order.id]
    return {
        "key": found.key,
        "technician_id": own["technician_id"],
        "arrive_at": own["arrive_at"].isoformat(),
        "end_at": own["end_at"].isoformat(),
        "extra_s": found.travel_s,
        "cost_s": round(found.offer.cost),
        "lost": found.offer.loss,
        "breaks": _breaks(session, order, own, due),
        "moves": [_moved(rows[s["order_id"]], s) for s in others if s["order_id"] in found.ejected],
        "shifts": [
            shifted
            for stop in others
            if stop["order_id"] not in found.ejected
            and abs((shifted := _moved(rows[stop["order_id"]], stop))["by_s"]) >= SHIFT_SHOWN_S
        ],
    }


def _moved(row: Order, stop: Stop) -> dict[str, Any]:
    was_at = row.planned_start_at
    return {
        "order_id": row.id,
        "number": row.number,
        "technician_id": stop["technician_id"],
        "was_technician_id": row.technician_id,
        "start_at": stop["start_at"].isoformat(),
        "was_at": None if was_at is None else was_at.isoformat(),
        "by_s": 0 if was_at is None else round((stop["start_at"] - was_at).total_seconds()),
        "agreed": row.agreed_at is not None,
    }


def _breaks(session: Session, order: Order, own: Stop, due: Mapping[str, datetime]) -> list[str]:
    breaks = [promise for promise, due_at in sorted(due.items()) if own["end_at"] > due_at]
    if order.agreed_at is not None:
        zone = session.get_one(District, order.district_id).zone
        window = window_of(session, order, zone)
        if window is not None and not window.from_at <= own["arrive_at"] <= window.to_at:
            breaks.append(str(PromiseCode.ARRIVE))
    return breaks


def due_of(session: Session, order_id: str) -> dict[str, datetime]:
    """What still can be kept by finishing in time."""
    rows = session.execute(
        select(PromiseClock.promise, func.min(PromiseClock.due_at))
        .where(
            PromiseClock.order_id == order_id,
            PromiseClock.promise.in_([PromiseCode.COMPLETE, PromiseCode.URGENT]),
            PromiseClock.state == State.RUNNING,
        )
        .group_by(PromiseClock.promise)
    )
    return dict(rows.all())
