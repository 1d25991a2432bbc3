"""Who else could take an order, at what extra road, and what that would break: the planner's own insertion."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.planning.day import build_day, plan_from
from dispatch.planning.insert import Place, best_places
from dispatch.queries.promises import window_of
from dispatch.storage.day import day_input
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.travel.great_circle import GreatCircle
from sla.appointment import Window
from sla.clock import State
from sla.policy import PromiseCode


def rescues(session: Session, order_id: str, *, now: datetime) -> list[dict[str, Any]]:
    """One offer a technician, the best first: those that break nothing, then the shortest way round.

    Nobody else is moved: the others keep their technician, order and windows. Neither who has it now nor who handed
    it back is offered. Empty while the order cannot be moved.
    """
    order = session.get_one(Order, order_id)
    look = day_input(session, order.district_id, now)
    asked = [one for one in look.orders if one.id == order_id and one.fixed_until is None]
    if not asked:
        return []
    free = replace(asked[0], technician_id=None)
    others = [one for one in look.orders if one.id != order_id]
    day = build_day(look.read_at, look.zone, look.technicians, [*others, free])
    job = next((job for job in day.problem.jobs if job.id == order_id), None)
    if job is None:
        return []
    travel = GreatCircle().travel(day.points)
    running = [stop for stop in look.running if stop["order_id"] != order_id]
    places = best_places(day.problem, travel, plan_from(day, running), job)
    unasked = {order.technician_id, *look.declined.get(order_id, ())}
    due = _due(session, order_id)
    window = window_of(session, order, look.zone.key) if order.agreed_at is not None else None
    best: dict[str, dict[str, Any]] = {}
    for place in places:
        if place.start is None or place.technician_id in unasked or place.technician_id in best:
            continue
        best[place.technician_id] = _offer(place, place.start, job.duration, due, window)
    return sorted(best.values(), key=lambda offer: (len(offer["breaks"]), offer["extra_s"]))


def _offer(
    place: Place, start: int, duration: int, due: Mapping[str, datetime], window: Window | None
) -> dict[str, Any]:
    arrive_at = datetime.fromtimestamp(start, UTC)
    ends_at = datetime.fromtimestamp(start + duration, UTC)
    breaks = [promise for promise, due_at in sorted(due.items()) if ends_at > due_at]
    if place.way and window is not None and not window.from_at <= arrive_at <= window.to_at:
        breaks.append(str(PromiseCode.ARRIVE))
    return {
        "technician_id": place.technician_id,
        "extra_s": place.extra_travel,
        "arrive_at": arrive_at.isoformat(),
        "breaks": breaks,
    }


def _due(session: Session, order_id: str) -> dict[str, datetime]:
    """What still can be kept by finishing in time."""
    rows = session.execute(
        select(PromiseClock.promise, func.min(PromiseClock.due_at))
        .where(
            PromiseClock.order_id == order_id,
            PromiseClock.promise.in_([PromiseCode.COMPLETE, PromiseCode.URGENT]),
            PromiseClock.state == State.RUNNING,
        )
        .group_by(PromiseClock.promise)
    )
    return dict(rows.all())
