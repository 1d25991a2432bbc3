"""Whoever goes for good leaves nothing behind that is nobody's: their tasks go to somebody by name."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField
from dispatch.actions.tasks import Whom, changed
from dispatch.storage.base import new_id
from dispatch.storage.task import LIVE, Task, TaskDeed, TaskState, live_tasks_of
from dispatch.storage.user import User


def leave_tasks_to(
    session: Session, leaver: User, taker: User | None, *, by: str | None, now: datetime
) -> list[Task]:
    """All that is theirs is the taker's at once, for nobody is left who could keep it until it is accepted; what was
    only offered to them stays with its owner. Which tasks went over.
    """
    mine = list(live_tasks_of(session, leaver.id))
    if mine and (taker is None or taker.id == leaver.id or not taker.active):
        raise InvalidField(
            "tasks_to", "somebody who takes over the open tasks", [task.title for task in mine]
        )
    offered = session.scalars(
        select(Task).where(
            Task.offered_user_id == leaver.id, Task.owner_id != leaver.id, Task.state.in_(LIVE)
        )
    )
    for task in [*mine, *offered]:
        if task.owner_id == leaver.id and taker is not None:
            if taker.district_id not in {None, task.district_id}:
                raise InvalidField("tasks_to", "somebody who works in this district", taker.login)
            task.owner_id = taker.id
        task.state, task.offered_user_id, task.offered_team = TaskState.ACCEPTED, None, None
        changed(
            session,
            task,
            TaskDeed.HAND_OVER,
            user_id=by,
            now=now,
            event_id=new_id(now, "left", leaver.id, task.id, task.version),
            to=Whom(user_id=task.owner_id),
        )
    return mine
