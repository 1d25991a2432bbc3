"""VROOM as somebody would use it for the day: one question a day of the horizon, hard windows, priorities 0 to 100.

VROOM knows no soft window. An order is asked for in its best way that is still possible on a day of the horizon, on
that day; what finds no place today is asked for again tomorrow, in the best way that is left. Who took an order keeps
it (a skill that nobody else has); appointments are windows; started visits are no jobs, their technician starts later.
"""

from typing import Any

import numpy as np

from dispatch.planning.day import DayProblem
from dispatch.planning.problem import Job, Shift, Way, Window, may_do, ways_of
from dispatch.planning.tables import scaled
from dispatch.planning.travel import MatrixTravel
from dispatch.storage.day import DayInput

Sequences = dict[str, list[tuple[str, int]]]


def by_vroom(look: DayInput, day: DayProblem, travel: MatrixTravel) -> Sequences:
    del look
    found: Sequences = {}
    shifts = day.problem.shifts
    left = {job.id: job for job in day.problem.jobs}
    table = travel.table("")
    days = sorted({shift.day for shift in shifts})
    for number in days:
        crew = [shift for shift in shifts if shift.day == number and shift.leaves_after <= shift.latest]
        later = [shift for shift in shifts if shift.day > number]
        asked = {name: way for name, job in left.items() if (way := _way_today(job, crew, later)) is not None}
        for shift_id, row in _solve(crew, left, asked, table).items():
            found[shift_id] = row
            for name, _ in row:
                del left[name]
    return found


def _way_today(job: Job, crew: list[Shift], later: list[Shift]) -> tuple[int, Way] | None:
    """The best way that is possible on some day; None when that is a later one."""
    for number, way in enumerate(ways_of(job)):
        if any(_opens(way, shift) and may_do(shift, job) for shift in crew):
            return number, way
        if any(_opens(way, shift) and may_do(shift, job) for shift in later):
            return None
    return None


def _opens(way: Way, shift: Shift) -> bool:
    return any(window.start <= shift.latest and window.end >= shift.leaves_after for window in way.starts)


def _solve(
    crew: list[Shift], jobs: dict[str, Job], asked: dict[str, tuple[int, Way]], table: Any
) -> Sequences:
    import vroom  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - an optional peer

    names = sorted(asked)
    if not names or not crew:
        return {}
    question = vroom.Input()
    for factor in {shift.speed_factor for shift in crew}:
        question.set_durations_matrix(str(factor), scaled(table, factor).astype(np.uint32))
    able = [{v for v, shift in enumerate(crew) if may_do(shift, jobs[name])} for name in names]
    groups = {group: k for k, group in enumerate(sorted({frozenset(one) for one in able}, key=sorted))}
    for v, shift in enumerate(crew):
        question.add_vehicle(
            vroom.Vehicle(
                v,
                profile=str(shift.speed_factor),
                start=shift.leaves_from,
                end=shift.end_location,
                skills={k for group, k in groups.items() if v in group},
                time_window=vroom.TimeWindow(shift.leaves_after, shift.latest),
                breaks=[
                    vroom.Break(k, [_window(vroom, one) for one in rest.windows], rest.duration)
                    for k, rest in enumerate(shift.breaks)
                ],
            )
        )
    heaviest = max(jobs[name].weight for name in names)
    for k, name in enumerate(names):
        number, way = asked[name]
        del number
        question.add_job(
            vroom.Job(
                k,
                jobs[name].location,
                default_service=jobs[name].duration,
                skills={groups[frozenset(able[k])]},
                priority=max(1, 100 * jobs[name].weight // heaviest),
                time_windows=[_window(vroom, one) for one in way.starts],
            )
        )
    routes = question.solve(exploration_level=5, nb_threads=1).routes
    found: Sequences = {}
    for step in routes[routes["type"] == "job"].itertuples():
        name = names[int(step.id)]
        found.setdefault(crew[int(step.vehicle_id)].id, []).append((name, asked[name][0]))
    return found


def _window(vroom: Any, one: Window) -> Any:
    return vroom.TimeWindow(max(0, one.start), one.end)
