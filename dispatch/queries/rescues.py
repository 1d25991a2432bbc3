"""Who else could take an order, at what extra road, and what that would break: the planner's own insertion."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.planning.day import build_day, plan_from
from dispatch.planning.insert import Place, best_places
from dispatch.storage.day import day_input
from dispatch.storage.order import Order
from dispatch.travel.great_circle import GreatCircle
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
    best: dict[str, dict[str, Any]] = {}
    for place in places:
        if place.start is None or place.technician_id in unasked or place.technician_id in best:
            continue
        best[place.technician_id] = _offer(place, place.start, job.duration, free.due_at, order)
    return sorted(best.values(), key=lambda offer: (len(offer["breaks"]), offer["extra_s"]))


def _offer(place: Place, start: int, duration: int, due_at: datetime | None, order: Order) -> dict[str, Any]:
    arrive_at = datetime.fromtimestamp(start, UTC)
    breaks = []
    if due_at is not None and start + duration > due_at.timestamp():
        breaks.append(str(PromiseCode.COMPLETE))
    if (
        place.way
        and order.agreed_at is not None
        and abs((arrive_at - order.agreed_at).total_seconds()) > _HOUR_S
    ):
        breaks.append(str(PromiseCode.ARRIVE))
    return {
        "technician_id": place.technician_id,
        "extra_s": place.extra_travel,
        "arrive_at": arrive_at.isoformat(),
        "breaks": breaks,
    }


_HOUR_S = 3600
