"""One large plan, searched in parts side by side: neighbouring shifts with their jobs, cut anew in every round.

The parts share the routes but no shift and no job, so that each can be searched alone, by any thread, and what they
find fits together. Cutting along other lines each time re-solves what lay on both sides of the last cut. Small parts
and many rounds: a step costs what there are shifts in its part to offer a job to, and at 3,000 orders parts of 25
shifts found a fifth less road in the same time than parts of 90. Compact parts save most road, but those of a quarter
where work is dense stay short of people; strips through the whole district even that out. So both take turns.
"""

from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.search import anneal, fill, order_absent
from dispatch.planning.slack import LEG, SHIFT, STAMP, TASKS, Routes
from dispatch.planning.state import new_walk, walk_beside
from dispatch.planning.stop import Chunk, Stop
from dispatch.planning.tables import PLACE, TRAVEL_PRICE, WORK_PRICE, Ints, Tables
from dispatch.planning.travel import UNREACHABLE
from dispatch.planning.walk import ABSENT, BEST_COST, BEST_LOST, STAMPS, STRIDE, Walk, adopt, note_best

SHIFTS_A_PART = 25
ROUNDS = 400  # of the whole budget
STRIPS = 0.5  # how often the parts are strips
STRETCH = 50  # jobs a part places between two looks at the stop rule while the first plan is made
LAST_STAMP = 1 << 30


class Territories:
    def __init__(self, tables: Tables, routes: Routes, seed: int, executor: Executor, workers: int) -> None:
        m = tables.allowed.shape[1]
        self.tables, self.routes, self.executor = tables, routes, executor
        self.workers = workers
        count = min(m, workers * max(1, round(m / (SHIFTS_A_PART * workers))))
        self.random = np.random.default_rng(seed)
        first = new_walk(tables, seed * 1000)
        self.walks = [first, *(walk_beside(first, seed * 1000 + k) for k in range(1, count))]
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
        """Give each part neighbouring shifts with as many visits, and the jobs without a place that lie there."""
        t, state = self.tables, self.routes.state
        n, m = t.allowed.shape
        part_of_shift, part_of_job = np.zeros(m, dtype=np.int64), np.zeros(n, dtype=np.int64)
        line = self._line(t.node[:, PLACE]) if self.random.random() < STRIPS else None
        halves = [(np.arange(m), np.arange(n), range(len(self.walks)))]
        while halves:
            shifts, jobs, parts = halves.pop()
            if len(parts) == 1:
                part_of_shift[shifts] = part_of_job[jobs] = parts[0]
                continue
            along = self._line(t.node[np.append(jobs, n + shifts), PLACE]) if line is None else line
            below, jobs_below = self._halve(shifts, jobs, along, parts)
            middle = len(parts) // 2
            halves.append((shifts[below], jobs[jobs_below], parts[:middle]))
            halves.append((shifts[~below], jobs[~jobs_below], parts[middle:]))
        stamp = max(int(walk.whole[STAMPS]) for walk in self.walks) + len(self.walks)
        if first_time or stamp > LAST_STAMP:
            self.walks[0].seen[:] = -1
            stamp = len(self.walks)
            state[:, STAMP] = np.arange(m)
            stamp += m
        for k, walk in enumerate(self.walks):
            shifts = np.flatnonzero(part_of_shift == k)
            walk.owns[:] = 0
            walk.owns[shifts] = 1
            walk.whole[STAMPS] = stamp - stamp % len(self.walks) + k
            walk.whole[STRIDE] = len(self.walks)
            self.walks[k] = walk._replace(jobs=np.flatnonzero(part_of_job == k), shifts=shifts)
            adopt(t, self.routes, self.walks[k])

    def _halve(
        self, shifts: Ints, jobs: Ints, along: NDArray[np.float64], parts: range
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which of the shifts, and which of the jobs, go to the first half of the parts: as many visits for each part."""
        t = self.tables
        n, m = t.allowed.shape
        at = along[t.node[jobs, PLACE].clip(max=len(along) - 1)]
        shift_of = self.routes.link[jobs, SHIFT]
        placed = shift_of >= 0
        total = np.bincount(shift_of[placed], weights=at[placed], minlength=m)[shifts]
        tasks = self.routes.state[shifts, TASKS]
        homes = along[t.node[n + shifts, PLACE].clip(max=len(along) - 1)]
        where = np.where(tasks > 0, total / np.maximum(1, tasks), homes)
        order = np.argsort(where, kind="stable")
        load = np.cumsum(tasks[order] + 1.0)
        middle = len(parts) // 2
        count = int(np.searchsorted(load, load[-1] * middle / len(parts)))
        count = min(max(count, middle), len(shifts) - (len(parts) - middle))
        below = np.zeros(len(shifts), dtype=np.bool_)
        below[order[:count]] = True
        owned_below = np.zeros(m, dtype=np.bool_)
        owned_below[shifts[below]] = True
        return below, np.where(placed, owned_below[shift_of], at <= where[order[count]])

    def _line(self, places: Ints) -> NDArray[np.float64]:
        """Where every place lies between two of these far from each other: how much nearer it is to the one."""
        table = self.tables.travel[0]
        here = int(self.random.choice(places))
        away = table[here, places]
        there = int(places[np.argmax(np.where(away < UNREACHABLE, away, -1))])
        line: NDArray[np.float64] = table[here].astype(np.float64) - table[there]
        return line
