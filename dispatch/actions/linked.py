"""Orders that belong together: say so in both logs, and know a repeated fault by its line."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.actions.log import append, locked_order
from dispatch.orders.codes import Relation
from dispatch.orders.facts import Linked
from dispatch.orders.lifecycle import Status
from dispatch.orders.line import is_same_line
from dispatch.orders.people import SYSTEM, Actor
from dispatch.orders.timing import Timing
from dispatch.orders.work import PRIORITISED
from dispatch.storage.base import new_id
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink

REPEAT_DAYS: Final = 30
"""A fault by the end of this local day after a completed visit at the same line is a repeat."""


def link_orders(
    session: Session, first: Order, later: Order, relation: Relation, *, now: datetime, actor: Actor = SYSTEM
) -> OrderLink:
    """Both logs name the other order; the caller has locked both. Linking twice changes nothing."""
    known = session.scalar(
        select(OrderLink).where(
            OrderLink.first_id == first.id, OrderLink.later_id == later.id, OrderLink.relation == relation
        )
    )
    if known is not None:
        return known
    counts = relation is not Relation.DUPLICATE
    link = OrderLink(
        id=new_id(now, "link", first.id, later.id, relation),
        first_id=first.id,
        later_id=later.id,
        relation=relation,
        linked_at=now,
        visit_no=first.visit_no if counts else None,
        visit_at=first.completed_at if counts else None,
        technician_id=first.technician_id if counts else None,
        area_id=first.area_id,
    )
    session.add(link)
    timing = Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False)
    for order, other in ((first, later), (later, first)):
        append(session, order, Linked(order_id=other.id, relation=relation), timing, actor=actor)
    return link


def link_repeat(session: Session, repair: Order, *, now: datetime) -> OrderLink | None:
    """The visit after which the line failed again, if there is one: linked, and the repair comes first in the queue."""
    first_id = _visit_before(session, repair)
    if first_id is None:
        return None
    repair.priority = max(repair.priority, PRIORITISED)
    return link_orders(session, locked_order(session, first_id), repair, Relation.REPEAT, now=now)


def _visit_before(session: Session, repair: Order) -> str | None:
    zone = ZoneInfo(session.get_one(District, repair.district_id).zone)
    same = [Order.line_key == repair.line_key]
    if repair.line_id is not None:
        same.append(Order.line_id == repair.line_id)
    visits = session.scalars(
        select(Order)
        .where(
            or_(*same),
            Order.id != repair.id,
            Order.status.in_((Status.COMPLETED, Status.CONFIRMED)),
            Order.completed_at <= repair.accepted_at,
            Order.completed_at >= repair.accepted_at - timedelta(days=REPEAT_DAYS + 2),
        )
        .order_by(Order.completed_at.desc(), Order.id.desc())
    )
    last_day = repair.accepted_at.astimezone(zone).date() - timedelta(days=REPEAT_DAYS)
    for visit in visits:
        known = is_same_line(
            line_id=repair.line_id,
            key=repair.line_key,
            other_line_id=visit.line_id,
            other_key=visit.line_key,
        )
        if (
            known
            and visit.completed_at is not None
            and visit.completed_at.astimezone(zone).date() >= last_day
        ):
            return visit.id
    return None
