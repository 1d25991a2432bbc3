"""The running routes as they stand, with every job that is not planned yet put in its place, to look for room in them.

Plain Python, like insert.py: a web process asks this, and it must not load the compiled search.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dispatch.planning.line import Line, Task, Timetable
from dispatch.planning.plan import Plan, Visit
from dispatch.planning.problem import Job, Problem, Shift, Window, may_do, ways_of
from dispatch.planning.schedule import first_shortage, loads_fit, route_cost, schedule
from dispatch.planning.travel import TravelTimes


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in a route, and the road that a visit there adds."""

    added: int
    shift: Shift
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The job in its place: when, and what the route costs more than before."""

    shift: Shift
    position: int
    start: int
    finish: int
    travel: int
    cost: float


@dataclass(slots=True)
class _Route:
    line: Line
    """None of its visits is moved, so that it says at once whether another one fits."""
    cost: float
    travel: int
    visits: tuple[Visit, ...]


class Routes:
    """One line a shift. A route that cannot be driven as it stands (the day has overtaken it) takes nothing more."""

    def __init__(self, problem: Problem, travel: TravelTimes, plan: Plan) -> None:
        self.timetable = Timetable(problem, travel)
        self.shifts = problem.shifts
        self._routes: dict[str, _Route] = {}
        planned = {route.shift_id: route.visits for route in plan.routes}
        for shift in problem.shifts:
            tasks = self._as_it_stands(shift, planned.get(shift.id, ()))
            if tasks is not None:
                self._settle(shift, tasks)

    def place(self, job: Job, shifts: Iterable[Shift] | None = None) -> Shift | None:
        """Give the job the place with the least road, in the best of its ways that has one; None if none has."""
        candidates = self.candidates(job, self.shifts if shifts is None else shifts)
        for number, way in enumerate(ways_of(job)):
            for candidate in candidates:
                fitted = self.fit(candidate, job, way.starts)
                if fitted is not None:
                    tasks = list(self._routes[candidate.shift.id].line.tasks)
                    tasks.insert(candidate.position, Task(job, number, way.starts))
                    self._settle(candidate.shift, tasks)
                    return candidate.shift
        return None

    def placed(self) -> frozenset[str]:
        """The ids of all jobs that have a place."""
        return frozenset(task.job.id for route in self._routes.values() for task in route.line.tasks)

    def remove(self, job_id: str) -> Shift | None:
        """Take the job out; whose day it was in."""
        for shift_id, route in self._routes.items():
            left = [task for task in route.line.tasks if task.job.id != job_id]
            if len(left) < len(route.line.tasks):
                shift = self.timetable.shifts[shift_id]
                self._settle(shift, left)
                return shift
        return None

    def freeze(self, *shifts: Shift) -> None:
        """Nothing more is put into these."""
        for shift in shifts:
            self._routes.pop(shift.id, None)

    def visits(self, shift: Shift) -> tuple[Visit, ...]:
        route = self._routes.get(shift.id)
        return () if route is None else route.visits

    def candidates(self, job: Job, shifts: Iterable[Shift]) -> list[Candidate]:
        """Every place in these shifts where the job might go by its rules, the least road first."""
        task = Task(job, 0, ())
        found = [
            Candidate(route.line.added_travel(task, position), shift, position)
            for shift in shifts
            if (route := self._routes.get(shift.id)) is not None and _admits(shift, route.line, job)
            for position in range(len(route.line.tasks) + 1)
        ]
        return sorted(found, key=lambda one: (one.added, one.shift.id, one.position))

    def fit(self, candidate: Candidate, job: Job, starts: Sequence[Window]) -> Fitted | None:
        """The job at this place within these starts, all others as promised; None if that cannot be."""
        shift, position = candidate.shift, candidate.position
        route = self._routes[shift.id]
        task = Task(job, 0, tuple(starts))
        longer = [*route.line.tasks]
        longer.insert(position, task)
        jobs = [one.job for one in longer]
        if not loads_fit(shift, jobs):
            return None
        if first_shortage(shift, jobs) is None and route.line.earliest(task, position) is None:
            return None
        timed = schedule(self.timetable, shift, longer)
        if timed is None:
            return None
        visit = timed.visits[position]
        # a job's windows have no price, so that it costs in these starts what it costs in its own
        return Fitted(
            shift=shift,
            position=position,
            start=visit.start,
            finish=visit.finish,
            travel=timed.travel - route.travel,
            cost=route_cost(self.timetable, timed) - route.cost,
        )

    def _as_it_stands(self, shift: Shift, visits: Sequence[Visit]) -> list[Task] | None:
        """The route's visits in the ways in which they are planned, or else in the best that the order allows."""
        jobs = [self.timetable.jobs[visit.job_id] for visit in visits if visit.job_id in self.timetable.jobs]
        options = [ways_of(job) for job in jobs]
        planned = [visit.way for visit in visits if visit.job_id in self.timetable.jobs]
        if all(way < len(option) for way, option in zip(planned, options, strict=True)):
            tasks = [
                Task(job, way, option[way].starts)
                for job, way, option in zip(jobs, planned, options, strict=True)
            ]
            if Line(self.timetable, shift, tasks).feasible:
                return tasks
        tasks = []
        for job, option in zip(jobs, options, strict=True):
            for number, way in enumerate(option):
                longer = [*tasks, Task(job, number, way.starts)]
                if Line(self.timetable, shift, longer).feasible:
                    tasks = longer
                    break
            else:
                return None
        return tasks

    def _settle(self, shift: Shift, tasks: Sequence[Task]) -> None:
        line = Line(self.timetable, shift, tasks)
        timed = schedule(self.timetable, shift, tasks) if tasks else None
        if tasks and timed is None:
            self.freeze(shift)
        else:
            self._routes[shift.id] = _Route(
                line,
                0.0 if timed is None else route_cost(self.timetable, timed),
                0 if timed is None else timed.travel,
                () if timed is None else timed.visits,
            )


def _admits(shift: Shift, line: Line, job: Job) -> bool:
    return may_do(shift, job) and (shift.max_tasks is None or len(line.tasks) < shift.max_tasks)
