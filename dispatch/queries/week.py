"""Seven days side by side: how many visits each technician has on each of them, and how their promises stand."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import Status
from dispatch.queries.promises import promises_of
from dispatch.storage.district import District
from dispatch.storage.order import Order

DAYS: Final = 7
WORST_FIRST: Final = ("broken", "jeop", "risk", "paused", "track", "kept")


def week(session: Session, district_id: str, first: date, *, now: datetime) -> dict[str, Any]:
    """A cell a technician and day with anything on it. `states` counts visits by the worst that a promise of theirs is in."""
    district = session.get_one(District, district_id)
    zone = ZoneInfo(district.zone)
    days = [first + timedelta(days=k) for k in range(DAYS)]
    starts_at, ends_at = (
        datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
        for day in (first, first + timedelta(days=DAYS))
    )
    orders = session.scalars(
        select(Order)
        .where(
            Order.district_id == district_id,
            Order.technician_id.is_not(None),
            Order.status != Status.WITHDRAWN,
            or_(
                *(
                    (column >= starts_at) & (column < ends_at)
                    for column in (Order.planned_start_at, Order.agreed_at, Order.completed_at)
                )
            ),
        )
        .order_by(Order.id)
    ).all()
    promises = promises_of(session, orders, now)
    cells: dict[tuple[str, str], dict[str, Any]] = defaultdict(lambda: {"minutes": 0, "states": Counter()})
    for order in orders:
        at = order.completed_at or order.planned_start_at or order.agreed_at
        if at is None or not starts_at <= at < ends_at or order.technician_id is None:
            continue
        cell = cells[order.technician_id, at.astimezone(zone).date().isoformat()]
        cell["minutes"] += order.duration_min + round((order.planned_travel_s or 0) / 60)
        cell["states"][_worst(promises[order.id], done=order.completed_at is not None)] += 1
    return {
        "days": [day.isoformat() for day in days],
        "cells": [
            {
                "technician_id": technician_id,
                "date": day,
                "count": cell["states"].total(),
                "minutes": cell["minutes"],
                "states": dict(cell["states"]),
            }
            for (technician_id, day), cell in sorted(cells.items())
        ],
    }


def _worst(promises: list[dict[str, Any]], *, done: bool) -> str:
    """Taking an order in time is a promise among ourselves: it is not what the customer's visit looks like."""
    risks = {promise["risk"] for promise in promises if promise["promise"] != "accept"}
    return next((level for level in WORST_FIRST if level in risks), "kept" if done else "track")
