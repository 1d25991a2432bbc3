"""One leg of a route in plain Python: when does one arrive, and when must one leave, with breaks on the way.

A technician leaves as soon as possible and takes a break as soon as its window opens; travel waits meanwhile. Both
directions are exact: leaving at `latest_departure` arrives in time, one second later does not.
"""

from collections.abc import Sequence

from dispatch.planning.problem import FOREVER, Break, Window, joined

ANY_TIME = (Window(-FOREVER, FOREVER),)


def earliest_start(starts: Sequence[Window], arrive: int) -> int | None:
    """The first instant at or after `arrive` inside a window."""
    for window in starts:
        if arrive <= window.end:
            return max(arrive, window.start)
    return None


def latest_start(starts: Sequence[Window], before: int) -> int | None:
    """The last instant at or before `before` inside a window."""
    for window in reversed(starts):
        if window.start <= before:
            return min(before, window.end)
    return None


def arrival(depart: int, travel: int, breaks: Sequence[Break]) -> int | None:
    """When one arrives who leaves at `depart` and takes these breaks on the way; None if a break comes too late."""
    taken = rests(depart, travel, breaks)
    return None if taken is None else taken[1]


def rests(depart: int, travel: int, breaks: Sequence[Break]) -> tuple[list[tuple[int, int]], int] | None:
    """The breaks as (start, finish), and the arrival."""
    clock, left = depart, travel
    taken: list[tuple[int, int]] = []
    for rest in breaks:
        start = earliest_start(joined(rest.windows) or ANY_TIME, clock)
        if start is None:
            return None
        left = max(0, left - (start - clock))
        clock = start + rest.duration
        taken.append((start, clock))
    return taken, clock + left


def latest_departure(arrive: int, travel: int, breaks: Sequence[Break]) -> int | None:
    """The last moment to leave and still arrive by `arrive`, breaks taken; None if no moment does."""
    clock, left = arrive, travel
    for rest in reversed(breaks):
        latest = clock - rest.duration
        start = latest_start(joined(rest.windows) or ANY_TIME, latest)
        if start is None:
            return None
        left = max(0, left - (latest - start))
        clock = start
    return clock - left


def in_order(breaks: Sequence[Break]) -> tuple[Break, ...]:
    """Breaks are taken in the order in which their windows close, then open."""
    return tuple(sorted(breaks, key=_closes))


def _closes(rest: Break) -> tuple[float, float, str]:
    if not rest.windows:
        return (float("inf"), float("inf"), rest.id)
    return (max(w.end for w in rest.windows), min(w.start for w in rest.windows), rest.id)
