"""It fails again, too late to reopen: the customer's new order from the old one's page."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.errors import IllegalStep
from dispatch.actions.log import locked_order
from dispatch.actions.orders import Intake, accept_order
from dispatch.actions.same_line import repair_of, still_open
from dispatch.actions.step_checks import REOPEN_WITHIN
from dispatch.orders.codes import Relation
from dispatch.orders.lifecycle import Step, steps_from
from dispatch.orders.people import Actor, Role
from dispatch.storage.order import Order


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
    if (known := still_open(session, order, Relation.REPEAT)) is not None:
        return Intake(known, replayed=True)
    return accept_order(
        session,
        repair_of(order, note=note, source="customer"),
        actor=actor,
        now=now,
        event_id=event_id,
    )
