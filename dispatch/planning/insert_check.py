"""The routes of a desk by the readable rules: their times, and what the independent checker says against them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from dispatch.planning.check import violations
from dispatch.planning.constraints import Violation
from dispatch.planning.ejection import Row
from dispatch.planning.insert_room import Room
from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan, Route
from dispatch.planning.problem import Job, Problem, Shift, ways_of
from dispatch.planning.schedule import schedule
from dispatch.planning.tables import PROFILE


def route_of(room: Room, shift_id: str, row: Row) -> Route | None:
    """The times of a route; None where it cannot be driven."""
    times = _Times(room)
    return schedule(times, room.shift(shift_id), [times.task(*one) for one in row])


def wrong_in(room: Room, rows: Mapping[str, Row]) -> tuple[Violation, ...]:
    """What the independent checker says against these routes."""
    shifts = tuple(room.shift(shift_id) for shift_id in rows)
    jobs = tuple(replace(room.job(job_id), after=frozenset()) for row in rows.values() for job_id, _ in row)
    routes = tuple(
        route for shift_id, row in rows.items() if row and (route := route_of(room, shift_id, row))
    )
    lost = sum(
        ways_of(job)[way].loss for job, (_, way) in zip(jobs, chain.from_iterable(rows.values()), strict=True)
    )
    problem = Problem(shifts=shifts, jobs=jobs, aims=room.aims)
    return violations(problem, room.travel, Plan(routes=routes, unassigned=(), lost=lost))


class _Times(Timetable):
    """The readable timetable over the search's own tables."""

    def __init__(self, room: Room) -> None:
        super().__init__(Problem(shifts=room.shifts, jobs=(), aims=room.aims), room.travel, room.bounds)
        self.jobs = _ById(room)
        self._room = room

    def seconds(self, shift: Shift, origin: int | None, target: int | None) -> int:
        if origin is None or target is None:
            return 0
        tables, v = self._room.tables, self._room.numbers[shift.id]
        return int(tables.travel[tables.crew[v, PROFILE], origin, target])


class _ById(Mapping[str, Job]):
    def __init__(self, room: Room) -> None:
        self._room = room

    def __getitem__(self, job_id: str) -> Job:
        return self._room.job(job_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._room.slots)

    def __len__(self) -> int:
        return len(self._room.slots)
