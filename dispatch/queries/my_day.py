"""A technician's own orders: what is to be done, in planned order, and what is done today."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN, UNDER_WAY, Status
from dispatch.orders.people import Role
from dispatch.queries.cards import cards
from dispatch.queries.ladders import ladders_of
from dispatch.queries.people import technicians_json
from dispatch.storage.day import plan_version
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.technician import Technician


def my_day(session: Session, technician_id: str, *, now: datetime) -> dict[str, Any]:
    """Open orders of the technician (also those of the days after: their customers want a call) and today's done ones."""
    technician = session.get_one(Technician, technician_id)
    district = session.get_one(District, technician.district_id)
    orders = _orders(session, technician_id, district.zone, now)
    views = _cards(session, orders, now)
    done = {order.id for order in orders if order.status not in OPEN}
    (person,) = technicians_json(
        session, [technician], district, now.astimezone(ZoneInfo(district.zone)).date()
    )
    return {
        "now": now.isoformat(),
        "technician": person | {"stock": technician.stock, "load": technician.load},
        "orders": [view for view in views if view["id"] not in done],
        "done": [view for view in views if view["id"] in done],
    }


def changes(
    session: Session, technician_id: str, have: Mapping[str, int], *, now: datetime
) -> dict[str, Any]:
    """What is newer than the phone has, and what is no longer this technician's."""
    technician = session.get_one(Technician, technician_id)
    zone = session.get_one(District, technician.district_id).zone
    orders = _orders(session, technician_id, zone, now)
    newer = [order for order in orders if order.version > have.get(order.id, -1)]
    mine = {order.id for order in orders}
    return {
        "orders": _cards(session, newer, now),
        "gone": sorted(set(have) - mine),
        "plan_version": plan_version(session, technician.district_id),
    }


def card(session: Session, order_id: str, *, now: datetime) -> dict[str, Any] | None:
    """The order as its own technician sees it."""
    return cards_of(session, [order_id], now=now).get(order_id)


def cards_of(session: Session, order_ids: Sequence[str], *, now: datetime) -> dict[str, dict[str, Any]]:
    """These orders as their own technicians see them, by id."""
    orders = session.scalars(select(Order).where(Order.id.in_(order_ids))).all()
    return {card["id"]: card for card in _cards(session, orders, now)}


def _cards(session: Session, orders: Sequence[Order], now: datetime) -> list[dict[str, Any]]:
    """Each card with the calls that its customer is owed."""
    ladders = ladders_of(session, orders, now)
    views = cards(session, orders, now=now, role=Role.TECHNICIAN, masked=False)
    return [view | {"ladder": ladders[view["id"]]} for view in views]


def _orders(session: Session, technician_id: str, zone: str, now: datetime) -> list[Order]:
    today = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = session.scalars(
        select(Order).where(
            Order.technician_id == technician_id,
            or_(
                Order.status.in_(sorted(OPEN)),
                (Order.status != Status.WITHDRAWN)
                & (Order.completed_at >= today.astimezone(UTC))
                & (Order.completed_at < (today + timedelta(days=1)).astimezone(UTC)),
            ),
        )
    )
    return sorted(rows, key=_place)


def _place(order: Order) -> tuple[bool, datetime, str]:
    """Under way first, then as planned, then by when it was accepted."""
    return (
        order.status not in UNDER_WAY,
        order.planned_start_at or order.accepted_at + timedelta(days=30),
        order.id,
    )
