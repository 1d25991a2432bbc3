"""Room for jobs that are not known yet: in the search's tables, and on the road between their places."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.ejection import NoRoom
from dispatch.planning.line import scaled
from dispatch.planning.plan import Plan
from dispatch.planning.precedence import Bounds, bounds
from dispatch.planning.problem import Job, Problem, Shift, ways_of
from dispatch.planning.tables import (
    FIRST_START,
    LAST_START,
    LATE_AFTER,
    LENGTH,
    LOSS,
    NEVER,
    NOT_ALLOWED,
    OPENS,
    PLACE,
    SETUP,
    WAY_COST,
    WAY_FROM,
    WAY_TO,
    WEIGHT,
    WINDOW_FROM,
    WINDOW_TO,
    Persons,
    build_tables,
    hold,
)
from dispatch.planning.timed_plan import time_plan
from dispatch.planning.travel import UNREACHABLE, MatrixTravel, TravelTimes

WAYS, WINDOWS = 8, 64  # of each job that comes


class Room:
    """The tables of a problem, and rows in them that a job can take: it costs its travel times, not a new table."""

    def __init__(self, problem: Problem, travel: TravelTimes, plan: Plan, spare: int) -> None:
        self._places = travel.size
        self._built = len(problem.jobs)
        self.travel = _roomier(travel, spare)
        self.jobs: list[Job | None] = [*problem.jobs, *[None] * spare]
        self.slots = {job.id: j for j, job in enumerate(problem.jobs)}
        self.shifts, self.aims = problem.shifts, problem.aims
        self._persons = Persons(problem.aims, problem.shifts)
        self.numbers = {shift.id: v for v, shift in enumerate(problem.shifts)}
        rests = tuple(
            Job(id=f"\0spare {k}", location=self._places + k, duration=0, technicians=frozenset())
            for k in range(spare)
        )
        self.whole = replace(problem, jobs=(*problem.jobs, *rests))
        tables = build_tables(self.whole, self.travel)._replace(is_plain=False)
        first_way, first_window = len(tables.way), len(tables.window)
        self._ways = [first_way + WAYS * k for k in range(spare)]
        self._windows = [first_window + WINDOWS * k for k in range(spare)]
        self.bounds: Bounds = {}
        self.linked = frozenset(
            chain.from_iterable((job.id, *job.after) for job in problem.jobs if job.after)
        )
        # who waits for others, or is waited for, stays within what the running plan leaves them
        if self.linked:
            self.bounds = bounds(problem, time_plan(problem, travel, plan), 1.0)
            tables = hold(tables, self.whole, self.bounds)
        self.tables = tables._replace(
            way=np.concatenate([tables.way, np.zeros((WAYS * spare, tables.way.shape[1]), dtype=np.int64)]),
            window=np.concatenate([tables.window, np.zeros((WINDOWS * spare, 2), dtype=np.int64)]),
        )
        self.is_light = not tables.parts.shape[1] and bool(tables.kit.all())
        """No tools, no parts, no depot."""

    @property
    def free_slots(self) -> int:
        """What a job from the problem leaves behind when it moves into a spare row is none of them."""
        return sum(job is None for job in self.jobs[self._built :])

    def job(self, job_id: str) -> Job:
        return self.job_in(self.slots[job_id])

    def job_in(self, j: int) -> Job:
        job = self.jobs[j]
        if job is None:
            raise AssertionError(f"slot {j} is free and yet in a route")
        return job

    def shift(self, shift_id: str) -> Shift:
        """As it is now: later than when the room was made."""
        v = self.numbers[shift_id]
        shift, opens = self.shifts[v], int(self.tables.crew[v, OPENS])
        return shift if shift.leaves_after >= opens else replace(shift, earliest=opens)

    def add(self, job: Job, to: NDArray[np.int32], back: NDArray[np.int32]) -> int:
        """The slot of a job at a new place: seconds from there to every place and back, by profile.

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
        self.slots[job.id] = slot
        self._describe(slot, job)
        return slot

    def remove(self, job_id: str) -> None:
        j = self.slots.pop(job_id)
        self.jobs[j] = None
        self.tables.allowed[j] = NOT_ALLOWED

    def _is_new_in_kind(self, job: Job) -> bool:
        """Something that the tables have no column for, or that would make them priced in another way."""
        t = self.tables
        carries = any((*job.delivery, *job.pickup)) and t.amount.shape[2] != max(
            len(job.delivery), len(job.pickup)
        )
        needs = bool(job.tools or any(job.parts.values())) or not self.is_light
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
                scaled(to, factor),
                scaled(back, factor),
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
        t.allowed[j] = self._persons.allowed(job)
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


def _roomier(travel: TravelTimes, spare: int) -> MatrixTravel:
    """The same tables, with places to which nobody can drive yet."""
    tables = {}
    for name in travel.profiles:
        table = np.full((travel.size + spare, travel.size + spare), UNREACHABLE, dtype=np.int32)
        table[: travel.size, : travel.size] = travel.table(name)
        tables[name] = table
    first, *others = travel.profiles
    return MatrixTravel(tables[first], profile=first, more={name: tables[name] for name in others})
