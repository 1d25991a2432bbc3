"""One large plan, searched in parts side by side: neighbouring shifts with their jobs, cut anew in every round.

The parts share the routes but no shift and no job, so that each can be searched alone, by any thread, and what they
find fits together. Cutting along another line each time re-solves what lay on both sides of the last cut.
"""

from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.search import anneal, fill, order_absent
from dispatch.planning.slack import LEG, SHIFT, STAMP, TASKS, Routes
from dispatch.planning.state import new_walk
from dispatch.planning.stop import Chunk, Stop
from dispatch.planning.tables import PLACE, TRAVEL_PRICE, WORK_PRICE, Ints, Tables
from dispatch.planning.walk import ABSENT, BEST_COST, BEST_LOST, STAMPS, STRIDE, Walk, adopt, note_best

SHIFTS_A_PART = 90
ROUNDS = 60  # of the whole budget
STRETCH = 200  # jobs a part places between two looks at the stop rule while the first plan is made
LAST_STAMP = 1 << 30


class Territories:
    def __init__(self, tables: Tables, routes: Routes, seed: int, executor: Executor, workers: int) -> None:
        m = tables.allowed.shape[1]
        self.tables, self.routes, self.executor = tables, routes, executor
        self.workers = workers
        count = min(m, workers * max(1, round(m / (SHIFTS_A_PART * workers))))
        self.random = np.random.default_rng(seed)
        first = new_walk(tables, seed * 1000)
        shared = {name: getattr(first, name) for name in ("key", "best", "seen", "seen_cost", "pool")}
        self.walks = [first]
        self.walks += [new_walk(tables, seed * 1000 + k)._replace(**shared) for k in range(1, count)]
        self.round = 0
        self.best_links: Ints | None = None
        self.best_value = (np.inf, np.inf)
        self._cut(first_time=True)

    def first_plan(self, stop: Stop) -> None:
        """Place what has no place yet, part by part, as far as there is time."""
        for walk in self.walks:
            order_absent(self.tables, walk)
        left = [int(walk.whole[ABSENT]) for walk in self.walks]
        while any(left) and stop(0) is not None:
            counts = [min(STRETCH, one) for one in left]
            list(self.executor.map(self._place, self.walks, left, counts))
            left = [one - count for one, count in zip(left, counts, strict=True)]
        for walk in self.walks:
            note_best(self.routes, walk)
        self._note()

    def _place(self, walk: Walk, left: int, count: int) -> None:
        first = int(walk.whole[ABSENT]) - left
        fill(self.tables, self.routes, walk, first, first + count)

    def leg(self) -> float:
        """The mean price of the road to a job."""
        t, link = self.tables, self.routes.link
        n = t.allowed.shape[0]
        rates = t.price[:, TRAVEL_PRICE] + t.price[:, WORK_PRICE]
        placed = np.flatnonzero(link[:n, SHIFT] >= 0)
        used = np.flatnonzero(self.routes.state[:, TASKS] > 0)
        road = (rates[link[placed, SHIFT]] * link[placed, LEG]).sum() + (
            rates[used] * link[n + used, LEG]
        ).sum()
        return float(road) / max(1, len(placed))

    def run(self, chunk: Chunk, heat: float, cool: float) -> None:
        """One stretch; where a thread has several parts to do, each gets its share of the steps."""
        steps = max(1, chunk.iterations * self.workers // len(self.walks))
        list(
            self.executor.map(
                lambda walk: anneal(self.tables, self.routes, walk, steps, heat, cool), self.walks
            )
        )

    def temperature(self, gone: float) -> float:
        return 1 - gone

    def meet(self, chunk: Chunk) -> bool:
        """When a round is over, keep what was best and cut anew. The search goes on from where it is."""
        if chunk.begin * ROUNDS >= self.round + 1:
            self.round = int(chunk.begin * ROUNDS)
            self._note()
            if len(self.walks) > 1:
                self._cut()
        return False

    def best(self) -> Walk:
        self._note()
        assert self.best_links is not None  # noqa: S101 - noted before
        return self.walks[0]._replace(best=self.best_links)

    def _note(self) -> None:
        value = (
            float(sum(walk.whole[BEST_LOST] for walk in self.walks)),
            float(sum(walk.real[BEST_COST] for walk in self.walks)),
        )
        if value < self.best_value:
            self.best_value = value
            self.best_links = self.walks[0].best.copy()

    def _cut(self, *, first_time: bool = False) -> None:
        """Sort shifts and jobs along the line between two far places, and give each part as many visits."""
        t, link, state = self.tables, self.routes.link, self.routes.state
        n, m = t.allowed.shape
        along = self._line()
        shift_of = link[:n, SHIFT]
        placed = np.flatnonzero(shift_of >= 0)
        homes = along[t.node[n : n + m, PLACE].clip(max=len(along) - 1)]
        total = np.bincount(shift_of[placed], weights=along[t.node[placed, PLACE]], minlength=m)
        where = np.where(state[:, TASKS] > 0, total / np.maximum(1, state[:, TASKS]), homes)
        order = np.argsort(where, kind="stable")
        load = np.cumsum(state[order, TASKS] + 1.0)
        part_of = np.empty(m, dtype=np.int64)
        part_of[order] = np.minimum((load - 0.5) / load[-1] * len(self.walks), len(self.walks) - 1).astype(
            np.int64
        )
        bounds = np.array([where[part_of == k].max(initial=-np.inf) for k in range(len(self.walks) - 1)])
        job_part = np.searchsorted(np.maximum.accumulate(bounds), along[t.node[:n, PLACE]])
        job_part[placed] = part_of[shift_of[placed]]
        stamp = max(int(walk.whole[STAMPS]) for walk in self.walks) + len(self.walks)
        if first_time or stamp > LAST_STAMP:
            self.walks[0].seen[:] = -1
            stamp = len(self.walks)
            state[:, STAMP] = np.arange(m)
            stamp += m
        for k, walk in enumerate(self.walks):
            shifts = np.flatnonzero(part_of == k)
            walk.owns[:] = 0
            walk.owns[shifts] = 1
            walk.whole[STAMPS] = stamp - stamp % len(self.walks) + k
            walk.whole[STRIDE] = len(self.walks)
            self.walks[k] = walk._replace(jobs=np.flatnonzero(job_part == k), shifts=shifts)
            adopt(t, self.routes, self.walks[k])

    def _line(self) -> NDArray[np.float64]:
        """Where each place lies between two places far from each other: how much nearer it is to the one."""
        table = self.tables.travel[0]
        places = np.unique(self.tables.node[:, PLACE])
        here = int(self.random.choice(places))
        far = table[here].astype(np.int64) + table[:, here]
        there = int(places[np.argmax(far[places])])
        line: NDArray[np.float64] = table[here].astype(np.float64) - table[there]
        return line
