"""Between the problem's names and the search's arrays: empty routes, a running plan loaded, the best one written out."""

from collections.abc import Mapping, Sequence

import numpy as np

from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan
from dispatch.planning.pool import new_pool
from dispatch.planning.precedence import Bounds, orphans
from dispatch.planning.problem import Problem, ways_of
from dispatch.planning.schedule import loads_fit, schedule
from dispatch.planning.slack import AFTER, AT, BEFORE, SHIFT, SOUND, TASKS, WAY, Routes, fits
from dispatch.planning.spans import SPANS
from dispatch.planning.tables import LAST_START, MOST, NEVER, PLACE, RESTS, WAY_FROM, WAY_TO, Ints, Tables
from dispatch.planning.travel import TravelTimes
from dispatch.planning.walk import BEST_LOST, FAR, STRIDE, URGENCY, Walk, relink
from dispatch.planning.worked import work_out

Sequences = Mapping[str, Sequence[tuple[str, int]]]


def new_routes(tables: Tables) -> Routes:
    n, m = tables.allowed.shape
    nodes, states = n + 3 * m, int(tables.crew[:, RESTS].max(initial=0)) + 1
    link = np.full((nodes, 8), -1, dtype=np.int64)
    link[:, AT] = tables.node[:, PLACE]
    starts, ends = np.arange(n, n + m), np.arange(n + m, n + 2 * m)
    link[n + 2 * m :, WAY] = tables.node[n + 2 * m :, WAY_FROM]
    link[starts, AFTER], link[ends, BEFORE] = ends, starts
    routes = Routes(
        link=link,
        time=np.zeros((nodes, 3, states), dtype=np.int64),
        load=np.zeros((nodes, 3, tables.capacity.shape[1]), dtype=np.int64),
        state=np.zeros((m, 5), dtype=np.int64),
        cost=np.zeros(m, dtype=np.float64),
        span=np.zeros((nodes, SPANS), dtype=np.int64),
        used=np.zeros((nodes, tables.parts.shape[1]), dtype=np.int64),
        sum=np.zeros((m, 4), dtype=np.int64),
    )
    for v in range(m):
        work_out(tables, routes, v)
    return routes


POOLED_JOBS = 400  # of larger problems too few routes come up twice for a cover to find something
POOL_ROUTES = 40_000


def new_walk(tables: Tables, seed: int, jobs: Ints | None = None, shifts: Ints | None = None) -> Walk:
    n, m = tables.allowed.shape
    key = np.zeros((3, n), dtype=np.float64)
    key[URGENCY] = NEVER
    served = tables.node[:n, WAY_TO] > tables.node[:n, WAY_FROM]
    key[URGENCY, served] = tables.way[tables.node[:n, WAY_FROM][served], LAST_START]
    places, starts, stops = np.split(tables.node[: n + 2 * m, PLACE], [n, n + m])
    key[FAR] = np.inf
    for start, stop in {(int(a), int(b)) for a, b in zip(starts, stops, strict=True)}:
        key[FAR] = np.minimum(
            key[FAR], tables.travel[0, start, places].astype(np.float64) + tables.travel[0, places, stop]
        )
    all_jobs, all_shifts = np.arange(n), np.arange(m)
    if jobs is None or shifts is None:
        jobs, shifts = all_jobs, all_shifts
    owns = np.zeros(m, dtype=np.uint8)
    owns[shifts] = 1
    whole = np.zeros(8, dtype=np.int64)
    whole[BEST_LOST], whole[STRIDE] = NEVER, 1
    return Walk(
        whole=whole,
        real=np.zeros(3, dtype=np.float64),
        random=np.array([_scatter(seed)], dtype=np.uint64),
        absent=np.zeros((2, n), dtype=np.int64),
        key=key,
        touched=np.zeros((m, 2), dtype=np.int64),
        is_touched=np.zeros(m, dtype=np.bool_),
        kept_from=np.zeros(m + 1, dtype=np.int64),
        kept=np.zeros((n, 2), dtype=np.int64),
        row=np.zeros(n, dtype=np.int64),
        best=np.zeros((n + 2 * m, 2), dtype=np.int64),
        seen=np.full((n, m, 3), -1, dtype=np.int32),
        seen_cost=np.zeros((n, m), dtype=np.float64),
        jobs=jobs,
        shifts=shifts,
        owns=owns,
        pool=new_pool(n, m, POOL_ROUTES if n <= POOLED_JOBS else 0),
    )


def walk_beside(walk: Walk, seed: int) -> Walk:
    """Another walk over the same routes, of other jobs and shifts: what it knows of jobs and offers is shared."""
    own = ("whole", "real", "absent", "touched", "is_touched", "kept_from", "kept", "row", "owns")
    return walk._replace(
        random=np.array([_scatter(seed)], dtype=np.uint64),
        **{name: getattr(walk, name).copy() for name in own},
    )


def _scatter(seed: int) -> int:
    """Neighbouring seeds must not start neighbouring walks, and the generator must not start at zero (splitmix64)."""
    mask = (1 << 64) - 1
    x = (seed + 0x9E3779B97F4A7C15) & mask
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
    return (x ^ (x >> 31)) or 1


