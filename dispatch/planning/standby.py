"""What stands in for the search when it fails: the running plan as it is, and the rest put in where it costs least.

Plain Python on purpose: nothing here is compiled, so that whatever broke the search cannot break this too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.insert import best_places
from dispatch.planning.line import Task, Timetable
from dispatch.planning.plan import Plan, Route
from dispatch.planning.precedence import bounds_around
from dispatch.planning.problem import Job, Problem, Shift, by_precedence, may_do, ways_of
from dispatch.planning.schedule import loads_fit, schedule
from dispatch.planning.travel import TravelTimes


def keep_and_insert(
    problem: Problem, travel: TravelTimes, running: Plan, is_over: Callable[[], bool] = lambda: False
) -> Plan:
    """Everybody keeps their visits in their order, each in the best way that is left for it; what has no place gets
    the cheapest one, the weightiest first, until `is_over`. Valid, or InvalidPlan is raised.
    """
    plan = kept(problem, travel, running)
    left = frozenset(plan.unassigned)
    for job in sorted(
        (job for job in by_precedence(problem.jobs) if job.id in left), key=lambda job: -job.weight
    ):
        if is_over():
            break
        plan = _with(problem, travel, plan, job)
    if wrong := violations(problem, travel, plan):
        raise InvalidPlan(wrong)
    return plan


def kept(problem: Problem, travel: TravelTimes, running: Plan) -> Plan:
    """The running plan with the times of now: who and in which order stays, what cannot be driven falls out."""
    timetable = Timetable(problem, travel)
    routes: list[Route] = []
    for route in running.routes:
        shift = timetable.shifts.get(route.shift_id)
        if shift is None:
            continue
        tasks: list[Task] = []
        for visit in route.visits:
            job = timetable.jobs.get(visit.job_id)
            if job is None or job.after or not may_do(shift, job):
                continue  # what waits for others is put in when they have their places
            task = _appended(timetable, shift, tasks, job)
            if task is not None:
                tasks.append(task)
        timed = schedule(timetable, shift, tasks) if tasks else None
        if timed is not None:
            routes.append(timed)
    return _plan(problem, {route.shift_id: route for route in routes})


def _appended(timetable: Timetable, shift: Shift, tasks: Sequence[Task], job: Job) -> Task | None:
    if shift.max_tasks is not None and len(tasks) >= shift.max_tasks:
        return None
    if not loads_fit(shift, [*(task.job for task in tasks), job]):
        return None
    for number, way in enumerate(ways_of(job)):
        task = Task(job, number, way.starts)
        if schedule(timetable, shift, [*tasks, task]) is not None:
            return task
    return None


def _with(problem: Problem, travel: TravelTimes, plan: Plan, job: Job) -> Plan:
    place = best_places(problem, travel, plan, job)[0] if problem.shifts else None
    if place is None or place.position is None:
        return plan
    timetable = Timetable(problem, travel, bounds_around(problem, plan, job))
    routes = {route.shift_id: route for route in plan.routes}
    known = routes.get(place.shift_id)
    tasks = [timetable.task(visit.job_id, visit.way) for visit in (known.visits if known else ())]
    tasks.insert(place.position, timetable.task(job.id, place.way))
    timed = schedule(timetable, timetable.shifts[place.shift_id], tasks)
    return plan if timed is None else _plan(problem, {**routes, place.shift_id: timed})


def _plan(problem: Problem, routes: Mapping[str, Route]) -> Plan:
    lost = {job.id: job.weight for job in problem.jobs}
    ways = {job.id: ways_of(job) for job in problem.jobs}
    for route in routes.values():
        for visit in route.visits:
            lost[visit.job_id] = ways[visit.job_id][visit.way].loss
    placed = {visit.job_id for route in routes.values() for visit in route.visits}
    plan = Plan(
        routes=tuple(routes[shift.id] for shift in problem.shifts if shift.id in routes),
        unassigned=tuple(job.id for job in problem.jobs if job.id not in placed),
    )
    return replace(plan, lost=sum(lost.values()))
