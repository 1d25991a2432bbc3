"""The technician routing instances of Pillac, Guéret and Medaglia (2013): read, made our problem, and judged in floats.

Instances are read from where they are and never kept here. Distance and time are Euclidean and unrounded; the cost of
a plan is the sum over the technicians of return − departure. The planner counts in whole seconds, so one unit of the
instance becomes SCALE of them, travel rounded up: what is possible for the planner is possible in floats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, hypot
from pathlib import Path

import numpy as np

from dispatch.planning.problem import Job, Problem, Shift, Window
from dispatch.planning.travel import MatrixTravel

SCALE = 10_000
NOISE = 1e-7  # of the floats that round a travel time up
TOLERANCE = 1e-6
DEPOT = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A technician or a request; a technician's supplies are what they have, a request's what it needs."""

    number: int
    x: float
    y: float
    opens: float
    closes: float
    service: float
    skills: frozenset[int]
    tools: frozenset[int]
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    name: str
    depot: Row
    technicians: tuple[Row, ...]
    requests: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tour:
    """The requests of one technician in order; the depot is visited after the first `depot` of them, if at all."""

    technician: int
    requests: tuple[int, ...]
    depot: int | None


class WrongTour(ValueError):
    """The tours break a rule of the benchmark."""


def read(path: Path) -> Instance:
    """Raises ValueError naming the file when it is not such an instance."""
    name, crew, rows = path.stem, 0, []
    lines = path.read_text(encoding="utf-8").splitlines()
    for k, line in enumerate(lines):
        if line.startswith("CREW") and k + 1 < len(lines):
            crew = int(lines[k + 1].split()[0])
        cells = line.split()
        if len(cells) == 9 and cells[6].startswith("["):
            rows.append(_row(cells))
    if not crew or len(rows) <= crew + 1:
        raise ValueError(f"{path}: expected a crew count, a depot, technicians and requests")
    return Instance(name, rows[0], tuple(rows[1 : crew + 1]), tuple(rows[crew + 1 :]))


def _row(cells: Sequence[str]) -> Row:
    lists = [[int(one) for one in cell.strip("[]").split(",") if one] for cell in cells[6:]]
    x, y, opens, closes, service = (float(one) for one in cells[1:6])
    return Row(
        number=int(cells[0]),
        x=x,
        y=y,
        opens=opens,
        closes=closes,
        service=service,
        skills=frozenset(lists[0]),
        tools=frozenset(lists[1]),
        parts=tuple(lists[2]),
    )


def releases(path: Path) -> dict[int, float]:
    """When each request of the dynamic variant becomes known; −1 for those known from the start."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) == 2 and cells[0].isdigit() and cells[1].lstrip("-").isdigit():
            found[int(cells[0])] = float(cells[1])
    return found


def problem_of(instance: Instance) -> tuple[Problem, MatrixTravel]:
    rows = [instance.depot, *instance.technicians, *instance.requests]
    place = {row.number: k for k, row in enumerate(rows)}
    table = np.array([[ceil(SCALE * _distance(a, b) - NOISE) for b in rows] for a in rows], dtype=np.int64)
    shifts = tuple(
        Shift(
            id=str(row.number),
            technician_id=str(row.number),
            start_location=place[row.number],
            end_location=place[row.number],
            earliest=round(SCALE * row.opens),
            latest=round(SCALE * row.closes),
            skills=frozenset(str(skill) for skill in row.skills),
            hourly_cost=0,
            hourly_work_cost=3600,
            tools=frozenset(str(tool) for tool in row.tools),
            parts=_parts(row),
            depot=place[instance.depot.number],
        )
        for row in instance.technicians
    )
    jobs = tuple(
        Job(
            id=str(row.number),
            location=place[row.number],
            duration=round(SCALE * row.service),
            windows=(Window(round(SCALE * row.opens), round(SCALE * row.closes)),),
            skills=frozenset(str(skill) for skill in row.skills),
            tools=frozenset(str(tool) for tool in row.tools),
            parts=_parts(row),
        )
        for row in instance.requests
    )
    return Problem(shifts=shifts, jobs=jobs), MatrixTravel(table)


def _parts(row: Row) -> dict[str, int]:
    return {str(kind): count for kind, count in enumerate(row.parts) if count}


def _distance(a: Row, b: Row) -> float:
    return hypot(a.x - b.x, a.y - b.y)


def working_time(instance: Instance, tours: Sequence[Tour]) -> float:
    """The cost of the tours by the benchmark's own rules, from the instance alone; WrongTour if they break one.

    All requests of the instance must be served, each once.
    """
    technicians = {row.number: row for row in instance.technicians}
    requests = {row.number: row for row in instance.requests}
    served = sorted(number for tour in tours for number in tour.requests)
    if served != sorted(requests):
        raise WrongTour(f"{instance.name}: {len(served)} of {len(requests)} requests, or one twice")
    if len({tour.technician for tour in tours}) < len(tours):
        raise WrongTour(f"{instance.name}: a technician has two tours")
    return sum(_tour_time(instance, technicians[tour.technician], requests, tour) for tour in tours)


def _tour_time(instance: Instance, technician: Row, requests: Mapping[int, Row], tour: Tour) -> float:
    if not tour.requests:
        return 0.0
    where = f"{instance.name}, technician {technician.number}"
    stops = [requests[number] for number in tour.requests]
    if tour.depot is not None:
        stops.insert(tour.depot, instance.depot)
    _has_supplies(where, technician, instance.depot, stops)
    clock, waited, room, at = technician.opens, 0.0, float("inf"), technician
    for stop in stops:
        arrive = clock + _distance(at, stop)
        start = max(arrive, stop.opens)
        if start > stop.closes + TOLERANCE:
            raise WrongTour(f"{where}: {stop.number} starts at {start:.4f}, after {stop.closes:g}")
        waited += start - arrive
        room = min(room, waited + stop.closes - start)
        clock, at = start + stop.service, stop
    back = clock + _distance(at, technician)
    if back > technician.closes + TOLERANCE:
        raise WrongTour(f"{where}: back at {back:.4f}, after {technician.closes:g}")
    return back - technician.opens - min(room, waited)


def _has_supplies(where: str, technician: Row, depot: Row, stops: Sequence[Row]) -> None:
    left, restocked = list(technician.parts), False
    for stop in stops:
        if stop is depot:
            restocked = True
            continue
        if not stop.skills <= technician.skills:
            raise WrongTour(f"{where}: lacks a skill for {stop.number}")
        if restocked:
            continue
        left = [have - need for have, need in zip(left, stop.parts, strict=True)]
        if min(left, default=0) < 0 or not stop.tools <= technician.tools:
            raise WrongTour(f"{where}: short of supplies at {stop.number}")
