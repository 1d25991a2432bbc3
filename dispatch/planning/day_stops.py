"""Back from a plan to dated stops, and from the running plan's stops to a start for the search."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NotRequired, TypedDict
from zoneinfo import ZoneInfo

from dispatch.planning.day_horizon import instant_at
from dispatch.planning.day_shifts import shift_id
from dispatch.planning.day_values import Point
from dispatch.planning.explain import explain_unassigned
from dispatch.planning.plan import Plan, Route, Visit
from dispatch.planning.problem import Problem
from dispatch.planning.travel import TravelTimes


@dataclass(frozen=True, slots=True)
class DayProblem:
    """`points` are the problem's locations; `later` are orders that are booked beyond the horizon or wait for what is."""

    problem: Problem
    points: tuple[Point, ...]
    zone: ZoneInfo
    later: tuple[str, ...] = field(default=())


class Stop(TypedDict):
    """One planned visit. Whoever would arrive early sets off later: `arrive_at` is when the work starts."""

    order_id: str
    technician_id: str
    day: date
    seq: int
    arrive_at: datetime
    start_at: datetime
    end_at: datetime
    travel_s: int
    depot_at: NotRequired[datetime]  # the van is filled up there on the way to this visit


class Unassigned(TypedDict):
    """An order without a place, and the code of what blocks it (`explain.Obstacle`)."""

    order_id: str
    reason: str


class Running(TypedDict):
    """What must be known of a stop of the running plan to start from it."""

    order_id: str
    technician_id: str
    day: date
    seq: int


def stops_of(day: DayProblem, plan: Plan) -> list[Stop]:
    """The plan's visits with aware UTC times, in driving order."""
    shifts = {shift.id: shift for shift in day.problem.shifts}
    stops = []
    for route in plan.routes:
        shift = shifts[route.shift_id]
        for seq, visit in enumerate(route.visits, start=1):
            stop = Stop(
                order_id=visit.job_id,
                technician_id=shift.technician_id,
                day=instant_at(shift.earliest).astimezone(day.zone).date(),
                seq=seq,
                arrive_at=instant_at(visit.start),
                start_at=instant_at(visit.start),
                end_at=instant_at(visit.finish),
                travel_s=visit.travel,
            )
            if route.restock is not None and route.restock.after == seq - 1:
                stop["depot_at"] = instant_at(route.restock.start)
            stops.append(stop)
    return stops


def unassigned_of(day: DayProblem, travel: TravelTimes, plan: Plan) -> list[Unassigned]:
    """The orders that found no place, each with its reason."""
    return [
        Unassigned(order_id=found.job_id, reason=found.obstacle.value)
        for found in explain_unassigned(day.problem, travel, plan)
    ]


def plan_from(day: DayProblem, running: Sequence[Running]) -> Plan:
    """The running plan as a start for the search: only who, which day and in which order count."""
    rows: dict[str, list[Running]] = {}
    for stop in running:
        rows.setdefault(shift_id(stop["technician_id"], stop["day"]), []).append(stop)
    known = {job.id for job in day.problem.jobs}
    routes = []
    for shift in day.problem.shifts:
        row = sorted(rows.get(shift.id, ()), key=lambda stop: stop["seq"])
        visits = tuple(
            Visit(job_id=stop["order_id"], travel=0, arrive=0, start=0, finish=0)
            for stop in row
            if stop["order_id"] in known
        )
        if visits:
            routes.append(Route(shift_id=shift.id, depart=0, visits=visits, rests=(), travel_home=0, back=0))
    placed = {visit.job_id for route in routes for visit in route.visits}
    unassigned = tuple(job.id for job in day.problem.jobs if job.id not in placed)
    return Plan(routes=tuple(routes), unassigned=unassigned)
