"""The dispatcher's board: a district's day at a glance, and what changed since somebody last looked."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN, Status
from dispatch.orders.people import Role
from dispatch.queries.cards import cards
from dispatch.queries.figures import figures
from dispatch.queries.people import technicians_json
from dispatch.queries.promises import instant
from dispatch.queries.rescues import rescues
from dispatch.storage.day import plan_version
from dispatch.storage.district import Area, District
from dispatch.storage.duty import borrowed_by
from dispatch.storage.order import Order
from dispatch.storage.plan import Plan
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.technician import Technician
from sla.clock import State
from sla.policy import PromiseCode

PRESSING: Final = timedelta(hours=12)
"""A call-back that is due so soon comes onto the board; the others wait in their queue."""
__all__ = ["board", "cards_of", "changes", "rescues"]


def board(session: Session, district_id: str, day: date, *, now: datetime) -> dict[str, Any]:
    """Everything that the board shows for that local day."""
    district = session.get_one(District, district_id)
    orders = session.scalars(
        select(Order)
        .where(Order.district_id == district_id, _on_board(district, day, now))
        .order_by(Order.id)
    ).all()
    technicians = session.scalars(
        select(Technician)
        .where(
            (Technician.district_id == district_id)
            | Technician.id.in_(
                [one for one, on in borrowed_by(session, district_id, day).items() if day in on]
            ),
            Technician.active,
        )
        .order_by(Technician.team, Technician.id)
    ).all()
    areas = session.scalars(select(Area).where(Area.district_id == district_id).order_by(Area.id)).all()
    return {
        "now": now.isoformat(),
        "zone": district.zone,
        "district": {
            "id": district.id,
            "name": district.name,
            "name_en": district.name_en,
            "map": district.map,
        },
        "areas": [
            {
                "id": area.id,
                "name": area.name,
                "name_en": area.name_en,
                "tier": area.tier,
                "serviceable": area.serviceable,
                "lat": area.lat,
                "lon": area.lon,
            }
            for area in areas
        ],
        "technicians": technicians_json(session, technicians, district, day),
        "orders": cards(session, orders, now=now, role=Role.DISPATCHER, masked=True),
        "plan": _plan(session, district_id),
        "figures": figures(session, district, day),
    }


def changes(
    session: Session, district_id: str, day: date, have: Mapping[str, int], *, now: datetime
) -> dict[str, Any]:
    """The cards that are newer than what the page has, and those that it should drop."""
    district = session.get_one(District, district_id)
    shown = dict(
        session.execute(
            select(Order.id, Order.version).where(
                Order.district_id == district_id, _on_board(district, day, now)
            )
        ).all()
    )
    wanted = [order_id for order_id, version in shown.items() if version > have.get(order_id, -1)]
    newer = session.scalars(select(Order).where(Order.id.in_(wanted)).order_by(Order.id)).all()
    return {
        "orders": cards(session, newer, now=now, role=Role.DISPATCHER, masked=True),
        "gone": sorted(set(have) - set(shown)),
        "plan_version": plan_version(session, district_id),
    }


def cards_of(session: Session, order_ids: Sequence[str], *, now: datetime) -> dict[str, dict[str, Any]]:
    """These orders as the board shows them, by id."""
    orders = session.scalars(select(Order).where(Order.id.in_(order_ids))).all()
    shown = cards(session, orders, now=now, role=Role.DISPATCHER, masked=True)
    return {card["id"]: card for card in shown}


def _on_board(district: District, day: date, now: datetime) -> ColumnElement[bool]:
    """Today: all that is open, and what was done today. Another day: what was done, is planned or is promised then."""
    zone = ZoneInfo(district.zone)
    starts_at = datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
    ends_at = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)
    withdrawn = and_(
        Order.status == Status.WITHDRAWN, Order.updated_at >= starts_at, Order.updated_at < ends_at
    )
    completed = and_(Order.completed_at >= starts_at, Order.completed_at < ends_at)
    if now.astimezone(zone).date() == day:
        return or_(Order.status.in_(sorted(OPEN)), completed, withdrawn, _owes_people(now))
    planned = and_(Order.planned_start_at >= starts_at, Order.planned_start_at < ends_at)
    agreed = and_(Order.agreed_at >= starts_at, Order.agreed_at < ends_at)
    return or_(completed, planned, agreed, Order.booked_date == day)


def _owes_people(now: datetime) -> ColumnElement[bool]:
    """A question or a dissatisfied customer waits, or a call-back is pressing: it is not over when the work is."""
    waits = PromiseClock.promise.in_((PromiseCode.ANSWER, PromiseCode.CARE))
    pressing = and_(PromiseClock.promise == PromiseCode.CALLBACK, PromiseClock.due_at <= now + PRESSING)
    owed = select(PromiseClock.order_id).where(
        PromiseClock.state.in_((State.RUNNING, State.BROKEN)),
        PromiseClock.met_at.is_(None),
        or_(waits, pressing),
    )
    return Order.id.in_(owed)


def _plan(session: Session, district_id: str) -> dict[str, Any] | None:
    plan = session.scalars(
        select(Plan).where(Plan.district_id == district_id).order_by(Plan.version.desc()).limit(1)
    ).first()
    if plan is None:
        return None
    return {
        "version": plan.version,
        "created_at": instant(plan.created_at),
        "unassigned": plan.unassigned,
        "roads": plan.roads,
    }
