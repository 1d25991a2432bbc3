"""The running plan as timed lanes, to try one more visit in each: where it fits, and what it costs there, by kind of cost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from dispatch.planning.constraints import Facts
from dispatch.planning.line import Line, Task, Timetable
from dispatch.planning.plan import Plan, Route
from dispatch.planning.precedence import bounds_around, kept_in, unfinished
from dispatch.planning.prices import PRICES
from dispatch.planning.problem import Job, Problem, Shift, Way, Window, ways_of
from dispatch.planning.schedule import first_shortage, loads_fit, schedule
from dispatch.planning.timed_plan import time_plan
from dispatch.planning.travel import TravelTimes

LOST = "lost"
Prices = Mapping[str, float]
"""By the name of the rule in constraints.PRICES, in seconds of road."""


@dataclass(frozen=True, slots=True)
class Lane:
    shift: Shift
    tasks: tuple[Task, ...]
    route: Route | None
    prices: Prices

    @property
    def overtime(self) -> int:
        return overtime_of(self.shift, self.route)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """One visit in a lane: the whole lane with it, and what the lane costs more than without it."""

    lane: Lane
    position: int
    job: Job
    way: int
    loss: int
    prices: Prices
    travel: int
    overtime: int

    @property
    def shift(self) -> Shift:
        return self.lane.shift

    @property
    def start(self) -> int:
        assert self.lane.route is not None  # noqa: S101 - there is a visit in it
        return self.lane.route.visits[self.position].start

    @property
    def finish(self) -> int:
        assert self.lane.route is not None  # noqa: S101 - as above
        return self.lane.route.visits[self.position].finish

    @property
    def cost(self) -> float:
        return sum(self.prices.values())

    @property
    def rank(self) -> tuple[int, float]:
        return self.loss, self.cost


def overtime_of(shift: Shift, route: Route | None) -> int:
    if route is None or shift.regular_end is None:
        return 0
    return max(0, route.back - shift.regular_end)


class Lanes:
    """Every shift's lane as it stands, without the job that is asked about."""

    def __init__(self, problem: Problem, travel: TravelTimes, plan: Plan, asked: str | None = None) -> None:
        self.problem = problem
        self.travel = travel
        timed = all(route.back > route.depart for route in plan.routes)
        self.plan = plan if timed else time_plan(problem, travel, plan)
        job = next((job for job in problem.jobs if job.id == asked), None)
        bounds = None if job is None else bounds_around(problem, self.plan, job)
        self.timetable = Timetable(problem, travel, bounds)
        self.waits_for = frozenset[str]() if job is None else unfinished(self.plan, job)
        """What must be done before it, and has no place."""
        self.routes = {route.shift_id: route for route in self.plan.routes}
        self._asked = asked
        self._lanes: dict[str, Lane] = {}
        self._lines: dict[str, Line] = {}
        self._best: dict[tuple[str, int], tuple[Shift, Job, Seated | None]] = {}
        self._ways: dict[int, tuple[Job, tuple[Way, ...]]] = {}

    def ways(self, job: Job) -> tuple[Way, ...]:
        """What `ways_of` says, worked out once for each job that is tried in many lanes."""
        known = self._ways.get(id(job))
        if known is None or known[0] is not job:
            known = self._ways[id(job)] = (job, ways_of(job))
        return known[1]

    def starts(self, job: Job, way: int) -> tuple[Window, ...]:
        """When the job may begin in that way, with what it waits for, and what waits for it, where they are."""
        return kept_in(self.timetable.bounds.get(job.id), self.ways(job)[way].starts)

    def lane(self, shift: Shift) -> Lane:
        if shift.id not in self._lanes:
            route = self.routes.get(shift.id)
            visits = () if route is None else route.visits
            left = [visit for visit in visits if visit.job_id != self._asked]
            tasks = tuple(self.timetable.task(visit.job_id, visit.way) for visit in left)
            if len(left) < len(visits):
                route = schedule(self.timetable, shift, tasks) if tasks else None
            self._lanes[shift.id] = self._priced(shift, tasks, route if tasks else None)
        return self._lanes[shift.id]

    def line(self, shift: Shift) -> Line:
        if shift.id not in self._lines:
            self._lines[shift.id] = Line(self.timetable, shift, self.lane(shift).tasks)
        return self._lines[shift.id]

    def seat_of(self, job: Job) -> Seated | None:
        """Where the plan has the job, at what it costs there."""
        for route in self.plan.routes:
            for position, visit in enumerate(route.visits):
                if visit.job_id == job.id:
                    shift = self.timetable.shifts[route.shift_id]
                    tasks = tuple(self.timetable.task(one.job_id, one.way) for one in route.visits)
                    return self.seated(
                        self.lane(shift), self._priced(shift, tasks, route), (position, job, visit.way)
                    )
        return None

    def best(self, shift: Shift, job: Job, ways: Sequence[Way] | None = None) -> Seated | None:
        """The best way in which the job fits into the lane, where it adds the least road; the others stay as they are."""
        if ways is not None:
            return self._best_in_lane(shift, job, ways)
        key = (shift.id, id(job))
        known = self._best.get(key)
        if known is None or known[0] is not shift or known[1] is not job:
            found = self._best_in_lane(shift, job, self.ways(job))
            known = self._best[key] = (shift, job, found)
        return known[2]

    def _best_in_lane(self, shift: Shift, job: Job, ways: Sequence[Way]) -> Seated | None:
        lane = self.lane(shift)
        if shift.max_tasks is not None and len(lane.tasks) >= shift.max_tasks:
            return None
        return self._best_way(lane, self.line(shift), job, ways)

    def best_beside(self, lane: Lane, job: Job) -> Seated | None:
        """The same in a lane that is not the plan's own."""
        line = Line(self.timetable, lane.shift, lane.tasks)
        return self._best_way(lane, line, job, self.ways(job))

    def with_tasks(self, shift: Shift, tasks: Sequence[Task]) -> Lane | None:
        """These tasks in this order, if that can be driven."""
        if not tasks:
            return self._priced(shift, (), None)
        if not loads_fit(shift, [task.job for task in tasks]):
            return None
        route = schedule(self._knowing(shift, tasks), shift, tasks)
        return None if route is None else self._priced(shift, tuple(tasks), route)

    def _knowing(self, shift: Shift, tasks: Sequence[Task]) -> Timetable:
        """Where the depot's place is chosen by cost, the timetable must know freer jobs and longer shifts as they are."""
        known = self.timetable
        own = known.shifts.get(shift.id) is shift and all(
            known.jobs.get(task.job.id) is task.job for task in tasks
        )
        if shift.depot is None or own:
            return known
        freed = copy(known)
        freed.shifts = {**known.shifts, shift.id: shift}
        freed.jobs = {**known.jobs, **{task.job.id: task.job for task in tasks}}
        return freed

    def _best_way(self, lane: Lane, line: Line, job: Job, ways: Sequence[Way]) -> Seated | None:
        best: Seated | None = None
        for number, way in enumerate(ways):  # their losses rise
            if best is not None and best.loss < way.loss:
                break
            found = self._best_in(lane, line, Task(job, number, self.starts(job, number)))
            if found is not None and (best is None or found.rank < best.rank):
                best = found
        return best

    def _best_in(self, lane: Lane, line: Line, task: Task) -> Seated | None:
        found: list[Seated] = []
        places = sorted(range(len(lane.tasks) + 1), key=lambda k: line.added_travel(task, k))
        for position in places:
            longer = (*lane.tasks[:position], task, *lane.tasks[position:])
            short = first_shortage(lane.shift, [one.job for one in longer]) is not None
            if short and lane.shift.depot is None:
                return None
            if not short and line.earliest(task, position) is None:
                continue
            with_it = self.with_tasks(lane.shift, longer)
            if with_it is not None:
                found.append(self.seated(lane, with_it, (position, task.job, task.way)))
                if not short:
                    return found[-1]
        return min(found, key=lambda one: one.rank, default=None)

    def seated(self, without: Lane, lane: Lane, visit: tuple[int, Job, int]) -> Seated:
        """The visit (its position, job and way) in a lane, priced against another lane."""
        position, job, way = visit
        prices = Counter(lane.prices)
        prices.subtract(without.prices)
        return Seated(
            lane=lane,
            position=position,
            job=job,
            way=way,
            loss=self.ways(job)[way].loss,
            prices={name: price for name, price in prices.items() if price},
            travel=_road(lane.route) - _road(without.route),
            overtime=lane.overtime - without.overtime,
        )

    def _priced(self, shift: Shift, tasks: tuple[Task, ...], route: Route | None) -> Lane:
        if route is None:
            return Lane(shift, tasks, None, {})
        jobs = {task.job.id: task.job for task in tasks}
        facts = Facts(route, shift, jobs, self.timetable.seconds)
        prices: Counter[str] = Counter()
        for rule in PRICES:
            for one in rule(facts, self.problem.aims):
                prices[one.rule] += one.cost  # type: ignore[assignment]  # a Counter counts floats as well
        return Lane(shift, tasks, route, prices)


def loss_of(job: Job, way: int) -> int:
    return ways_of(job)[way].loss


def _road(route: Route | None) -> int:
    return 0 if route is None else route.travel
