"""Compiled: the routes that good plans were made of, each set of jobs once for a shift, at its least cost."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.compiled import compiled
from dispatch.planning.slack import AFTER, WAY, Routes
from dispatch.planning.tables import LOSS, Ints, Tables

PROBES = 16
LENGTH_MEAN = 16  # visits a route for which the arena has room
ROWS, END = range(2)  # of Pool.size
OWNER, FROM, TO = range(3)  # of Pool.row


class Pool(NamedTuple):
    """A hash table of routes: `slot` leads from a key to a row, a row to its visits."""

    mark: NDArray[np.uint64]  # [job, then shift] a random number; the key of a route is the sum of its own
    key: NDArray[np.uint64]  # [slot]
    slot: Ints  # [slot] -> row, or -1
    row: Ints  # [row, column]
    cost: NDArray[np.float64]  # [row]
    visit: NDArray[np.int32]  # [place in the arena, (job, way)]
    size: Ints


def new_pool(jobs: int, shifts: int, routes: int) -> Pool:
    slots = 1 << max(1, (2 * routes).bit_length())
    mark = np.random.default_rng(0).integers(1, 1 << 63, jobs + shifts, dtype=np.uint64)
    return Pool(
        mark=mark,
        key=np.zeros(slots, dtype=np.uint64),
        slot=np.full(slots, -1, dtype=np.int64),
        row=np.zeros((routes, 3), dtype=np.int64),
        cost=np.zeros(routes, dtype=np.float64),
        visit=np.zeros((routes * LENGTH_MEAN, 2), dtype=np.int32),
        size=np.zeros(2, dtype=np.int64),
    )


def clear(pool: Pool) -> None:
    pool.slot[:] = -1
    pool.size[:] = 0


@compiled
def record(t: Tables, r: Routes, pool: Pool, v: int) -> None:
    """Remember the route of shift v; a full pool remembers no more."""
    if pool.row.shape[0] == 0:
        return
    n, m = t.allowed.shape
    tail = n + m + v
    key = pool.mark[n + v]
    cost = r.cost[v]
    count = 0
    j = r.link[n + v, AFTER]
    while j != tail:
        key += pool.mark[j]
        cost += t.way[r.link[j, WAY], LOSS] * t.unit
        count += 1
        j = r.link[j, AFTER]
    if count == 0:
        return
    mask = np.uint64(pool.slot.shape[0] - 1)
    at = (key ^ (key >> np.uint64(29))) & mask
    for _ in range(PROBES):
        row = pool.slot[at]
        if row < 0:
            row = pool.size[ROWS]
            end = pool.size[END]
            if row == pool.row.shape[0] or end + count > pool.visit.shape[0]:
                return
            pool.slot[at] = row
            pool.key[at] = key
            pool.row[row, OWNER] = v
            pool.row[row, FROM] = end
            pool.row[row, TO] = end + count
            pool.size[ROWS] = row + 1
            pool.size[END] = end + count
            pool.cost[row] = np.inf
        elif pool.key[at] != key:
            at = (at + np.uint64(1)) & mask
            continue
        if cost < pool.cost[row] - 1e-6:
            pool.cost[row] = cost
            k = pool.row[row, FROM]
            j = r.link[n + v, AFTER]
            while j != tail:
                pool.visit[k, 0] = j
                pool.visit[k, 1] = r.link[j, WAY]
                k += 1
                j = r.link[j, AFTER]
        return
