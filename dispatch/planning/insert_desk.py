"""A running plan kept warm, to be asked for the best places for one more job, and changed by one job at a time.

Like the search's own arrays, with some room for jobs that are not known yet: a new one costs its travel times and a few
rows, not a new table.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.check import violations
from dispatch.planning.constraints import Violation
from dispatch.planning.ejection import Hold, Move, NoRoom, Offer, Row
from dispatch.planning.insert_search import (
    LOST,
    MOVED,
    OFFERED,
    STEP,
    WHO,
    Bench,
    direct_places,
    guess_all,
    guess_chain,
    guess_elsewhere,
    opened_places,
)
from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan, Route, Visit
from dispatch.planning.precedence import Bounds, bounds
from dispatch.planning.problem import Job, Problem, Shift, may_do, person_cost, ways_of
from dispatch.planning.schedule import schedule
from dispatch.planning.slack import AFTER, AT, BEFORE, SHIFT, SOUND, TASKS, WAY
from dispatch.planning.state import load, new_routes
from dispatch.planning.tables import (
    FIRST_START,
    LAST_START,
    LATE_AFTER,
    LENGTH,
    LOSS,
    MOST,
    NEVER,
    NOT_ALLOWED,
    OPENS,
    PLACE,
    PROFILE,
    SETUP,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
    WEIGHT,
    WINDOW_FROM,
    WINDOW_TO,
    build_tables,
    hold,
)
from dispatch.planning.timed_plan import time_plan
from dispatch.planning.travel import UNREACHABLE, MatrixTravel, TravelTimes
from dispatch.planning.worked import work_out

SPARE = 64  # jobs that can come before all is made anew
WAYS, WINDOWS = 8, 64  # room for each of them
SINGLES, DOUBLES, NEAR, SECONDS = (
    16,
    6,
    24,
    2,
)  # how many visits are tried as the first and as the second to make room
WORKED = (3, 1)  # singles and doubles where each price means working a route out
LARGE, MANY = (7, 2), 3000  # and in plans of so many jobs
OFFERS = 6  # of each kind


class Desk:
    """One plan, ready to be asked. Not for several threads at once."""

    def __init__(
        self,
        problem: Problem,
        travel: TravelTimes,
        plan: Plan,
        held: Mapping[str, Hold] | None = None,
        *,
        spare: int = SPARE,
        limits: tuple[int, int, int, int] | None = None,
        calm: int = 0,
    ) -> None:
        """`calm`: an offer that moves a visit comes before one that does not only if it saves so many seconds of road."""
        self._places, self._calm = travel.size, calm
        self.travel = _roomier(travel, spare)
        self.jobs: list[Job | None] = [*problem.jobs, *[None] * spare]
        self.shifts, self.aims = problem.shifts, problem.aims
        rests = tuple(
            Job(id=f"\0spare {k}", location=self._places + k, duration=0, technicians=frozenset())
            for k in range(spare)
        )
        whole = replace(problem, jobs=(*problem.jobs, *rests))
        self._built = len(problem.jobs)
        tables = build_tables(whole, self.travel)._replace(is_plain=False)
        first_way, first_window = len(tables.way), len(tables.window)
        self._ways = [first_way + WAYS * k for k in range(spare)]
        self._windows = [first_window + WINDOWS * k for k in range(spare)]
        self.bounds: Bounds = {}
        self.linked = frozenset(
            chain.from_iterable((job.id, *job.after) for job in problem.jobs if job.after)
        )
        if (
            self.linked
        ):  # who waits for others, or is waited for, stays within what the running plan leaves them
            self.bounds = bounds(problem, time_plan(problem, travel, plan), 1.0)
            tables = hold(tables, whole, self.bounds)
        self.tables = tables._replace(
            way=np.concatenate([tables.way, np.zeros((WAYS * spare, tables.way.shape[1]), dtype=np.int64)]),
            window=np.concatenate([tables.window, np.zeros((WINDOWS * spare, 2), dtype=np.int64)]),
        )
        self.routes = new_routes(self.tables)
        load(whole, self.tables, self.routes, plan)
        self._slots = {job.id: j for j, job in enumerate(problem.jobs)}
        self._numbers = {shift.id: v for v, shift in enumerate(problem.shifts)}
        n, m = self.tables.allowed.shape
        if limits is None:
            limits = (SINGLES, DOUBLES, NEAR, SECONDS)
            if tables.is_worked or len(problem.jobs) > MANY:
                limits = (*(WORKED if tables.is_worked else LARGE), NEAR, SECONDS)
        self.limits = limits
        longest = max(*limits[:2], limits[3], 1)
        self.bench = Bench(
            held=np.zeros(n, dtype=np.int8),
            guess=np.zeros((2, n), dtype=np.float64),
            offer=np.zeros((m + limits[0] + limits[1] * limits[3] + 1, OFFERED), dtype=np.int64),
            price=np.zeros(m + limits[0] + limits[1] * limits[3] + 1, dtype=np.float64),
            place=np.zeros(4, dtype=np.int64),
            swap=np.zeros((3, longest, 2), dtype=np.int64),
            swap_price=np.zeros((3, longest, 2), dtype=np.float64),
            is_light=not tables.parts.shape[1] and bool(tables.kit.all()),
        )
        for job_id, kept in {**(held or {}), **dict.fromkeys(self.linked, Hold.STAYS)}.items():
            if job_id in self._slots:
                self.bench.held[self._slots[job_id]] = kept
        self._close_broken(plan)
        guess_all(
            self.tables, self.routes, self.bench, np.int64(0), np.int64(self._built), np.int64(limits[2])
        )

    @property
    def free_slots(self) -> int:
        return sum(job is None for job in self.jobs)

    @property
    def problem(self) -> Problem:
        return Problem(
            shifts=self.shifts, jobs=tuple(job for job in self.jobs if job is not None), aims=self.aims
        )

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._slots

    def offers(self, job_id: str, most: int = OFFERS) -> list[Offer]:
        """The best places of each kind for a job that has none, the cheapest first: by weight lost, then by cost."""
        j = self._slots[job_id]
        if self.routes.link[j, SHIFT] >= 0:
            raise ValueError(f"{job_id} has a place")
        singles, doubles, near, seconds = self.limits
        direct = direct_places(self.tables, self.routes, self.bench, np.int64(j))
        count = direct
        if singles or doubles:
            count = opened_places(
                self.tables,
                self.routes,
                self.bench,
                np.int64(j),
                direct,
                np.int64(singles),
                np.int64(doubles),
                np.int64(near),
                np.int64(seconds),
            )
        offer, price = self.bench.offer[:count], self.bench.price[:count]
        found: list[Offer] = []
        taken = [0, 0, 0]
        for k in np.lexsort((offer[:, MOVED], price + self._calm * offer[:, MOVED], offer[:, LOST])):
            moved = int(offer[k, MOVED])
            if taken[moved] < most:
                taken[moved] += 1
                found.append(self._offer(offer[k], float(price[k])))
        return found

    def row(self, shift_id: str) -> Row:
        """A route as (job, way), in order."""
        return tuple((self._known(j).id, self._way(j)) for j in self._nodes(self._numbers[shift_id]))

    def rows(self) -> dict[str, Row]:
        return {shift.id: row for shift in self.shifts if (row := self.row(shift.id))}

    def add(self, job: Job, to: NDArray[np.int32], back: NDArray[np.int32], kept: Hold = Hold.FREE) -> None:
        """A job at a new place: seconds from there to every place of the desk and back, by profile.

        Its own `location` is left out of account; it gets one here.
        """
        slot = next((k for k in range(self._built, len(self.jobs)) if self.jobs[k] is None), None)
        ways = ways_of(job)
        windows = sum(len(way.starts) for way in ways)
        if slot is None or job.after or len(ways) > WAYS or windows > WINDOWS or self._is_new_in_kind(job):
            raise NoRoom(job.id)
        place = self._places + slot - self._built
        self._set_road(place, to, back)
        job = replace(job, location=place)
        self.jobs[slot] = job
        self._slots[job.id] = slot
        self._describe(slot, job)
        self.bench.held[slot] = kept

    def remove(self, job_id: str) -> None:
        """Forget the job; the visits after it come earlier, as far as their windows let them."""
        j = self._slots.pop(job_id)
        self.take_out(j)
        self.jobs[j] = None
        self.tables.allowed[j] = NOT_ALLOWED

    @contextmanager
    def asking(self, job: Job, to: NDArray[np.int32], back: NDArray[np.int32]) -> Iterator[None]:
        """The job is here and has no place, known before or not; afterwards all is as it was."""
        known = self._slots.pop(job.id, None)
        with self._without(known):
            try:
                if job.id in self.linked:
                    raise NoRoom(job.id)
                self.add(job, to, back, Hold.STAYS)
                yield
            finally:
                if job.id in self._slots:
                    self.remove(job.id)
                if known is not None:
                    self._slots[job.id] = known

    def settle(
        self, job: Job, to: NDArray[np.int32], back: NDArray[np.int32], offer: Offer, kept: Hold
    ) -> None:
        """Make an offer part of the plan that was found while `asking`."""
        if job.id in self._slots:
            self.remove(job.id)
        self.add(job, to, back, kept)
        self.take(offer)

    @contextmanager
    def _without(self, j: int | None) -> Iterator[None]:
        """As if this job had no place."""
        link = self.routes.link
        if j is None or link[j, SHIFT] < 0:
            yield
            return
        v, p, q = int(link[j, SHIFT]), int(link[j, BEFORE]), int(link[j, AFTER])
        self.take_out(j)
        try:
            yield
        finally:
            link[p, AFTER], link[q, BEFORE], link[j, SHIFT] = j, j, v
            link[j, BEFORE], link[j, AFTER] = p, q
            work_out(self.tables, self.routes, np.int64(v))

    def advance(self, now: int) -> None:
        """Time goes by: nobody leaves before now, and a route that cannot be driven any more takes nothing."""
        late = self.tables.crew[:, OPENS] < now
        for v in np.flatnonzero(late):
            self.tables.crew[v, OPENS] = now
            work_out(self.tables, self.routes, v)
            if not self.routes.state[v, SOUND] and self.routes.state[v, TASKS]:
                self.close(self.shifts[v].id)

    def route(self, shift_id: str, row: Row) -> Route | None:
        """The times of a route, by the readable rules; None where it cannot be driven."""
        shift = self.shift(shift_id)
        return schedule(self._timetable(), shift, [self._timetable().task(*one) for one in row])

    def wrong(self, rows: Mapping[str, Row]) -> tuple[Violation, ...]:
        """What the independent checker says against these routes."""
        shifts = tuple(self.shift(shift_id) for shift_id in rows)
        jobs = tuple(
            replace(self.job(job_id), after=frozenset()) for row in rows.values() for job_id, _ in row
        )
        routes = tuple(
            route for shift_id, row in rows.items() if row and (route := self.route(shift_id, row))
        )
        lost = sum(
            ways_of(job)[way].loss
            for job, (_, way) in zip(jobs, chain.from_iterable(rows.values()), strict=True)
        )
        problem = Problem(shifts=shifts, jobs=jobs, aims=self.aims)
        return violations(problem, self.travel, Plan(routes=routes, unassigned=(), lost=lost))

    def shift(self, shift_id: str) -> Shift:
        """As it is now: later than when the desk was made."""
        v = self._numbers[shift_id]
        shift, opens = self.shifts[v], int(self.tables.crew[v, OPENS])
        return shift if shift.leaves_after >= opens else replace(shift, earliest=opens)

    def _timetable(self) -> "_Times":
        return _Times(self)

    def job(self, job_id: str) -> Job:
        return self._known(self._slots[job_id])

    def take_out(self, j: int) -> None:
        link = self.routes.link
        v = int(link[j, SHIFT])
        if v < 0:
            return
        p, q = int(link[j, BEFORE]), int(link[j, AFTER])
        link[p, AFTER], link[q, BEFORE], link[j, SHIFT] = q, p, -1
        work_out(self.tables, self.routes, np.int64(v))

    def take(self, offer: Offer) -> None:
        """Make the offer part of the plan."""
        link = self.routes.link
        touched: set[int] = set()
        for move in offer.moves:
            j, v = self._slots[move.job_id], self._numbers[move.shift_id]
            row = self._nodes(v)
            n, m = self.tables.allowed.shape
            stops = [n + v, *row, n + m + v]
            if move.instead_of is not None:
                p, q = stops[move.position], stops[move.position + 2]
                link[self._slots[move.instead_of], SHIFT] = -1
            else:
                p, q = stops[move.position], stops[move.position + 1]
            link[p, AFTER], link[j, BEFORE], link[j, AFTER], link[q, BEFORE] = j, p, q, j
            link[j, SHIFT], link[j, WAY] = v, self.tables.node[j, WAY_FROM] + move.way
            work_out(self.tables, self.routes, np.int64(v))
            touched.add(v)
        for v in touched:
            for j in self._nodes(v):
                guess_elsewhere(self.tables, self.routes, self.bench, np.int64(j))
        for v in touched:
            for j in self._nodes(v):
                guess_chain(self.tables, self.routes, self.bench, np.int64(j), np.int64(self.limits[2]))

    def _nodes(self, v: int) -> list[int]:
        n, m = self.tables.allowed.shape
        found = []
        j = int(self.routes.link[n + v, AFTER])
        while j != n + m + v:
            found.append(j)
            j = int(self.routes.link[j, AFTER])
        return found

    def _way(self, j: int) -> int:
        return int(self.routes.link[j, WAY] - self.tables.node[j, WAY_FROM])

    def _known(self, j: int) -> Job:
        job = self.jobs[j]
        if job is None:
            raise AssertionError(f"slot {j} is free and yet in a route")
        return job

    def _offer(self, numbers: NDArray[np.int64], price: float) -> Offer:
        """From nodes to names and positions, each as it is once the moves before it are made."""
        rows: dict[int, list[int]] = {}
        moves: list[Move] = []
        last = int(numbers[MOVED])
        n = len(self.jobs)
        for step in range(last + 1):
            j, v, p, way = (int(one) for one in numbers[WHO + step * STEP : WHO + (step + 1) * STEP])
            row = rows.setdefault(v, self._nodes(v))
            position = 0 if p == n + v else row.index(p) + 1
            instead_of = None
            if step < last:
                instead_of = self._known(row[position]).id
                row[position] = j
            else:
                row.insert(position, j)
            in_way = way - int(self.tables.node[j, WAY_FROM])
            moves.append(Move(self._known(j).id, self.shifts[v].id, position, in_way, instead_of))
        return Offer(tuple(moves), int(numbers[0]), price)

    def _close_broken(self, plan: Plan) -> None:
        """A route that cannot be driven as it stands takes nothing more, and nobody leaves it."""
        for route in plan.routes:
            v = self._numbers.get(route.shift_id)
            if v is None:
                continue
            loaded = self._nodes(v)
            if len(loaded) != len(route.visits) or not self.routes.state[v, SOUND]:
                self.close(route.shift_id)

    def close(self, shift_id: str) -> None:
        v = self._numbers[shift_id]
        self.tables.crew[v, MOST] = 0
        self.bench.held[self._nodes(v)] = Hold.STAYS

    def _is_new_in_kind(self, job: Job) -> bool:
        """Something that the tables have no column for, or that would make them priced in another way."""
        t = self.tables
        carries = any((*job.delivery, *job.pickup)) and t.amount.shape[2] != max(
            len(job.delivery), len(job.pickup)
        )
        needs = bool(job.tools or any(job.parts.values())) or not self.bench.is_light
        return bool(carries or needs or (job.hourly_late_cost and not t.is_worked))

    def _set_road(self, place: int, to: NDArray[np.int32], back: NDArray[np.int32]) -> None:
        known = len(to)
        for k, name in enumerate(self.travel.profiles):
            if k:
                raise NoRoom("more than one profile of travel")
            table = self.travel.table(name)
            table[place, :known], table[:known, place], table[place, place] = to, back, 0
        t = self.tables
        is_one = t.back is t.travel or np.shares_memory(t.back, t.travel)
        if is_one and not np.array_equal(to, back):
            is_one = False
            t = self.tables = t._replace(back=np.ascontiguousarray(t.travel.transpose(0, 2, 1)))
        for k in range(len(t.travel)):
            factor = self._speeds()[k]
            t.travel[k, place, :known], t.travel[k, :known, place] = (
                _scaled(to, factor),
                _scaled(back, factor),
            )
            t.travel[k, place, place] = 0
            if not is_one:
                t.back[k, :, place], t.back[k, place, :] = t.travel[k, place, :], t.travel[k, :, place]

    def _speeds(self) -> Sequence[float]:
        return [speed for _, speed in sorted({(s.profile, s.speed_factor) for s in self.shifts})]

    def _describe(self, j: int, job: Job) -> None:
        """The rows of a job that came after the tables were built."""
        t, spare = self.tables, j - self._built
        row, window = self._ways[spare], self._windows[spare]
        ways = ways_of(job)
        late_after = NEVER if job.late_after is None else job.late_after
        node = t.node[j]
        node[PLACE], node[LENGTH], node[SETUP], node[WEIGHT] = (
            job.location,
            job.duration,
            job.setup,
            job.weight,
        )
        node[WAY_FROM], node[WAY_TO], node[LATE_AFTER] = row, row + len(ways), late_after
        self.routes.link[j] = -1
        self.routes.link[j, AT] = job.location
        for k, way in enumerate(ways):
            t.way[row + k, [LOSS, WINDOW_FROM, WINDOW_TO, FIRST_START, LAST_START, WAY_COST]] = (
                way.loss,
                window,
                window + len(way.starts),
                way.starts[0].start,
                way.starts[-1].end,
                way.cost,
            )
            for one in way.starts:
                t.window[window] = (one.start, one.end)
                window += 1
        t.late[j] = self.aims.lateness * job.hourly_late_cost / 3600
        for v, shift in enumerate(self.shifts):
            t.allowed[j, v] = person_cost(self.aims, shift, job) if may_do(shift, job) else NOT_ALLOWED
        if job.delivery or job.pickup:
            for k, amounts in enumerate((job.delivery, job.pickup)):
                t.amount[j, k] = amounts or 0
        else:
            t.amount[j] = 0
        self._find_near(j)

    def _find_near(self, j: int) -> None:
        t = self.tables
        count = t.near.shape[1]
        if not count:
            return
        places = t.node[: len(self.jobs), PLACE]
        here = t.node[j, PLACE]
        away = t.travel[0, here, places].astype(np.int64) + t.travel[0, places, here]
        away[j] = NEVER
        closest = np.argpartition(away, count - 1)[:count]
        t.near[j] = closest[np.argsort(away[closest], kind="stable")]
        self.bench.guess[:, j] = 0


class _Times(Timetable):
    """The readable timetable over the desk's own tables."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(Problem(shifts=desk.shifts, jobs=(), aims=desk.aims), desk.travel, desk.bounds)
        self.jobs = _ById(desk)
        self._desk = desk

    def seconds(self, shift: Shift, origin: int | None, target: int | None) -> int:
        if origin is None or target is None:
            return 0
        tables, v = self._desk.tables, self._desk._numbers[shift.id]  # noqa: SLF001 - of one piece with the desk
        return int(tables.travel[tables.crew[v, PROFILE], origin, target])


