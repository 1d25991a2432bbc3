"""The best places for one more job in a running plan, quickly and without moving anyone who was promised a time.

Plain Python on purpose: a web process asks this, and it must not load the compiled search.
"""

from dataclasses import dataclass

from dispatch.planning.constraints import FORBIDDEN
from dispatch.planning.explain import Obstacle, obstacle_in
from dispatch.planning.line import Line, Task, Timetable
from dispatch.planning.plan import Plan
from dispatch.planning.precedence import bounds_around, kept_in, unfinished
from dispatch.planning.problem import Job, Problem, Way, ways_of
from dispatch.planning.schedule import first_shortage, loads_fit, schedule
from dispatch.planning.travel import TravelTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One shift's best place for the job, before the visit that is now at `position`; or why it has none."""

    shift_id: str
    technician_id: str
    position: int | None = None
    extra_travel: int = 0
    start: int | None = None
    way: int = 0
    loss: int = 0
    way_cost: int = 0
    obstacle: Obstacle | None = None

    @property
    def cost(self) -> tuple[float, int]:
        return (FORBIDDEN, 0) if self.position is None else (self.loss, self.extra_travel + self.way_cost)


def best_places(problem: Problem, travel: TravelTimes, plan: Plan, job: Job) -> list[Place]:
    """Every shift, cheapest first; those that cannot take the job come last, each with its reason.

    All others keep their order, their technician and the windows in which they were planned. A job that is in the
    plan already is looked at as if it were not.
    """
    timetable = Timetable(problem, travel, bounds_around(problem, plan, job))
    alone = Obstacle.PREDECESSOR if unfinished(plan, job) else None
    bound = timetable.bounds.get(job.id)
    routes = {route.shift_id: route for route in plan.routes}
    ways = ways_of(job)
    places: list[Place] = []
    for shift in problem.shifts:
        route = routes.get(shift.id)
        visits = () if route is None else tuple(v for v in route.visits if v.job_id != job.id)
        tasks = [timetable.task(visit.job_id, visit.way) for visit in visits]
        obstacle = alone or obstacle_in(timetable, shift, job)
        found: Place | None = None
        if obstacle is None:
            line = Line(timetable, shift, tasks)
            for number, way in enumerate(ways):  # their losses rise
                if found is not None and found.loss < way.loss:
                    break
                place = _best_in(line, Task(job, number, kept_in(bound, way.starts)), way)
                if place is not None and (found is None or place.cost < found.cost):
                    found = place
            obstacle = None if found is not None else Obstacle.NO_ROOM
        places.append(found or Place(shift_id=shift.id, technician_id=shift.technician_id, obstacle=obstacle))
    return sorted(places, key=lambda place: place.cost)


def _best_in(line: Line, task: Task, way: Way) -> Place | None:
    shift = line.shift
    if shift.max_tasks is not None and len(line.tasks) >= shift.max_tasks:
        return None
    best: Place | None = None
    for position in range(len(line.tasks) + 1):
        extra = line.added_travel(task, position)
        if best is not None and best.extra_travel <= extra:
            continue
        longer = [*line.tasks[:position], task, *line.tasks[position:]]
        jobs = [one.job for one in longer]
        if first_shortage(shift, jobs) is None:
            start = line.earliest(task, position)
        else:  # by way of the depot, wherever that is cheapest
            route = schedule(line.timetable, shift, longer)
            start = None if route is None else route.visits[position].start
            if route is not None:
                known = schedule(line.timetable, shift, line.tasks) if line.tasks else None
                extra = route.travel - (0 if known is None else known.travel)
                if best is not None and best.extra_travel <= extra:
                    continue
        if start is not None and loads_fit(shift, jobs):
            best = Place(
                shift_id=shift.id,
                technician_id=shift.technician_id,
                position=position,
                extra_travel=extra,
                start=start,
                way=task.way,
                loss=way.loss,
                way_cost=way.cost,
            )
    return best
