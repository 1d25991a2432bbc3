"""What would become of an order in every lane: the planner's offer there, or the planner's rule that keeps it out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE
from dispatch.planning.alternatives import reasons_in
from dispatch.planning.lanes import Lanes, Seated
from dispatch.queries.insertions import due_of
from dispatch.queries.plan_reasons import blocked_lines, freed
from dispatch.queries.promises import window_of
from dispatch.queries.rescues import rescues
from dispatch.storage.desks import Desks
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.running_day import Travel, running_day
from sla.appointment import Window
from sla.policy import PromiseCode

Line = dict[str, Any]


def foresight(
    session: Session, order_id: str, *, now: datetime, travel: Travel, desks: Desks | None = None
) -> dict[str, Any]:
    """`offers` as of `rescues`, but of everybody who could have it and move nobody; `refused`, with the rule, the rest.

    Whoever has it now is in neither. Both are empty while the order cannot be moved, or is planned in another week.
    """
    order = session.get_one(Order, order_id)
    zone = session.get_one(District, order.district_id).zone
    head: Line = {
        "order_id": order.id,
        "version": order.version,
        "zone": zone,
        "now": now.isoformat(),
    }
    nothing = head | {"offers": [], "refused": []}
    if order.status not in PLANNABLE:
        return nothing
    running = (
        running_day(session, order.district_id, now, travel)
        if desks is None
        else desks.known(session, order, now)
    )
    job, problem = freed(running, order_id)
    if job is None:
        return nothing
    lanes = Lanes(problem, running.travel, running.plan, asked=order_id)
    found = reasons_in(lanes, job, crew=[technician.id for technician in running.look.technicians])
    due = due_of(session, order_id)
    window = window_of(session, order, zone) if order.agreed_at is not None else None
    # the same price on the risk list's buttons and in the lane
    quick = {
        one["technician_id"]: one
        for one in rescues(session, order_id, now=now, desks=desks)
        if not one["moves"]
    }
    offers = [
        quick.get(one.technician_id, {}) | {"overtime_s": one.seat.overtime}
        if one.technician_id in quick
        else offer_of(lanes, one.seat, due, window)
        for one in found.possible
        if one.seat is not None and one.technician_id != order.technician_id
    ]
    blocked = [one for one in found.blocked if one.technician_id != order.technician_id]
    return head | {
        "offers": sorted(offers, key=lambda one: (len(one["breaks"]), one["extra_s"])),
        "refused": blocked_lines(session, running, order_id, blocked),
    }


def offer_of(lanes: Lanes, seat: Seated, due: Mapping[str, datetime], window: Window | None) -> Line:
    """One place as the page shows it: what it adds, when somebody comes, what it breaks."""
    arrive_at, ends_at = _at(seat.start), _at(seat.finish)
    breaks = [promise for promise, due_at in sorted(due.items()) if ends_at > due_at]
    if window is not None and not window.from_at <= arrive_at <= window.to_at:
        breaks.append(str(PromiseCode.ARRIVE))
    before, after = lanes.lane(seat.shift).route, seat.lane.route
    return {
        "technician_id": seat.shift.technician_id,
        "extra_s": (after.travel if after else 0) - (before.travel if before else 0),
        "arrive_at": arrive_at.isoformat(),
        "breaks": breaks,
        "moves": 0,
        "key": None,
        "overtime_s": seat.overtime,
    }


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
