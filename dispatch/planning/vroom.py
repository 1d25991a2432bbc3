"""VROOM's published JSON format, read into a problem; whatever it can say that we do not plan with is refused by name.

https://github.com/VROOM-Project/vroom/blob/master/docs/API.md
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dispatch.planning import fields
from dispatch.planning.fields import Fields
from dispatch.planning.problem import FOREVER, Break, Job, Problem, ProblemError, Shift, Window
from dispatch.planning.travel import MatrixTravel, TravelTimes
from dispatch.planning.validation import validate

DEFAULT_PROFILE = "car"

T = TypeVar("T")

NOTHING: tuple[int, ...] = ()

Point = tuple[float, float]
Estimate = Callable[[Sequence[Point]], NDArray[np.int32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    number: int
    start: Point | None
    end: Point | None
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    number: int
    place: Point | None
    priority: int
    description: str | None


@dataclass(frozen=True, slots=True)
class VroomProblem:
    """The problem, and what only the answer needs."""

    problem: Problem
    travel: TravelTimes
    vehicles: Mapping[str, Vehicle]
    tasks: Mapping[str, Task]
    break_numbers: Mapping[tuple[str, str], int]
    distances: Mapping[str, list[list[int]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Places:
    """Rows of the given matrices, or numbers for coordinates met on the way."""

    size: int | None
    points: dict[Point, int] = field(default_factory=dict)

    def take(self, one: Fields, place: str, row: str) -> tuple[int | None, Point | None]:
        point = one.take(place, _maybe(fields.coordinates), None)
        index = one.take(row, _maybe(fields.count), None)
        if self.size is None:
            if point is None and index is not None:
                raise ProblemError(one.path(place), "coordinates, as there is no matrix", "only an index")
            return (None, None) if point is None else (self.points.setdefault(point, len(self.points)), point)
        if index is None and point is not None:
            raise ProblemError(one.path(row), "a row of the matrices", "only coordinates")
        if index is not None and index >= self.size:
            raise ProblemError(one.path(row), f"a row of the matrices, 0 to {self.size - 1}", index)
        return index, point


def _maybe(read: Callable[[Any, str], T]) -> Callable[[Any, str], T | None]:
    """The same reader, for a field whose absence is None."""
    return read


def read(document: Any, estimate: Estimate) -> VroomProblem:
    """Raises ProblemError naming the field. `estimate` gives travel times when there are no matrices."""
    top = Fields(document, "")
    matrices, distances = _matrices(top)
    places = _Places(next(iter(matrices.values())).shape[0] if matrices else None)
    shifts: list[Shift] = []
    vehicles: dict[str, Vehicle] = {}
    numbers: dict[tuple[str, str], int] = {}
    for one in top.objects("vehicles"):
        shift, vehicle = _vehicle(one, places, numbers)
        if matrices and shift.profile not in matrices:
            raise ProblemError(
                one.path("profile"), f"one of the matrices: {', '.join(matrices)}", shift.profile
            )
        shifts.append(shift)
        vehicles[shift.id] = vehicle
    if not shifts:
        raise ProblemError("vehicles", "at least one vehicle", "none")
    read_jobs = [_job(one, places) for one in top.objects("jobs")]
    top.refuse("shipments", "matrix")
    top.done()
    # VROOM's order of aims: the sum of priorities, then the number of tasks, then cost.
    step = len(read_jobs) + 1
    jobs = tuple(job(task.priority * step + 1) for job, task in read_jobs)
    profiles = sorted({shift.profile for shift in shifts})
    if matrices:
        travel = MatrixTravel(
            matrices[profiles[0]], profile=profiles[0], more={p: matrices[p] for p in profiles[1:]}
        )
    else:
        table = estimate(list(places.points))
        travel = MatrixTravel(table, profile=profiles[0], more=dict.fromkeys(profiles[1:], table))
    problem = Problem(shifts=tuple(shifts), jobs=jobs)
    _once("vehicles", [vehicle.number for vehicle in vehicles.values()], len(shifts))
    tasks = {job.id: task for job, (_, task) in zip(jobs, read_jobs, strict=True)}
    _once("jobs", list(tasks), len(jobs))
    validate(problem, travel.size, travel.profiles)
    return VroomProblem(problem, travel, vehicles, tasks, numbers, distances)


def _once(name: str, seen: Sequence[object], total: int) -> None:
    if len(seen) != total:
        raise ProblemError(f"{name}.id", "each id once", f"{total - len(seen)} repeated")


def _matrices(top: Fields) -> tuple[dict[str, NDArray[np.int64]], dict[str, list[list[int]]]]:
    tables: dict[str, NDArray[np.int64]] = {}
    distances: dict[str, list[list[int]]] = {}
    given = top.take("matrices", Fields, Fields({}, "matrices"))
    for profile in given.names():
        one = given.need(profile, Fields)
        durations = one.need("durations", fields.table)
        tables[profile] = np.array(durations, dtype=np.int64).reshape(len(durations), len(durations))
        if one.has("distances"):
            distances[profile] = one.need("distances", fields.table)
            if len(distances[profile]) != len(durations):
                raise ProblemError(one.path("distances"), f"{len(durations)} rows", len(distances[profile]))
        one.refuse("costs")
        one.done()
    if len({len(one) for one in tables.values()}) > 1:
        raise ProblemError("matrices", "tables of one size", sorted(len(one) for one in tables.values()))
    return tables, distances


def _vehicle(one: Fields, places: _Places, numbers: dict[tuple[str, str], int]) -> tuple[Shift, Vehicle]:
    number = one.need("id", fields.count)
    start, start_point = places.take(one, "start", "start_index")
    end, end_point = places.take(one, "end", "end_index")
    if start is None and end is None:
        raise ProblemError(one.path("start"), "a start or an end", "neither")
    earliest, latest = one.take("time_window", fields.window, (0, FOREVER))
    fixed, hourly = 0, 3600
    if one.has("costs"):
        costs = one.need("costs", Fields)
        fixed = costs.take("fixed", fields.count, 0)
        hourly = costs.take("per_hour", fields.count, 3600)
        costs.refuse("per_km", "per_task_hour")
        costs.done()
    breaks: list[Break] = []
    for rest in one.objects("breaks"):
        rest_number = rest.need("id", fields.count)
        breaks.append(
            Break(
                id=str(rest_number),
                windows=_windows(rest.need("time_windows", fields.windows)),
                duration=rest.take("service", fields.count, 0),
            )
        )
        if (str(number), str(rest_number)) in numbers:
            raise ProblemError(rest.path("id"), "each id once in a vehicle", rest_number)
        numbers[str(number), str(rest_number)] = rest_number
        rest.ignore("description")
        rest.refuse("max_load")
        rest.done()
    shift = Shift(
        id=str(number),
        technician_id=str(number),
        start_location=start,
        end_location=end,
        earliest=earliest,
        latest=latest,
        breaks=tuple(breaks),
        skills=_skills(one),
        max_tasks=one.take("max_tasks", _maybe(fields.count), None),
        capacity=one.take("capacity", _maybe(fields.counts), None),
        profile=one.take("profile", fields.text, DEFAULT_PROFILE),
        speed_factor=one.take("speed_factor", fields.positive, 1.0),
        fixed_cost=fixed,
        hourly_cost=hourly,
    )
    description = one.take("description", _maybe(fields.text), None)
    one.ignore("type")  # it only chooses among setup_per_type and service_per_type
    one.refuse("steps", "max_travel_time", "max_distance")
    one.done()
    return shift, Vehicle(number=number, start=start_point, end=end_point, description=description)


def _job(one: Fields, places: _Places) -> tuple[Callable[[int], Job], Task]:
    number = one.need("id", fields.count)
    location, point = places.take(one, "location", "location_index")
    if location is None:
        raise ProblemError(
            one.path("location" if places.size is None else "location_index"), "to be there", "nothing"
        )
    duration = one.take("service", fields.count, 0)
    setup = one.take("setup", fields.count, 0)
    windows = _windows(one.take("time_windows", fields.windows, ()))
    skills = _skills(one)
    delivery = one.take("delivery", fields.counts, NOTHING)
    pickup = one.take("pickup", fields.counts, NOTHING)
    priority = one.take("priority", fields.percent, 0)
    description = one.take("description", _maybe(fields.text), None)
    one.refuse("amount", "setup_per_type", "service_per_type")
    one.done()

    def job(weight: int) -> Job:
        return Job(
            id=str(number),
            location=location,
            duration=duration,
            setup=setup,
            windows=windows,
            skills=skills,
            weight=weight,
            delivery=delivery,
            pickup=pickup,
        )

    return job, Task(number=number, place=point, priority=priority, description=description)


def _skills(one: Fields) -> frozenset[str]:
    return frozenset(str(skill) for skill in one.take("skills", fields.counts, NOTHING))


def _windows(pairs: Sequence[tuple[int, int]]) -> tuple[Window, ...]:
    return tuple(Window(start, end) for start, end in pairs)
