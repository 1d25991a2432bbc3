"""Where a technician is, as the phone reports it."""

import math
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound
from dispatch.orders.lifecycle import Status
from dispatch.orders.timing import TRANSPORT
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.technician import Position, Technician
from technicians.position import is_news


def report_position(
    session: Session, technician_id: str, *, lat: float, lon: float, at: datetime, received_at: datetime
) -> bool:
    """Keep the newest position only; whether this one was news."""
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
        session.add(Position(technician_id=technician_id, lat=lat, lon=lon, at=at))
    else:
        position.lat, position.lon, position.at = lat, lon, at
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
    return True
