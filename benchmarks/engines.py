"""The planner and its peers behind one call: a case and a time in, who does what in which order out."""

import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np

from benchmarks.field_service import Case, generate
from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.plan import Plan
from dispatch.planning.slack import AFTER, BEFORE, FINISH, SHIFT, WAY, fits, refresh
from dispatch.planning.solve import solve
from dispatch.planning.state import new_routes, write
from dispatch.planning.stop import deadline
from dispatch.planning.tables import FIRST_START, PLACE, WAY_FROM, build_tables
from dispatch.planning.warm import warm

Sequences = dict[str, list[tuple[str, int]]]
Engine = Callable[[Case, float], Sequences]
# name: served orders, served weight, travel in seconds, seconds taken
Result = tuple[int, int, int, float]


def ours(case: Case, seconds: float) -> Sequences:
    plan = solve(case.problem, case.travel, deadline(time.perf_counter, seconds), seed=1)
    return {route.shift_id: [(visit.job_id, visit.way) for visit in route.visits] for route in plan.routes}


def nearest_first(case: Case, seconds: float) -> Sequences:
    """A dispatcher's hand: whoever is free first takes the order that is soonest begun (road and waiting) and fits."""
    del seconds
    tables = build_tables(case.problem, case.travel)
    routes = new_routes(tables)
    n, m = tables.allowed.shape
    free = dict.fromkeys(range(m), 0.0)
    waiting = np.ones(n, dtype=bool)
    found: Sequences = {}
    while free:
        v = min(free, key=lambda one: (free[one], one))
        tail = n + m + v
        p = int(routes.link[tail, BEFORE])
        near = tables.travel[0, tables.node[p, PLACE], tables.node[:n, PLACE]]
        rows = np.flatnonzero(waiting & (tables.allowed[:, v] >= 0))
        opens = tables.way[tables.node[rows, WAY_FROM], FIRST_START]
        begins = np.maximum(near[rows] + int(routes.time[p, FINISH].min()), opens)
        for j in rows[np.lexsort((near[rows], begins))]:
            way = int(tables.node[j, WAY_FROM])
            if fits(tables, routes, v, p, tail, int(j), way):
                routes.link[p, AFTER], routes.link[j, BEFORE] = j, p
                routes.link[j, AFTER], routes.link[tail, BEFORE] = tail, j
                routes.link[j, SHIFT], routes.link[j, WAY] = v, way
                refresh(tables, routes, v)
                waiting[j] = False
                free[v] = float(routes.time[j, FINISH].min())
                found.setdefault(case.problem.shifts[v].id, []).append((case.problem.jobs[j].id, 0))
                break
        else:
            del free[v]
    return found


def pyvroom(case: Case, seconds: float) -> Sequences:
    import vroom  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - an optional peer

    asked = vroom.Input()
    asked.set_durations_matrix("car", case.durations.astype(np.uint32))
    numbers = {name: k for k, name in enumerate(sorted({s for job in case.problem.jobs for s in job.skills}))}
    for shift in case.problem.shifts:
        asked.add_vehicle(
            vroom.Vehicle(
                int(shift.id),
                start=shift.start_location,
                end=shift.end_location,
                skills={numbers[skill] for skill in shift.skills if skill in numbers},
                time_window=vroom.TimeWindow(shift.earliest, shift.latest),
                breaks=[
                    vroom.Break(
                        int(rest.id), [vroom.TimeWindow(w.start, w.end) for w in rest.windows], rest.duration
                    )
                    for rest in shift.breaks
                ],
            )
        )
    for job in case.problem.jobs:
        asked.add_job(
            vroom.Job(
                int(job.id),
                job.location,
                default_service=job.duration,
                skills={numbers[skill] for skill in job.skills},
                priority=job.weight,
                time_windows=[vroom.TimeWindow(w.start, w.end) for w in job.windows],
            )
        )
    routes = asked.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds)).routes
    found: Sequences = {}
    for step in routes[routes["type"] == "job"].itertuples():
        found.setdefault(str(step.vehicle_id), []).append((str(step.id), 0))
    return found


ENGINES: dict[str, Engine] = {"sanxian": ours, "pyvroom": pyvroom, "nearest-first": nearest_first}


def measure(engine: str, orders: int, seed: int, seconds: float) -> Result:
    """One engine on one case, its answer re-worked and judged by the one independent checker."""
    case = generate(orders, seed)
    if engine != "pyvroom":
        warm()
    begun = time.perf_counter()
    found = ENGINES[engine](case, seconds)
    taken = time.perf_counter() - begun
    return (*judge(case, found), taken)


def judge(case: Case, found: Sequences) -> tuple[int, int, int]:
    plan: Plan = write(case.problem, case.travel, found, 0)
    wrong = violations(case.problem, case.travel, plan)
    if wrong:
        raise InvalidPlan(wrong)
    return len(case.problem.jobs) - len(plan.unassigned), case.weight - plan.lost, plan.travel
