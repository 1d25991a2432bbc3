"""Two visits change technicians: the one that is asked about, and one that nobody was promised a time for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dispatch.planning.alternatives import least_detour
from dispatch.planning.check import violations
from dispatch.planning.diff_side import promised_windows
from dispatch.planning.lanes import Lanes, Seated
from dispatch.planning.plan import Route
from dispatch.planning.problem import Job, Problem, Shift, may_do, ways_of
from dispatch.planning.timed_plan import whole

NEAREST = 12
"""So many lanes are tried, the shortest way round first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """The order goes to `seat`, the other one into its holder's lane; both lanes as they are then."""

    seat: Seated
    other_id: str
    home: Seated
    cost: float
    travel: int
    routes: tuple[Route, ...]


def swaps(lanes: Lanes, job: Job, holder: Shift, now_lost: int) -> list[Swap]:
    """The cheapest first. `lanes` are made without the job; what loses as much as now, or costs the other one more, is none."""
    found: list[Swap] = []
    able = [shift for shift in lanes.problem.shifts if shift.id != holder.id and may_do(shift, job)]
    near = sorted(able, key=lambda shift: (shift.day, least_detour(lanes, shift, job)))[:NEAREST]
    for shift in near:
        tasks = lanes.lane(shift).tasks
        for k, gone in enumerate(tasks):
            if promised_windows(gone.job) or gone.job.technicians is not None or not may_do(holder, gone.job):
                continue
            rest = lanes.with_tasks(shift, (*tasks[:k], *tasks[k + 1 :]))
            seat = None if rest is None else lanes.best_beside(rest, job)
            home = lanes.best(holder, gone.job, ways_of(gone.job)[: gone.way + 1])
            if seat is None or home is None or seat.loss >= now_lost:
                continue
            both = lanes.seated(lanes.lane(shift), seat.lane, (seat.position, seat.job, seat.way))
            routes = tuple(lane.route for lane in (both.lane, home.lane) if lane.route is not None)
            if _valid(lanes, (both, home)):
                found.append(
                    Swap(
                        seat=both,
                        other_id=gone.job.id,
                        home=home,
                        cost=both.cost + home.cost,
                        travel=both.travel + home.travel,
                        routes=routes,
                    )
                )
    return sorted(found, key=lambda one: (one.seat.loss, one.cost))


def _valid(lanes: Lanes, seats: Sequence[Seated]) -> bool:
    """Both lanes, worked out anew from their problem alone."""
    jobs = tuple(task.job for seat in seats for task in seat.lane.tasks)
    known = {job.id for job in jobs}
    alone = tuple(replace(job, after=job.after & known) if job.after - known else job for job in jobs)
    problem = Problem(shifts=tuple(seat.shift for seat in seats), jobs=alone, aims=lanes.problem.aims)
    plan = whole(problem, [seat.lane.route for seat in seats if seat.lane.route is not None])
    return not violations(problem, lanes.travel, plan)
