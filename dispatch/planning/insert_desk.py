"""A running plan kept warm, to be asked for the best places for one more job, and changed by one job at a time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.ejection import Hold, Move, NoRoom, Offer, Row
from dispatch.planning.insert_bench import LOST, MOVED, STEP, WHO, new_bench
from dispatch.planning.insert_room import Room
from dispatch.planning.insert_search import (
    direct_places,
    guess_all,
    guess_chain,
    guess_elsewhere,
    leave_from,
    opened_places,
)
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Job, Problem
from dispatch.planning.slack import AFTER, AT, BEFORE, SHIFT, SOUND, WAY
from dispatch.planning.state import load, new_routes
from dispatch.planning.tables import MOST, PLACE, WAY_FROM
from dispatch.planning.travel import TravelTimes
from dispatch.planning.worked import work_out

SPARE = 64  # jobs that can come before all is made anew
SINGLES, DOUBLES = 16, 6  # so many visits are tried as the first of one and of two to make room
NEAR, SECONDS = 24, 2  # for each of the latter as the second, the likely ones of so many near it
WORKED = (3, 1)  # singles and doubles where each price means working a route out
LARGE, MANY = (7, 2), 3000  # and in plans of so many jobs
OFFERS = 6  # of each kind


class Desk:
    """One plan, ready to be asked. Not for several threads at once."""

    def __init__(
        self,
        problem: Problem,
        travel: TravelTimes,
        plan: Plan,
        held: Mapping[str, Hold] | None = None,
        *,
        spare: int = SPARE,
        limits: tuple[int, int, int, int] | None = None,
        calm: int = 0,
    ) -> None:
        """`calm`: an offer that moves a visit comes before one that does not only if it saves so many seconds of road."""
        self._calm = calm
        self.room = room = Room(problem, travel, plan, spare)
        self.routes = new_routes(room.tables)
        load(room.whole, room.tables, self.routes, plan)
        self._limits = limits or _limits(len(problem.jobs), is_worked=room.tables.is_worked)
        self.bench = new_bench(room.tables, self._limits, is_light=room.is_light)
        for job_id, kept in {**(held or {}), **dict.fromkeys(room.linked, Hold.STAYS)}.items():
            if job_id in room.slots:
                self.bench.held[room.slots[job_id]] = kept
        self._close_broken(plan)
        known, near = np.int64(len(problem.jobs)), np.int64(self._limits[2])
        guess_all(room.tables, self.routes, self.bench, np.int64(0), known, near)

    def offers(self, job_id: str, most: int = OFFERS) -> list[Offer]:
        """The best places of each kind for a job that has none, the cheapest first: by weight lost, then by cost."""
        j = self.room.slots[job_id]
        if self.routes.link[j, SHIFT] >= 0:
            raise ValueError(f"{job_id} has a place")
        singles, doubles, near, seconds = self._limits
        direct = direct_places(
            self.room.tables, self.routes, self.bench, np.int64(j), np.int64(min(most, len(self.room.shifts)))
        )
        count = direct
        if singles or doubles:
            count = opened_places(
                self.room.tables,
                self.routes,
                self.bench,
                np.int64(j),
                direct,
                np.int64(singles),
                np.int64(doubles),
                np.int64(near),
                np.int64(seconds),
            )
        offer, price = self.bench.offer[:count], self.bench.price[:count]
        found: list[Offer] = []
        taken = [0, 0, 0]
        for k in np.lexsort((offer[:, MOVED], price + self._calm * offer[:, MOVED], offer[:, LOST])):
            moved = int(offer[k, MOVED])
            if taken[moved] < most:
                taken[moved] += 1
                found.append(self._offer(offer[k], float(price[k])))
        return found

    def row(self, shift_id: str) -> Row:
        """A route as (job, way), in order."""
        return tuple((self.room.job_in(j).id, self._way(j)) for j in self._nodes(self.room.numbers[shift_id]))

    def rows(self) -> dict[str, Row]:
        return {shift.id: row for shift in self.room.shifts if (row := self.row(shift.id))}

    def add(self, job: Job, to: NDArray[np.int32], back: NDArray[np.int32], kept: Hold = Hold.FREE) -> None:
        """A job that has no place in a route yet; what is asked of it, and NoRoom, as in `Room.add`."""
        j = self.room.add(job, to, back)
        self.routes.link[j] = -1
        self.routes.link[j, AT] = self.room.tables.node[j, PLACE]
        self.bench.guess[:, j] = 0
        self.bench.held[j] = kept

    def remove(self, job_id: str) -> None:
        """Forget the job; the visits after it come earlier, as far as their windows let them."""
        self._take_out(self.room.slots[job_id])
        self.room.remove(job_id)

    @contextmanager
    def asking(self, job: Job, to: NDArray[np.int32], back: NDArray[np.int32]) -> Iterator[None]:
        """The job is here and has no place, known before or not; afterwards all is as it was."""
        known = self.room.slots.pop(job.id, None)
        with self._without(known):
            try:
                if job.id in self.room.linked:
                    raise NoRoom(job.id)
                self.add(job, to, back, Hold.STAYS)
                yield
            finally:
                if job.id in self.room.slots:
                    self.remove(job.id)
                if known is not None:
                    self.room.slots[job.id] = known

    def settle(
        self, job: Job, to: NDArray[np.int32], back: NDArray[np.int32], offer: Offer, kept: Hold
    ) -> None:
        """Make an offer part of the plan that was found while `asking`."""
        if job.id in self.room.slots:
            self.remove(job.id)
        self.add(job, to, back, kept)
        self.take(offer)

    def take(self, offer: Offer) -> None:
        """Make the offer part of the plan."""
        link = self.routes.link
        touched: set[int] = set()
        for move in offer.moves:
            j, v = self.room.slots[move.job_id], self.room.numbers[move.shift_id]
            row = self._nodes(v)
            n, m = self.room.tables.allowed.shape
            stops = [n + v, *row, n + m + v]
            if move.instead_of is not None:
                p, q = stops[move.position], stops[move.position + 2]
                link[self.room.slots[move.instead_of], SHIFT] = -1
            else:
                p, q = stops[move.position], stops[move.position + 1]
            link[p, AFTER], link[j, BEFORE], link[j, AFTER], link[q, BEFORE] = j, p, q, j
            link[j, SHIFT], link[j, WAY] = v, self.room.tables.node[j, WAY_FROM] + move.way
            work_out(self.room.tables, self.routes, np.int64(v))
            touched.add(v)
        for v in touched:
            for j in self._nodes(v):
                guess_elsewhere(self.room.tables, self.routes, self.bench, np.int64(j))
        for v in touched:
            for j in self._nodes(v):
                guess_chain(self.room.tables, self.routes, self.bench, np.int64(j), np.int64(self._limits[2]))

    def advance(self, now: int) -> None:
        """Time goes by: nobody leaves before now, and a route that cannot be driven any more takes nothing."""
        broken = np.zeros(len(self.room.shifts), dtype=np.bool_)
        leave_from(self.room.tables, self.routes, np.int64(now), broken)
        for v in np.flatnonzero(broken):
            self._close(self.room.shifts[v].id)

    @contextmanager
    def _without(self, j: int | None) -> Iterator[None]:
        """As if this job had no place."""
        link = self.routes.link
        if j is None or link[j, SHIFT] < 0:
            yield
            return
        v, p, q = int(link[j, SHIFT]), int(link[j, BEFORE]), int(link[j, AFTER])
        self._take_out(j)
        try:
            yield
        finally:
            link[p, AFTER], link[q, BEFORE], link[j, SHIFT] = j, j, v
            link[j, BEFORE], link[j, AFTER] = p, q
            work_out(self.room.tables, self.routes, np.int64(v))

    def _take_out(self, j: int) -> None:
        link = self.routes.link
        v = int(link[j, SHIFT])
        if v < 0:
            return
        p, q = int(link[j, BEFORE]), int(link[j, AFTER])
        link[p, AFTER], link[q, BEFORE], link[j, SHIFT] = q, p, -1
        work_out(self.room.tables, self.routes, np.int64(v))

    def _nodes(self, v: int) -> list[int]:
        n, m = self.room.tables.allowed.shape
        found = []
        j = int(self.routes.link[n + v, AFTER])
        while j != n + m + v:
            found.append(j)
            j = int(self.routes.link[j, AFTER])
        return found

    def _way(self, j: int) -> int:
        return int(self.routes.link[j, WAY] - self.room.tables.node[j, WAY_FROM])

    def _offer(self, numbers: NDArray[np.int64], price: float) -> Offer:
        """From nodes to names and positions, each as it is once the moves before it are made."""
        rows: dict[int, list[int]] = {}
        moves: list[Move] = []
        last = int(numbers[MOVED])
        n = len(self.room.jobs)
        for step in range(last + 1):
            j, v, p, way = (int(one) for one in numbers[WHO + step * STEP : WHO + (step + 1) * STEP])
            row = rows.setdefault(v, self._nodes(v))
            position = 0 if p == n + v else row.index(p) + 1
            instead_of = None
            if step < last:
                instead_of = self.room.job_in(row[position]).id
                row[position] = j
            else:
                row.insert(position, j)
            in_way = way - int(self.room.tables.node[j, WAY_FROM])
            moves.append(Move(self.room.job_in(j).id, self.room.shifts[v].id, position, in_way, instead_of))
        return Offer(tuple(moves), int(numbers[0]), price)

    def _close_broken(self, plan: Plan) -> None:
        """A route that cannot be driven as it stands takes nothing more, and nobody leaves it."""
        for route in plan.routes:
            v = self.room.numbers.get(route.shift_id)
            if v is None:
                continue
            loaded = self._nodes(v)
            if len(loaded) != len(route.visits) or not self.routes.state[v, SOUND]:
                self._close(route.shift_id)

    def _close(self, shift_id: str) -> None:
        v = self.room.numbers[shift_id]
        self.room.tables.crew[v, MOST] = 0
        self.bench.held[self._nodes(v)] = Hold.STAYS


def _limits(jobs: int, *, is_worked: bool) -> tuple[int, int, int, int]:
    if is_worked or jobs > MANY:
        return *(WORKED if is_worked else LARGE), NEAR, SECONDS
    return SINGLES, DOUBLES, NEAR, SECONDS
