"""Dispatching by hand: what was agreed is put down first, then whoever is free first takes the next order of a row.

`nearest` takes the nearest order that can be begun without waiting long, `first_come` the one that was placed first.
Both keep skills, shifts, lunch and appointments, and both find a worse time for what cannot be had in time.
"""

import heapq
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.compiled import compiled
from dispatch.planning.day import DayProblem
from dispatch.planning.slack import AFTER, BEFORE, FINISH, SHIFT, WAY, fits, refresh
from dispatch.planning.state import new_routes
from dispatch.planning.tables import PLACE, WAY_FROM, WAY_TO, build_tables
from dispatch.planning.travel import MatrixTravel
from dispatch.storage.day import DayInput

Sequences = dict[str, list[tuple[str, int]]]
Ints = NDArray[np.int64]
PATIENCE: Final = 30 * 60
"""Nobody waits longer at a door while there is something else to do."""


def nearest(look: DayInput, day: DayProblem, travel: MatrixTravel) -> Sequences:
    return _dispatch(look, day, travel, lambda rows, road: rows[np.lexsort((rows, road[rows]))])


def first_come(look: DayInput, day: DayProblem, travel: MatrixTravel) -> Sequences:
    """The orders of a look are in the order in which they were placed."""
    return _dispatch(look, day, travel, lambda rows, _: rows)


Rank = Callable[[Ints, NDArray[Any]], Ints]


def _dispatch(look: DayInput, day: DayProblem, travel: MatrixTravel, rank: Rank) -> Sequences:
    problem = day.problem
    t = build_tables(problem, travel)
    r = new_routes(t)
    n, m = t.allowed.shape
    waiting = np.ones(n, dtype=np.bool_)
    agreed = {order.id: order.agreed_at for order in look.orders if order.agreed_at is not None}
    numbers = {job.id: j for j, job in enumerate(problem.jobs)}
    for name in sorted(agreed.keys() & numbers.keys(), key=lambda one: (agreed[one], one)):
        _keep_word(t, r, numbers[name], waiting)
    at = {v: n + v for v in range(m)}
    free = [(int(r.time[at[v], FINISH].min()), v) for v in range(m)]
    heapq.heapify(free)
    while free:
        _, v = heapq.heappop(free)
        p, q = at[v], int(r.link[at[v], AFTER])
        road = t.travel[0, t.node[p, PLACE], t.node[:n, PLACE]]
        rows = rank(np.flatnonzero(waiting & (t.allowed[:, v] >= 0)), road)
        j, way = _first_fit(t, r, v, p, q, rows, int(r.time[p, FINISH].min()), PATIENCE)
        if j >= 0:
            _put(t, r, v, p, q, j, way)
            waiting[j] = False
            at[v] = j
        elif q < n:
            at[v] = q  # on to the next appointment
        else:
            continue
        heapq.heappush(free, (int(r.time[at[v], FINISH].min()), v))
    return {shift.id: row for v, shift in enumerate(problem.shifts) if (row := _row(t, r, v, problem.jobs))}


@compiled
def _first_fit(  # noqa: PLR0917 - compiled code knows no keywords
    t: Any, r: Any, v: int, p: int, q: int, rows: Ints, free: int, patience: int
) -> tuple[int, int]:
    """The first of the row that fits without a long wait, else the one that is begun first; (-1, -1) for none."""
    best, best_way, best_start = -1, -1, np.int64(1) << 60
    for j in rows:
        arrive = free + t.travel[0, t.node[p, 0], t.node[j, 0]]
        for way in range(t.node[j, 4], t.node[j, 5]):
            if not fits(t, r, v, p, q, j, way):
                continue
            start = max(arrive, t.way[way, 3])
            if start - arrive <= patience:
                return j, way
            if start < best_start:
                best, best_way, best_start = j, way, start
            break
    return best, best_way


def _keep_word(t: Any, r: Any, j: int, waiting: NDArray[np.bool_]) -> None:
    """At the best hour that is open, with the least way round for it."""
    n, m = t.allowed.shape
    place = t.node[:, PLACE]
    for way in range(int(t.node[j, WAY_FROM]), int(t.node[j, WAY_TO])):
        best: tuple[int, int, int, int] | None = None
        for v in np.flatnonzero(t.allowed[j] >= 0):
            p = n + int(v)
            while p != n + m + v:
                q = int(r.link[p, AFTER])
                if fits(t, r, int(v), p, q, j, way):
                    road = t.travel[0]
                    detour = road[place[p], place[j]] + road[place[j], place[q]] - road[place[p], place[q]]
                    best = min(best or (1 << 60, 0, 0, 0), (int(detour), int(v), p, q))
                p = q
        if best is not None:
            _put(t, r, best[1], best[2], best[3], j, way)
            waiting[j] = False
            return


def _put(  # noqa: PLR0917 - as the compiled calls it
    t: Any, r: Any, v: int, p: int, q: int, j: int, way: int
) -> None:
    r.link[p, AFTER], r.link[j, BEFORE] = j, p
    r.link[j, AFTER], r.link[q, BEFORE] = q, j
    r.link[j, SHIFT], r.link[j, WAY] = v, way
    refresh(t, r, v)


def _row(t: Any, r: Any, v: int, jobs: Any) -> list[tuple[str, int]]:
    n = len(jobs)
    row = []
    node = int(r.link[n + v, AFTER])
    while node < n:
        row.append((jobs[node].id, int(r.link[node, WAY] - t.node[node, WAY_FROM])))
        node = int(r.link[node, AFTER])
    return row