def load(problem: Problem, tables: Tables, routes: Routes, plan: Plan) -> None:
    """Take over of a plan what still holds; what no longer does is left to the search."""
    n, m, link = len(problem.jobs), len(problem.shifts), routes.link
    numbers = {job.id: j for j, job in enumerate(problem.jobs)}
    shifts = {shift.id: v for v, shift in enumerate(problem.shifts)}
    for route in plan.routes:
        v = shifts.get(route.shift_id)
        if v is None:
            continue
        if _load_whole(
            problem, tables, routes, v, [(numbers.get(one.job_id), one.way) for one in route.visits]
        ):
            continue
        tail = n + m + v
        for visit in route.visits:
            j = numbers.get(visit.job_id)
            if j is None or link[j, SHIFT] >= 0 or tables.allowed[j, v] < 0:
                continue
            if routes.state[v, TASKS] >= tables.crew[v, MOST]:
                break
            ways = range(int(tables.node[j, WAY_FROM]), int(tables.node[j, WAY_TO]))
            wanted = ways.start + visit.way
            for way in sorted(ways, key=lambda w, wanted=wanted: (w != wanted, w)):  # type: ignore[misc]  # a default binds the loop's value
                p = int(link[tail, BEFORE])
                if not tables.is_plain and not fits(tables, routes, v, p, tail, j, way):
                    continue
                link[p, AFTER], link[j, BEFORE] = j, p
                link[j, AFTER], link[tail, BEFORE] = tail, j
                link[j, SHIFT], link[j, WAY] = v, way
                work_out(tables, routes, v)
                if routes.state[v, SOUND]:
                    break
                link[p, AFTER], link[tail, BEFORE], link[j, SHIFT] = tail, p, -1
                work_out(tables, routes, v)


def _load_whole(
    problem: Problem, tables: Tables, routes: Routes, v: int, visits: Sequence[tuple[int | None, int]]
) -> bool:
    """Take over a route as it is, if all of it still holds: a part of it may hold less than the whole does.

    Who comes from the depot needs no setup for a visit there, but goes to the depot only for a later one.
    """
    row = [(j, int(tables.node[j, WAY_FROM]) + way) for j, way in visits if j is not None]
    if len({j for j, _ in row}) < len(visits) or len(row) > tables.crew[v, MOST]:
        return False
    if any(
        routes.link[j, SHIFT] >= 0 or tables.allowed[j, v] < 0 or way >= tables.node[j, WAY_TO]
        for j, way in row
    ):
        return False
    if not loads_fit(problem.shifts[v], [problem.jobs[j] for j, _ in row]):
        return False
    relink(tables, routes, v, np.array(row, dtype=np.int64).reshape(-1, 2))
    work_out(tables, routes, v)
    if routes.state[v, SOUND]:
        return True
    routes.link[[j for j, _ in row], SHIFT] = -1
    relink(tables, routes, v, np.empty((0, 2), dtype=np.int64))
    work_out(tables, routes, v)
    return False


def best_sequences(problem: Problem, tables: Tables, walk: Walk) -> Sequences:
    n, m = len(problem.jobs), len(problem.shifts)
    found: dict[str, list[tuple[str, int]]] = {}
    for v, shift in enumerate(problem.shifts):
        row: list[tuple[str, int]] = []
        j = int(walk.best[n + v, 0])
        while j != n + m + v:
            row.append((problem.jobs[j].id, int(walk.best[j, 1] - tables.node[j, WAY_FROM])))
            j = int(walk.best[j, 0])
        if row:
            found[shift.id] = row
    return found


def write(
    problem: Problem,
    travel: TravelTimes,
    sequences: Sequences,
    iterations: int,
    bounds: Bounds | None = None,
) -> Plan:
    """Put times to the sequences; a job that waits for one without a place has none either."""
    timetable = Timetable(problem, travel, bounds)
    lonely = orphans(problem.jobs, {job_id for row in sequences.values() for job_id, _ in row})
    routes = []
    lost = {job.id: job.weight for job in problem.jobs}
    for shift in problem.shifts:
        row = [(job_id, way) for job_id, way in sequences.get(shift.id, ()) if job_id not in lonely]
        if not row:
            continue
        route = schedule(timetable, shift, [timetable.task(job_id, way) for job_id, way in row])
        if route is None and len(row) < len(sequences[shift.id]):  # where the direct road is the longer one
            return write(problem, travel, {**sequences, shift.id: row[:-1]}, iterations, bounds)
        if route is None:
            raise AssertionError(f"the search made an impossible route for {shift.id}: {row}")
        routes.append(route)
        for job_id, way in row:
            lost[job_id] = ways_of(timetable.jobs[job_id])[way].loss
    served = {visit.job_id for route in routes for visit in route.visits}
    return Plan(
        routes=tuple(routes),
        unassigned=tuple(job.id for job in problem.jobs if job.id not in served),
        lost=sum(lost.values()),
        iterations=iterations,
    )
