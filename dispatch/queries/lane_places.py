"""Between which visits of one lane an order could stand, when, and at what price: for a person who chooses the place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE
from dispatch.planning.lane_places import Place, places_in
from dispatch.planning.lanes import Lanes
from dispatch.planning.problem import Problem
from dispatch.planning.rescue import Rescue, RescueKind
from dispatch.queries.foresight import offer_of
from dispatch.queries.insertions import due_of
from dispatch.queries.plan_reasons import freed
from dispatch.queries.promises import window_of
from dispatch.queries.touched import date_of, rescue_by
from dispatch.storage.desks import Desks
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.running_day import RunningDay
from dispatch.storage.slot_hold import is_hold


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    running: RunningDay
    problem: Problem
    lanes: Lanes
    found: tuple[Place, ...]


def lane_places(
    session: Session, order_id: str, technician_id: str, on: date, *, now: datetime, desks: Desks
) -> dict[str, Any]:
    """`places` in the order of the day, each with its offer as of `foresight`, or none where there is no room."""
    order = session.get_one(Order, order_id)
    head: dict[str, Any] = {"order_id": order.id, "version": order.version, "technician_id": technician_id}
    looked = _look(session, order, technician_id, on, now=now, desks=desks)
    if looked is None:
        return head | {"places": []}
    due = due_of(session, order_id)
    zone = session.get_one(District, order.district_id).zone
    window = window_of(session, order, zone) if order.agreed_at is not None else None
    return head | {
        "places": [
            {
                "after_id": one.after_id,
                "before_id": one.before_id,
                "offer": None if one.seat is None else offer_of(looked.lanes, one.seat, due, window),
            }
            for one in looked.found
            if not any(is_hold(beside) for beside in (one.after_id, one.before_id) if beside)
        ]
    }


def place_between(
    session: Session,
    order_id: str,
    technician_id: str,
    on: date,
    *,
    after_id: str | None,
    before_id: str | None,
    now: datetime,
    desks: Desks,
) -> Rescue | None:
    """What putting it there changes; None where these two are no neighbours any more, or there is no room."""
    order = session.get_one(Order, order_id)
    looked = _look(session, order, technician_id, on, now=now, desks=desks)
    if looked is None:
        return None
    for one in looked.found:
        if (one.after_id, one.before_id) != (after_id, before_id):
            continue
        if one.seat is None or one.seat.lane.route is None:
            return None
        return rescue_by(
            looked.running,
            looked.problem,
            RescueKind.PLACE,
            technician_id,
            (one.seat.lane.route,),
            start=one.seat.start,
            finish=one.seat.finish,
            cost=one.seat.cost,
            travel=one.seat.travel,
        )
    return None


def _look(
    session: Session, order: Order, technician_id: str, on: date, *, now: datetime, desks: Desks
) -> _Looked | None:
    if order.status not in PLANNABLE:
        return None
    running = desks.known(session, order, now)
    job, problem = freed(running, order.id)
    shift = next(
        (one for one in problem.shifts if one.technician_id == technician_id and date_of(one) == on), None
    )
    if job is None or shift is None:
        return None
    lanes = Lanes(problem, running.travel, running.plan, asked=order.id)
    return _Looked(running=running, problem=problem, lanes=lanes, found=tuple(places_in(lanes, shift, job)))
