"""A plan of which only who, which day and in which order are known, with its times: worked out from the problem as it is now."""

from collections.abc import Sequence
from dataclasses import replace

from dispatch.planning.line import Line, Task, Timetable
from dispatch.planning.plan import Plan, Route
from dispatch.planning.precedence import Bounds, bounds, kept_in
from dispatch.planning.problem import FOREVER, Job, Problem, Shift, Way, Window, ways_of
from dispatch.planning.schedule import loads_fit, schedule
from dispatch.planning.travel import TravelTimes

CHAIN = 10  # so many times one visit may push another before they are left as they are


def time_plan(problem: Problem, travel: TravelTimes, plan: Plan) -> Plan:
    """Every route as it would be driven now: no visit at a worse way than it must be, the heaviest first.

    What does not fit any more even at its worst way leaves its route, the last visits first. Who waits for others
    starts when they are done.
    """
    timed = _timed(problem, travel, plan, {})
    for _ in range(CHAIN if any(job.after for job in problem.jobs) else 0):
        soonest = {one: Window(left.start, FOREVER) for one, left in bounds(problem, timed, 0.0).items()}
        again = _timed(problem, travel, plan, soonest)
        if again == timed:
            break
        timed = again
    return timed


def _timed(problem: Problem, travel: TravelTimes, plan: Plan, soonest: Bounds) -> Plan:
    timetable = Timetable(problem, travel, soonest)
    routes = []
    for route in plan.routes:
        shift = timetable.shifts.get(route.shift_id)
        known = [timetable.jobs[v.job_id] for v in route.visits if v.job_id in timetable.jobs]
        timed = None if shift is None else time_route(timetable, shift, known)
        if timed is not None:
            routes.append(timed)
    return whole(problem, routes, plan.iterations)


def whole(problem: Problem, routes: Sequence[Route], iterations: int = 0) -> Plan:
    """A plan of these routes, with what they leave out and what that loses."""
    order = {shift.id: k for k, shift in enumerate(problem.shifts)}
    ways = {visit.job_id: visit.way for route in routes for visit in route.visits}
    lost = 0
    for job in problem.jobs:
        lost += ways_of(job)[ways[job.id]].loss if job.id in ways else job.weight
    return Plan(
        routes=tuple(sorted(routes, key=lambda route: order[route.shift_id])),
        unassigned=tuple(job.id for job in problem.jobs if job.id not in ways),
        lost=lost,
        iterations=iterations,
    )


def time_route(timetable: Timetable, shift: Shift, jobs: Sequence[Job]) -> Route | None:
    """The jobs in this order, each as good as it can be had; None if nothing of it can be driven."""
    options = [(job, _ways(timetable, job)) for job in jobs]
    options = [(job, ways) for job, ways in options if ways and loads_fit(shift, [job])]
    while options:
        fits = loads_fit(shift, [job for job, _ in options])
        if fits and (route := _at_best(timetable, shift, options)) is not None:
            return route
        options = options[:-1]
    return None


def _ways(timetable: Timetable, job: Job) -> tuple[Way, ...]:
    bound = timetable.bounds.get(job.id)
    return tuple(replace(way, starts=kept_in(bound, way.starts)) for way in ways_of(job))


def _at_best(
    timetable: Timetable, shift: Shift, options: Sequence[tuple[Job, tuple[Way, ...]]]
) -> Route | None:
    best = [Task(job, 0, ways[0].starts) for job, ways in options]
    if (route := schedule(timetable, shift, best)) is not None:
        return route
    tasks = [Task(job, len(ways) - 1, ways[-1].starts) for job, ways in options]
    if schedule(timetable, shift, tasks) is None:
        return None
    for k in sorted(range(len(tasks)), key=lambda k: -options[k][0].weight):
        job, ways = options[k]
        for way, option in enumerate(ways[:-1]):
            tried = [*tasks[:k], Task(job, way, option.starts), *tasks[k + 1 :]]
            if _fits(timetable, shift, tried):
                tasks = tried
                break
    return schedule(timetable, shift, tasks)


def _fits(timetable: Timetable, shift: Shift, tasks: Sequence[Task]) -> bool:
    if shift.depot is None:
        return Line(timetable, shift, tasks).feasible
    return schedule(timetable, shift, tasks) is not None
