"""The dynamic technician routing instances, lived through: what is known is planned, what was begun stays.

Time runs from release to release. At each one the visits that were set off to are fixed, the rest is planned again
with the new requests; a request that finds no place is rejected. The dispatcher knows nothing of the future.
"""

import time
from dataclasses import dataclass, replace

from benchmarks.trsp_instances import SCALE, Instance, Tour, WrongTour, problem_of, working_time
from dispatch.planning.plan import Plan, Route
from dispatch.planning.problem import Busy, Job, Problem, Shift
from dispatch.planning.solve import solve
from dispatch.planning.stop import deadline
from dispatch.planning.travel import TravelTimes

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the day cost in working time, and what the same requests cost when they are all known at once."""

    later: int
    rejected: int
    cost: float
    static: float


@dataclass(slots=True)
class Begun:
    """What a technician has done or set off to; nothing of it can be taken back."""

    requests: list[str]
    depot: int | None
    until: int
    location: int
    departed: bool


def live_through(instance: Instance, releases: dict[int, float], seconds: float, seed: int) -> Outcome:
    """`seconds` is for each plan of the whole day at its start and end; each release in between has a tenth of it."""
    problem, travel = problem_of(instance)
    jobs = {job.id: job for job in problem.jobs}
    at = {str(number): SCALE * max(0.0, moment) for number, moment in releases.items()}
    later = {job_id for job_id, moment in at.items() if moment > 0}
    known = {job_id for job_id in jobs if at.get(job_id, 0) == 0}
    begun = {
        shift.id: Begun([], None, 0, shift.start_location or 0, departed=False) for shift in problem.shifts
    }
    accepted, rejected = set(known), set[str]()
    plan = _plan(problem, travel, [jobs[one] for one in sorted(known)], begun, 0, seconds, seed, None)
    for moment in sorted({at[one] for one in later}):
        now = round(moment)
        _advance(plan, begun, jobs, problem, now)
        fresh = {one for one in later if at[one] == moment}
        done = {one for each in begun.values() for one in each.requests}
        wanted = [jobs[one] for one in sorted((accepted | fresh) - done)]
        weighed = [replace(job, weight=1 if job.id in fresh else 1000) for job in wanted]
        new = _plan(problem, travel, weighed, begun, now, seconds / 10, seed, plan)
        lost = set(new.unassigned)
        if lost & accepted:  # never at the cost of a request that was accepted: keep the plan, reject the new
            rejected |= fresh
            continue
        rejected |= lost
        accepted |= fresh - lost
        plan = new
    _advance(plan, begun, jobs, problem, 1 << 40)
    served = replace(instance, requests=tuple(r for r in instance.requests if str(r.number) not in rejected))
    tours = [
        Tour(int(shift_id), tuple(int(one) for one in each.requests), each.depot)
        for shift_id, each in begun.items()
        if each.requests
    ]
    cost = working_time(served, tours)
    static_problem, static_travel = problem_of(served)
    static = solve(static_problem, static_travel, deadline(time.perf_counter, seconds), seed, workers=WORKERS)
    if static.unassigned:
        raise WrongTour(f"{instance.name}: no static plan")
    return Outcome(len(later), len(rejected), cost, static.work / SCALE)


def _advance(plan: Plan, begun: dict[str, Begun], jobs: dict[str, Job], problem: Problem, now: int) -> None:
    """Fix all stops to which somebody has set off by now."""
    shifts = {shift.id: shift for shift in problem.shifts}
    for route in plan.routes:
        each = begun[route.shift_id]
        for start, place, finish, job_id in _moves(route, jobs, shifts[route.shift_id]):
            if start > now:
                break
            if job_id is None:
                each.depot = len(each.requests)
            elif job_id in each.requests:
                continue
            else:
                each.requests.append(job_id)
            each.until, each.location, each.departed = finish, place, True


def _moves(route: Route, jobs: dict[str, Job], shift: Shift) -> list[tuple[int, int, int, str | None]]:
    """(when one sets off, where to, when it is done, the job): as late as one can set off without being late."""
    found: list[tuple[int, int, int, str | None]] = []
    for stop in route.stops:
        job_id = getattr(stop, "job_id", None)
        place = jobs[job_id].location if job_id is not None else shift.depot or 0
        found.append((stop.start - stop.travel, place, stop.finish, job_id))
    return found


def _plan(  # noqa: PLR0917 - as `solve`, and what was begun
    problem: Problem,
    travel: TravelTimes,
    wanted: list[Job],
    begun: dict[str, Begun],
    now: int,
    seconds: float,
    seed: int,
    start_from: Plan | None,
) -> Plan:
    parts = {job.id: job.parts for job in problem.jobs}
    tools = frozenset(tool for job in problem.jobs for tool in job.tools)
    shifts = []
    for shift in problem.shifts:
        each = begun[shift.id]
        left = dict(shift.parts)
        for job_id in each.requests[: each.depot]:
            for part, count in parts[job_id].items():
                left[part] = left.get(part, 0) - count
        own = {"parts": left} if each.depot is None else {"parts": dict.fromkeys(left, 10**6), "tools": tools}
        if each.depot is not None:
            own["parts"] = {part: 10**6 for needs in parts.values() for part in needs}
        shifts.append(
            replace(
                shift,
                busy=Busy(until=max(now, each.until), location=each.location) if each.departed else None,
                earliest=max(now, shift.earliest),
                **own,
            )
        )
    return solve(
        replace(problem, shifts=tuple(shifts), jobs=tuple(wanted)),
        travel,
        deadline(time.perf_counter, seconds),
        seed,
        start_from=start_from,
        workers=WORKERS,
    )