class _ById(Mapping[str, Job]):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __getitem__(self, job_id: str) -> Job:
        return self._desk.job(job_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._desk._slots)  # noqa: SLF001 - as above

    def __len__(self) -> int:
        return len(self._desk._slots)  # noqa: SLF001 - as above


def _scaled(row: NDArray[np.int32], factor: float) -> NDArray[np.int32]:
    return row if factor == 1 else np.rint(row / factor).astype(np.int32)


def _roomier(travel: TravelTimes, spare: int) -> MatrixTravel:
    """The same tables, with places to which nobody can drive yet."""
    tables = {}
    for name in travel.profiles:
        table = np.full((travel.size + spare, travel.size + spare), UNREACHABLE, dtype=np.int32)
        table[: travel.size, : travel.size] = travel.table(name)
        tables[name] = table
    first, *others = travel.profiles
    return MatrixTravel(tables[first], profile=first, more={name: tables[name] for name in others})


def plan_of(rows: Mapping[str, Row]) -> Plan:
    """Only who and in which order: a start for the search, or for a desk."""
    routes = tuple(
        Route(
            shift_id=shift_id,
            depart=0,
            visits=tuple(
                Visit(job_id=job_id, travel=0, arrive=0, start=0, finish=0, way=way) for job_id, way in row
            ),
            rests=(),
            travel_home=0,
            back=0,
        )
        for shift_id, row in rows.items()
        if row
    )
    return Plan(routes=routes, unassigned=())
