"""Several searches side by side, each with a whole plan of its own, that share the routes they found.

They meet at fixed points of the budget, in the order of their numbers, so that a seed, an iteration stop and a number
of islands give one plan. At each meeting the pooled routes are put together to a better plan, from which all go on.
"""

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np

from dispatch.planning.cover import Column, choose
from dispatch.planning.pool import FROM, OWNER, ROWS, TO, clear
from dispatch.planning.search import anneal, fill, order_absent
from dispatch.planning.slack import LEG, SHIFT, Routes
from dispatch.planning.state import new_walk
from dispatch.planning.stop import Chunk, Stop
from dispatch.planning.tables import TRAVEL_PRICE, WEIGHT, WORK_PRICE, Ints, Tables
from dispatch.planning.walk import ABSENT, BEST_COST, BEST_LOST, Walk, begin, note_best, relink

MEETINGS = (0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 0.97)  # parts of the budget at which the islands meet
REHEAT = 0.08  # of the first temperature, after a meeting
MOST_KEPT = 15_000
COVER_SHARE = 0.25  # of the time left, that one cover may take


class Islands:
    def __init__(self, tables: Tables, routes: Sequence[Routes], seed: int, executor: Executor) -> None:
        self.tables = tables
        self.executor = executor
        self.routes = list(routes)
        self.walks = [new_walk(tables, seed * 1000 + k) for k in range(len(routes))]
        self.kept: dict[tuple[int, bytes], Column] = {}
        self.next_meeting = 0
        for one, walk in zip(self.routes, self.walks, strict=True):
            begin(tables, one, walk)

    def first_plan(self, stop: Stop) -> None:
        """Place what has no place yet."""
        if stop(0) is None:
            return
        for routes, walk in zip(self.routes, self.walks, strict=True):
            order_absent(self.tables, walk)
            fill(self.tables, routes, walk, 0, int(walk.whole[ABSENT]))
            note_best(routes, walk)

    def leg(self) -> float:
        """The mean price of the road to a job."""
        tables, routes, walk = self.tables, self.routes[0], self.walks[0]
        n = tables.allowed.shape[0]
        rates = tables.price[:, TRAVEL_PRICE] + tables.price[:, WORK_PRICE]
        rows = self._rows(walk)
        roads = [
            rates[v] * (routes.link[row[:, 0], LEG].sum() + routes.link[n + v, LEG])
            for v, row in rows
            if len(row)
        ]
        return float(sum(roads)) / max(1, sum(len(row) for _, row in rows))

    def run(self, chunk: Chunk, heat: float, cool: float) -> None:
        """One stretch on all islands at once."""
        list(
            self.executor.map(
                lambda k: anneal(self.tables, self.routes[k], self.walks[k], chunk.iterations, heat, cool),
                range(len(self.walks)),
            )
        )

    def temperature(self, gone: float) -> float:
        """1 at the hottest, 0 at the coldest, on a logarithmic scale."""
        begun = max([0.0, *(at for at in MEETINGS if at <= gone)])
        ends = min([1.0, *(at for at in MEETINGS if at > gone)])
        return 1 - (gone - begun) / (ends - begun)

    def meet(self, chunk: Chunk) -> bool:
        """If a meeting is due, hold it."""
        if self.next_meeting == len(MEETINGS) or chunk.begin < MEETINGS[self.next_meeting]:
            return False
        while self.next_meeting < len(MEETINGS) and chunk.begin >= MEETINGS[self.next_meeting]:
            self.next_meeting += 1
        best = self.best()
        plan = self._cover(best, None if chunk.left is None else COVER_SHARE * chunk.left)
        if plan is None:
            plan = self._rows(best)
        for routes, walk in zip(self.routes, self.walks, strict=True):
            restart(self.tables, routes, walk, plan)
        return True

    def best(self) -> Walk:
        return min(self.walks, key=lambda walk: (walk.whole[BEST_LOST], walk.real[BEST_COST]))

    def _rows(self, walk: Walk) -> list[tuple[int, Ints]]:
        n, m = self.tables.allowed.shape
        rows = []
        for v in range(m):
            row, j = [], int(walk.best[n + v, 0])
            while j != n + m + v:
                row.append((j, int(walk.best[j, 1])))
                j = int(walk.best[j, 0])
            rows.append((v, np.array(row, dtype=np.int64).reshape(-1, 2)))
        return rows

    def _cover(self, best: Walk, seconds: float | None) -> list[tuple[int, Ints]] | None:
        for walk in self.walks:
            self._gather(walk)
        n, m = self.tables.allowed.shape
        columns = list(self.kept.values())
        weights = self.tables.node[:n, WEIGHT] * self.tables.unit
        known = float(best.real[BEST_COST] + best.whole[BEST_LOST] * self.tables.unit)
        chosen = choose(columns, weights.tolist(), m, known, seconds)
        if len(columns) > MOST_KEPT:
            keys = list(self.kept)
            self.kept = {keys[k]: columns[k] for k in chosen.worthwhile}
        if not chosen.columns:
            return None
        served = {int(j) for k in chosen.columns for j in columns[k].visits[:, 0]}
        cost = sum(columns[k].cost for k in chosen.columns)
        cost += sum(weights[j] for j in range(n) if j not in served)
        if cost >= known - 1e-6:
            return None
        return [(columns[k].shift, columns[k].visits.astype(np.int64)) for k in chosen.columns]

    def _gather(self, walk: Walk) -> None:
        pool = walk.pool
        for k in range(int(pool.size[ROWS])):
            visits = pool.visit[pool.row[k, FROM] : pool.row[k, TO]].copy()
            shift = int(pool.row[k, OWNER])
            key = (shift, np.sort(visits[:, 0]).tobytes())
            known = self.kept.get(key)
            if known is None or pool.cost[k] < known.cost:
                self.kept[key] = Column(shift, visits, float(pool.cost[k]))
        clear(pool)


def restart(tables: Tables, routes: Routes, walk: Walk, plan: Sequence[tuple[int, Ints]]) -> None:
    """Go on from this plan: (shift, its (job, way) in order)."""
    n, m = tables.allowed.shape
    routes.link[:n, SHIFT] = -1
    for v in range(m):
        relink(tables, routes, v, np.empty((0, 2), dtype=np.int64))
    for v, row in plan:
        relink(tables, routes, v, row)
    begin(tables, routes, walk)
