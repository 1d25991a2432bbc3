"""Every matter has an owner: hand it over to somebody, never to nobody."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.actions.aside import name_of, note, replayed
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.log import locked_order
from dispatch.orders.codes import Matter
from dispatch.orders.facts import HandedOver
from dispatch.orders.people import DESK, Actor, Role
from dispatch.storage.call_back import CallBack
from dispatch.storage.care_case import CareCase
from dispatch.storage.order import Order
from dispatch.storage.question import Question
from dispatch.storage.user import User

Owned = Question | CallBack | CareCase


def hand_over(
    session: Session,
    matter: Matter,
    matter_id: str,
    user_id: str,
    *,
    actor: Actor,
    now: datetime,
    event_id: str,
) -> Owned:
    """Somebody else owns it from now on, and is told; who gave it and when stands in the order's log.

    A technician gives away only what is theirs; call-backs and care belong to people at the desk.
    """
    found = find(session, matter, matter_id)
    if found is None:
        raise NotFound(matter, matter_id)
    order = locked_order(session, found.order_id)
    session.refresh(found)
    if replayed(session, event_id, HandedOver, order.id):
        return found
    if is_settled(found):
        raise NotAllowed("settled")
    if actor.role is Role.TECHNICIAN and found.owner != name_of(actor):
        raise NotAllowed("not_your_matter")
    owner = name_of(_person(session, user_id, order, matter))
    if owner == found.owner:
        raise InvalidField("to", "somebody else than now", user_id)
    found.owner = owner
    fact = HandedOver(matter=matter, matter_id=matter_id, owner=owner)
    note(session, order, fact, actor=actor, now=now, event_id=event_id)
    return found


def find(session: Session, matter: Matter, matter_id: str) -> Owned | None:
    if matter is Matter.QUESTION:
        return session.get(Question, matter_id)
    if matter is Matter.CALL_BACK:
        return session.get(CallBack, matter_id)
    return session.get(CareCase, matter_id)


def is_settled(matter: Owned) -> bool:
    """Nothing is owed any more."""
    if isinstance(matter, Question):
        return matter.answered_at is not None
    if isinstance(matter, CallBack):
        return matter.outcome is not None
    return matter.closed_at is not None


def _person(session: Session, user_id: str, order: Order, matter: Matter) -> Actor:
    user = session.get(User, user_id)
    roles = DESK | {Role.TECHNICIAN} if matter is Matter.QUESTION else DESK
    if (
        user is None
        or not user.active
        or user.role not in roles
        or user.district_id not in (None, order.district_id)
    ):
        raise InvalidField("to", "somebody who works in this district", user_id)
    return Actor(Role(user.role), user.technician_id or user.id)
