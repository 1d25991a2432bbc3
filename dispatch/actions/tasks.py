"""A task between teams is made, accepted, handed over, done or cancelled with a reason; it is never nobody's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.plans import request_plan
from dispatch.orders.people import DESK, LEADS, Actor
from dispatch.storage.incident import Incident
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.task import (
    LIVE,
    RINGS,
    TEAM_DESK,
    Task,
    TaskDeed,
    TaskEntry,
    TaskKind,
    TaskState,
    people_away,
    ring_time,
    team_of,
)
from dispatch.storage.technician import Technician
from dispatch.storage.user import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """A person or a team, one of the two."""

    user_id: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    district_id: str
    kind: TaskKind
    title: str
    due_at: datetime
    to: Whom
    order_id: str | None = None
    incident_id: str | None = None
    visit_waits: bool = False
    """The order is not visited before it is done."""


def make_task(
    session: Session, task_id: str, draft: TaskDraft, *, user_id: str, now: datetime, event_id: str
) -> Task:
    """Whoever makes it owns it until somebody else has accepted it. The same event id again changes nothing."""
    known = session.get(Task, task_id)
    if known is not None:
        if session.get(TaskEntry, event_id) is None:
            raise InvalidField("id", "an id that was not used before", task_id)
        return known
    if draft.due_at <= now:
        raise InvalidField("due_at", "a time that is still to come", draft.due_at.isoformat())
    _require_same_district(session, draft)
    if draft.visit_waits and draft.order_id is None:
        raise InvalidField("visit_waits", "an order that waits", draft.visit_waits)
    task = Task(
        id=task_id,
        district_id=draft.district_id,
        order_id=draft.order_id,
        incident_id=draft.incident_id,
        kind=draft.kind,
        title=draft.title,
        state=TaskState.ACCEPTED,
        owner_id=user_id,
        created_by=user_id,
        created_at=now,
        due_at=draft.due_at,
        version=0,
        visit_waits=draft.visit_waits,
    )
    task.rings_at = ring_time(task, min(RINGS))
    _offer(session, task, draft.to)
    session.add(task)
    session.flush()
    _plan_anew(session, task, user_id, now)
    return changed(session, task, TaskDeed.MAKE, user_id=user_id, now=now, event_id=event_id, to=draft.to)


def accept(
    session: Session, task_id: str, *, version: int, user_id: str, now: datetime, event_id: str
) -> Task:
    """From now on it is mine: only whom it was offered to, and of a team whoever is first."""
    task, replayed = locked_task(session, task_id, event_id)
    if replayed:
        return task
    require_unchanged(task, version)
    user = session.get_one(User, user_id)
    offered = task.offered_user_id == user_id or (
        task.offered_team is not None and task.offered_team == team_of(session, user)
    )
    if not offered:
        raise NotAllowed("task_not_offered")
    task.owner_id, task.state = user_id, TaskState.ACCEPTED
    task.offered_user_id = task.offered_team = None
    return changed(session, task, TaskDeed.ACCEPT, user_id=user_id, now=now, event_id=event_id)


def hand_over(
    session: Session,
    task_id: str,
    to: Whom,
    *,
    words: str,
    version: int,
    user_id: str,
    now: datetime,
    event_id: str,
) -> Task:
    """Offered to somebody else; the giver goes on owning it until they accept. A lead may do it for the owner, and
    anybody at the desk while the owner is away; who takes it on themselves has it at once.
    """
    task, replayed = locked_task(session, task_id, event_id)
    if replayed:
        return task
    require_unchanged(task, version)
    is_away = task.owner_id in people_away(session, (task.owner_id,), now)
    if not (is_away and session.get_one(User, user_id).role in DESK):
        _require_owner(session, task, user_id)
    if to.user_id == user_id:
        task.owner_id = user_id
    _offer(session, task, to)
    return changed(
        session, task, TaskDeed.HAND_OVER, user_id=user_id, now=now, event_id=event_id, to=to, words=words
    )


def comment(
    session: Session, task_id: str, words: str, *, user_id: str, now: datetime, event_id: str
) -> Task:
    """Anybody in the district may say something; it collides with nobody, and goes on after the end."""
    task, replayed = locked_task(session, task_id, event_id)
    return (
        task
        if replayed
        else changed(
            session, task, TaskDeed.COMMENT, user_id=user_id, now=now, event_id=event_id, words=words
        )
    )


def finish(
    session: Session, task_id: str, words: str, *, version: int, user_id: str, now: datetime, event_id: str
) -> Task:
    """Done, by its owner or a lead; what was done may be said."""
    task, replayed = locked_task(session, task_id, event_id)
    if replayed:
        return task
    require_unchanged(task, version)
    _require_owner(session, task, user_id)
    return _end(
        session, task, TaskState.DONE, TaskDeed.DONE, words=words, user_id=user_id, now=now, event_id=event_id
    )


def cancel(
    session: Session, task_id: str, words: str, *, version: int, user_id: str, now: datetime, event_id: str
) -> Task:
    """Not needed any more, and why: only who made it or a lead may say so."""
    task, replayed = locked_task(session, task_id, event_id)
    if replayed:
        return task
    require_unchanged(task, version)
    if not words.strip():
        raise InvalidField("words", "a value", words)
    if task.created_by != user_id and session.get_one(User, user_id).role not in LEADS:
        raise NotAllowed("task_not_yours")
    return _end(
        session,
        task,
        TaskState.CANCELLED,
        TaskDeed.CANCEL,
        words=words,
        user_id=user_id,
        now=now,
        event_id=event_id,
    )


def _end(
    session: Session,
    task: Task,
    state: TaskState,
    deed: TaskDeed,
    *,
    words: str,
    user_id: str,
    now: datetime,
    event_id: str,
) -> Task:
    task.state, task.done_at = state, now
    task.offered_user_id = task.offered_team = task.rings_at = None
    _plan_anew(session, task, user_id, now)
    return changed(session, task, deed, user_id=user_id, now=now, event_id=event_id, words=words)


def _plan_anew(session: Session, task: Task, user_id: str, now: datetime) -> None:
    """A visit has to wait from now on, or need not any more."""
    if task.visit_waits:
        role = session.get_one(User, user_id).role
        request_plan(session, task.district_id, actor=Actor(role, user_id), now=now)


def locked_task(session: Session, task_id: str, event_id: str) -> tuple[Task, bool]:
    """Locked; whether this very deed was done before."""
    task = session.scalar(
        select(Task).where(Task.id == task_id).with_for_update().execution_options(populate_existing=True)
    )
    if task is None:
        raise NotFound("task", task_id)
    entry = session.get(TaskEntry, event_id)
    if entry is not None and entry.task_id != task_id:
        raise InvalidField("event_id", "an id that was not used before", event_id)
    return task, entry is not None


def require_unchanged(task: Task, version: int) -> None:
    if task.state not in LIVE:
        raise NotAllowed("task_over")
    if task.version != version:
        raise NotAllowed("task_moved_on")


def _require_owner(session: Session, task: Task, user_id: str) -> None:
    if task.owner_id != user_id and session.get_one(User, user_id).role not in LEADS:
        raise NotAllowed("task_not_yours")


def _offer(session: Session, task: Task, to: Whom) -> None:
    if (to.user_id is None) == (to.team is None):
        raise InvalidField("to", "a person or a team", to.user_id or to.team)
    if to.user_id is not None:
        user = session.get(User, to.user_id)
        if user is None or not user.active or user.district_id not in {None, task.district_id}:
            raise InvalidField("to", "somebody who works in this district", to.user_id)
    elif to.team != TEAM_DESK and not session.scalar(
        select(Technician.id).where(
            Technician.district_id == task.district_id, Technician.team == to.team, Technician.active
        )
    ):
        raise InvalidField("to", "a team of this district", to.team)
    if to.user_id == task.owner_id:
        task.state, task.offered_user_id, task.offered_team = TaskState.ACCEPTED, None, None
        return
    task.state, task.offered_user_id, task.offered_team = TaskState.OPEN, to.user_id, to.team


def _require_same_district(session: Session, draft: TaskDraft) -> None:
    for field, row in (
        ("order_id", None if draft.order_id is None else session.get(Order, draft.order_id)),
        ("incident_id", None if draft.incident_id is None else session.get(Incident, draft.incident_id)),
    ):
        named = getattr(draft, field)
        if named is not None and (row is None or row.district_id != draft.district_id):
            raise InvalidField(field, "one of the district", named)


def changed(
    session: Session,
    task: Task,
    deed: TaskDeed,
    *,
    user_id: str | None,
    now: datetime,
    event_id: str,
    to: Whom | None = None,
    words: str = "",
) -> Task:
    """Its next version, with what was done, told to every open board."""
    task.version += 1
    session.add(
        TaskEntry(
            event_id=event_id,
            task_id=task.id,
            version=task.version,
            deed=deed,
            at=now,
            by=user_id,
            to_user_id=None if to is None else to.user_id,
            to_team=None if to is None else to.team,
            words=words.strip(),
        )
    )
    session.flush()
    told = {"district_id": task.district_id, "task_id": task.id, "version": task.version}
    post(session, Topic.TASK, told, due_at=now)
    return task
