"""A task's clock rings: for its owner when it is near its end, then for the lead; whoever it rang for sees to it."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.plans import request_plan
from dispatch.actions.tasks import changed, locked_task, require_unchanged
from dispatch.orders.people import SYSTEM
from dispatch.storage.base import new_id
from dispatch.storage.task import LIVE, RINGS, Task, TaskDeed, ring_time

AT_ONCE: Final = 100
_OVERDUE: Final = 100


def any_rings(session: Session, now: datetime) -> bool:
    return session.scalar(select(Task.id).where(Task.rings_at <= now).limit(1)) is not None


def ring_tasks(session: Session, now: datetime, limit: int = AT_ONCE) -> int:
    """Ring what is due, each rung once: of several that have passed the highest speaks. How many tasks rang."""
    rows = session.scalars(
        select(Task)
        .where(Task.rings_at <= now, Task.state.in_(LIVE))
        .order_by(Task.rings_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for task in rows:
        passed = max(percent for percent in RINGS if ring_time(task, percent) <= now)
        task.rung, task.attended_by = passed, None
        task.rings_at = next(
            (ring_time(task, percent) for percent in sorted(RINGS) if percent > passed), None
        )
        changed(
            session,
            task,
            RINGS[passed],
            user_id=None,
            now=now,
            event_id=new_id(now, "ring", task.id, passed),
        )
        if passed == _OVERDUE and task.visit_waits:  # it was to be free by now
            request_plan(session, task.district_id, actor=SYSTEM, now=now)
    return len(rows)


def attend(
    session: Session, task_id: str, *, version: int, user_id: str, now: datetime, event_id: str
) -> Task:
    """Its clock rang for me, and I see to it; whose task it is stays as it is."""
    task, replayed = locked_task(session, task_id, event_id)
    if replayed:
        return task
    require_unchanged(task, version)
    task.attended_by = user_id
    return changed(session, task, TaskDeed.ATTEND, user_id=user_id, now=now, event_id=event_id)
