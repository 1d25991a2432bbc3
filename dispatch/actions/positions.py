"""Where a technician is, as the phone reports it."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound
from dispatch.actions.log import append, locked_order
from dispatch.orders.facts import Planned
from dispatch.orders.lifecycle import Status
from dispatch.orders.timing import TRANSPORT, Timing
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.policy import policy_for
from dispatch.storage.technician import Position, Technician
from dispatch.travel.time_left import time_left
from sla.appointment import agreed_window
from sla.policy import Kind, PromiseCode
from sla.targets import AroundAgreed
from technicians.position import is_news


def destinations(session: Session, technician_id: str) -> dict[str, tuple[float, float]]:
    """Where this technician is on the way to, by order: how far that still is, is asked before anything is written."""
    rows = session.execute(
        select(Order.id, Order.lat, Order.lon).where(
            Order.technician_id == technician_id, Order.status == Status.ON_THE_WAY
        )
    )
    return {order_id: (lat, lon) for order_id, lat, lon in rows}


def zone_of(session: Session, technician_id: str) -> ZoneInfo:
    """The clock by which this technician's traffic goes."""
    zone = session.scalar(
        select(District.zone)
        .join(Technician, Technician.district_id == District.id)
        .where(Technician.id == technician_id)
    )
    if zone is None:
        raise NotFound("technician", technician_id)
    return ZoneInfo(zone)


def report_position(
    session: Session,
    technician_id: str,
    *,
    lat: float,
    lon: float,
    at: datetime,
    received_at: datetime,
    left_s: Mapping[str, int] | None = None,
) -> bool:
    """Keep the newest position only; whether this one was news. `left_s` is how far it is by road to each order."""
    if not (math.isfinite(lat) and abs(lat) <= 90):  # noqa: PLR2004  # the poles
        raise InvalidField("lat", "a latitude from -90 to 90", lat)
    if not (math.isfinite(lon) and abs(lon) <= 180):  # noqa: PLR2004  # the antimeridian
        raise InvalidField("lon", "a longitude from -180 to 180", lon)
    if at.tzinfo is None:
        raise InvalidField("at", "a time with a zone", at.isoformat())
    technician = session.get(Technician, technician_id)
    if technician is None:
        raise NotFound("technician", technician_id)
    at = min(at, received_at + TRANSPORT)
    position = session.get(Position, technician_id, with_for_update=True)
    if not is_news(position.at if position else None, at, received_at):
        return False
    if position is None:
        position = Position(technician_id=technician_id)
        session.add(position)
    position.lat, position.lon, position.at = lat, lon, at
    position.left_s = dict(left_s or {})
    post(
        session,
        Topic.POSITION,
        {
            "technician_id": technician_id,
            "district_id": technician.district_id,
            "lat": lat,
            "lon": lon,
            "at": at.isoformat(),
            "orders": list(
                session.scalars(
                    select(Order.id).where(
                        Order.technician_id == technician_id, Order.status == Status.ON_THE_WAY
                    )
                )
            ),
        },
        due_at=received_at,
    )
    for order in session.scalars(
        select(Order).where(Order.technician_id == technician_id, Order.status == Status.ON_THE_WAY)
    ):
        left = time_left(position.left_s.get(order.id), (lat, lon), (order.lat, order.lon))
        _note_late(session, order, at + left, received_at)
    return True


def _note_late(session: Session, order: Order, expected_at: datetime, received_at: datetime) -> None:
    """From there the agreed time cannot be kept any more: the visit's plan says so, and with it every page."""
    target = policy_for(session, order).row(PromiseCode.ARRIVE, Kind(order.kind), order.tier).target
    if order.agreed_at is None or not isinstance(target, AroundAgreed):
        return
    latest = agreed_window(order.agreed_at, target).to_at
    arrive_at = max(received_at, expected_at)
    if arrive_at <= latest or (order.planned_arrive_at is not None and order.planned_arrive_at > latest):
        return  # in time, or known already
    order = locked_order(session, order.id)
    if order.status is not Status.ON_THE_WAY:
        return
    order.planned_arrive_at = order.planned_start_at = arrive_at
    order.planned_end_at = arrive_at + timedelta(minutes=order.duration_min)
    append(
        session,
        order,
        Planned(
            technician_id=order.technician_id,
            arrive_at=order.planned_arrive_at,
            start_at=order.planned_start_at,
            end_at=order.planned_end_at,
        ),
        Timing(occurred_at=received_at, received_at=received_at, judged_at=received_at, skewed=False),
    )
