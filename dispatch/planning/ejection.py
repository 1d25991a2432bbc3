"""One more job in a plan, with one or two visits making room for it: what an offer is, and every offer by plain trial.

The compiled `insert_search.py` answers in a millisecond what is worked out here route by route; a test holds the two
to each other. Pure Python: nothing here needs the compiled search.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from dispatch.planning.line import Timetable
from dispatch.planning.plan import Plan, Route
from dispatch.planning.problem import Problem, may_do, ways_of
from dispatch.planning.schedule import loads_fit, route_cost, schedule
from dispatch.planning.travel import TravelTimes

Row = tuple[tuple[str, int], ...]
"""A route as (job, way), in order."""


class Hold(IntEnum):
    """What may become of a visit when another one wants its place."""

    FREE = 0
    KEEPS = 1
    """It may be moved, but forfeits no more there than where it is."""
    STAYS = 2
    """It keeps its technician and its place in the order: somebody was promised the time, or it may not be moved."""


class NoRoom(Exception):
    """The compiled search cannot be asked for this job: it waits for others, or the desk has to be made anew."""


@dataclass(frozen=True, slots=True)
class Move:
    """A job gets a place: before the visit that is number `position` by then, or in the place of another one."""

    job_id: str
    shift_id: str
    position: int
    way: int
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A place for a job. The first move is its own; each further one gives a visit that made room another place."""

    moves: tuple[Move, ...]
    loss: int
    """By how much the weight lost rises, beyond that the job itself is served."""
    cost: float
    """By how much all else rises: road, persons, overtime, lateness, in seconds of road."""

    @property
    def shift_id(self) -> str:
        return self.moves[0].shift_id

    @property
    def moved(self) -> tuple[str, ...]:
        """Who makes room."""
        return tuple(move.job_id for move in self.moves[1:])

    @property
    def shifts(self) -> tuple[str, ...]:
        """The routes that change."""
        return tuple(dict.fromkeys(move.shift_id for move in self.moves))


def rows_of(plan: Plan) -> dict[str, Row]:
    return {route.shift_id: tuple((v.job_id, v.way) for v in route.visits) for route in plan.routes}


def applied(rows: Mapping[str, Row], offer: Offer) -> dict[str, Row]:
    """The routes with the offer taken; those that it does not touch as they were."""
    after = dict(rows)
    for move in offer.moves:
        row = list(after.get(move.shift_id, ()))
        if move.instead_of is not None:
            row[move.position] = (move.job_id, move.way)
        else:
            row.insert(move.position, (move.job_id, move.way))
        after[move.shift_id] = tuple(row)
    return after


class Trial:
    """Routes tried one by one: is it possible, and what does it cost?"""

    def __init__(self, problem: Problem, travel: TravelTimes, held: Mapping[str, Hold]) -> None:
        self.timetable = Timetable(problem, travel)
        self.held = held

    def route(self, shift_id: str, row: Row) -> Route | None:
        shift, tasks = self.timetable.shifts[shift_id], [self.timetable.task(*one) for one in row]
        jobs = [task.job for task in tasks]
        if shift.max_tasks is not None and len(jobs) > shift.max_tasks:
            return None
        if not all(may_do(shift, job) for job in jobs) or not loads_fit(shift, jobs):
            return None
        return schedule(self.timetable, shift, tasks)

    def cost(self, shift_id: str, row: Row) -> float | None:
        if not row:
            return 0.0
        route = self.route(shift_id, row)
        return None if route is None else route_cost(self.timetable, route)

    def change(self, rows: Mapping[str, Row], offer: Offer) -> float | None:
        """What the touched routes cost more with the offer taken; None where one of them cannot be driven."""
        after, total = applied(rows, offer), 0.0
        for shift_id in offer.shifts:
            new, old = self.cost(shift_id, after[shift_id]), self.cost(shift_id, rows.get(shift_id, ()))
            if new is None or old is None:
                return None
            total += new - old
        return total


def every_offer(
    problem: Problem,
    travel: TravelTimes,
    plan: Plan,
    job_id: str,
    held: Mapping[str, Hold],
    *,
    most_moved: int = 2,
) -> list[Offer]:
    """All there are, the cheapest first; for small plans only. Jobs that wait for others are not for this."""
    trial = Trial(problem, travel, held)
    rows = rows_of(plan)
    found = [
        Offer(moves, loss, cost)
        for moves, loss in _chains(trial, rows, (job_id,), None, most_moved)
        if (cost := trial.change(rows, Offer(moves, 0, 0.0))) is not None
    ]
    return sorted(found, key=lambda offer: (offer.loss, offer.cost, len(offer.moves)))


def _chains(
    trial: Trial, rows: Mapping[str, Row], jobs: tuple[str, ...], had: int | None, most: int
) -> Iterator[tuple[tuple[Move, ...], int]]:
    """Each place for the last of the jobs, `had` the way it had before; the others have theirs and keep it.

    Every route on the way there can be driven.
    """
    job_id = jobs[-1]
    ways = ways_of(trial.timetable.jobs[job_id])
    old = 0 if had is None else ways[had].loss
    keeps = had is not None and trial.held.get(job_id) is Hold.KEEPS
    for shift_id in trial.timetable.shifts:
        row = rows.get(shift_id, ())
        for number, way in enumerate(ways):
            if keeps and way.loss > old:
                continue
            loss = way.loss - old
            for k in range(len(row) + 1):
                move = Move(job_id, shift_id, k, number)
                if trial.cost(shift_id, _moved(rows, move)[shift_id]) is not None:
                    yield (move,), loss
            for k, (other, its_way) in enumerate(row):
                if not most or other in jobs or trial.held.get(other) is Hold.STAYS:
                    continue
                move = Move(job_id, shift_id, k, number, other)
                after = _moved(rows, move)
                if trial.cost(shift_id, after[shift_id]) is not None:
                    for moves, more in _chains(trial, after, (*jobs, other), its_way, most - 1):
                        yield (move, *moves), loss + more


def _moved(rows: Mapping[str, Row], move: Move) -> dict[str, Row]:
    return applied(rows, Offer((move,), 0, 0.0))
