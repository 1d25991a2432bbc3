"""Who is calling: the customers of a district by what they say of themselves, from the orders they had."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import OPEN
from dispatch.orders.line import phone_digits
from dispatch.queries.masking import mask_name, mask_phone
from dispatch.queries.targets import target_line
from dispatch.storage.district import Area, District
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_on
from dispatch.storage.technician import Technician
from sla.policy import STANDARD, PromiseCode
from sla.policy import Kind as PromisedKind
from sla.targets import Timed

SHOWN: Final = 8
LOOKED_AT: Final = 80
"""So many orders of each way to be found are looked at, whatever was typed."""
LEAST_DIGITS: Final = 3
LEAST_LETTERS: Final = 2
VISITS: Final = 5
View = dict[str, Any]


def customers(session: Session, district_id: str, typed: str) -> list[View]:
    """Lines whose customer's phone, name, address, line or order number begins so; the newest first, masked."""
    found: dict[str, tuple[datetime, str]] = {}
    columns = select(Order.id, Order.line_id, Order.line_key, Order.accepted_at)
    for way in _ways(session, unicodedata.normalize("NFKC", typed).strip()):
        for row in session.execute(columns.where(way, _within(district_id)).limit(LOOKED_AT)):
            line, known = row.line_id or row.line_key, (row.accepted_at, row.id)
            found[line] = max(known, found.get(line, known))
    shown = [one for _, one in sorted(found.values(), reverse=True)[:SHOWN]]
    newest = session.scalars(
        select(Order).where(Order.id.in_(shown)).order_by(Order.accepted_at.desc(), Order.id.desc())
    ).all()
    open_lines = _open_lines(session, district_id, newest)
    return [
        {
            "id": order.id,
            "name": mask_name(order.customer_name),
            "phone": mask_phone(order.customer_phone),
            "address": order.address,
            "line_id": order.line_id,
            "open": sum(
                key == order.line_key or (line_id is not None and line_id == order.line_id)
                for key, line_id in open_lines
            ),
            "last_at": order.accepted_at.isoformat(),
        }
        for order in newest
    ]


def customer(session: Session, order: Order) -> View:
    """Everything that a new order of the same line would say again, unmasked: this one customer was chosen."""
    orders = _of_line(session, order)
    newest = orders[0]
    known = select(Technician.id, Technician.name).where(
        Technician.id.in_({one.technician_id for one in orders if one.technician_id} | set(newest.not_wanted))
    )
    names = dict(session.execute(known).all())
    return {
        "id": newest.id,
        "name": newest.customer_name,
        "phone": newest.customer_phone,
        "language": newest.language,
        "address": newest.address,
        "lat": newest.lat,
        "lon": newest.lon,
        "area_id": newest.area_id,
        "line_id": newest.line_id,
        "contracted_mbps": newest.contracted_mbps,
        "not_wanted": [{"id": each, "name": names.get(each, each)} for each in newest.not_wanted],
        "open": [_short(one, names) for one in orders if one.status in OPEN],
        "visits": [_short(one, names) for one in orders if one.status not in OPEN][:VISITS],
    }


def promise_at_intake(session: Session, area: Area, kind: Kind, now: datetime) -> View:
    """Whether there is service, and what would be promised for an order that is accepted now."""
    zone = session.get_one(District, area.district_id).zone
    policy = policy_on(session, now, zone)
    tier = area.tier if area.tier in policy.tiers else STANDARD
    row = policy.find(PromiseCode.COMPLETE, PromisedKind(kind), tier)
    complete = None
    if row is not None and isinstance(row.target, Timed):
        due_at = row.target.due_at(now, zone, policy.calendar(row, zone))
        complete = {**target_line(row, policy, zone, now, None), "due_at": due_at.isoformat()}
    return {
        "area_id": area.id,
        "tier": area.tier,
        "serviceable": area.serviceable,
        "reason": None if area.serviceable else area.reason or "not_serviceable",
        "policy": policy.version,
        "complete": complete,
    }


def _ways(session: Session, typed: str) -> list[ColumnElement[bool]]:
    digits = phone_digits(typed)
    if len(digits) >= LEAST_DIGITS and not any(letter.isalpha() for letter in typed):
        return [_begins(session, Order.phone_digits, digits), Order.line_id == typed]
    if len(typed) < LEAST_LETTERS:
        return []
    return [
        Order.number == typed.upper(),
        Order.line_id == typed,
        _begins(session, Order.customer_name, typed),
        _begins(session, Order.address, typed),
    ]


def _begins(session: Session, column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """In the form for which each database uses its index."""
    if session.get_bind().dialect.name == "postgresql":
        return column.startswith(text, autoescape=True)
    return (column >= text) & (column < text + "\U0010ffff")


def _within(district_id: str) -> ColumnElement[bool]:
    """Of the district, said so that no database takes the district's index: it would read all of its orders."""
    return func.coalesce(Order.district_id, "") == district_id


def _open_lines(
    session: Session, district_id: str, orders: Sequence[Order]
) -> Sequence[tuple[str, str | None]]:
    """The lines of these orders, once for each order of theirs that is open."""
    keys, lines = {one.line_key for one in orders}, {one.line_id for one in orders if one.line_id}
    same = [Order.line_key.in_(keys)]
    if lines:
        same.append(Order.line_id.in_(lines))
    rows = session.execute(
        select(Order.line_key, Order.line_id, Order.status).where(or_(*same), _within(district_id))
    )
    return [(row.line_key, row.line_id) for row in rows if row.status in OPEN]


def _of_line(session: Session, order: Order) -> Sequence[Order]:
    same = [Order.line_key == order.line_key]
    if order.line_id is not None:
        same.append(Order.line_id == order.line_id)
    return session.scalars(
        select(Order)
        .where(or_(*same), _within(order.district_id))
        .order_by(Order.accepted_at.desc(), Order.id)
    ).all()


def _short(order: Order, names: dict[str, str]) -> View:
    return {
        "id": order.id,
        "number": order.number,
        "kind": str(order.kind),
        "status": str(order.status),
        "accepted_at": order.accepted_at.isoformat(),
        "agreed_at": None if order.agreed_at is None else order.agreed_at.isoformat(),
        "technician": names.get(order.technician_id or ""),
        "note": order.note,
    }
