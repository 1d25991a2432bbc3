"""What belongs to an order, and why: others of its line, customer or address, incidents, care, money, what waits for what."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.orders.line import is_same_line
from dispatch.queries.aftercare import case_json, names_of
from dispatch.queries.masking import mask_name, mask_phone
from dispatch.queries.promises import instant
from dispatch.storage.care_case import CareCase
from dispatch.storage.compensation import Compensation
from dispatch.storage.incident import Incident, IncidentOrder
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink
from dispatch.storage.technician import Technician

View = dict[str, Any]
SHOWN: Final = 30
MOST: Final = 1000


def relations(
    session: Session, order_id: str, districts: Collection[str] | None, *, shown: int = SHOWN
) -> View:
    """Orders in the districts that the reader may see (None: all), what was linked first, then the newest.

    Each other order stands once, with every reason why it belongs here; its customer is masked.
    """
    order = session.get_one(Order, order_id)
    why = _linked(session, order)
    found = {one.id: one for one in _others(session, order, why, districts)}
    for other in found.values():
        why[other.id] += _alike(order, other)
    ranked = sorted(found.values(), key=lambda one: (one.accepted_at, one.id), reverse=True)
    ranked.sort(key=lambda one: not any(reason["linked"] for reason in why[one.id]))
    names = _names(session, ranked[:shown])
    return {
        "version": order.version,
        "total": len(ranked),
        "orders": [_order(one, why[one.id], names) for one in ranked[: min(shown, MOST)]],
        "incidents": _incidents(session, order_id),
        "care_cases": _care(session, order_id),
        "compensations": _compensations(session, order_id),
    }


def _linked(session: Session, order: Order) -> dict[str, list[View]]:
    """Why each order that somebody or something has linked belongs here."""
    why: dict[str, list[View]] = defaultdict(list)
    links = session.scalars(
        select(OrderLink)
        .where(or_(OrderLink.first_id == order.id, OrderLink.later_id == order.id))
        .order_by(OrderLink.linked_at, OrderLink.id)
    )
    for link in links:
        is_later = link.first_id == order.id
        why[link.later_id if is_later else link.first_id].append(
            {"why": str(link.relation), "later": is_later, "linked": True, "at": instant(link.linked_at)}
        )
    for before in order.waits_for:
        why[before].append({"why": "waits_for", "later": False, "linked": True, "at": None})
    return why


def _others(
    session: Session, order: Order, linked: dict[str, list[View]], districts: Collection[str] | None
) -> Sequence[Order]:
    alike = [Order.line_key == order.line_key, Order.address == order.address, Order.id.in_(list(linked))]
    if order.line_id is not None:
        alike.append(Order.line_id == order.line_id)
    if order.phone_digits:
        alike.append(Order.phone_digits == order.phone_digits)
    wanted = select(Order).where(or_(*alike), Order.id != order.id)
    if districts is not None:
        wanted = wanted.where(Order.district_id.in_(districts))
    return session.scalars(wanted.order_by(Order.accepted_at.desc()).limit(MOST)).all()


def _alike(order: Order, other: Order) -> list[View]:
    """Nobody linked it: it is about the same thing."""
    same_line = is_same_line(
        line_id=order.line_id,
        key=order.line_key,
        other_line_id=other.line_id,
        other_key=other.line_key,
    )
    reasons = ["same_line"] if same_line else []
    if other.phone_digits and other.phone_digits == order.phone_digits:
        reasons.append("same_customer")
    if other.address == order.address:
        reasons.append("same_address")
    if same_line:  # what a line has in common goes without saying
        reasons = ["same_line"]
    later = other.accepted_at > order.accepted_at
    return [{"why": reason, "later": later, "linked": False, "at": None} for reason in reasons]


def _order(order: Order, why: Sequence[View], names: dict[str, str]) -> View:
    return {
        "id": order.id,
        "number": order.number,
        "district_id": order.district_id,
        "kind": str(order.kind),
        "status": str(order.status),
        "customer": mask_name(order.customer_name),
        "phone": mask_phone(order.customer_phone),
        "address": order.address,
        "accepted_at": instant(order.accepted_at),
        "completed_at": instant(order.completed_at),
        "technician": names.get(order.technician_id or ""),
        "why": list(why),
    }


def _names(session: Session, orders: Sequence[Order]) -> dict[str, str]:
    ids = {order.technician_id for order in orders if order.technician_id}
    return dict(session.execute(select(Technician.id, Technician.name).where(Technician.id.in_(ids))).all())


def _incidents(session: Session, order_id: str) -> list[View]:
    """Those that it is in and those that it left, the newest first."""
    rows = session.execute(
        select(IncidentOrder, Incident)
        .join(Incident, Incident.id == IncidentOrder.incident_id)
        .where(IncidentOrder.order_id == order_id)
        .order_by(IncidentOrder.joined_at.desc())
    )
    return [
        {
            "id": incident.id,
            "title": incident.title,
            "cause": str(incident.cause),
            "standing": str(incident.standing),
            "started_at": instant(incident.started_at),
            "expected_end_at": instant(incident.expected_end_at),
            "restored_at": instant(incident.restored_at),
            "joined_at": instant(row.joined_at),
            "automatic": row.automatic,
            "left_at": instant(row.left_at),
            "told_at": instant(row.told_at),
        }
        for row, incident in rows
    ]


def _care(session: Session, order_id: str) -> list[View]:
    cases = session.scalars(
        select(CareCase).where(CareCase.order_id == order_id).order_by(CareCase.occasion.desc())
    ).all()
    names = names_of(session, *(case.owner for case in cases))
    return [case_json(case, (), names) for case in cases]


def _compensations(session: Session, order_id: str) -> list[View]:
    rows = session.scalars(
        select(Compensation)
        .where(Compensation.order_id == order_id)
        .order_by(Compensation.created_at.desc(), Compensation.id)
    )
    return [
        {
            "promise": row.promise,
            "occasion": row.occasion,
            "amount_cents": row.amount_cents,
            "reason": row.reason,
            "created_at": instant(row.created_at),
            "announced_at": instant(row.announced_at),
            "exported_at": instant(row.exported_at),
            "goodwill": row.goodwill,
            "withdrawn_at": instant(row.withdrawn_at),
        }
        for row in rows
    ]
