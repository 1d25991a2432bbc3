"""The planner and its peers behind one call: a case and a time in, who does what in which order out."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from benchmarks.field_service import Case, generate
from benchmarks.pyvrp_engine import pyvrp
from dispatch.planning.check import InvalidPlan, violations
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Job
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


CORES = 2  # every engine that can gets as many threads


def ours(case: Case, seconds: float) -> Sequences:
    plan = solve(case.problem, case.travel, deadline(time.perf_counter, seconds), seed=1, workers=CORES)
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


def vroom_input(vroom: Any, case: Case, more: Sequence[Job] = ()) -> Any:
    """The case as VROOM takes it, with these jobs besides."""
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
    for job in (*case.problem.jobs, *more):
        asked.add_job(
            vroom.Job(
                int(job.id),
                job.location,
                default_service=job.duration,
                skills={numbers[skill] for skill in job.skills if skill in numbers},
                priority=job.weight,
                time_windows=[vroom.TimeWindow(w.start, w.end) for w in job.windows],
            )
        )
    return asked


def pyvroom(case: Case, seconds: float) -> Sequences:
    import vroom  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415 - an optional peer

    asked = vroom_input(vroom, case)
    routes = asked.solve(exploration_level=5, nb_threads=CORES, timeout=timedelta(seconds=seconds)).routes
    found: Sequences = {}
    for step in routes[routes["type"] == "job"].itertuples():
        found.setdefault(str(step.vehicle_id), []).append((str(step.id), 0))
    return found


def ortools(case: Case, seconds: float) -> Sequences:
    """Routing with guided local search; the weight of an order left out is dearer than any road."""
    from ortools.constraint_solver import (  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415 - an optional peer
        pywrapcp,
        routing_enums_pb2,
    )

    shifts, jobs = case.problem.shifts, case.problem.jobs
    ends = [shift.start_location for shift in shifts]
    manager = pywrapcp.RoutingIndexManager(len(case.durations), len(shifts), ends, ends)
    routing = pywrapcp.RoutingModel(manager)
    served = np.zeros(len(case.durations), dtype=np.int64)
    served[[job.location for job in jobs]] = [job.duration for job in jobs]
    road = routing.RegisterTransitMatrix(case.durations.tolist())
    spent = routing.RegisterTransitMatrix((case.durations + served[:, None]).tolist())
    routing.SetArcCostEvaluatorOfAllVehicles(road)
    horizon = max(shift.latest for shift in shifts)
    routing.AddDimension(spent, horizon, horizon, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for job in jobs:
        index = manager.NodeToIndex(job.location)
        routing.AddDisjunction([index], job.weight * 100_000)
        able = [v for v, shift in enumerate(shifts) if job.skills <= shift.skills]
        routing.VehicleVar(index).SetValues([-1, *able])
        for window in job.windows:
            clock.CumulVar(index).SetRange(window.start, min(window.end, horizon))
    for v, shift in enumerate(shifts):
        clock.CumulVar(routing.Start(v)).SetRange(shift.earliest, shift.latest)
        clock.CumulVar(routing.End(v)).SetRange(shift.earliest, shift.latest)
        rests = [
            routing.solver().FixedDurationIntervalVar(
                rest.windows[0].start,
                rest.windows[0].end,
                rest.duration,
                False,
                f"rest of {shift.id}",
            )
            for rest in shift.breaks
        ]
        clock.SetBreakIntervalsOfVehicle(
            rests, v, [int(served[manager.IndexToNode(k)]) for k in range(routing.Size())]
        )
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    how.time_limit.FromMilliseconds(int(1000 * seconds))
    answer = routing.SolveWithParameters(how)
    if answer is None:
        raise NoAnswer("no solution within the time")
    found: Sequences = {}
    for v, shift in enumerate(shifts):
        index = answer.Value(routing.NextVar(routing.Start(v)))
        while not routing.IsEnd(index):
            found.setdefault(shift.id, []).append((jobs[manager.IndexToNode(index)].id, 0))
            index = answer.Value(routing.NextVar(index))
    return found


class NoAnswer(RuntimeError):
    """A peer gave no plan in its time."""


ENGINES: dict[str, Engine] = {
    "sanxian": ours,
    "pyvroom": pyvroom,
    "ortools": ortools,
    "pyvrp": pyvrp,
    "nearest-first": nearest_first,
}


def measure(engine: str, orders: int, seed: int, seconds: float) -> Result:
    """One engine on one case, its answer re-worked and judged by the one independent checker."""
    case = generate(orders, seed)
    if engine in {"sanxian", "nearest-first"}:
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
