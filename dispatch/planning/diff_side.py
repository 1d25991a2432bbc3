"""One of two plans that are compared: who sits where and when, and what each visit costs in road."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan, Route
from dispatch.planning.problem import Job, Problem, Window, joined, ways_of
from dispatch.planning.timed_plan import time_plan
from dispatch.planning.travel import TravelTimes

NARROW = 2 * 3600
"""A window that is not wider was promised to the customer as a time; a half-day is wider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One visit in its lane. `kept`: it was promised a time, and this is inside it."""

    job_id: str
    shift_id: str
    technician_id: str
    position: int
    travel: int
    arrive: int
    start: int
    finish: int
    loss: int
    late: int
    kept: bool
    after_break: bool


class Side:
    def __init__(self, problem: Problem, plan: Plan, travel: TravelTimes) -> None:
        self.problem = problem
        self.timetable = Timetable(problem, travel)
        self.jobs = self.timetable.jobs
        self.shifts = self.timetable.shifts
        self.plan = plan if _has_times(plan) else time_plan(problem, travel, plan)
        self.routes = {route.shift_id: route for route in self.plan.routes}

    @cached_property
    def seats(self) -> dict[str, Seat]:
        return {
            visit.job_id: self._seat(route, k)
            for route in self.plan.routes
            for k, visit in enumerate(route.visits)
        }

    @cached_property
    def _lanes(self) -> dict[str, list[Seat]]:
        lanes: dict[str, list[Seat]] = defaultdict(list)
        for seat in self.seats.values():
            lanes[seat.shift_id].append(seat)
        return lanes

    def lane(self, shift_id: str) -> list[Seat]:
        return self._lanes.get(shift_id, [])

    def in_lane(self, shift_id: str) -> frozenset[str]:
        return frozenset(seat.job_id for seat in self.lane(shift_id))

    def previous(self, seat: Seat) -> Seat | None:
        return self.lane(seat.shift_id)[seat.position - 1] if seat.position else None

    def detour(self, job_id: str) -> int:
        """The road that would be saved without this visit, the others in the same order."""
        seat = self.seats[job_id]
        shift = self.shifts[seat.shift_id]
        lane = self.lane(seat.shift_id)
        here = self.jobs[job_id].location
        origin = self.jobs[lane[seat.position - 1].job_id].location if seat.position else shift.leaves_from
        last = seat.position + 1 == len(lane)
        target = shift.end_location if last else self.jobs[lane[seat.position + 1].job_id].location
        seconds = self.timetable.seconds
        without = 0 if len(lane) == 1 else seconds(shift, origin, target)
        return seconds(shift, origin, here) + seconds(shift, here, target) - without

    def overtime(self, route: Route) -> int:
        end = self.shifts[route.shift_id].regular_end
        return 0 if end is None else max(0, route.back - end)

    def promised(self, job: Job) -> bool:
        """Whether the customer was told a time for it."""
        return bool(promised_windows(job))

    def loss_at(self, job: Job, start: int) -> int:
        """What a start at this instant would lose."""
        for way in ways_of(job):
            if any(window.start <= start <= window.end for window in way.starts):
                return way.loss
        return job.weight

    def _seat(self, route: Route, position: int) -> Seat:
        visit = route.visits[position]
        job = self.jobs[visit.job_id]
        late = 0 if job.late_after is None else max(0, visit.start - job.late_after)
        inside = any(window.start <= visit.start <= window.end for window in promised_windows(job))
        return Seat(
            job_id=visit.job_id,
            shift_id=route.shift_id,
            technician_id=self.shifts[route.shift_id].technician_id,
            position=position,
            travel=visit.travel,
            arrive=visit.arrive,
            start=visit.start,
            finish=visit.finish,
            loss=self.loss_at(job, visit.start),
            late=late,
            kept=inside,
            after_break=any(rest.after <= position for rest in route.rests),
        )


def best_windows(job: Job) -> tuple[Window, ...]:
    """When it may be had for nothing of its weight, in order; empty if at any time."""
    free = [job.windows, *(one.windows for one in job.fallbacks if not one.loss)]
    return () if not all(free) else joined(window for windows in free for window in windows)


def promised_windows(job: Job) -> tuple[Window, ...]:
    """The time that the customer was told; empty if it was none, or a half-day."""
    free = best_windows(job)
    if not _is_narrow(free):
        return ()
    edges = [one.windows for one in job.fallbacks if one.loss and _is_narrow(one.windows)]
    return joined(window for windows in (free, *edges) for window in windows)


def _is_narrow(windows: tuple[Window, ...]) -> bool:
    return bool(windows) and max(w.end for w in windows) - min(w.start for w in windows) <= NARROW


def _has_times(plan: Plan) -> bool:
    return all(route.back > route.depart for route in plan.routes)
