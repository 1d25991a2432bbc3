"""Search over everything that a reader may see: orders of any day, technicians, areas; a few of each, the newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.orders.line import plain
from dispatch.queries.masking import mask_name, mask_phone
from dispatch.queries.order_list import day_on_board
from dispatch.storage.district import Area, District
from dispatch.storage.order import Order
from dispatch.storage.technician import Technician

MOST_ORDERS: Final = 12
MOST_OTHERS: Final = 5


def search(session: Session, words: str, districts: Sequence[str], *, now: datetime) -> dict[str, Any]:
    """In these districts alone; names and phone numbers are masked, however exactly they were asked for."""
    wanted = plain(words)
    zones = dict(session.execute(select(District.id, District.zone).where(District.id.in_(districts))).all())
    ids = [] if not wanted else _order_ids(session, wanted, districts)
    rows = {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(ids)))}
    return {
        "orders": [
            {
                "id": order.id,
                "number": order.number,
                "district_id": order.district_id,
                "kind": str(order.kind),
                "status": str(order.status),
                "name": mask_name(order.customer_name),
                "phone": mask_phone(order.customer_phone),
                "address": order.address,
                "technician_id": order.technician_id,
                "date": day_on_board(order, zones[order.district_id], now),
            }
            for order in (rows[order_id] for order_id in ids if order_id in rows)
        ],
        "technicians": [] if not wanted else _technicians(session, wanted, districts),
        "areas": [] if not wanted else _areas(session, wanted, districts),
    }


def _order_ids(session: Session, wanted: str, districts: Sequence[str]) -> list[str]:
    """By district, as the index lies: each is read from its newest order on, and only until there are enough."""
    found: list[tuple[datetime, str]] = []
    for district_id in districts:
        found += [
            (at, order_id)
            for at, order_id in session.execute(
                select(Order.accepted_at, Order.id)
                .where(Order.district_id == district_id, Order.search.contains(wanted, autoescape=True))
                .order_by(Order.accepted_at.desc())
                .limit(MOST_ORDERS)
            )
        ]
    return [order_id for _, order_id in sorted(found, reverse=True)[:MOST_ORDERS]]


def _technicians(session: Session, wanted: str, districts: Sequence[str]) -> list[dict[str, Any]]:
    people = session.scalars(
        select(Technician)
        .where(Technician.district_id.in_(districts), Technician.active)
        .order_by(Technician.id)
    )
    found = [
        person
        for person in people
        if any(
            wanted in plain(text) for text in (person.name, person.name_en, person.badge, person.team) if text
        )
    ]
    return [
        {
            "id": person.id,
            "district_id": person.district_id,
            "name": person.name,
            "name_en": person.name_en,
            "badge": person.badge,
            "team": person.team,
        }
        for person in found[:MOST_OTHERS]
    ]


def _areas(session: Session, wanted: str, districts: Sequence[str]) -> list[dict[str, Any]]:
    places = session.scalars(
        select(Area)
        .where(Area.district_id.in_(districts), or_(Area.name.is_not(None), Area.name_en.is_not(None)))
        .order_by(Area.id)
    )
    found = [
        area for area in places if any(wanted in plain(text) for text in (area.name, area.name_en) if text)
    ]
    return [
        {"id": area.id, "district_id": area.district_id, "name": area.name, "name_en": area.name_en}
        for area in found[:MOST_OTHERS]
    ]
