"""Why a visit is elsewhere in the second of two plans: the one cause that explains it best, the firmest first."""

from collections.abc import Callable
from enum import StrEnum

from dispatch.planning.diff_side import Seat, Side
from dispatch.planning.problem import Job, may_do, ways_of
from dispatch.planning.schedule import first_shortage

NEWS = 60
"""Seconds: what moves by less is no news."""


class Cause(StrEnum):
    """Why. `other_id` and `seconds` of the change say who and how much, where the cause has them."""

    NEW_ORDER = "new_order"
    ORDER_GONE = "order_gone"
    ROOM_FREED = "room_freed"
    ROOM_FOUND = "room_found"
    NO_ROOM = "no_room"
    TECHNICIAN_AWAY = "technician_away"
    TECHNICIAN_BACK = "technician_back"
    TECHNICIAN_HELD_UP = "technician_held_up"
    NOT_ALLOWED = "not_allowed"
    ASKED_FOR = "asked_for"
    WINDOW_CHANGED = "window_changed"
    DURATION_CHANGED = "duration_changed"
    NEW_ORDER_TOOK_PLACE = "new_order_took_place"
    KEEPS_OWN_PROMISE = "keeps_own_promise"
    KEEPS_PROMISE_OF = "keeps_promise_of"
    CHEAPER_ROAD = "cheaper_road"
    LESS_OVERTIME = "less_overtime"
    EXCHANGED = "exchanged"
    CHEAPER_IN_ALL = "cheaper_in_all"
    STOP_BEFORE_OVERRAN = "stop_before_overran"
    STOP_BEFORE_MOVED = "stop_before_moved"
    STOP_BEFORE_GONE = "stop_before_gone"
    STOP_ADDED_BEFORE = "stop_added_before"
    ROAD_CHANGED = "road_changed"
    OTHER_ORDER_OF_VISITS = "other_order_of_visits"
    BREAK_MOVED = "break_moved"
    SET_OFF_LATER = "set_off_later"


Found = tuple[Cause, str | None, int]
"""The cause, the other order that it is about, and how many seconds."""


def _first(*reasons: Callable[[], Found | None]) -> Found | None:
    return next((found for reason in reasons if (found := reason()) is not None), None)


def appeared(old: Side, new: Side, job_id: str) -> Found:
    """A visit that the plan before did not have."""
    if job_id not in old.jobs:
        return Cause.NEW_ORDER, None, 0
    now = new.seats[job_id]
    job, then = new.jobs[job_id], old.jobs[job_id]
    if now.shift_id not in old.shifts:
        return Cause.TECHNICIAN_BACK, None, 0
    if not may_do(old.shifts[now.shift_id], then):
        return Cause.ASKED_FOR, None, 0
    if job.duration < then.duration:
        return Cause.DURATION_CHANGED, None, then.duration - job.duration
    if old.loss_at(then, now.start) > now.loss:
        return Cause.WINDOW_CHANGED, None, 0
    left = _overlapping(old, new, now.shift_id, now)
    return (Cause.ROOM_FREED, left, 0) if left else (Cause.ROOM_FOUND, None, 0)


def vanished(old: Side, new: Side, job_id: str, was: Seat) -> Found:
    """A visit that the plan after has no more."""
    if job_id not in new.jobs:
        return Cause.ORDER_GONE, None, 0
    found = _first(
        lambda: _barred(old, new, job_id, was),
        lambda: _taken(old, new, was),
    )
    return found or (Cause.NO_ROOM, None, 0)


def moved(old: Side, new: Side, job_id: str, was: Seat, now: Seat) -> Found:
    """A visit that another technician has now, or that is on another day."""
    found = _first(
        lambda: _barred(old, new, job_id, was),
        lambda: _asked_for(old, new, job_id, now),
        lambda: (Cause.KEEPS_OWN_PROMISE, None, 0) if now.loss < was.loss else None,
        lambda: _taken(old, new, was),
        lambda: _cheaper(old, new, job_id),
        lambda: _less_overtime(old, new, was),
    )
    if found is not None:
        return found
    came = _overlapping(new, old, was.shift_id, was)
    if came is not None:
        return Cause.EXCHANGED, came, 0
    return Cause.CHEAPER_IN_ALL, None, max(0, old.plan.travel - new.plan.travel)


def _barred(old: Side, new: Side, job_id: str, was: Seat) -> Found | None:
    """It could not stay where it was: the technician, the order or its window is another one."""
    shift = new.shifts.get(was.shift_id)
    job, then = new.jobs[job_id], old.jobs[job_id]
    if shift is None:
        return Cause.TECHNICIAN_AWAY, None, 0
    if not may_do(shift, job) or (
        first_shortage(shift, [job]) is not None
        and shift.depot is None
        and first_shortage(old.shifts[was.shift_id], [then]) is None
    ):
        return Cause.NOT_ALLOWED, None, 0
    if was.start < shift.leaves_after:
        late = shift.leaves_after - was.start
        if shift.busy is not None and shift.busy.until == shift.leaves_after:
            return Cause.TECHNICIAN_HELD_UP, None, late
        if shift.leaves_after - old.shifts[was.shift_id].leaves_after >= NEWS:
            return Cause.SET_OFF_LATER, None, late
    if shift.latest < old.shifts[was.shift_id].latest and was.finish > shift.latest:
        return Cause.TECHNICIAN_AWAY, None, 0
    return _own(old, new, job, then, was)


