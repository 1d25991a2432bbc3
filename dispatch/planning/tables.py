"""The problem as flat arrays, in the one set of types that the compiled search knows."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.planning import legs
from dispatch.planning.line import scaled
from dispatch.planning.precedence import Bounds, waited_for
from dispatch.planning.problem import (
    FAIR_DAY,
    Aims,
    Job,
    Problem,
    Shift,
    Window,
    joined,
    may_do,
    ways_of,
)
from dispatch.planning.travel import UNREACHABLE, TravelTimes

NEIGHBOURS = 250
NEVER = 1 << 50
NOT_ALLOWED = -1

Ints = NDArray[np.int64]

# columns of Tables.node, .crew, .way and .rest
PLACE, LENGTH, SETUP, WEIGHT, WAY_FROM, WAY_TO, LATE_AFTER = range(7)
PROFILE, OPENS, CLOSES, MOST, REST_FROM, RESTS, DEPOT, RESTOCK, REGULAR_END, WORKED = range(10)
TRAVEL_PRICE, USE_PRICE, WORK_PRICE, OVERTIME_PRICE, LOAD_PRICE = range(5)
LOSS, WINDOW_FROM, WINDOW_TO, FIRST_START, LAST_START, WAY_COST = range(6)
REST_LENGTH, REST_WINDOW_FROM, REST_WINDOW_TO = range(3)


class Tables(NamedTuple):
    """Nodes are the jobs, then the starts, the ends and the depots of the shifts. Few, packed arrays keep compiled calls cheap."""

    travel: NDArray[np.int32]  # [profile, from, to]
    back: NDArray[np.int32]  # [profile, to, from]: the same, so that both directions of a job are rows
    node: Ints  # [node, column]
    crew: Ints  # [shift, column]
    price: NDArray[
        np.float64
    ]  # [shift, (a second of travel, use, a second of work, of overtime, load squared)]
    late: NDArray[np.float64]  # [node] the price of a second late
    way: Ints  # [way, column]
    rest: Ints  # [break, column]
    window: Ints  # [window, (first, last) start], of ways and of breaks
    amount: Ints  # [node, (delivered, picked up), dimension]
    capacity: Ints  # [shift, dimension]
    allowed: NDArray[np.int32]  # [job, shift] -> extra cost, or NOT_ALLOWED
    near: NDArray[np.int32]  # [job, rank] -> other jobs, nearest first
    kit: NDArray[np.uint8]  # [job, shift] -> has the tools from the start
    parts: Ints  # [job, part] used up
    stock: Ints  # [shift, part] in the van from the start
    is_worked: bool  # more than travel and use is priced, or there are tools and parts: see spans.py
    is_plain: (
        bool  # no breaks, no setups, no loads, one window a way: a stretch of a route is then three numbers
    )
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
        regular = NEVER if s.regular_end is None else s.regular_end
        crew.append(
            [
                *(profile, s.leaves_after, s.latest, most, len(rests), len(s.breaks)),
                *(depot, s.restock, regular, s.worked),
            ]
        )
        for rest in legs.in_order(s.breaks):
            first = len(windows)
            windows += joined(rest.windows) or legs.ANY_TIME
            rests.append([rest.duration, first, len(windows)])
    ways: list[list[int]] = []
    nodes: list[list[int]] = []
    for j in jobs:
        own = ways_of(j)
        late_after = NEVER if j.late_after is None else j.late_after
        nodes.append([j.location, j.duration, j.setup, j.weight, len(ways), len(ways) + len(own), late_after])
        for way in own:
            first = len(windows)
            windows += way.starts
            ways.append([way.loss, first, len(windows), way.starts[0].start, way.starts[-1].end, way.cost])
    nodes += [[_at(s.leaves_from, travel.size), 0, 0, 0, 0, 0, NEVER] for s in shifts]
    nodes += [[_at(s.end_location, travel.size), 0, 0, 0, 0, 0, NEVER] for s in shifts]
    at_any_time = [len(ways), len(ways) + 1]
    if any(s.depot is not None for s in shifts):
        ways.append([0, len(windows), len(windows) + 1, -NEVER, NEVER, 0])
        windows += legs.ANY_TIME
    nodes += [[s.depot or 0, s.restock, 0, 0, *at_any_time, NEVER] for s in shifts]
    node = _rows(nodes, 7)
    is_single = all(row[2] - row[1] == 1 for row in ways)
    price = _prices(problem)
    late = np.zeros(len(node), dtype=np.float64)
    late[: len(jobs)] = [problem.aims.lateness * j.hourly_late_cost / 3600 for j in jobs]
    parts = sorted({part for j in jobs for part, count in j.parts.items() if count})
    is_priced = bool(late.any() or price[:, OVERTIME_PRICE:].any())
    is_worked = is_priced or bool(parts) or any(j.tools for j in jobs) or bool(price[:, WORK_PRICE].any())
    return Tables(
        travel=table,
        back=_turned(table),
        node=node,
        crew=_rows(crew, 10),
        price=price,
        late=late,
        way=_rows(ways, 6),
        rest=_rows(rests, 3),
        window=_rows([[w.start, w.end] for w in windows], 2),
        amount=np.stack(
            [
                _amounts([*(j.delivery for j in jobs), *[None] * (3 * len(shifts))], dimensions, 0),
                _amounts([*(j.pickup for j in jobs), *[None] * (3 * len(shifts))], dimensions, 0),
            ],
            axis=1,
        ),
        capacity=_amounts([s.capacity for s in shifts], dimensions, NEVER),
        allowed=_allowed(problem),
        near=_near(table, node[: len(jobs), PLACE]),
        kit=_kit(jobs, shifts),
        parts=_counts(jobs, parts),
        stock=_counts(shifts, parts),
        is_worked=is_worked,
        is_plain=is_worked
        and not is_priced
        and dimensions == 0
        and not rests
        and not any(j.setup for j in jobs)
        and is_single,
        unit=_unit(problem, table, node[:, PLACE]),
    )


def hold(tables: Tables, problem: Problem, bounds: Bounds) -> Tables:
    """The same, with the starts cut to what is left to the jobs that wait for others.

    Who is waited for weighs as much as all that is lost without them.
    """
    node, way, window = tables.node.copy(), tables.way.copy(), tables.window.copy()
    extra = waited_for(problem)
    for j, job in enumerate(problem.jobs):
        node[j, WEIGHT] += extra.get(job.id, 0)
        left = bounds.get(job.id)
        if left is None:
            continue
        for row in range(node[j, WAY_FROM], node[j, WAY_TO]):
            own = slice(way[row, WINDOW_FROM], way[row, WINDOW_TO])
            np.maximum(window[own, 0], left.start, out=window[own, 0])
            np.minimum(window[own, 1], left.end, out=window[own, 1])
            shut = window[own, 0] > window[own, 1]
            window[own][shut] = (NEVER, -NEVER)
            way[row, FIRST_START] = window[own, 0].min()
            way[row, LAST_START] = window[own, 1].max()
    return tables._replace(node=node, way=way, window=window)


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


def _prices(problem: Problem) -> NDArray[np.float64]:
    aims = problem.aims
    return np.array(
        [
            [
                aims.travel * s.hourly_cost / 3600,
                s.fixed_cost,
                aims.work * s.hourly_work_cost / 3600,
                aims.overtime * s.hourly_overtime_cost / 3600,
                aims.fairness / FAIR_DAY,
            ]
            for s in problem.shifts
        ],
        dtype=np.float64,
    ).reshape(-1, 5)


class Persons:
    """`person_cost` where `may_do` holds, of a job for all shifts at once: who may do it is asked once for each rule."""

    def __init__(self, aims: Aims, shifts: Sequence[Shift]) -> None:
        self._aims, self._shifts = aims, shifts
        self._day = np.array([shift.day for shift in shifts], dtype=np.int32)
        self._of: dict[str, list[int]] = {}
        for v, shift in enumerate(shifts):
            self._of.setdefault(shift.technician_id, []).append(v)
        self._refused: dict[Hashable, NDArray[np.bool_]] = {}

    def allowed(self, job: Job) -> NDArray[np.int32]:
        rule = (job.skills, job.technicians, job.excluded, frozenset(job.levels.items()))
        refused = self._refused.get(rule)
        if refused is None:
            refused = np.array([not may_do(shift, job) for shift in self._shifts], dtype=np.bool_)
            self._refused[rule] = refused
        row = self._day * job.delay_cost
        if job.preferred:
            row += round(self._aims.familiarity * job.stranger_cost)
            for known in job.preferred:
                row[self._of.get(known, [])] -= round(self._aims.familiarity * job.stranger_cost)
        if job.announced is not None:
            row += round(self._aims.stability * job.change_cost)
            row[self._of.get(job.announced, [])] -= round(self._aims.stability * job.change_cost)
        row[refused] = NOT_ALLOWED
        return row


def _allowed(problem: Problem) -> NDArray[np.int32]:
    persons = Persons(problem.aims, problem.shifts)
    table = np.empty((len(problem.jobs), len(problem.shifts)), dtype=np.int32)
    for k, job in enumerate(problem.jobs):
        table[k] = persons.allowed(job)
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
    rates = _prices(problem)
    travel = float((rates[:, TRAVEL_PRICE] + rates[:, WORK_PRICE]).max(initial=0.0))
    work = float(rates[:, WORK_PRICE].max(initial=0.0))
    longest = max(job.duration for job in problem.jobs)
    reached = float(sample.max(initial=1, where=sample < UNREACHABLE))
    return max(60.0, 2.0 * reached * max(1.0, travel) + longest * work + _wishes(problem)) / min(weights)


def _wishes(problem: Problem) -> float:
    """The most that wishes about one visit can cost together: the day, who comes, the time, an hour of overtime."""
    last = max((shift.day for shift in problem.shifts), default=0)
    overtime = max((shift.hourly_overtime_cost for shift in problem.shifts), default=0)
    each = max(
        job.delay_cost * last
        + problem.aims.familiarity * job.stranger_cost
        + problem.aims.stability * job.change_cost
        + max((way.cost for way in ways_of(job)), default=0)
        for job in problem.jobs
    )
    return each + problem.aims.overtime * overtime
