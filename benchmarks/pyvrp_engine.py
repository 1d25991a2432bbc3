"""PyVRP as a peer on field service: what it can be told of the case, and how its answer becomes a plan with lunches.

It knows no skills and no breaks. Skills: each set of them that technicians have is a profile with a travel matrix of
its own, in which the orders that lack one lie out of reach. Lunch: it plans a day that ends a lunch earlier. The
one evaluator then puts the lunches in; a visit that no longer fits with them is left out.
"""

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.field_service import Case
from dispatch.planning.plan import Plan, Route, Visit
from dispatch.planning.slack import AFTER
from dispatch.planning.state import load, new_routes
from dispatch.planning.tables import build_tables

OUT_OF_REACH = 1_000_000  # seconds
COPIES = 4  # distances and durations, ours and its own
SHARE = 0.6  # of the memory that is free


class TooLarge(RuntimeError):
    """The case does not go into the memory with a matrix for each set of skills."""


def pyvrp(case: Case, seconds: float) -> dict[str, list[tuple[str, int]]]:
    from pyvrp import solve  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - an optional peer
    from pyvrp.stop import MaxRuntime  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - as above

    data = _asked(case)
    best = solve(data, MaxRuntime(seconds), collect_stats=False, display=False).best
    tours: dict[str, list[str]] = {}
    for route in best.routes():
        shift = case.problem.shifts[int(route.vehicle_type())]
        tours[shift.id] = [case.problem.jobs[stop.idx].id for stop in route.schedule() if stop.is_client()]
    return with_lunches(case, tours)


def _asked(case: Case) -> object:
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType  # noqa: PLC0415 - as above

    shifts, jobs = case.problem.shifts, case.problem.jobs
    sets = sorted({shift.skills for shift in shifts}, key=sorted)
    size = len(case.durations)
    needed = COPIES * len(sets) * size**2 * 8
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if needed > SHARE * free:
        raise TooLarge(f"a matrix for each of {len(sets)} sets of skills: {needed / 2**30:.0f} GiB")
    road = case.durations.astype(np.int64)
    matrices = [_reach(road, [job.location for job in jobs if not job.skills <= own]) for own in sets]
    prize = 2 * int(road.max())  # for one of weight: no road there and back is dearer
    return ProblemData(
        locations=[Location(0, 0) for _ in road],
        clients=[
            Client(
                job.location,
                service_duration=job.duration,
                tw_early=job.windows[0].start if job.windows else 0,
                tw_late=job.windows[0].end if job.windows else shifts[0].latest,
                prize=job.weight * prize,
                required=False,
            )
            for job in jobs
        ],
        depots=[Depot(shift.start_location) for shift in shifts],
        vehicle_types=[
            VehicleType(
                start_depot=v,
                end_depot=v,
                tw_early=shift.earliest,
                tw_late=shift.latest - sum(rest.duration for rest in shift.breaks),
                profile=sets.index(shift.skills),
            )
            for v, shift in enumerate(shifts)
        ],
        distance_matrices=matrices,
        duration_matrices=matrices,
    )


def _reach(road: NDArray[np.int64], barred: Sequence[int]) -> NDArray[np.int64]:
    matrix = road.copy()
    matrix[:, barred] = OUT_OF_REACH
    np.fill_diagonal(matrix, 0)
    return matrix


def with_lunches(case: Case, tours: dict[str, list[str]]) -> dict[str, list[tuple[str, int]]]:
    """Each tour in its order, without what does not fit when the breaks are taken."""
    problem = case.problem
    tables = build_tables(problem, case.travel)
    routes = new_routes(tables)
    plan = Plan(
        routes=tuple(
            Route(
                shift_id=shift_id,
                depart=0,
                visits=tuple(Visit(job_id=one, travel=0, arrive=0, start=0, finish=0) for one in tour),
                rests=(),
                travel_home=0,
                back=0,
            )
            for shift_id, tour in tours.items()
        ),
        unassigned=(),
    )
    load(problem, tables, routes, plan)
    n, m = tables.allowed.shape
    found: dict[str, list[tuple[str, int]]] = {}
    for v, shift in enumerate(problem.shifts):
        j = int(routes.link[n + v, AFTER])
        while j != n + m + v:
            found.setdefault(shift.id, []).append((problem.jobs[j].id, 0))
            j = int(routes.link[j, AFTER])
    return found
