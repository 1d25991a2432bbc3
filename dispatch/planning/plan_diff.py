"""What is different between two plans, visit by visit, and why; and what they cost in all, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from dispatch.planning.diff_causes import NEWS, Cause, appeared, moved, shifted, vanished
from dispatch.planning.diff_side import Seat, Side
from dispatch.planning.plan import Plan
from dispatch.planning.problem import Problem
from dispatch.planning.travel import TravelTimes


class Change(StrEnum):
    """What became of a visit."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    TECHNICIAN = "technician"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChange:
    """One visit: where it was and where it is now, and the one cause that explains it best."""

    job_id: str
    change: Change
    cause: Cause
    was: Seat | None
    now: Seat | None
    other_id: str | None = None
    seconds: int = 0

    @property
    def shift(self) -> int | None:
        """By how many seconds only its time is another one; None if more than that is."""
        if self.change is not Change.TIME or self.was is None or self.now is None:
            return None
        return abs(self.was.start - self.now.start)

    @property
    def leaves_promise(self) -> bool:
        """It had its place in the hour that was promised, and has it no more."""
        return self.was is not None and self.was.kept and not (self.now is not None and self.now.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """One plan in figures; all spans in seconds."""

    visits: int
    unassigned: int
    lost: int
    travel: int
    work: int
    overtime: int
    late: int
    """Seconds after the limit of those that have one."""
    late_visits: int
    """Visits at a worse way than their best: late, or outside their window."""
    agreed_missed: int
    """Of those with a narrow window, how many are outside it or have no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDiff:
    before: Totals
    after: Totals
    changes: tuple[VisitChange, ...]
    agreed_changed: int
    """Visits that leave the hour that was promised for them."""
    moved: int
    """Visits that have another technician or another day."""


def diff(
    before: Problem,
    plan_before: Plan,
    after: Problem,
    plan_after: Plan,
    travel: TravelTimes,
    *,
    travel_before: TravelTimes | None = None,
) -> PlanDiff:
    """What changed from one plan to the other. The road of `before` is the same one unless it is given.

    A plan of which only the sequences are known (see `day.plan_from`) is timed first. The changes stand in the order
    of importance: what lost its place, its promise, its technician or its day, then its time.
    """
    old = Side(before, plan_before, travel_before or travel)
    new = Side(after, plan_after, travel)
    changes = sorted(
        (change for job_id in _all_jobs(before, after) if (change := _change(old, new, job_id)) is not None),
        key=lambda one: (_RANK[one.change], not one.leaves_promise),
    )
    return PlanDiff(
        before=totals(old),
        after=totals(new),
        changes=tuple(changes),
        agreed_changed=sum(one.leaves_promise for one in changes if one.cause is not Cause.ORDER_GONE),
        moved=sum(one.change in {Change.TECHNICIAN, Change.DAY} for one in changes),
    )


def news(found: PlanDiff, least: int = 10 * 60) -> PlanDiff:
    """Without the visits that only begin by less than `least` seconds earlier or later: a day that is planned anew
    every few minutes shifts a little all the time.
    """
    return replace(
        found, changes=tuple(one for one in found.changes if one.shift is None or one.shift >= least)
    )


def totals(side: Side) -> Totals:
    seats = side.seats
    return Totals(
        visits=len(seats),
        unassigned=len(side.plan.unassigned),
        lost=side.plan.lost,
        travel=side.plan.travel,
        work=side.plan.work,
        overtime=sum(side.overtime(route) for route in side.plan.routes),
        late=sum(seat.late for seat in seats.values()),
        late_visits=sum(seat.loss > 0 for seat in seats.values()),
        agreed_missed=sum(
            job.id not in seats or not seats[job.id].kept for job in side.problem.jobs if side.promised(job)
        ),
    )


_RANK = {
    Change.VANISHED: 0,
    Change.APPEARED: 1,
    Change.TECHNICIAN: 2,
    Change.DAY: 3,
    Change.TIME: 4,
}


def _all_jobs(before: Problem, after: Problem) -> Iterator[str]:
    yield from dict.fromkeys(job.id for problem in (before, after) for job in problem.jobs)


def _change(old: Side, new: Side, job_id: str) -> VisitChange | None:
    was, now = old.seats.get(job_id), new.seats.get(job_id)
    if was is None and now is None:
        return None
    if was is None:
        change, (cause, other, seconds) = Change.APPEARED, appeared(old, new, job_id)
    elif now is None:
        change, (cause, other, seconds) = Change.VANISHED, vanished(old, new, job_id, was)
    elif was.shift_id != now.shift_id:
        change = Change.DAY if was.technician_id == now.technician_id else Change.TECHNICIAN
        cause, other, seconds = moved(old, new, job_id, was, now)
    elif abs(was.start - now.start) >= NEWS:
        change, (cause, other, seconds) = Change.TIME, shifted(old, new, job_id, was, now)
    else:
        return None
    return VisitChange(
        job_id=job_id, change=change, cause=cause, was=was, now=now, other_id=other, seconds=seconds
    )
