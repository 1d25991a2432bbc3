"""Append an event to an order's log: the only way in which an order changes."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound
from dispatch.orders.event_json import write_fact
from dispatch.orders.events import FACTS
from dispatch.orders.people import SYSTEM, Actor
from dispatch.orders.timing import Timing
from dispatch.storage.base import new_id
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post

_TYPES = {fact: event_type for event_type, fact in FACTS.items()}


def locked_order(session: Session, order_id: str) -> Order:
    """The order as it stands now, ours alone until the transaction ends."""
    order = session.scalar(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    if order is None:
        raise NotFound("order", order_id)
    return order


def claim_name(session: Session, name: str) -> None:
    """Make two transactions that would create the same thing wait for each other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def logged(session: Session, event_id: str) -> LoggedEvent | None:
    """The event of that id, if it has been seen before; the id is the client's."""
    if not isinstance(event_id, str) or not 1 <= len(event_id) <= 36:  # noqa: PLR2004  # a UUID as text
        raise InvalidField("event_id", "a UUID", event_id)
    return session.get(LoggedEvent, event_id)


def append(
    session: Session,
    order: Order,
    fact: Any,
    timing: Timing,
    *,
    actor: Actor = SYSTEM,
    event_id: str | None = None,
    note: str | None = None,
    gone_from: str | None = None,
) -> LoggedEvent:
    """Write the fact down as the order's next version and have it told after commit.

    `gone_from` is the technician whose order it no longer is.
    """
    order.version += 1
    order.updated_at = timing.received_at
    order.changed_by_role, order.changed_by_id = actor.role, actor.id
    event_type = _TYPES[type(fact)]
    event = LoggedEvent(
        id=event_id or new_id(timing.received_at, order.id, order.version, event_type),
        order_id=order.id,
        seq=order.version,
        type=event_type,
        occurred_at=timing.occurred_at,
        received_at=timing.received_at,
        judged_at=timing.judged_at,
        skewed=timing.skewed,
        actor_role=actor.role,
        actor_id=actor.id,
        data=write_fact(fact),
        note=note,
    )
    session.add(event)
    post(
        session,
        Topic.PUSH,
        {"version": order.version, "type": event_type, "gone_from": gone_from},
        due_at=timing.received_at,
        event_id=event.id,
        order_id=order.id,
    )
    return event
