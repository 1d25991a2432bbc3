"""The same report twice: close the later order into the earlier one, and lose nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound
from dispatch.actions.linked import link_orders
from dispatch.actions.log import locked_order, logged
from dispatch.actions.steps import take_step
from dispatch.orders.codes import Relation
from dispatch.orders.lifecycle import LEAVING, OPEN, Step
from dispatch.orders.people import Actor
from dispatch.storage.order import Order


@dataclass(frozen=True, slots=True)
class Merge:
    kept: Order
    closed: Order
    replayed: bool


def merge_duplicate(
    session: Session, order_id: str, other_id: str, *, actor: Actor, now: datetime, event_id: str
) -> Merge:
    """Whichever was accepted first goes on, with its own clocks, for both; the other's questions stay to be answered."""
    if order_id == other_id:
        raise InvalidField("order_id", "another order", other_id)
    if session.get(Order, other_id) is None:
        raise NotFound("order", other_id)
    # always in the same sequence, so that two merges never wait for each other
    one, two = (locked_order(session, each) for each in sorted((order_id, other_id)))
    kept, closed = sorted((one, two), key=lambda order: (order.accepted_at, order.received_at, order.id))
    if logged(session, event_id) is None:
        _refuse_unlike(kept, closed, other_id)
    result = take_step(
        session,
        closed.id,
        Step.MERGE,
        {"order_id": kept.id},
        actor=actor,
        occurred_at=now,
        received_at=now,
        event_id=event_id,
    )
    if not result.replayed:
        kept.priority = max(kept.priority, closed.priority)
        kept.note = "\n".join(dict.fromkeys(text for text in (kept.note, closed.note) if text)) or None
        link_orders(session, kept, closed, Relation.DUPLICATE, now=now, actor=actor)
    return Merge(kept, closed, result.replayed)


def same_matter(one: Order, other: Order) -> bool:
    """Whether one could be closed into the other: two open orders of a kind in one district."""
    return (
        one.district_id == other.district_id
        and one.kind is other.kind
        and one.status in OPEN - LEAVING
        and other.status in OPEN - LEAVING
    )


def _refuse_unlike(kept: Order, closed: Order, named: str) -> None:
    if kept.district_id != closed.district_id or kept.kind is not closed.kind:
        raise InvalidField("order_id", "an order of the same kind in the same district", named)
    if kept.status not in OPEN - LEAVING:
        raise InvalidField("order_id", "an order that is still open", named)
