"""When everything on one route happens: the plain, readable twin of the compiled search's forward and backward times.

Every stop has one earliest finish and one latest arrival for each number of breaks already taken. With them, whether
a further visit fits between two stops is answered without walking the route.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dispatch.planning import legs
from dispatch.planning.constraints import Facts, cost_of
from dispatch.planning.plan import Rest, Restock, Route, Visit
from dispatch.planning.precedence import Bounds, kept_in
from dispatch.planning.problem import FOREVER, Break, Job, Problem, Shift, Window, joined, ways_of
from dispatch.planning.travel import TravelTimes

DEPOT_ID = "\0depot"  # no job of a problem is called so


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


def schedule(timetable: Timetable, shift: Shift, tasks: Sequence[Task]) -> Route | None:
    """The route as early as possible with its breaks, and with the depot at its cheapest place if anything is short."""
    short = first_shortage(shift, [task.job for task in tasks])
    if short is None:
        return timed(timetable, shift, tasks)
    if shift.depot is None:
        return None
    depot = Job(id=DEPOT_ID, location=shift.depot, duration=shift.restock)
    visit = Task(depot, 0, legs.ANY_TIME)
    routes = [timed(timetable, shift, [*tasks[:k], visit, *tasks[k:]]) for k in range(short + 1)]
    return min(
        (route for route in routes if route is not None),
        key=lambda route: route_cost(timetable, route),
        default=None,
    )


def route_cost(timetable: Timetable, route: Route) -> float:
    """All that the route costs, weight lost left out."""
    facts = Facts(route, timetable.shifts[route.shift_id], timetable.jobs, timetable.seconds)
    return cost_of(facts, timetable.problem.aims)


def first_shortage(shift: Shift, jobs: Sequence[Job]) -> int | None:
    """The first job that needs a tool or a part which the technician has not, or no more; None if there is none."""
    left = dict(shift.parts)
    for k, job in enumerate(jobs):
        if not job.tools <= shift.tools:
            return k
        for part, count in job.parts.items():
            left[part] = left.get(part, 0) - count
            if left[part] < 0:
                return k
    return None


def timed(timetable: Timetable, shift: Shift, tasks: Sequence[Task]) -> Route | None:
    """The tasks in this order as early as possible, with no waiting before the first departure is needed.

    Where the time at work has a price, the departure is as late as it can be without anything ending later.
    """
    breaks = legs.in_order(shift.breaks)
    line = Line(timetable, shift, tasks)
    if not line.feasible:
        return None
    taken = _taken_by_stop(line, len(breaks))
    walk = _Walk(line, taken, breaks)
    aims = timetable.problem.aims
    if aims.work * shift.hourly_work_cost or aims.fairness:
        return walk.route(walk.best_departure())
    first = walk.route(shift.leaves_after)
    if not tasks or taken[0]:
        return first
    # nobody need leave home to wait at a customer's door
    return walk.route(first.stops[0].start - first.stops[0].travel)


class _Walk:
    """One route with its breaks in their places, from any departure."""

    def __init__(self, line: Line, taken: Sequence[int], breaks: Sequence[Break]) -> None:
        self.line = line
        self.rests = [breaks[done:then] for done, then in pairwise([0, *taken])]
        self.aims = line.timetable.problem.aims

    def route(self, depart: int) -> Route:
        line, clock, stops, pauses = self.line, depart, [], list[Rest]()
        for k, rests in enumerate(self.rests):
            travel = line.leg(k)
            walked = legs.rests(clock, travel, rests)
            assert walked is not None  # noqa: S101 - the line is feasible
            on_the_way, arrive = walked
            pauses += [
                Rest(break_id=rest.id, start=start, finish=finish, after=k)
                for rest, (start, finish) in zip(rests, on_the_way, strict=True)
            ]
            clock = arrive
            if k < len(line.tasks):
                task = line.tasks[k]
                start = legs.earliest_start(task.starts, arrive)
                assert start is not None  # noqa: S101 - as above
                clock = start + service_time(task.job, line.places[k])
                stops.append((task, travel, arrive, start, clock))
        visits = [
            Visit(job_id=task.job.id, travel=travel, arrive=arrive, start=start, finish=finish, way=task.way)
            for task, travel, arrive, start, finish in stops
            if task.job.id != DEPOT_ID
        ]
        restock = [
            Restock(travel=travel, arrive=arrive, start=start, finish=finish, after=k)
            for k, (task, travel, arrive, start, finish) in enumerate(stops)
            if task.job.id == DEPOT_ID
        ]
        return Route(
            shift_id=line.shift.id,
            depart=depart,
            visits=tuple(visits),
            rests=tuple(pauses),
            travel_home=line.leg(len(line.tasks)),
            back=clock,
            restock=restock[0] if restock else None,
        )

    def best_departure(self) -> int:
        """The departure of the shortest day that ends as early as any and brings no visit later than it must be."""
        line = self.line
        spent, earliest, latest = 0, line.shift.leaves_after, FOREVER
        for k, rests in enumerate(self.rests):
            clock = spent + earliest
            resting, floor = 0, -FOREVER
            for rest in rests:
                window = _window_at(joined(rest.windows) or legs.ANY_TIME, clock)
                latest = min(latest, window.end - resting - spent)
                floor = max(floor, window.start) + rest.duration
                clock = max(clock, window.start) + rest.duration
                resting += rest.duration
            spent += line.leg(k) + resting
            earliest = max(earliest, floor - spent)
            if k < len(line.tasks):
                task = line.tasks[k]
                window = _window_at(task.starts, spent + earliest)
                start, closes = max(spent + earliest, window.start), window.end
                if task.job.late_after is not None and task.job.hourly_late_cost * self.aims.lateness:
                    closes = min(closes, max(start, task.job.late_after))
                earliest = max(earliest, window.start - spent)
                latest = min(latest, closes - spent)
                spent += service_time(task.job, line.places[k])
        return min(earliest, latest, line.shift.latest - spent)


def _window_at(windows: Sequence[Window], arrive: int) -> Window:
    return next(window for window in windows if arrive <= window.end)


def _taken_by_stop(line: Line, breaks: int) -> list[int]:
    """How many breaks are taken before each stop (and before the end), as late as the earliest finish allows."""
    taken = [breaks]
    state = breaks
    shift, tasks = line.shift, line.tasks
    limit = shift.latest
    for k in range(len(tasks), -1, -1):
        travel = line.timetable.seconds(shift, line.places[k], line.places[k + 1])
        best: tuple[int, int] | None = None
        for b in range(state + 1):
            done = line.finish[k][b]
            if done is None:
                continue
            arrive = legs.arrival(done, travel, line.breaks[b:state])
            if arrive is None:
                continue
            if k < len(tasks):
                start = legs.earliest_start(tasks[k].starts, arrive)
                if start is None:
                    continue
                arrive = start + service_time(tasks[k].job, line.places[k])
            if arrive <= limit and (best is None or arrive < best[0]):
                best = (arrive, b)
        if best is None:
            raise AssertionError(
                f"no way back through the route of {shift.id}: forward times contradict themselves"
            )
        state = best[1]
        limit = line.finish[k][state] or 0
        if k:
            taken.append(state)
    taken.reverse()
    return taken


def loads_fit(shift: Shift, jobs: Sequence[Job]) -> bool:
    """Deliveries ride along from the start, pick-ups to the end; the load never exceeds what the vehicle holds."""
    for d, limit in enumerate(shift.capacity or ()):
        load = sum(job.delivery[d] for job in jobs if job.delivery)
        if load > limit:
            return False
        for job in jobs:
            load += (job.pickup[d] if job.pickup else 0) - (job.delivery[d] if job.delivery else 0)
            if load > limit:
                return False
    return True
