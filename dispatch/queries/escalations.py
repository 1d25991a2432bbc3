"""The rungs that rang for somebody's role: whose promise, how long, who has it, what was done."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.people import DESK, Role
from dispatch.queries.masking import mask_name
from dispatch.queries.promises import instant
from dispatch.storage.escalation import Escalation
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from sla.clock import BROKEN, State
from sla.escalation import height, told
from sla.policy import Audience, Kind, PromiseCode, Row

KEPT_FOR: Final = timedelta(hours=12)
"""So long after it was settled an escalation is still shown, with what was done."""
AUDIENCE: Final = {
    Role.LEAD: Audience.LEAD,
    Role.MANAGER: Audience.MANAGER,
    Role.ADMIN: Audience.DIRECTOR,
}
Key = tuple[str, str, int, int, str]


def escalations(
    session: Session, district_ids: Collection[str], *, role: Role, user_id: str | None, now: datetime
) -> list[dict[str, Any]]:
    """What is open and addressed to the role, or in this person's hands; then what was settled lately. The soonest due first."""
    rows = session.execute(
        select(PromiseClock, Order)
        .join(Order, Order.id == PromiseClock.order_id)
        .where(
            Order.district_id.in_(district_ids),
            PromiseClock.rung.is_not(None),
            PromiseClock.met_at.is_(None),
            PromiseClock.state.in_((State.RUNNING, State.BROKEN)),
        )
        .order_by(PromiseClock.due_at, PromiseClock.order_id)
    ).all()
    known = _known(session, district_ids, now)
    open_ones = {(clock.order_id, clock.promise, clock.occasion): (clock, order) for clock, order in rows}
    wanted: dict[Key, tuple[PromiseClock, Order]] = {}
    for clock, order in rows:
        rung = _rung_for(session, clock, order, AUDIENCE.get(role))
        if rung is not None:
            wanted[clock.order_id, clock.promise, clock.occasion, clock.episode, rung] = (clock, order)
    for key, row in known.items():
        place = open_ones.get(key[:3])
        if place is not None and row.owner_id == user_id and row.done_at is None:
            wanted.setdefault(key, place)
    settled = [row for key, row in known.items() if row.done_at is not None and key not in wanted]
    names = _names(session, known.values())
    lanes = _technicians(session, [order for _, order in wanted.values()])
    told_of = [(key, clock, order) for key, (clock, order) in wanted.items()]
    for row in settled:  # what it was about may be over by now
        was = session.get(PromiseClock, (row.order_id, row.promise, row.occasion))
        if user_id in {row.owner_id, row.done_by} and was is not None:
            told_of.append((_key_of(row), was, session.get_one(Order, row.order_id)))

    def is_over(key: Key) -> bool:
        found = known.get(key)
        return found is not None and found.done_at is not None

    told_of.sort(key=lambda one: is_over(one[0]))
    return [_item(key, clock, order, known=known, names=names, lanes=lanes) for key, clock, order in told_of]


def waiting(
    session: Session, district_ids: Collection[str], *, role: Role, user_id: str | None, now: datetime
) -> int:
    """How many nobody has."""
    return sum(
        1
        for one in escalations(session, district_ids, role=role, user_id=user_id, now=now)
        if one["owner"] is None and one["done_at"] is None
    )


def colleagues(session: Session, district_ids: Collection[str]) -> list[dict[str, Any]]:
    """To whom one may be handed: the desk of these districts and whoever sees all."""
    users = session.scalars(
        select(User)
        .where(
            User.active,
            User.role.in_(sorted(DESK)),
            User.district_id.in_(district_ids) | User.district_id.is_(None),
        )
        .order_by(User.name, User.id)
    )
    return [{"id": user.id, "name": user.name, "role": str(user.role)} for user in users]


def _known(session: Session, district_ids: Collection[str], now: datetime) -> dict[Key, Escalation]:
    rows = session.scalars(
        select(Escalation)
        .join(Order, Order.id == Escalation.order_id)
        .where(
            Order.district_id.in_(district_ids),
            Escalation.done_at.is_(None) | (Escalation.done_at >= now - KEPT_FOR),
        )
        .order_by(Escalation.taken_at)
    )
    return {_key_of(row): row for row in rows}


def _key_of(row: Escalation) -> Key:
    return row.order_id, row.promise, row.occasion, row.episode, row.rung


def _rung_for(session: Session, clock: PromiseClock, order: Order, audience: Audience | None) -> str | None:
    """The highest rung that has rung and names this reader."""
    if audience is None or clock.rung is None:
        return None
    row = policy_for(session, order).find(PromiseCode(clock.promise), Kind(order.kind), order.tier)
    if row is None:
        return None
    return next((rung for rung in reversed(_rungs(row, clock.rung)) if audience in told(row, rung)), None)


def _rungs(row: Row, up_to: str) -> list[str]:
    """The policy's rungs, the lowest first, as far as it has come."""
    names = [f"warn_{warned.percent}" for warned in sorted(row.warnings, key=lambda one: one.percent)]
    return [name for name in [*names, BROKEN] if height(name) <= height(up_to)]


def _names(session: Session, rows: Collection[Escalation]) -> dict[str, str]:
    ids = {one for row in rows for one in (row.owner_id, row.handed_by, row.done_by) if one}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())


def _technicians(session: Session, orders: Sequence[Order]) -> dict[str, Technician]:
    ids = {order.technician_id for order in orders if order.technician_id}
    return {one.id: one for one in session.scalars(select(Technician).where(Technician.id.in_(ids)))}


def _item(
    key: Key,
    clock: PromiseClock,
    order: Order,
    *,
    known: dict[Key, Escalation],
    names: dict[str, str],
    lanes: dict[str, Technician],
) -> dict[str, Any]:
    row = known.get(key)
    technician = lanes.get(order.technician_id or "")

    def person(user_id: str | None) -> dict[str, Any] | None:
        return None if user_id is None else {"id": user_id, "name": names.get(user_id, user_id)}

    return {
        "key": ".".join(str(part) for part in key),
        "order_id": order.id,
        "number": order.number,
        "district_id": order.district_id,
        "kind": str(order.kind),
        "customer": mask_name(order.customer_name),
        "address": order.address,
        "technician": None
        if technician is None
        else {
            "id": technician.id,
            "name": technician.name,
            "name_en": technician.name_en,
            "team": technician.team,
        },
        "promise": clock.promise,
        "rung": key[4],
        "percent": height(key[4]),
        "state": str(clock.state),
        "started_at": instant(clock.started_at),
        "due_at": instant(clock.due_at),
        "owner": person(None if row is None else row.owner_id),
        "taken_at": instant(None if row is None else row.taken_at),
        "handed_by": person(None if row is None else row.handed_by),
        "done_at": instant(None if row is None else row.done_at),
        "done_by": person(None if row is None else row.done_by),
        "what": "" if row is None else row.what,
        "version": 0 if row is None else row.version,
        "others": [
            {"rung": one[4], "owner": person(other.owner_id), "done_at": instant(other.done_at)}
            for one, other in known.items()
            if one[:4] == key[:4] and one[4] != key[4]
        ],
    }
