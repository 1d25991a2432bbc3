"""A further order for a line that we know: the customer's next report of it, or ours to put the network right."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.orders import OrderDraft
from dispatch.orders.codes import Kind, Relation
from dispatch.orders.lifecycle import OPEN
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink


def repair_of(order: Order, **named: Any) -> OrderDraft:
    """A repair of the order's line for the same customer; `named` are the fields in which it differs."""
    return OrderDraft(
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
        in_service=True,
        **named,
    )


def still_open(session: Session, order: Order, relation: Relation) -> Order | None:
    """The oldest open order that followed this one so: nobody comes faster for a second one."""
    return session.scalar(
        select(Order)
        .join(OrderLink, OrderLink.later_id == Order.id)
        .where(OrderLink.first_id == order.id, OrderLink.relation == relation, Order.status.in_(sorted(OPEN)))
        .order_by(Order.accepted_at)
        .limit(1)
    )
