"""One order for somebody of the staff: its card, or everything about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from dispatch.orders.people import Actor, Role
from dispatch.queries.aftercare import aftercare_of
from dispatch.queries.cards import cards
from dispatch.queries.linked import linked_to
from dispatch.queries.my_day import card as own_card
from dispatch.queries.pauses import pauses_of
from dispatch.queries.promises import instant
from dispatch.storage.event_log import IN_NOTE, LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.technician import Technician
from dispatch.storage.user import User


def is_known_to(session: Session, order: Order, actor: Actor) -> bool:
    """Whether the order is this technician's, or was: a late step of a former one is judged, not hidden."""
    if order.technician_id == actor.id:
        return True
    return bool(
        session.scalar(
            select(
                exists().where(
                    LoggedEvent.order_id == order.id,
                    or_(
                        LoggedEvent.actor_id == actor.id,
                        LoggedEvent.data["technician_id"].as_string() == actor.id,
                    ),
                )
            )
        )
    )


def card_view(session: Session, order_id: str, *, now: datetime, viewer: Actor) -> dict[str, Any] | None:
    """The card as this person sees it: whole for the order's own technician, masked for all others."""
    order = session.get(Order, order_id)
    if order is None:
        return None
    if viewer.role is Role.TECHNICIAN and order.technician_id == viewer.id:
        return own_card(session, order_id, now=now)
    (card,) = cards(session, [order], now=now, role=viewer.role, masked=True)
    return card


def order_view(session: Session, order_id: str, *, now: datetime, viewer: Actor) -> dict[str, Any] | None:
    """Everything about one order, unmasked for whoever works on it: its events and questions too."""
    order = session.get(Order, order_id)
    if order is None:
        return None
    former = viewer.role is Role.TECHNICIAN and order.technician_id != viewer.id
    (card,) = cards(session, [order], now=now, role=viewer.role, masked=former)
    events = session.scalars(
        select(LoggedEvent).where(LoggedEvent.order_id == order_id).order_by(LoggedEvent.seq)
    ).all()
    names = dict(session.execute(select(Technician.id, Technician.name)).all())
    names |= dict(session.execute(select(User.id, User.name)).all())
    return {
        **card,
        "pauses": pauses_of(card["promises"]),
        "events": [
            {
                "id": event.id,
                "seq": event.seq,
                "type": event.type,
                "occurred_at": instant(event.occurred_at),
                "received_at": instant(event.received_at),
                "judged_at": instant(event.judged_at),
                "skewed": event.skewed,
                "actor": {"role": str(event.actor_role), "name": names.get(event.actor_id)},
                "technician": names.get(str(event.data.get("technician_id"))),
                "data": event.shown_data,
                "note": None if event.data.get("reason") == IN_NOTE else event.note,
            }
            for event in events
        ],
        **aftercare_of(session, order_id, whole=viewer.role is not Role.TECHNICIAN),
        "linked": linked_to(session, order_id),
    }
