"""From a district's technicians and orders to a planning problem over the next days (`build_day`).

Pure: the caller brings `now`, reads positions and orders, and makes the travel times for `DayProblem.points`.
The values are in `day_values`, a technician's shift in `day_shifts`, an order's job in `day_jobs`, the way back in
`day_stops`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.planning.day_horizon import Horizon, Places, seconds
from dispatch.planning.day_jobs import job_of
from dispatch.planning.day_kit import kit_of
from dispatch.planning.day_shifts import shift_id, shift_of
from dispatch.planning.day_stops import (
    DayProblem,
    Running,
    Stop,
    Unassigned,
    plan_from,
    stops_of,
    unassigned_of,
)
from dispatch.planning.day_values import (
    AGREED,
    CONTACT_HOURS,
    HALVES,
    Half,
    PlannedOrder,
    PlannedTechnician,
    Point,
)
from dispatch.planning.problem import Busy, Job, Problem
from dispatch.planning.rules import DEFAULT_RULES, Rules

__all__ = [
    "CONTACT_HOURS",
    "HALVES",
    "DayProblem",
    "Half",
    "PlannedOrder",
    "PlannedTechnician",
    "Point",
    "Running",
    "Stop",
    "Unassigned",
    "build_day",
    "plan_from",
    "predicted_end",
    "shift_id",
    "stops_of",
    "unassigned_of",
]


def predicted_end(now: datetime, *, since_at: datetime, duration: timedelta) -> datetime:
    """When work under way will end: as planned, and if it overruns, a quarter of an hour from now."""
    return max(since_at + duration, now + timedelta(minutes=15))


def build_day(
    now: datetime,
    zone: ZoneInfo,
    technicians: Iterable[PlannedTechnician],
    orders: Iterable[PlannedOrder],
    rules: Rules = DEFAULT_RULES,
) -> DayProblem:
    """The problem over the rest of today and the days after it."""
    if now.tzinfo is None:
        raise ValueError("now: expected an aware time")
    places = Places()
    horizon = Horizon(now, zone, rules)
    crew, work = tuple(technicians), tuple(orders)
    kit = kit_of(crew, work, horizon)
    busy: dict[str, Busy] = {}
    jobs: list[Job] = []
    later: list[str] = []
    under_way = {order.id: order.fixed_until for order in work if order.fixed_until is not None}
    waiting = _waiting(work, horizon)
    for order in work:
        if order.fixed_until is not None:
            if order.technician_id is not None:
                until = seconds(max(order.fixed_until, now))
                known = busy.get(order.technician_id)
                if known is None or known.until < until:
                    busy[order.technician_id] = Busy(until=until, location=places.number(order.place))
        elif order.id in waiting:
            later.append(order.id)
        else:
            jobs.append(job_of(_freed(order, under_way), crew, horizon, kit, places.number(order.place)))
    words = _words(work, horizon)
    shifts = [
        shift
        for technician in crew
        for day in range(rules.days)
        if (
            shift := shift_of(
                technician,
                day,
                horizon,
                places,
                kit=kit,
                busy=busy.get(technician.id),
                word=words.get((technician.id, horizon.dates[day])),
            )
        )
        is not None
    ]
    return DayProblem(
        Problem(shifts=tuple(shifts), jobs=tuple(jobs), aims=rules.aims), places.points(), zone, tuple(later)
    )


def _words(work: Iterable[PlannedOrder], horizon: Horizon) -> dict[tuple[str, date], int]:
    """By technician and date: when the last visit ends at the latest for which they agreed a time with the customer."""
    found: dict[tuple[str, date], int] = {}
    for order in work:
        who = order.announced if order.taken else order.technician_id
        if order.agreed_at is not None and who is not None and order.fixed_until is None:
            key = who, order.agreed_at.astimezone(horizon.zone).date()
            found[key] = max(found.get(key, 0), seconds(order.agreed_at + AGREED + order.duration))
    return found


def _waiting(work: Sequence[PlannedOrder], horizon: Horizon) -> frozenset[str]:
    """What is not to be planned yet: booked beyond the horizon, or after an order that is not planned."""
    waiting = {order.id for order in work if order.fixed_until is None and horizon.starts_after(order)}
    known = {order.id for order in work}
    while more := {
        order.id
        for order in work
        if order.fixed_until is None
        and order.id not in waiting
        and (order.after & waiting or order.after - known)
    }:
        waiting |= more
    return frozenset(waiting)


def _freed(order: PlannedOrder, under_way: Mapping[str, datetime]) -> PlannedOrder:
    """What it waits for and is under way ends at a known time: until then, not before."""
    ends = [under_way[first] for first in order.after & under_way.keys()]
    if not ends:
        return order
    earliest = max(ends) if order.not_before_at is None else max(*ends, order.not_before_at)
    return replace(order, after=order.after - under_way.keys(), not_before_at=earliest)
