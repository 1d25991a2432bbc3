"""An order as a card, for the board's lists and for the technician's phone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import Step, steps_from
from dispatch.orders.people import Role
from dispatch.queries.masking import mask_name, mask_phone
from dispatch.queries.pauses import steps_with_cause
from dispatch.queries.promises import expectations_of, instant, promises_of, window_of
from dispatch.storage.district import Area, District
from dispatch.storage.eta import Expected
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.question import Question
from dispatch.storage.technician import Technician
from dispatch.storage.user import User

OWED_TO_PEOPLE: Final = frozenset({"answer", "callback", "care"})


def cards(
    session: Session, orders: Sequence[Order], *, now: datetime, role: Role, masked: bool
) -> list[dict[str, Any]]:
    """The cards of these orders, in their order; eight queries, however many there are."""
    if not orders:
        return []
    ids = [order.id for order in orders]
    areas = {area.id: area.name for area in session.scalars(select(Area))}
    zones = {district.id: district.zone for district in session.scalars(select(District))}
    promises = promises_of(session, orders, now)
    if role is Role.TECHNICIAN:
        _leave_out_others(session, orders, promises)
    ahead = expectations_of(session, orders)
    attempts = _attempts(session, ids)
    questions = _open_questions(session, ids)
    names = _names(session, {order.changed_by_id for order in orders})
    return [
        {
            "id": order.id,
            "number": order.number,
            "version": order.version,
            "kind": str(order.kind),
            "status": str(order.status),
            "tier": order.tier,
            "area_id": order.area_id,
            "area": areas[order.area_id],
            "customer": {
                "name": mask_name(order.customer_name) if masked else order.customer_name,
                "phone": mask_phone(order.customer_phone) if masked else order.customer_phone,
                "language": order.language,
            },
            "address": order.address,
            "lat": order.lat,
            "lon": order.lon,
            "from_address": order.from_address,
            "contracted_mbps": order.contracted_mbps,
            "booked_date": order.booked_date.isoformat() if order.booked_date else None,
            "booked_half": str(order.booked_half) if order.booked_half else None,
            "agreed_at": instant(order.agreed_at),
            "window": window_json(session, order, zones[order.district_id]),
            "technician_id": order.technician_id,
            "duration_min": order.duration_min,
            "skills": order.skills,
            "priority": order.priority,
            "note": order.note,
            "incident_id": order.incident_id,
            "planned": _planned(order, ahead.get(order.id)),
            "actual": {
                "on_the_way_at": instant(order.on_the_way_at),
                "on_site_at": instant(order.on_site_at),
                "working_at": instant(order.working_at),
                "tested_at": instant(order.tested_at),
                "completed_at": instant(order.completed_at),
            },
            "download_mbps": order.download_mbps,
            "promises": promises[order.id],
            "attempts": attempts.get(order.id, []),
            "open_questions": questions.get(order.id, 0),
            "next_steps": [
                str(step)
                for step in steps_with_cause(steps_from(order.status, role), promises[order.id], role)
                if step is not Step.ACCEPT
            ],
            "accepted_at": instant(order.accepted_at),
            "updated_at": instant(order.updated_at),
            "changed_by": {
                "role": str(order.changed_by_role),
                "name": names.get(order.changed_by_id),
            },
        }
        for order in orders
    ]


def _leave_out_others(
    session: Session, orders: Sequence[Order], promises: dict[str, list[dict[str, Any]]]
) -> None:
    """A phone shows what its technician can do something about: of the promises to people, the questions they own."""
    owners = {order.id: f"{Role.TECHNICIAN}:{order.technician_id}" for order in orders}
    asked = session.execute(
        select(Question.order_id, Question.occasion, Question.owner).where(Question.order_id.in_(owners))
    )
    own = {(order_id, occasion) for order_id, occasion, owner in asked if owner == owners[order_id]}
    for order_id, shown in promises.items():
        promises[order_id] = [
            promise
            for promise in shown
            if promise["promise"] not in OWED_TO_PEOPLE
            or (promise["promise"] == "answer" and (order_id, promise["occasion"]) in own)
        ]


def window_json(session: Session, order: Order, zone: str) -> dict[str, str | None] | None:
    window = window_of(session, order, zone)
    return None if window is None else {"from": instant(window.from_at), "to": instant(window.to_at)}


def _planned(order: Order, eta: Expected | None) -> dict[str, Any] | None:
    """The visit in the running plan, and what is to be expected of it by now."""
    if order.planned_start_at is None:
        return None
    return {
        "arrive_at": instant(order.planned_arrive_at),
        "start_at": instant(order.planned_start_at),
        "end_at": instant(order.planned_end_at),
        "travel_s": order.planned_travel_s,
        "seq": order.planned_seq,
        "depot_at": instant(order.planned_depot_at),
        "arrive_p50_at": instant(None if eta is None else eta.arrive_p50_at),
        "arrive_p90_at": instant(None if eta is None else eta.arrive_p90_at),
        "end_p50_at": instant(None if eta is None else eta.end_p50_at),
        "end_p90_at": instant(None if eta is None else eta.end_p90_at),
    }


def _attempts(session: Session, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    rows = session.execute(
        select(LoggedEvent.order_id, LoggedEvent.judged_at, LoggedEvent.data)
        .where(LoggedEvent.order_id.in_(ids), LoggedEvent.type == Step.ATTEMPT)
        .order_by(LoggedEvent.order_id, LoggedEvent.seq)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for order_id, at, data in rows:
        found.setdefault(order_id, []).append(
            {
                "at": instant(at),
                "channel": data["channel"],
                "outcome": data["outcome"],
                "off_hours": bool(data.get("off_hours")),
            }
        )
    return found


def _open_questions(session: Session, ids: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(Question.order_id, func.count())
        .where(Question.order_id.in_(ids), Question.answered_at.is_(None))
        .group_by(Question.order_id)
    )
    return dict(rows.all())


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    """Who changed it: technicians and users by id."""
    technicians = session.execute(select(Technician.id, Technician.name).where(Technician.id.in_(ids)))
    users = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return dict(technicians.all()) | dict(users.all())
