"""The ways out of a full or broken day: what each gives up or asks of somebody, its price, and the plan with it taken."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from dispatch.planning.plan import Plan, Route
from dispatch.planning.problem import Job, Problem
from dispatch.planning.timed_plan import whole


class Relief(StrEnum):
    """What is given up or asked of somebody."""

    ASSIGN = "assign"
    OVERTIME = "overtime"
    OTHER_TIME = "other_time"
    WAIVER = "waiver"
    SUPPLIES = "supplies"
    DEPOT = "depot"
    OTHER_PERSON = "other_person"
    MOVE_OTHER = "move_other"
    TWO_TECHNICIANS = "two_technicians"
    DROP_OTHER = "drop_other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefPrices:
    """What each relief costs besides the road, in seconds of road that we would drive to avoid it."""

    overtime: float = 1.0
    """A second of it."""
    other_time: int = 1800
    waiver: int = 3600
    supplies: int = 1800
    other_person: int = 900
    move_other: int = 600
    two_technicians: int = 1800


DEFAULT_PRICES = ReliefPrices()


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """One way, as it was tried: what comes of it for the order, and what it costs.

    `lost` is the weight that stays lost with it, for the order and for the other one that it is about.
    """

    relief: Relief
    technician_id: str
    shift_id: str
    start: int
    finish: int
    loss: int
    lost: int
    cost: float
    travel: int
    seconds: int = 0
    """Of overtime that is needed beyond the latest end of the shift."""
    overtime: int = 0
    """Of overtime in all that the visit makes."""
    names: tuple[str, ...] = ()
    """Skills that are waived; tools and parts that are brought."""
    other_id: str | None = None
    other_technician_id: str | None = None
    other_start: int | None = None
    job: Job
    """The order as this way takes it."""
    changed: tuple[Route, ...] = field(default=(), repr=False)

    @property
    def rank(self) -> tuple[int, float]:
        return self.lost, self.cost


def apply(plan: Plan, problem: Problem, way: WayOut) -> tuple[Problem, Plan]:
    """The plan with the way out taken, and the problem in which the order is as it asks it to be."""
    freed = replace(problem, jobs=tuple(way.job if job.id == way.job.id else job for job in problem.jobs))
    changed = {route.shift_id: route for route in way.changed}
    placed = {visit.job_id for route in way.changed for visit in route.visits}
    kept = [
        route
        for route in plan.routes
        # a lane that has lost its only visit has no route among the changed ones
        if route.shift_id not in changed and not all(visit.job_id in placed for visit in route.visits)
    ]
    return freed, whole(freed, [*kept, *changed.values()])
