"""A district's running days as `planning.slots` asks them, for an order or for what somebody wants at intake."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE, Status
from dispatch.orders.work import WORK
from dispatch.planning.day import DayProblem, PlannedOrder, plan_from
from dispatch.planning.problem import Shift
from dispatch.planning.routes import Routes
from dispatch.planning.rules import Rules
from dispatch.planning.slots import REPAIR, Slots, Sought
from dispatch.storage.day import DayInput, changes_of, day_input, plan_version
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.running_day import Travel, problem_of
from dispatch.storage.slot_draft import lengths_in
from dispatch.storage.slot_hold import PREFIX, SlotHold, is_hold, live_holds
from sla.policy import PromiseCode

AGREEABLE: Final = frozenset({Status.ON_HOLD, *PLANNABLE})
"""While an order is in one of these, a time can be sought for it."""
MOST_UNPLACED: Final = 100
"""So many of the orders that nobody promised a time and that have no place yet are given one first, the heaviest."""
Stamp = tuple[int, int, tuple[str, ...]]
_KEPT: Final = frozenset({Status.TAKEN, Status.CONTACTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDay:
    """The running days with everything in its place, and what is sought in them."""

    slots: Slots
    sought: Sought
    rules: Rules
    zone: ZoneInfo
    wanted: PlannedOrder


def wanted_of(session: Session, order: Order) -> PlannedOrder | None:
    """The order as if nothing had been agreed yet; None while it is under way, or over."""
    if order.status not in AGREEABLE:
        return None
    kept = order.pinned or order.status in _KEPT or order.held_from in _KEPT
    technician_id = order.technician_id if kept else None
    return PlannedOrder(
        id=order.id,
        place=(order.lat, order.lon),
        duration=lengths_in(session, order.district_id).of(order, technician_id)[0],
        skills=frozenset(order.skills),
        priority=order.priority,
        due_at=session.scalar(
            select(PromiseClock.due_at).where(
                PromiseClock.order_id == order.id, PromiseClock.promise == PromiseCode.COMPLETE
            )
        ),
        technician_id=technician_id,
        area_id=order.area_id,
        excluded=frozenset((*order.declined_by, *order.not_wanted)),
        tools=WORK[order.kind].tools,
        parts={} if order.parts_used else WORK[order.kind].parts,
    )


def slot_day(
    session: Session,
    district_id: str,
    wanted: PlannedOrder,
    now: datetime,
    travel: Travel,
    *,
    without: frozenset[str] = frozenset(),
) -> SlotDay:
    """The days over which times are offered, without these holds and without the wanted order's present place."""
    look = day_input(session, district_id, now)
    known = next((order for order in look.orders if order.id == wanted.id), None)
    if known is not None:  # as the planner sees it, but free of its time
        wanted = replace(
            known,
            due_at=wanted.due_at,
            agreed_at=None,
            booked_date=None,
            not_before_at=None,
            announced=None,
            taken=False,
            announced_at=None,
        )
    left_out = {wanted.id, *(PREFIX + hold_id for hold_id in without)}
    others = [order for order in look.orders if order.id not in left_out]
    look = replace(
        look,
        rules=replace(look.rules, days=max(look.rules.days, look.rules.offered_days)),
        orders=(*others, wanted),
        running=tuple(stop for stop in look.running if stop["order_id"] != wanted.id),
    )
    day = problem_of(look, travel.hours)
    routes = Routes(day.problem, travel.travel(day.points), plan_from(day, look.running))
    holds = {PREFIX + hold.id: hold for hold in live_holds(session, district_id, now)}
    _complete(routes, day, look, wanted, holds)
    repairs = frozenset(order.id for order in others if REPAIR in order.skills)
    job = next(job for job in day.problem.jobs if job.id == wanted.id)
    return SlotDay(
        slots=Slots(routes, look.rules, now=now, zone=look.zone, repairs=repairs),
        sought=Sought(
            job=job,
            repair=REPAIR in wanted.skills,
            due=None if wanted.due_at is None else round(wanted.due_at.timestamp()),
        ),
        rules=look.rules,
        zone=look.zone,
        wanted=wanted,
    )


def stamp_of(session: Session, district_id: str, now: datetime) -> Stamp:
    """Equal as long as neither the open work, nor the running plan, nor what is held has changed."""
    held = tuple(hold.id for hold in live_holds(session, district_id, now))
    return plan_version(session, district_id), changes_of(session, district_id), held


def _complete(
    routes: Routes, day: DayProblem, look: DayInput, wanted: PlannedOrder, holds: dict[str, SlotHold]
) -> None:
    """Give everything a place that has none yet: first what is promised, then what is held, then the rest."""
    jobs = {job.id: job for job in day.problem.jobs}
    placed = routes.placed()
    unplaced = [
        order
        for order in look.orders
        if order.id in jobs and order.id != wanted.id and not is_hold(order.id) and order.id not in placed
    ]
    on: dict[date, list[Shift]] = {}
    for shift in routes.shifts:
        on.setdefault(datetime.fromtimestamp(shift.earliest, look.zone).date(), []).append(shift)
    promised = [
        (order, on_day) for order in unplaced if (on_day := _promised_on(order, look.zone)) is not None
    ]
    for order, on_day in sorted(promised, key=lambda one: (one[0].agreed_at is None, one[0].id)):
        routes.place(jobs[order.id], on.get(on_day, ()))
    for job_id, hold in holds.items():
        if job_id in jobs:
            _place_hold(routes, job_id, hold)
    rest = [jobs[order.id] for order in unplaced if _promised_on(order, look.zone) is None]
    for job in sorted(rest, key=lambda job: (-job.weight, job.id))[:MOST_UNPLACED]:
        routes.place(job)


def _promised_on(order: PlannedOrder, zone: ZoneInfo) -> date | None:
    return order.booked_date if order.agreed_at is None else order.agreed_at.astimezone(zone).date()


def _place_hold(routes: Routes, job_id: str, hold: SlotHold) -> None:
    """Beside the place that its order has so far, which stays its own until the choice is made.

    Where both do not fit into one day, nothing else is sold of the days of either.
    """
    job = routes.timetable.jobs[job_id]
    first = replace(job, fallbacks=())
    if routes.place(first) is not None or hold.order_id is None:
        return
    old = routes.remove(hold.order_id)
    new = routes.place(first)
    routes.freeze(*(shift for shift in (old, new) if shift is not None))
