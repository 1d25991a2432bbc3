"""The speed gate: a line that was completed below its contracted share gets an order of ours to put the network right."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.linked import link_orders
from dispatch.actions.orders import accept_order
from dispatch.actions.same_line import repair_of, still_open
from dispatch.orders.codes import Relation
from dispatch.orders.people import SYSTEM
from dispatch.orders.work import PRIORITISED
from dispatch.storage.base import new_id
from dispatch.storage.order import Order
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
    if still_open(session, order, Relation.OPTIMISATION) is not None:
        return None
    intake = accept_order(
        session,
        repair_of(
            order,
            accepted_at=order.completed_at,
            external_ref=f"{SOURCE}:{order.id}:{tested[-1].occasion}",
            source=SOURCE,
        ),
        actor=SYSTEM,
        now=now,
        event_id=new_id(now, SOURCE, order.id, tested[-1].occasion),
    )
    if not intake.replayed:
        intake.order.priority = PRIORITISED
        link_orders(session, order, intake.order, Relation.OPTIMISATION, now=now)
    return intake.order
