"""Compiled: where one search stands, how a step changes it, and how the step is undone."""
# ruff: noqa: PLR0917 - compiled calls are positional

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.compiled import compiled
from dispatch.planning.pool import Pool
from dispatch.planning.slack import AFTER, BEFORE, SHIFT, STAMP, WAY, Routes
from dispatch.planning.tables import LOSS, NEVER, WEIGHT, Ints, Tables
from dispatch.planning.worked import work_out

# places in Walk.whole and Walk.real, rows of Walk.key
ABSENT, STAMPS, LOST, BEST_LOST, TOUCHED, KEPT_ABSENT, KEPT_LOST, STRIDE = range(8)
COST, BEST_COST, KEPT_COST = range(3)
URGENCY, FAR, KEY = range(3)


class Walk(NamedTuple):
    """Where the search stands: what has no place, what was best, and how to undo the current step."""

    whole: Ints
    real: NDArray[np.float64]
    random: NDArray[np.uint64]
    absent: Ints  # [now or kept, rank]
    key: NDArray[
        np.float64
    ]  # [the last start of the best way | seconds there and back | this step's order, job]
    touched: Ints  # [rank, (shift, stamp)]
    is_touched: NDArray[np.bool_]
    kept_from: Ints
    kept: Ints  # [rank, (job, way)]
    row: Ints
    best: Ints  # [node, (the next one, way)]
    seen: NDArray[np.int32]  # [job, shift, (stamp of the route when last tried, node, way)]
    seen_cost: NDArray[np.float64]
    jobs: Ints  # those that this walk may move
    shifts: Ints  # and between whom
    owns: NDArray[np.uint8]  # [shift] the same
    pool: Pool


