"""The difference between two plans as plain values, for a table and for a page."""

from dataclasses import asdict
from typing import Any

from dispatch.planning.day_horizon import instant_at
from dispatch.planning.diff_causes import Cause
from dispatch.planning.diff_side import Seat
from dispatch.planning.plan_diff import PlanDiff, VisitChange
from dispatch.planning.problem import Job, Problem


def difference_json(found: PlanDiff, before: Problem, after: Problem) -> dict[str, Any]:
    """`saved` and `broken` count visits that are had at their best way only in the one plan or the other."""
    weights = {job.id: job for problem in (before, after) for job in problem.jobs}
    changes = [_change(one, weights[one.job_id]) for one in found.changes]
    return {
        "before": asdict(found.before),
        "after": asdict(found.after),
        "moved": found.moved,
        "agreed_changed": found.agreed_changed,
        "saved": sum(one["promise"] == "saved" for one in changes),
        "broken": sum(one["promise"] == "broken" for one in changes),
        "changes": changes,
    }


def _loss(seat: Seat | None, job: Job) -> int:
    return job.weight if seat is None else seat.loss


def _change(one: VisitChange, job: Job) -> dict[str, Any]:
    was, now = _loss(one.was, job), _loss(one.now, job)
    return {
        "order_id": one.job_id,
        "change": str(one.change),
        "cause": str(one.cause),
        "was": _seat(one.was),
        "now": _seat(one.now),
        "other_id": one.other_id,
        "seconds": one.seconds,
        "promise": "saved" if was > 0 >= now else "broken" if now > 0 >= was else None,
        "leaves_promise": one.leaves_promise and one.cause is not Cause.ORDER_GONE,
    }


def _seat(seat: Seat | None) -> dict[str, Any] | None:
    if seat is None:
        return None
    return {
        "technician_id": seat.technician_id,
        "start_at": instant_at(seat.start).isoformat(),
        "end_at": instant_at(seat.finish).isoformat(),
    }
