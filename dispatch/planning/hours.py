"""How much slower the road is at which hour of the week, and what that means for a whole shift."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from dispatch.planning.problem import Problem, ProblemError, Shift

HOURS_OF_WEEK: Final = 168
HOUR_S: Final = 3600
LEAST, MOST = 0.2, 10.0
STEP: Final = 0.05
"""Means are rounded to this: the search keeps one table of travel times for each speed."""

Hours = tuple[float, ...]
"""By hour of the local week, Monday 0:00 first: by how much a travel time of the table is to be multiplied."""

FLAT: Final[Hours] = (1.0,) * HOURS_OF_WEEK


def read_hours(given: Sequence[float]) -> Hours:
    """168 sensible factors, or a clear refusal."""
    if len(given) != HOURS_OF_WEEK:
        raise ProblemError("hours", "168 factors, Monday 0:00 first", f"{len(given)} of them")
    for k, factor in enumerate(given):
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not LEAST <= factor <= MOST:
            raise ProblemError(f"hours[{k}]", f"a factor from {LEAST} to {MOST}", factor)
    return tuple(float(factor) for factor in given)


def factor_at(hours: Hours, at: datetime, zone: ZoneInfo) -> float:
    """The factor of the hour in which somebody sets off."""
    local = at.astimezone(zone)
    return hours[local.weekday() * 24 + local.hour]


def together(first: Hours, second: Hours) -> Hours:
    """The one after the other, such as what a source says and what was learned beside it."""
    return first if second == FLAT else tuple(a * b for a, b in zip(first, second, strict=True))


def mean_factor(hours: Hours, start: int, end: int, zone: ZoneInfo) -> float:
    """The mean over a span of instants in seconds, each hour counted by how much of it lies in the span."""
    if end <= start:
        return factor_at(hours, datetime.fromtimestamp(start, UTC), zone)
    total, at = 0.0, start
    while at < end:
        until = min(end, (at // HOUR_S + 1) * HOUR_S)
        total += (until - at) * factor_at(hours, datetime.fromtimestamp(at, UTC), zone)
        at = until
    return total / (end - start)


def usual_factor(hours: Hours) -> float:
    """The mean over the working hours of the week, Monday to Friday from 8 to 18."""
    worked = [hours[day * 24 + hour] for day in range(5) for hour in range(8, 18)]
    return sum(worked) / len(worked)


def at_hours(problem: Problem, hours: Hours, zone: ZoneInfo) -> Problem:
    """The problem with every shift as fast as the road is on the mean of its hours.

    One speed a shift, not one a leg: with times that depend on the departure the search could not answer in constant
    time whether a visit fits between two others. A leg in the rush hour is then planned too short by what the mean
    levels out, one at noon too long; live ETAs take the factor of their own hour.
    """
    if hours == FLAT:
        return problem

    def slowed(shift: Shift) -> Shift:
        end = shift.latest if shift.regular_end is None else max(shift.earliest, shift.regular_end)
        factor = max(STEP, STEP * round(mean_factor(hours, shift.earliest, end, zone) / STEP))
        return replace(shift, speed_factor=shift.speed_factor / factor)

    return replace(problem, shifts=tuple(slowed(shift) for shift in problem.shifts))
