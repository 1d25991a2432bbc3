"""Write down what people do beside the life cycle: it moves no order, but its clocks may depend on it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.actions.clocks import recompute
from dispatch.actions.errors import InvalidField
from dispatch.actions.log import append, logged
from dispatch.orders.events import FACTS
from dispatch.orders.people import Actor, Role
from dispatch.orders.timing import settle
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order

_TYPES = {fact: event_type for event_type, fact in FACTS.items()}


def note(
    session: Session,
    order: Order,
    fact: Any,
    *,
    actor: Actor,
    now: datetime,
    event_id: str | None = None,
    occurred_at: datetime | None = None,
    follows_at: datetime | None = None,
) -> LoggedEvent:
    """The event, and the order's clocks after it; the caller has locked the order and looked for a replay."""
    timing = settle(
        occurred_at=occurred_at or now,
        device_now=None,
        received_at=now,
        follows_at=follows_at,
        role=actor.role,
    )
    event = append(session, order, fact, timing, actor=actor, event_id=event_id)
    recompute(session, order, now)
    return event


def replayed(session: Session, event_id: str, fact_type: type[Any], order_id: str) -> bool:
    """Whether this very thing was written down before; the id of anything else is refused."""
    event = logged(session, event_id)
    if event is None:
        return False
    if event.type != _TYPES[fact_type] or event.order_id != order_id:
        raise InvalidField("event_id", "an id that was not used before", event_id)
    return True


def name_of(actor: Actor) -> str:
    """role:id, as owners and authors are kept."""
    return f"{actor.role}:{actor.id}"


DESK = "desk"
"""Owns what the customer's page was asked, and whatever nobody in particular was."""


def first_asked(actor: Actor) -> str:
    """Whoever hears of a matter first owns it (首问负责); what the page hears, the desk does."""
    return DESK if actor.role in (Role.CUSTOMER, Role.SYSTEM) else name_of(actor)
