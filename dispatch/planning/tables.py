"""The problem as flat arrays, in the one set of types that the compiled search knows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.planning import legs
from dispatch.planning.problem import Job, Problem, Shift, Window, joined, ways_of
from dispatch.planning.schedule import scaled
from dispatch.planning.travel import TravelTimes

NEIGHBOURS = 250
NEVER = 1 << 50
NOT_ALLOWED = -1

Ints = NDArray[np.int64]

# columns of Tables.node, .crew, .way and .rest
PLACE, LENGTH, SETUP, WEIGHT, WAY_FROM, WAY_TO = range(6)
PROFILE, OPENS, CLOSES, MOST, REST_FROM, RESTS, DEPOT, RESTOCK = range(8)
TRAVEL_PRICE, USE_PRICE, WORK_PRICE = range(3)
LOSS, WINDOW_FROM, WINDOW_TO, FIRST_START, LAST_START = range(5)
REST_LENGTH, REST_WINDOW_FROM, REST_WINDOW_TO = range(3)


class Tables(NamedTuple):
    """Nodes are the jobs, then the starts, then the ends of the shifts. Few, packed arrays keep compiled calls cheap."""

    travel: NDArray[np.int32]  # [profile, from, to]
    back: NDArray[np.int32]  # [profile, to, from]: the same, so that both directions of a job are rows
    node: Ints  # [node, column]
    crew: Ints  # [shift, column]
    price: NDArray[np.float64]  # [shift, (a second of travel, being used at all, a second of work)]
    way: Ints  # [way, column]
    rest: Ints  # [break, column]
    window: Ints  # [window, (first, last) start], of ways and of breaks
    amount: Ints  # [job, (delivered, picked up), dimension]
    capacity: Ints  # [shift, dimension]
    allowed: NDArray[np.int32]  # [job, shift] -> extra cost, or NOT_ALLOWED
    near: NDArray[np.int32]  # [job, rank] -> other jobs, nearest first
    kit: NDArray[np.uint8]  # [job, shift] -> has the tools from the start
    parts: Ints  # [job, part] used up
    stock: Ints  # [shift, part] in the van from the start
    is_worked: bool  # more than travel and use is priced, or there are tools and parts: see spans.py
    is_plain: bool  # no breaks, no setups, no loads, one window a way: a stretch of a route is then three numbers
    unit: float  # what one unit of lost weight costs the walking search, in seconds


def build_tables(problem: Problem, travel: TravelTimes) -> Tables:
    jobs, shifts = problem.jobs, problem.shifts
    speeds = sorted({(s.profile, s.speed_factor) for s in shifts}) or [(travel.profiles[0], 1.0)]
    table = _stacked(travel, speeds, any(s.leaves_from is None or s.end_location is None for s in shifts))
    dimensions = max(
        [len(s.capacity or ()) for s in shifts] + [max(len(j.delivery), len(j.pickup)) for j in jobs],
        default=0,
    )
    windows: list[Window] = []
    rests: list[list[int]] = []
    crew: list[list[int]] = []
    for s in shifts:
        most = len(jobs) if s.max_tasks is None else s.max_tasks
        profile = speeds.index((s.profile, s.speed_factor))
        depot = -1 if s.depot is None else s.depot
        crew.append([profile, s.leaves_after, s.latest, most, len(rests), len(s.breaks), depot, s.restock])
        for rest in legs.in_order(s.breaks):
            first = len(windows)
            windows += joined(rest.windows) or legs.ANY_TIME
            rests.append([rest.duration, first, len(windows)])
    ways: list[list[int]] = []
    nodes: list[list[int]] = []
    for j in jobs:
        own = ways_of(j)
        nodes.append([j.location, j.duration, j.setup, j.weight, len(ways), len(ways) + len(own)])
        for way in own:
            first = len(windows)
            windows += way.starts
            ways.append([way.loss, first, len(windows), way.starts[0].start, way.starts[-1].end])
    nodes += [[_at(s.leaves_from, travel.size), 0, 0, 0, 0, 0] for s in shifts]
    nodes += [[_at(s.end_location, travel.size), 0, 0, 0, 0, 0] for s in shifts]
    node = _rows(nodes, 6)
    parts = sorted({part for j in jobs for part, count in j.parts.items() if count})
    is_worked = bool(parts) or any(j.tools for j in jobs) or any(s.hourly_work_cost for s in shifts)
    return Tables(
        travel=table,
        back=_turned(table),
        node=node,
        crew=_rows(crew, 8),
        price=np.array(
            [[s.hourly_cost / 3600, s.fixed_cost, s.hourly_work_cost / 3600] for s in shifts],
            dtype=np.float64,
        ).reshape(-1, 3),
        way=_rows(ways, 5),
        rest=_rows(rests, 3),
        window=_rows([[w.start, w.end] for w in windows], 2),
        amount=np.stack(
            [
                _amounts([j.delivery for j in jobs], dimensions, 0),
                _amounts([j.pickup for j in jobs], dimensions, 0),
            ],
            axis=1,
        ),
        capacity=_amounts([s.capacity for s in shifts], dimensions, NEVER),
        allowed=_allowed(jobs, shifts),
        near=_near(table, node[: len(jobs), PLACE]),
        kit=_kit(jobs, shifts),
        parts=_counts(jobs, parts),
        stock=_counts(shifts, parts),
        is_worked=is_worked,
        is_plain=is_worked
        and dimensions == 0
        and not rests
        and not any(j.setup for j in jobs)
        and all(row[2] - row[1] == 1 for row in ways),
        unit=_unit(problem, table, node[:, PLACE]),
    )


def _rows(rows: Sequence[Sequence[int]], columns: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, columns)


def _at(location: int | None, nowhere: int) -> int:
    return nowhere if location is None else location


def _amounts(rows: Sequence[tuple[int, ...] | None], dimensions: int, default: int) -> Ints:
    table = np.full((len(rows), dimensions), default, dtype=np.int64)
    for k, row in enumerate(rows):
        if row:
            table[k, :] = row
    return table


def _stacked(travel: TravelTimes, speeds: Sequence[tuple[str, float]], nowhere: bool) -> NDArray[np.int32]:
    size = travel.size
    if len(speeds) == 1 and not nowhere:
        return np.ascontiguousarray(scaled(travel.table(speeds[0][0]), speeds[0][1]))[None, :, :]
    table = np.zeros((len(speeds), size + nowhere, size + nowhere), dtype=np.int32)
    for k, (profile, factor) in enumerate(speeds):
        table[k, :size, :size] = scaled(travel.table(profile), factor)
    return table


def _turned(table: NDArray[np.int32]) -> NDArray[np.int32]:
    turned = table.transpose(0, 2, 1)
    return table if np.array_equal(table, turned) else np.ascontiguousarray(turned)


def _allowed(jobs: Sequence[Job], shifts: Sequence[Shift]) -> NDArray[np.int32]:
    """Skill and person rules are the same for many jobs: one row for each different rule."""
    rows: dict[tuple[frozenset[str], frozenset[str] | None, int], NDArray[np.int32]] = {}
    table = np.empty((len(jobs), len(shifts)), dtype=np.int32)
    for k, job in enumerate(jobs):
        rule = (job.skills, job.technicians, job.delay_cost)
        if rule not in rows:
            rows[rule] = np.array(
                [
                    job.delay_cost * shift.day
                    if job.skills <= shift.skills
                    and (job.technicians is None or shift.technician_id in job.technicians)
                    else NOT_ALLOWED
                    for shift in shifts
                ],
                dtype=np.int32,
            )
        table[k] = rows[rule]
    return table


def _kit(jobs: Sequence[Job], shifts: Sequence[Shift]) -> NDArray[np.uint8]:
    rows: dict[frozenset[str], list[bool]] = {}
    for job in jobs:
        if job.tools not in rows:
            rows[job.tools] = [job.tools <= shift.tools for shift in shifts]
    return np.array([rows[job.tools] for job in jobs], dtype=np.uint8).reshape(len(jobs), len(shifts))


def _counts(owners: Sequence[Job] | Sequence[Shift], parts: Sequence[str]) -> Ints:
    return np.array([[one.parts.get(part, 0) for part in parts] for one in owners], dtype=np.int64).reshape(
        len(owners), len(parts)
    )


def _near(table: NDArray[np.int32], place: Ints) -> NDArray[np.int32]:
    count = min(NEIGHBOURS, max(0, len(place) - 1))
    near = np.empty((len(place), count), dtype=np.int32)
    for j, here in enumerate(place):
        away = table[0, here, place].astype(np.int64) + table[0, place, here]
        away[j] = NEVER
        closest = np.argpartition(away, count - 1)[:count] if count else np.empty(0, dtype=np.int64)
        near[j] = closest[np.argsort(away[closest], kind="stable")]
    return near


def _unit(problem: Problem, table: NDArray[np.int32], place: Ints) -> float:
    """Dear enough that dropping a job never pays, cheap enough that the search may walk through worse plans."""
    weights = [job.weight for job in problem.jobs if job.weight > 0]
    if not weights:
        return 1.0
    sample = table[0][np.ix_(place[: len(problem.jobs)][:: max(1, len(problem.jobs) // 200)], place[-400:])]
    travel = max((s.hourly_cost + s.hourly_work_cost for s in problem.shifts), default=3600) / 3600
    work = max((s.hourly_work_cost for s in problem.shifts), default=0) / 3600
    longest = max(job.duration for job in problem.jobs)
    return max(60.0, 2.0 * float(sample.max(initial=1)) * max(1.0, travel) + longest * work) / min(weights)
