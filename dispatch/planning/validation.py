"""Which problems can be meant at all: refuses the others, by the name of the field, before anything is planned."""

from collections.abc import Iterable
from dataclasses import fields

from dispatch.planning.problem import (
    FOREVER,
    Aims,
    Job,
    Problem,
    ProblemError,
    Shift,
    Window,
    by_precedence,
)

SLOWEST = 0.01  # of the speed that the travel times are for


def validate(problem: Problem, locations: int, profiles: Iterable[str]) -> None:
    """Refuse what cannot be meant. A job that merely cannot be served is no error: it is explained."""
    known = frozenset(profiles)
    _unique("shifts", (s.id for s in problem.shifts))
    _unique("jobs", (j.id for j in problem.jobs))
    sizes = {len(s.capacity) for s in problem.shifts if s.capacity is not None}
    sizes |= {len(amount) for j in problem.jobs for amount in (j.delivery, j.pickup) if amount}
    if len(sizes) > 1:
        raise ProblemError("capacity", "amounts of one and the same length everywhere", sorted(sizes))
    for aim in fields(Aims):
        value = getattr(problem.aims, aim.name)
        if not 0 <= value < float("inf"):
            raise ProblemError(f"aims.{aim.name}", "0 or more", value)
    for i, shift in enumerate(problem.shifts):
        _validate_shift(shift, f"shifts[{i}]", locations, known)
    ids = {job.id for job in problem.jobs}
    for i, job in enumerate(problem.jobs):
        _validate_job(job, f"jobs[{i}]", locations)
        for one in job.after - ids:
            raise ProblemError(f"jobs[{i}].after", "ids of jobs of the problem", one)
    by_precedence(problem.jobs)


def _validate_shift(shift: Shift, name: str, locations: int, profiles: frozenset[str]) -> None:
    for column, place in (
        ("start_location", shift.start_location),
        ("end_location", shift.end_location),
        ("busy.location", None if shift.busy is None else shift.busy.location),
        ("depot", shift.depot),
    ):
        _place(f"{name}.{column}", place, locations)
    for column, instant in (
        ("earliest", shift.earliest),
        ("latest", shift.latest),
        ("regular_end", shift.regular_end),
        ("busy.until", None if shift.busy is None else shift.busy.until),
    ):
        _instant(f"{name}.{column}", instant)
    if shift.earliest > shift.latest:
        raise ProblemError(f"{name}.latest", f"at or after earliest ({shift.earliest})", shift.latest)
    if shift.profile not in profiles:
        raise ProblemError(f"{name}.profile", f"one of {sorted(profiles)}", shift.profile)
    if not SLOWEST <= shift.speed_factor <= 1 / SLOWEST:
        raise ProblemError(
            f"{name}.speed_factor", f"a number from {SLOWEST} to {1 / SLOWEST}", shift.speed_factor
        )
    for column, amount in (
        ("max_tasks", shift.max_tasks or 0),
        ("fixed_cost", shift.fixed_cost),
        ("hourly_cost", shift.hourly_cost),
        ("hourly_work_cost", shift.hourly_work_cost),
        ("hourly_overtime_cost", shift.hourly_overtime_cost),
        ("worked", shift.worked),
        ("day", shift.day),
        ("restock", shift.restock),
        *((f"parts[{part}]", count) for part, count in shift.parts.items()),
        *(("capacity", held) for held in shift.capacity or ()),
    ):
        _not_negative(f"{name}.{column}", amount)
    for k, rest in enumerate(shift.breaks):
        _not_negative(f"{name}.breaks[{k}].duration", rest.duration)
        _windows(f"{name}.breaks[{k}].windows", rest.windows)


def _validate_job(job: Job, name: str, locations: int) -> None:
    _place(f"{name}.location", job.location, locations)
    for column, value in (
        ("duration", job.duration),
        ("setup", job.setup),
        ("weight", job.weight),
        ("delay_cost", job.delay_cost),
        ("stranger_cost", job.stranger_cost),
        ("change_cost", job.change_cost),
        ("hourly_late_cost", job.hourly_late_cost),
    ):
        _not_negative(f"{name}.{column}", value)
    for column, instant in (("due", job.due), ("release", job.release), ("late_after", job.late_after)):
        _instant(f"{name}.{column}", instant)
    _windows(f"{name}.windows", job.windows)
    least = 0
    for k, fallback in enumerate(job.fallbacks):
        _windows(f"{name}.fallbacks[{k}].windows", fallback.windows)
        _instant(f"{name}.fallbacks[{k}].due", fallback.due)
        if not least <= fallback.loss <= job.weight:
            raise ProblemError(
                f"{name}.fallbacks[{k}].loss",
                f"rising, from {least} to the weight {job.weight}",
                fallback.loss,
            )
        _not_negative(f"{name}.fallbacks[{k}].cost", fallback.cost)
        least = fallback.loss
    for part, count in job.parts.items():
        _not_negative(f"{name}.parts[{part}]", count)
    for amount in (*job.delivery, *job.pickup):
        _not_negative(f"{name}.delivery/pickup", amount)


def _unique(name: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ProblemError(f"{name}.id", "each id once", one)
        seen.add(one)


def _place(name: str, place: int | None, locations: int) -> None:
    if place is not None and not 0 <= place < locations:
        raise ProblemError(name, f"a location from 0 to {locations - 1}", place)


def _not_negative(name: str, value: int) -> None:
    if not (0 <= value <= FOREVER and value == int(value)):  # NaN is neither
        raise ProblemError(name, f"a whole number from 0 to {FOREVER}", value)


def _instant(name: str, value: int | None) -> None:
    if value is not None and not (-FOREVER <= value <= FOREVER and value == int(value)):
        raise ProblemError(name, f"a whole number from {-FOREVER} to {FOREVER}", value)


def _windows(name: str, windows: tuple[Window, ...]) -> None:
    for k, window in enumerate(windows):
        _instant(f"{name}[{k}].start", window.start)
        _instant(f"{name}[{k}].end", window.end)
        if window.start > window.end:
            raise ProblemError(f"{name}[{k}]", "a start before the end", (window.start, window.end))
