"""Who else could take an order, at what extra road, and what that would break: the planner's own insertion."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from dispatch.planning.day import build_day, plan_from
from dispatch.planning.ejection import NoRoom
from dispatch.planning.insert import Place, best_places
from dispatch.queries.insertions import MANY, due_of, offers
from dispatch.queries.promises import window_of
from dispatch.storage.day import day_input
from dispatch.storage.desks import Desks
from dispatch.storage.order import Order
from dispatch.travel.great_circle import GreatCircle
from sla.appointment import Window
from sla.policy import PromiseCode

MOST_EJECTING: Final = 2
"""So many offers that move other visits are shown, and only where they save what no other does."""


def rescues(
    session: Session, order_id: str, *, now: datetime, desks: Desks | None = None
) -> list[dict[str, Any]]:
    """One offer a technician, the best first: those that break nothing, then the shortest way round.

    Nobody who was promised a time is moved. With `desks`, the warm plans of this process, the answer takes
    milliseconds, and where nobody could take the order without breaking a promise, visits that were promised to nobody
    may make room: `moves` says how many, `key` names the offer for `POST …/insertions`. Neither who has it now nor who
    handed it back is offered. Empty while the order cannot be moved.
    """
    order = session.get_one(Order, order_id)
    if desks is not None:
        with suppress(NoRoom):
            return _warm_rescues(session, order, desks, now)
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
    due = due_of(session, order_id)
    window = window_of(session, order, look.zone.key) if order.agreed_at is not None else None
    best: dict[str, dict[str, Any]] = {}
    for place in places:
        if place.start is None or place.technician_id in unasked or place.technician_id in best:
            continue
        best[place.technician_id] = _offer(place, place.start, job.duration, due, window)
    return sorted(best.values(), key=lambda offer: (len(offer["breaks"]), offer["extra_s"]))


def _warm_rescues(session: Session, order: Order, desks: Desks, now: datetime) -> list[dict[str, Any]]:
    shown = offers(session, order, desks.offers(session, order, now, most=MANY))
    unasked = {order.technician_id, *order.declined_by}
    best: dict[str, dict[str, Any]] = {}
    for offer in sorted(shown, key=lambda one: (len(one["breaks"]), len(one["moves"]), one["extra_s"])):
        if offer["technician_id"] not in unasked:
            best.setdefault(offer["technician_id"], offer)
    direct = [one for one in best.values() if not one["moves"]]
    least = min((len(one["breaks"]) for one in direct), default=len(PromiseCode))
    opened = [one for one in best.values() if one["moves"] and len(one["breaks"]) < least]
    found = [
        {
            "technician_id": one["technician_id"],
            "extra_s": one["extra_s"],
            "arrive_at": one["arrive_at"],
            "breaks": one["breaks"],
            "moves": len(one["moves"]),
            "key": one["key"],
        }
        for one in [*direct, *opened[:MOST_EJECTING]]
    ]
    return sorted(found, key=lambda one: (len(one["breaks"]), one["moves"], one["extra_s"]))


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
        "moves": 0,
        "key": None,
    }
