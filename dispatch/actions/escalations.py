"""An escalation is taken, handed over and settled: by whom and when, told to every open board."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.log import locked_order
from dispatch.orders.people import DESK, Actor
from dispatch.storage.escalation import Escalation
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.user import User
from sla.escalation import height

_PARTS: Final = 5


def read_key(key: str) -> tuple[str, str, int, int, str]:
    """order.promise.occasion.episode.rung"""
    found = key.split(".")
    if len(found) != _PARTS or not (found[2].isdigit() and found[3].isdigit()):
        raise NotFound("escalation", key)
    return found[0], found[1], int(found[2]), int(found[3]), found[4]


def take(session: Session, key: str, *, version: int, actor: Actor, now: datetime) -> Escalation:
    """I have it. Whoever has it already may say so again; somebody else's is not taken from under their hands."""
    row = _row(session, key)
    if row.owner_id == actor.id and row.done_at is None:
        return row
    _unchanged(row, version)
    row.owner_id, row.taken_at, row.handed_by = actor.id, now, None
    return _changed(session, row, now)


def hand_over(
    session: Session, key: str, to_user: str, *, version: int, actor: Actor, now: datetime
) -> Escalation:
    """Somebody else has it from now on; it is never nobody's."""
    row = _row(session, key)
    if row.owner_id == to_user and row.done_at is None:
        return row
    _unchanged(row, version)
    user = session.get(User, to_user)
    district_id = session.get_one(Order, row.order_id).district_id
    if (
        user is None
        or not user.active
        or user.role not in DESK
        or user.district_id not in {None, district_id}
    ):
        raise InvalidField("to", "somebody at the desk of this district", to_user)
    row.owner_id, row.taken_at, row.handed_by = to_user, now, actor.id
    return _changed(session, row, now)


def settle(session: Session, key: str, what: str, *, version: int, actor: Actor, now: datetime) -> Escalation:
    """What was done, in words. The promise's own clock goes on by itself."""
    row = _row(session, key)
    if row.done_at is not None:
        if row.done_by == actor.id and row.what == what:
            return row
        raise NotAllowed("escalation_over")
    _unchanged(row, version)
    row.owner_id = row.owner_id or actor.id
    row.taken_at = row.taken_at or now
    row.done_at, row.done_by, row.what = now, actor.id, what
    return _changed(session, row, now)


def _row(session: Session, key: str) -> Escalation:
    """Locked by its order; there is one from the first deed on, if that rung has rung."""
    parts = read_key(key)
    locked_order(session, parts[0])
    row = session.get(Escalation, parts, populate_existing=True)
    if row is not None:
        return row
    clock = session.get(PromiseClock, parts[:3])
    if (
        clock is None
        or clock.rung is None
        or clock.episode != parts[3]
        or not _is_rung(parts[4])
        or height(parts[4]) > height(clock.rung)
    ):
        raise NotFound("escalation", key)
    row = Escalation(
        order_id=parts[0],
        promise=parts[1],
        occasion=parts[2],
        episode=parts[3],
        rung=parts[4],
        version=0,
        what="",
    )
    session.add(row)
    return row


def _is_rung(name: str) -> bool:
    return name == "broken" or name.removeprefix("warn_").isdigit()


def _unchanged(row: Escalation, version: int) -> None:
    if row.version != version:
        raise NotAllowed("escalation_moved_on")


def _changed(session: Session, row: Escalation, now: datetime) -> Escalation:
    row.version += 1
    session.flush()
    order = session.get_one(Order, row.order_id)
    post(session, Topic.ESCALATION, {"district_id": order.district_id, "order_id": order.id}, due_at=now)
    return row
