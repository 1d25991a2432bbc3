"""The orders that belong to an order, and how often a line failed again after somebody's visit."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from dispatch.orders.codes import Relation
from dispatch.queries.promises import instant
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink
from dispatch.storage.promise_clock import PromiseClock


def linked_to(session: Session, order_id: str) -> list[dict[str, Any]]:
    """Each order that is linked, oldest link first; `later` says that it came after this one."""
    rows = session.execute(
        select(OrderLink, Order, PromiseClock.due_at, PromiseClock.state)
        .join(
            Order,
            ((OrderLink.first_id == order_id) & (Order.id == OrderLink.later_id))
            | ((OrderLink.later_id == order_id) & (Order.id == OrderLink.first_id)),
        )
        .outerjoin(
            PromiseClock,
            and_(
                PromiseClock.order_id == Order.id,
                PromiseClock.promise == "complete",
                PromiseClock.occasion == 1,
            ),
        )
        .order_by(OrderLink.linked_at, OrderLink.id)
    )
    return [
        {
            "order_id": other.id,
            "number": other.number,
            "kind": str(other.kind),
            "status": str(other.status),
            "relation": str(link.relation),
            "later": link.first_id == order_id,
            "linked_at": instant(link.linked_at),
            "due_at": instant(due_at),
            "state": state,
        }
        for link, other, due_at, state in rows
    ]


def repeats(
    session: Session, district_id: str, from_at: datetime, to_at: datetime
) -> dict[str, dict[str, dict[str, int]]]:
    """Of the visits completed in [from_at, to_at), how many failed again within 30 days: by technician and by area."""
    done = (
        Order.district_id == district_id,
        Order.completed_at >= from_at,
        Order.completed_at < to_at,
    )
    again = (
        OrderLink.relation == Relation.REPEAT,
        OrderLink.visit_at >= from_at,
        OrderLink.visit_at < to_at,
        Order.district_id == district_id,
    )
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, whose, against in (
        ("technicians", Order.technician_id, OrderLink.technician_id),
        ("areas", Order.area_id, OrderLink.area_id),
    ):
        visits = session.execute(select(whose, func.count()).where(*done).group_by(whose))
        failed = session.execute(
            select(against, func.count(func.distinct(OrderLink.first_id)))
            .join(Order, Order.id == OrderLink.first_id)
            .where(*again)
            .group_by(against)
        )
        failures = {key: count for key, count in failed if key is not None}
        counted = {key: count for key, count in visits if key is not None}
        found[name] = {
            key: {"visits": counted.get(key, 0), "repeats": failures.get(key, 0)}
            for key in sorted(counted.keys() | failures.keys())
        }
    return found
