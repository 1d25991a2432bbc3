"""One route's earliest and latest times: the plain, readable twin of the compiled search's forward and backward times.

Every stop has one earliest finish and one latest arrival for each number of breaks already taken. With them, whether
a further visit fits between two stops is answered without walking the route.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dispatch.planning import legs
from dispatch.planning.precedence import Bounds, kept_in
from dispatch.planning.problem import Job, Problem, Shift, Window, ways_of
from dispatch.planning.travel import TravelTimes


@dataclass(frozen=True, slots=True)
class Task:
    """A job in a chosen way."""

    job: Job
    way: int
    starts: tuple[Window, ...]


class Timetable:
    """Travel seconds between places for one shift, and the jobs by id."""

    def __init__(self, problem: Problem, travel: TravelTimes, bounds: Bounds | None = None) -> None:
        """`bounds`: the starts that are left to jobs that wait for others, see precedence.py."""
        self.problem = problem
        self.bounds = bounds or {}
        self.jobs: Mapping[str, Job] = {job.id: job for job in problem.jobs}
        self.shifts: Mapping[str, Shift] = {shift.id: shift for shift in problem.shifts}
        self._travel = travel
        self._tables: dict[tuple[str, float], NDArray[np.int32]] = {}

    def seconds(self, shift: Shift, origin: int | None, target: int | None) -> int:
        if origin is None or target is None:
            return 0
        key = (shift.profile, shift.speed_factor)
        if key not in self._tables:
            self._tables[key] = scaled(self._travel.table(shift.profile), shift.speed_factor)
        return int(self._tables[key][origin, target])

    def task(self, job_id: str, way: int) -> Task:
        job = self.jobs[job_id]
        return Task(job, way, kept_in(self.bounds.get(job_id), ways_of(job)[way].starts))


def scaled(table: NDArray[np.int32], speed_factor: float) -> NDArray[np.int32]:
    return table if speed_factor == 1 else np.rint(table / speed_factor).astype(np.int32)


def service_time(job: Job, previous: int | None) -> int:
    """Setup is only needed where the technician was not already."""
    return job.duration + (job.setup if previous != job.location else 0)


class Line:
    """One route's earliest and latest times, by stop and by number of breaks taken."""

    def __init__(self, timetable: Timetable, shift: Shift, tasks: Sequence[Task]) -> None:
        self.timetable = timetable
        self.shift = shift
        self.tasks = tuple(tasks)
        self.breaks = legs.in_order(shift.breaks)
        self.places = (shift.leaves_from, *(task.job.location for task in tasks), shift.end_location)
        self.finish = self._forward()

    @cached_property
    def _latest(self) -> dict[tuple[int, bool], list[int | None]]:
        """By stop and whether one comes from another place; worked out when first asked for, from the end back."""
        latest: dict[tuple[int, bool], list[int | None]] = {}
        for k in range(len(self.tasks), -1, -1):
            for moved in (False, True):
                latest[k, moved] = self._backward(k, moved, latest)
        return latest

    @property
    def feasible(self) -> bool:
        return any(
            (done := self.finish[-1][b]) is not None
            and (back := self._arrive(done, self.leg(len(self.tasks)), b, len(self.breaks))) is not None
            and back <= self.shift.latest
            for b in range(len(self.breaks) + 1)
        )

    def fits(self, task: Task, position: int) -> bool:
        """Does one more visit fit before the stop that is now number `position`?"""
        return self.earliest(task, position) is not None

    def earliest(self, task: Task, position: int) -> int | None:
        """The earliest start of one more visit at this position that lets the rest of the route go on as promised."""
        origin, target = self.places[position], self.places[position + 1]
        here = task.job.location
        to = self.timetable.seconds(self.shift, origin, here)
        on = self.timetable.seconds(self.shift, here, target)
        last = self._latest[position, here != target]
        best: int | None = None
        states = range(len(self.breaks) + 1)
        for b in states:
            done = self.finish[position][b]
            if done is None:
                continue
            for c in states[b:]:
                arrive = self._arrive(done, to, b, c)
                start = None if arrive is None else legs.earliest_start(task.starts, arrive)
                if start is None or (best is not None and best <= start):
                    continue
                finish = start + service_time(task.job, origin)
                for d in states[c:]:
                    then, limit = self._arrive(finish, on, c, d), last[d]
                    if then is not None and limit is not None and then <= limit:
                        best = start
                        break
        return best

    def added_travel(self, task: Task, position: int) -> int:
        """Seconds of travel that the visit adds."""
        origin, target = self.places[position], self.places[position + 1]
        seconds, here = self.timetable.seconds, task.job.location
        return (
            seconds(self.shift, origin, here)
            + seconds(self.shift, here, target)
            - (self.leg(position) if self.tasks else 0)
        )

    def leg(self, k: int) -> int:
        return self.timetable.seconds(self.shift, self.places[k], self.places[k + 1])

    def _arrive(self, depart: int, travel: int, taken: int, then: int) -> int | None:
        return legs.arrival(depart, travel, self.breaks[taken:then])

    def _forward(self) -> list[list[int | None]]:
        states = range(len(self.breaks) + 1)
        table: list[list[int | None]] = [[self.shift.leaves_after, *([None] * len(self.breaks))]]
        for k, task in enumerate(self.tasks):
            served = service_time(task.job, self.places[k])
            row: list[int | None] = [None] * len(states)
            for b in states:
                done = table[-1][b]
                if done is None:
                    continue
                for c in states[b:]:
                    arrive = self._arrive(done, self.leg(k), b, c)
                    start = None if arrive is None else legs.earliest_start(task.starts, arrive)
                    if start is not None:
                        known = row[c]
                        row[c] = start + served if known is None else min(known, start + served)
            table.append(row)
        return table

    def _backward(
        self, k: int, moved: bool, latest: Mapping[tuple[int, bool], list[int | None]]
    ) -> list[int | None]:
        """The latest arrival at stop `k`, by breaks already taken; `moved` if one comes from another place."""
        states = range(len(self.breaks) + 1)
        if k == len(self.tasks):
            return [*([None] * len(self.breaks)), self.shift.latest]
        task = self.tasks[k]
        served = task.job.duration + (task.job.setup if moved else 0)
        after = latest[k + 1, self.places[k + 1] != self.places[k + 2]]
        row: list[int | None] = []
        for b in states:
            leave = max(
                (
                    leaving
                    for c in states[b:]
                    if (limit := after[c]) is not None
                    and (leaving := legs.latest_departure(limit, self.leg(k + 1), self.breaks[b:c]))
                    is not None
                ),
                default=None,
            )
            row.append(None if leave is None else legs.latest_start(task.starts, leave - served))
        return row