def _own(old: Side, new: Side, job: Job, then: Job, was: Seat) -> Found | None:
    """The order itself is another one than it was."""
    if abs(job.duration - then.duration) >= NEWS:
        return Cause.DURATION_CHANGED, None, job.duration - then.duration
    open_still = job.release is None or was.start >= job.release
    if open_still and new.loss_at(job, was.start) > old.loss_at(then, was.start):
        return Cause.WINDOW_CHANGED, None, 0
    if ways_of(job)[:1] != ways_of(then)[:1] and old.promised(then) != new.promised(job):
        return Cause.WINDOW_CHANGED, None, 0
    return None


def _asked_for(old: Side, new: Side, job_id: str, now: Seat) -> Found | None:
    """Somebody chose the new technician for it."""
    only, before = new.jobs[job_id].technicians, old.jobs[job_id].technicians
    chosen = only == frozenset({now.technician_id}) and only != before
    return (Cause.ASKED_FOR, None, 0) if chosen else None


def _taken(old: Side, new: Side, was: Seat) -> Found | None:
    """Somebody else stands in its place, for a reason of their own."""
    came = [seat for seat in new.lane(was.shift_id) if seat.job_id not in old.in_lane(was.shift_id)]
    near = sorted(came, key=lambda seat: abs(seat.start - was.start))
    for seat in near:
        if seat.job_id not in old.jobs:
            return Cause.NEW_ORDER_TOOK_PLACE, seat.job_id, 0
    for seat in near:
        before = old.seats.get(seat.job_id)
        if before is None or before.loss > seat.loss:
            return Cause.KEEPS_PROMISE_OF, seat.job_id, 0
    for seat in new.lane(was.shift_id):
        before = old.seats.get(seat.job_id)
        if before is not None and before.loss > seat.loss:
            return Cause.KEEPS_PROMISE_OF, seat.job_id, 0
    return None


def _cheaper(old: Side, new: Side, job_id: str) -> Found | None:
    saved = old.detour(job_id) - new.detour(job_id)
    return (Cause.CHEAPER_ROAD, None, saved) if saved >= NEWS else None


def _less_overtime(old: Side, new: Side, was: Seat) -> Found | None:
    now = new.routes.get(was.shift_id)
    saved = old.overtime(old.routes[was.shift_id]) - (0 if now is None else new.overtime(now))
    return (Cause.LESS_OVERTIME, None, saved) if saved >= NEWS else None


def _overlapping(there: Side, not_here: Side, shift_id: str, seat: Seat) -> str | None:
    """A visit that is in this lane of one plan and not of the other: the one at this time, else the nearest."""
    others = [one for one in there.lane(shift_id) if one.job_id not in not_here.in_lane(shift_id)]
    return min(others, key=lambda one: abs(one.start - seat.start)).job_id if others else None


def shifted(old: Side, new: Side, job_id: str, was: Seat, now: Seat) -> Found:
    """A visit at another time of the same technician's day."""
    found = _first(
        lambda: _own(old, new, new.jobs[job_id], old.jobs[job_id], was),
        lambda: (Cause.KEEPS_OWN_PROMISE, None, 0) if now.loss < was.loss else None,
        lambda: _by_the_stop_before(old, new, was, now),
    )
    return found or (Cause.OTHER_ORDER_OF_VISITS, None, 0)


def _by_the_stop_before(old: Side, new: Side, was: Seat, now: Seat) -> Found | None:
    before, after = old.previous(was), new.previous(now)
    if after is not None and after.job_id not in old.in_lane(was.shift_id):
        return Cause.STOP_ADDED_BEFORE, after.job_id, 0
    if before is not None and before.job_id not in new.in_lane(now.shift_id):
        return Cause.STOP_BEFORE_GONE, before.job_id, 0
    if (before and before.job_id) != (after and after.job_id):
        return Cause.OTHER_ORDER_OF_VISITS, None, 0
    if before is None or after is None:
        return _at_the_start(old, new, was)
    return _same_stop_before(before, after) or _on_the_way(was, now)


def _same_stop_before(before: Seat, after: Seat) -> Found | None:
    longer = (after.finish - after.start) - (before.finish - before.start)
    if longer >= NEWS:
        return Cause.STOP_BEFORE_OVERRAN, after.job_id, longer
    moved = after.finish - before.finish
    return (Cause.STOP_BEFORE_MOVED, after.job_id, moved) if abs(moved) >= NEWS else None


def _at_the_start(old: Side, new: Side, was: Seat) -> Found | None:
    shift, then = new.shifts[was.shift_id], old.shifts[was.shift_id]
    later = shift.leaves_after - then.leaves_after
    if later >= NEWS and shift.busy is not None:
        return Cause.TECHNICIAN_HELD_UP, None, later
    if later >= NEWS:
        return Cause.SET_OFF_LATER, None, later
    return _on_the_way(was, new.seats[was.job_id])


def _on_the_way(was: Seat, now: Seat) -> Found | None:
    if abs(now.travel - was.travel) >= NEWS:
        return Cause.ROAD_CHANGED, None, now.travel - was.travel
    if was.after_break != now.after_break:
        return Cause.BREAK_MOVED, None, 0
    return None
