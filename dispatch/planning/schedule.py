"""When everything on one route happens, with its breaks and with the depot where something runs short."""

from collections.abc import Sequence
from itertools import pairwise

from dispatch.planning import legs
from dispatch.planning.constraints import Facts
from dispatch.planning.line import Line, Task, Timetable, service_time
from dispatch.planning.plan import Rest, Restock, Route, Visit
from dispatch.planning.prices import cost_of
from dispatch.planning.problem import FOREVER, Break, Job, Shift, Window, joined

DEPOT_ID = "\0depot"  # no job of a problem is called so


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
