"""Why a visit is with this technician: what it would cost with everybody else, who cannot have it, and what decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from dispatch.planning.blocks import Block, Blocked, best_or_blocked, overtime_needed
from dispatch.planning.lanes import LOST, Lanes, Prices, Seated
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Job, Problem, Shift
from dispatch.planning.travel import TravelTimes

SAME = 60
"""Seconds of road: what differs by less did not decide."""
MEASURED = 20
"""For so many of those who are full, the nearest first, it is worked out by how much their day is too short."""


class Decision(StrEnum):
    """What decided between the technician who has the visit and the runner-up."""

    ONLY_ONE = "only_one"
    HELD = "held"
    LOST = "lost"
    TRAVEL = "travel"
    WORK = "work"
    OVERTIME = "overtime"
    LATE = "late"
    DELAY = "delay"
    WAY = "way"
    STRANGER = "stranger"
    CHANGED = "changed"
    LOAD = "load"
    EQUAL = "equal"
    CHEAPER_ELSEWHERE = "cheaper_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One technician's best place for the job, or the rule that keeps it from them."""

    technician_id: str
    shift_id: str | None = None
    seat: Seated | None = None
    more: Prices = field(default_factory=dict)
    """By kind of cost, what it costs more than where it is now (weight under "lost"); for one without a place, at all."""
    blocked: Blocked | None = None

    @property
    def cost(self) -> float:
        return sum(price for name, price in self.more.items() if name != LOST)

    @property
    def rank(self) -> tuple[float, float]:
        return self.more.get(LOST, 0), self.cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """All technicians: who has it, who else could, cheapest first, and who cannot."""

    job_id: str
    seat: Seated | None
    decision: Decision | None
    runner_up: Alternative | None
    by: float
    """By how much, in seconds of road; of the weight if that decided."""
    possible: tuple[Alternative, ...]
    blocked: tuple[Alternative, ...]


def reasons_for(
    problem: Problem,
    travel: TravelTimes,
    plan: Plan,
    job: Job,
    *,
    crew: Sequence[str] = (),
    held_by: str | None = None,
) -> Reasons:
    """Why the job is where it is, or nowhere. `crew` are those who work here, with a shift or not.

    `job` may be freer than the problem's own, to see what others would cost; `held_by` has it then in any case.
    """
    known = replace(problem, jobs=tuple(job if one.id == job.id else one for one in problem.jobs))
    lanes = Lanes(known, travel, plan, asked=job.id)
    return reasons_in(lanes, job, crew=crew, held_by=held_by)


def reasons_in(lanes: Lanes, job: Job, *, crew: Sequence[str] = (), held_by: str | None = None) -> Reasons:
    seat = lanes.seat_of(job)
    own = None if seat is None else seat.shift.technician_id
    found = [_best_of(lanes, technician_id, shifts, job) for technician_id, shifts in _people(lanes, crew)]
    possible = sorted(
        (
            replace(one, more=_more(one.seat, seat))
            for one in found
            if one.seat is not None and one.technician_id != own
        ),
        key=lambda one: one.rank,
    )
    blocked = _measured(lanes, [one for one in found if one.blocked and one.technician_id != own], job)
    decision, by = _decision(seat, possible[:1], held_by)
    return Reasons(
        job_id=job.id,
        seat=seat,
        decision=decision,
        runner_up=possible[0] if possible else None,
        by=by,
        possible=tuple(possible),
        blocked=tuple(blocked),
    )


def _people(lanes: Lanes, crew: Sequence[str]) -> list[tuple[str, list[Shift]]]:
    shifts: dict[str, list[Shift]] = {technician_id: [] for technician_id in crew}
    for shift in lanes.problem.shifts:
        shifts.setdefault(shift.technician_id, []).append(shift)
    return list(shifts.items())


def _best_of(lanes: Lanes, technician_id: str, shifts: Iterable[Shift], job: Job) -> Alternative:
    """The technician's best day for it; if none will do, the rule that comes nearest to letting it in."""
    seats: list[Seated] = []
    blocks: list[tuple[Blocked, str]] = []
    for shift in sorted(shifts, key=lambda one: one.day):
        if any(not seat.loss and seat.cost <= job.delay_cost * shift.day for seat in seats):
            break  # a later day costs more than that by being later
        found = best_or_blocked(lanes, shift, job)
        if isinstance(found, Blocked):
            blocks.append((found, shift.id))
        else:
            seats.append(found)
    if seats:
        seat = min(seats, key=lambda one: one.rank)
        return Alternative(technician_id=technician_id, shift_id=seat.shift.id, seat=seat)
    if not blocks:
        return Alternative(technician_id=technician_id, blocked=Blocked(code=Block.AWAY))
    order = list(Block)
    block, shift_id = max(blocks, key=lambda one: order.index(one[0].code))
    return Alternative(technician_id=technician_id, shift_id=shift_id, blocked=block)


def _more(seat: Seated | None, than: Seated | None) -> Prices:
    if seat is None:
        return {}
    here = {**seat.prices, LOST: seat.loss}
    there = {} if than is None else {**than.prices, LOST: than.loss}
    both = {name: here.get(name, 0) - there.get(name, 0) for name in (here | there)}
    return {name: price for name, price in both.items() if price}


def _measured(lanes: Lanes, blocked: list[Alternative], job: Job) -> list[Alternative]:
    """By how much the shift is too short, for those who are the nearest."""
    full = [one for one in blocked if one.blocked and one.blocked.code in {Block.FULL, Block.SHIFT}]
    near = sorted(full, key=lambda one: _detour(lanes, one.shift_id, job))[:MEASURED]
    told: dict[str, Blocked] = {}
    for one in near:
        if one.blocked is None or one.shift_id is None:
            continue
        need = overtime_needed(lanes, lanes.timetable.shifts[one.shift_id], job)
        if need is not None:
            told[one.technician_id] = replace(one.blocked, over=need[0])
    order = list(Block)
    return sorted(
        (replace(one, blocked=told.get(one.technician_id, one.blocked)) for one in blocked),
        key=lambda one: (
            -order.index(one.blocked.code) if one.blocked else 0,
            float("inf") if one.blocked is None or one.blocked.over is None else one.blocked.over,
        ),
    )


def _detour(lanes: Lanes, shift_id: str | None, job: Job) -> int:
    """The least road that the job would add to the lane, whether or not there is time for it."""
    if shift_id is None:
        return 0
    line = lanes.line(lanes.timetable.shifts[shift_id])
    return least_detour(lanes, line.shift, job)


def least_detour(lanes: Lanes, shift: Shift, job: Job) -> int:
    places = lanes.line(shift).places
    seconds, here = lanes.timetable.seconds, job.location
    return min(
        seconds(shift, a, here) + seconds(shift, here, b) - seconds(shift, a, b) for a, b in pairwise(places)
    )


def _decision(
    seat: Seated | None, best: Sequence[Alternative], held_by: str | None
) -> tuple[Decision | None, float]:
    if seat is None:
        return None, 0
    if held_by is not None and held_by == seat.shift.technician_id:
        return Decision.HELD, 0
    return _against(best[0]) if best else (Decision.ONLY_ONE, 0)


def _against(best: Alternative) -> tuple[Decision, float]:
    more = best.more
    if more.get(LOST, 0) > 0:
        return Decision.LOST, more[LOST]
    if more.get(LOST, 0) < 0 or best.cost <= -SAME:
        return Decision.CHEAPER_ELSEWHERE, -best.cost
    if best.cost < SAME:
        return Decision.EQUAL, best.cost
    name = max((name for name in more if name != LOST), key=lambda name: more[name])
    return Decision(name), more[name]