@compiled
def draw(random: NDArray[np.uint64]) -> float:
    """Our own generator (xorshift64*): the same numbers on every machine and in every thread."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return np.float64((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@compiled
def touch(t: Tables, r: Routes, w: Walk, v: int) -> None:
    """Keep the route's content before the step's first change to it."""
    if w.is_touched[v]:
        return
    n = t.allowed.shape[0]
    tail = n + t.allowed.shape[1] + v
    k = w.whole[TOUCHED]
    end = w.kept_from[k]
    j = r.link[n + v, AFTER]
    while j != tail:
        w.kept[end, 0] = j
        w.kept[end, 1] = r.link[j, WAY]
        end += 1
        j = r.link[j, AFTER]
    w.kept_from[k + 1] = end
    w.touched[k, 0] = v
    w.touched[k, 1] = r.state[v, STAMP]
    w.is_touched[v] = True
    w.whole[TOUCHED] = k + 1


@compiled
def renew(t: Tables, r: Routes, w: Walk, v: int) -> None:
    w.real[COST] -= r.cost[v]
    work_out(t, r, v)
    w.real[COST] += r.cost[v]
    w.whole[STAMPS] += w.whole[STRIDE]
    r.state[v, STAMP] = w.whole[STAMPS]


@compiled
def take_out(t: Tables, r: Routes, w: Walk, j: int) -> None:
    p = r.link[j, BEFORE]
    q = r.link[j, AFTER]
    r.link[p, AFTER] = q
    r.link[q, BEFORE] = p
    r.link[j, SHIFT] = -1
    w.whole[LOST] += t.node[j, WEIGHT] - t.way[r.link[j, WAY], LOSS]
    w.absent[0, w.whole[ABSENT]] = j
    w.whole[ABSENT] += 1


@compiled
def put_in(t: Tables, r: Routes, w: Walk, j: int, v: int, p: int, way: int) -> None:
    """The caller takes j off the list of the absent."""
    q = r.link[p, AFTER]
    r.link[p, AFTER] = j
    r.link[j, BEFORE] = p
    r.link[j, AFTER] = q
    r.link[q, BEFORE] = j
    r.link[j, SHIFT] = v
    r.link[j, WAY] = way
    w.whole[LOST] -= t.node[j, WEIGHT] - t.way[way, LOSS]
    renew(t, r, w, v)


@compiled
def relink(t: Tables, r: Routes, v: int, row: Ints) -> None:
    """Give shift v exactly these (job, way), in this order."""
    n = t.allowed.shape[0]
    p = n + v
    for k in range(row.shape[0]):
        j = row[k, 0]
        r.link[p, AFTER] = j
        r.link[j, BEFORE] = p
        r.link[j, SHIFT] = v
        r.link[j, WAY] = row[k, 1]
        p = j
    tail = n + t.allowed.shape[1] + v
    r.link[p, AFTER] = tail
    r.link[tail, BEFORE] = p


@compiled
def forget(w: Walk) -> None:
    for k in range(w.whole[TOUCHED]):
        w.is_touched[w.touched[k, 0]] = False
    w.whole[TOUCHED] = 0


@compiled
def undo(t: Tables, r: Routes, w: Walk) -> None:
    n = t.allowed.shape[0]
    m = t.allowed.shape[1]
    for k in range(w.whole[TOUCHED]):
        v = w.touched[k, 0]
        j = r.link[n + v, AFTER]
        while j != n + m + v:
            r.link[j, SHIFT] = -1
            j = r.link[j, AFTER]
    for k in range(w.whole[TOUCHED]):
        v = w.touched[k, 0]
        relink(t, r, v, w.kept[w.kept_from[k] : w.kept_from[k + 1]])
        work_out(t, r, v)
        r.state[v, STAMP] = w.touched[k, 1]
    count = w.whole[KEPT_ABSENT]
    for k in range(count):
        w.absent[0, k] = w.absent[1, k]
    w.whole[ABSENT] = count
    w.whole[LOST] = w.whole[KEPT_LOST]
    w.real[COST] = w.real[KEPT_COST]


@compiled
def note_best(r: Routes, w: Walk) -> None:
    """Best is decided strictly: less weight lost first, then less cost."""
    loss = w.whole[LOST]
    if loss < w.whole[BEST_LOST] or (loss == w.whole[BEST_LOST] and w.real[COST] < w.real[BEST_COST] - 1e-6):
        w.whole[BEST_LOST] = loss
        w.real[BEST_COST] = w.real[COST]
        n = w.is_touched.shape[0]
        ends = w.best.shape[0] - n
        for k in range(w.jobs.shape[0]):
            w.best[w.jobs[k], 0] = r.link[w.jobs[k], AFTER]
            w.best[w.jobs[k], 1] = r.link[w.jobs[k], WAY]
        for k in range(w.shifts.shape[0]):
            head = ends - n + w.shifts[k]
            w.best[head, 0] = r.link[head, AFTER]


@compiled
def begin(t: Tables, r: Routes, w: Walk) -> None:
    """Make all times and sums of this walk true for the links as they are, whatever they were."""
    for k in range(w.shifts.shape[0]):
        r.cost[w.shifts[k]] = 0.0
        renew(t, r, w, w.shifts[k])
    adopt(t, r, w)


@compiled
def adopt(t: Tables, r: Routes, w: Walk) -> None:
    """Take over jobs and shifts whose times and sums are true already."""
    w.real[COST] = 0.0
    w.whole[LOST] = 0
    w.whole[ABSENT] = 0
    for k in range(w.shifts.shape[0]):
        w.real[COST] += r.cost[w.shifts[k]]
    for k in range(w.jobs.shape[0]):
        j = w.jobs[k]
        if r.link[j, SHIFT] < 0:
            w.absent[0, w.whole[ABSENT]] = j
            w.whole[ABSENT] += 1
            w.whole[LOST] += t.node[j, WEIGHT]
        else:
            w.whole[LOST] += t.way[r.link[j, WAY], LOSS]
    w.whole[BEST_LOST] = NEVER
    note_best(r, w)
