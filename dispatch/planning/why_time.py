"""Why a visit is at this time: the stop before it, the road, lunch, and the window that it waits for or may not miss."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dispatch.planning.diff_side import best_windows, promised_windows
from dispatch.planning.lanes import Seated
from dispatch.planning.plan import Route, Visit
from dispatch.planning.problem import ways_of


class TimeReason(StrEnum):
    STARTS_OUT = "starts_out"
    HELD_UP = "held_up"
    STOP_BEFORE = "stop_before"
    DEPOT = "depot"
    BREAK = "break"
    ROAD = "road"
    WAITS_FOR_TIME = "waits_for_time"
    WAITS_FOR_WINDOW = "waits_for_window"
    AS_ANNOUNCED = "as_announced"
    IN_PROMISED_TIME = "in_promised_time"
    IN_WINDOW = "in_window"
    OUTSIDE_WINDOW = "outside_window"
    AFTER_DUE = "after_due"
    LATER_DAY = "later_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One step on the way to the time; what it is about: another order, an instant or two, a span in seconds."""

    code: TimeReason
    other_id: str | None = None
    at: int | None = None
    until: int | None = None
    seconds: int | None = None


def why_then(seat: Seated) -> tuple[Because, ...]:
    """From the stop before to the start, in the order in which it happens."""
    route = seat.lane.route
    return () if route is None else tuple(_because(seat, route, route.visits[seat.position]))


def _because(seat: Seated, route: Route, visit: Visit) -> Iterator[Because]:
    yield from _before(seat, route)
    stops = list(route.stops)
    index = stops.index(visit)
    for rest in route.rests:
        if rest.after == index:
            yield Because(code=TimeReason.BREAK, at=rest.start, until=rest.finish)
    if visit.travel:
        yield Because(code=TimeReason.ROAD, seconds=visit.travel, at=visit.arrive)
    yield from _window(seat, visit)
    if seat.shift.day:
        yield Because(code=TimeReason.LATER_DAY, seconds=seat.shift.day * 86_400)


def _before(seat: Seated, route: Route) -> Iterator[Because]:
    stops, visit = list(route.stops), route.visits[seat.position]
    index = stops.index(visit)
    shift = seat.shift
    if index == 0:
        held = shift.busy is not None and shift.busy.until > shift.earliest
        yield Because(code=TimeReason.HELD_UP if held else TimeReason.STARTS_OUT, at=route.depart)
        return
    previous = stops[index - 1]
    if isinstance(previous, Visit):
        yield Because(code=TimeReason.STOP_BEFORE, other_id=previous.job_id, at=previous.finish)
    else:
        yield Because(code=TimeReason.DEPOT, at=previous.start, until=previous.finish)


def _window(seat: Seated, visit: Visit) -> Iterator[Because]:
    job, ways = seat.job, ways_of(seat.job)
    promised = promised_windows(job)
    best = promised or best_windows(job)
    window = next((one for one in ways[visit.way].starts if one.start <= visit.start <= one.end), None)
    inside = next((one for one in best if one.start <= visit.start <= one.end), None)
    waits = visit.start - visit.arrive
    if window is not None and waits > 0 and visit.start == window.start:
        code = TimeReason.WAITS_FOR_TIME if promised else TimeReason.WAITS_FOR_WINDOW
        yield Because(code=code, at=window.start, seconds=waits)
    if visit.way == 0 and job.windows and job.windows != best_windows(job):
        yield Because(code=TimeReason.AS_ANNOUNCED, at=visit.start)
    if inside is not None:
        code = TimeReason.IN_PROMISED_TIME if promised else TimeReason.IN_WINDOW
        yield Because(code=code, at=inside.start, until=inside.end)
    elif best:
        yield Because(code=TimeReason.OUTSIDE_WINDOW, at=best[0].start, until=best[-1].end)
    if job.due is not None and visit.finish > job.due:
        yield Because(code=TimeReason.AFTER_DUE, at=job.due, seconds=visit.finish - job.due)
