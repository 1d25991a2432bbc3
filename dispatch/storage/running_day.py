"""The running plan of a district as the planner's own values, to ask it questions: where else, when else, why, what if."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY
from dispatch.planning.day import DayProblem, build_day, plan_from
from dispatch.planning.hours import FLAT, Hours, at_hours, together
from dispatch.planning.plan import Plan
from dispatch.planning.travel import MatrixTravel
from dispatch.storage.day import DayInput, day_input
from dispatch.storage.order import Order

Point = tuple[float, float]


class Travel(Protocol):
    """Where travel times come from (`dispatch.travel.cache.TravelCache` keeps them between questions)."""

    @property
    def hours(self) -> Hours:
        """By how much each hour of the week is slower than the table."""
        ...

    def travel(self, points: tuple[Point, ...]) -> MatrixTravel: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDay:
    """One consistent look at a district: its problem, the road, and the plan that is being driven.

    `plan` says who, which day and in which order; its times are those of the search, not of the stored visits.
    """

    look: DayInput
    day: DayProblem
    travel: MatrixTravel
    plan: Plan
    versions: Mapping[str, int] = field(default_factory=dict)
    """Of the orders in it; whoever stores what was found here checks that they are still so."""


def running_day(session: Session, district_id: str, now: datetime, travel: Travel) -> RunningDay:
    open_ones = select(Order.id, Order.version).where(
        Order.district_id == district_id, Order.status.in_(sorted(PLANNABLE | UNDER_WAY))
    )
    versions = dict(session.execute(open_ones).all())  # before all else: what changes meanwhile is found out
    look = day_input(session, district_id, now)
    day = problem_of(look, travel.hours)
    return RunningDay(
        look=look,
        day=day,
        travel=travel.travel(day.points),
        plan=plan_from(day, look.running),
        versions=versions,
    )


def problem_of(look: DayInput, hours: Hours = FLAT) -> DayProblem:
    """The planning problem; nobody is offered again what they handed back, while somebody else works here.

    `hours` are the road's: each shift is as slow as the traffic of its own hours, and as done work has shown.
    """
    day = build_day(look.read_at, look.zone, look.technicians, look.orders, look.rules)
    slowed = at_hours(day.problem, together(hours, look.learned.hours), day.zone)
    return replace(day, problem=slowed)
