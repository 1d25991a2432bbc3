"""It fails again, too late to reopen: the customer's new order from the old one's page."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import IllegalStep
from dispatch.actions.log import locked_order
from dispatch.actions.orders import Intake, OrderDraft, accept_order
from dispatch.actions.step_checks import REOPEN_WITHIN
from dispatch.orders.codes import Kind, Relation
from dispatch.orders.lifecycle import OPEN, Step, steps_from
from dispatch.orders.people import Actor, Role
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink


def may_report_again(order: Order, now: datetime) -> bool:
    """As long as reopening is possible, that is the shorter way."""
    return order.completed_at is not None and now - order.completed_at > REOPEN_WITHIN


def report_again(
    session: Session, order_id: str, note: str | None, *, actor: Actor, now: datetime, event_id: str
) -> Intake:
    """A repair of the same line for the same customer; within 30 days of the visit it is linked as its repeat."""
    order = locked_order(session, order_id)
    if not may_report_again(order, now):
        raise IllegalStep(order.status, Step.ACCEPT, steps_from(order.status, Role.CUSTOMER))
    if (known := _under_way(session, order)) is not None:
        return Intake(known, replayed=True)
    return accept_order(
        session,
        OrderDraft(
            kind=Kind.REPAIR,
            district_id=order.district_id,
            area_id=order.area_id,
            customer_name=order.customer_name,
            customer_phone=order.customer_phone,
            language=order.language,
            address=order.address,
            lat=order.lat,
            lon=order.lon,
            line_id=order.line_id,
            contracted_mbps=order.contracted_mbps,
            note=note,
            source="customer",
            in_service=True,
        ),
        actor=actor,
        now=now,
        event_id=event_id,
    )


def _under_way(session: Session, order: Order) -> Order | None:
    """Reported once already and still open: nobody comes faster for a second one."""
    return session.scalar(
        select(Order)
        .join(OrderLink, OrderLink.later_id == Order.id)
        .where(
            OrderLink.first_id == order.id,
            OrderLink.relation == Relation.REPEAT,
            Order.status.in_(sorted(OPEN)),
        )
        .order_by(Order.accepted_at)
        .limit(1)
    )
