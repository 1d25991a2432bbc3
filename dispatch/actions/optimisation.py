"""The speed gate: a line that was completed below its contracted share gets an order of ours to put the network right."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.linked import link_orders
from dispatch.actions.orders import OrderDraft, accept_order
from dispatch.orders.codes import Kind, Relation
from dispatch.orders.lifecycle import OPEN
from dispatch.orders.people import SYSTEM
from dispatch.orders.work import PRIORITISED
from dispatch.storage.base import new_id
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink
from sla.clock import ClockState, State
from sla.policy import PromiseCode

SOURCE = "optimisation"


def pass_speed_gate(
    session: Session, order: Order, states: Iterable[ClockState], *, now: datetime
) -> Order | None:
    """The optimisation order that this completion asks for, if the line is too slow and none is on its way.

    Once for each slow completion, whatever is replayed; a later and better test leaves it as it is, because somebody
    has to look why the first one was slow.
    """
    tested = [state for state in states if state.promise is PromiseCode.SPEED]
    if not tested or tested[-1].state is not State.BROKEN or tested[-1].started_at != order.completed_at:
        return None
    under_way = session.scalar(
        select(Order.id)
        .join(OrderLink, OrderLink.later_id == Order.id)
        .where(
            OrderLink.first_id == order.id,
            OrderLink.relation == Relation.OPTIMISATION,
            Order.status.in_(sorted(OPEN)),
        )
        .limit(1)
    )
    if under_way is not None:
        return None
    intake = accept_order(
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
            accepted_at=order.completed_at,
            external_ref=f"{SOURCE}:{order.id}:{tested[-1].occasion}",
            source=SOURCE,
            in_service=True,
        ),
        actor=SYSTEM,
        now=now,
        event_id=new_id(now, SOURCE, order.id, tested[-1].occasion),
    )
    if not intake.replayed:
        intake.order.priority = PRIORITISED
        link_orders(session, order, intake.order, Relation.OPTIMISATION, now=now)
    return intake.order
