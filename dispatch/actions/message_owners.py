"""Whose hands a matter is in, when a message is about what is owed to a person rather than about the order."""

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.facts import Broken, HandedOver, Warned
from dispatch.orders.people import Role
from dispatch.storage.call_back import CallBack
from dispatch.storage.care_case import CareCase
from dispatch.storage.order import Order
from dispatch.storage.question import Question
from dispatch.storage.user import User
from sla.policy import PromiseCode

_TABLES: Final[dict[str, Any]] = {
    PromiseCode.ANSWER: Question,
    PromiseCode.CALLBACK: CallBack,
    PromiseCode.CARE: CareCase,
}


def hands_of(session: Session, order: Order, fact: Any) -> str | None:
    """The recipient's key (`technician:<id>`, `user:<id>`) of whoever can do something about it; None: it lies at the desk.

    A matter has its owner, an order its technician.
    """
    if isinstance(fact, HandedOver):
        return _key(session, fact.owner)
    if isinstance(fact, Warned | Broken) and (table := _TABLES.get(fact.promise)) is not None:
        owner = session.scalar(
            select(table.owner).where(table.order_id == order.id, table.occasion == fact.occasion)
        )
        return None if owner is None else _key(session, owner)
    return None if order.technician_id is None else f"{Role.TECHNICIAN}:{order.technician_id}"


def _key(session: Session, owner: str) -> str | None:
    role, _, which = owner.partition(":")
    if not which:
        return None
    if role == Role.TECHNICIAN:
        return owner
    user_id = session.scalar(
        select(User.id)
        .where((User.id == which) | ((User.technician_id == which) & (User.role == Role(role))), User.active)
        .limit(1)
    )
    return None if user_id is None else f"user:{user_id}"
