"""What one team needs of another: who owns it, by when, and everything that was done about it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.orders.people import DESK
from dispatch.storage.absence import away_of
from dispatch.storage.base import Base, Code
from dispatch.storage.technician import Technician
from dispatch.storage.user import User


class TaskKind(StrEnum):
    LINE_WORK = "line_work"
    PARTS = "parts"
    ACCESS = "access"
    CALL = "call"
    OTHER = "other"


class TaskState(StrEnum):
    OPEN = "open"
    """It is offered to somebody who has not accepted it yet; until then the owner keeps it."""
    ACCEPTED = "accepted"
    DONE = "done"
    CANCELLED = "cancelled"


LIVE: Final = (TaskState.OPEN, TaskState.ACCEPTED)


class TaskDeed(StrEnum):
    MAKE = "make"
    ACCEPT = "accept"
    HAND_OVER = "hand_over"
    COMMENT = "comment"
    DONE = "done"
    CANCEL = "cancel"
    ATTEND = "attend"
    """Whom its clock rang for sees to it."""
    RING_75 = "ring_75"
    RING_90 = "ring_90"
    RING_100 = "ring_100"


RINGS: Final = {75: TaskDeed.RING_75, 90: TaskDeed.RING_90, 100: TaskDeed.RING_100}
"""The owner hears the first, the lead the others, too."""
OVERDUE_FOR: Final = timedelta(minutes=30)
"""So much longer is given to what is overdue, again and again: nobody knows when it will be done."""


TEAM_DESK = "desk"
"""The team of everybody at the district's desk."""


class Task(Base):
    """`owner_id` is a person at every moment: a task may be handed over, but never dropped."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_district_id", "district_id", "state", "due_at"),
        Index("ix_task_rings_at", "rings_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """Made by the client, so that a repetition is known as one."""
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"))
    order_id: Mapped[str | None] = mapped_column(ForeignKey("order.id"), default=None, index=True)
    incident_id: Mapped[str | None] = mapped_column(ForeignKey("incident.id"), default=None)
    kind: Mapped[TaskKind] = mapped_column(Code(TaskKind, 10))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[TaskState] = mapped_column(Code(TaskState, 10))
    owner_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    offered_user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), default=None)
    offered_team: Mapped[str | None] = mapped_column(String(40), default=None)
    created_by: Mapped[str] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    visit_waits: Mapped[bool] = mapped_column(default=False)
    """Its order is not visited before it is done."""
    rung: Mapped[int] = mapped_column(default=0)
    """Of its time in per cent: what has rung last."""
    rings_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it rings next; never once it is over."""
    attended_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"), default=None)
    """Who said after the last ring that they see to it."""


class TaskEntry(Base):
    """One deed on a task: by whom, to whom, in which words."""

    __tablename__ = "task_entry"

    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    version: Mapped[int]
    deed: Mapped[TaskDeed] = mapped_column(Code(TaskDeed, 10))
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    """Nobody where its clock rang."""
    to_user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), default=None)
    to_team: Mapped[str | None] = mapped_column(String(40), default=None)
    words: Mapped[str] = mapped_column(String(500), default="")


def entries_of(session: Session, task_ids: Sequence[str]) -> Sequence[TaskEntry]:
    """What was done about these, oldest first."""
    return session.scalars(
        select(TaskEntry)
        .where(TaskEntry.task_id.in_(task_ids))
        .order_by(TaskEntry.task_id, TaskEntry.version)
    ).all()


def team_of(session: Session, user: User) -> str | None:
    """The desk is a team, and a technician's is the one of the roster."""
    if user.role in DESK:
        return TEAM_DESK
    technician = None if user.technician_id is None else session.get(Technician, user.technician_id)
    return None if technician is None else technician.team


def ring_time(task: Task, percent: int) -> datetime:
    """When so much of its time is gone."""
    return task.created_at + (task.due_at - task.created_at) * percent / 100


def visits_wait_until(
    session: Session, district_id: str, now: datetime, only: Collection[str] | None = None
) -> dict[str, datetime]:
    """The orders of the district (or these) that are not to be visited before a task is done, and until when that is."""
    rows = session.execute(
        select(Task.order_id, func.max(Task.due_at))
        .where(
            Task.district_id == district_id,
            Task.state.in_(LIVE),
            Task.visit_waits,
            Task.order_id.is_not(None) if only is None else Task.order_id.in_(only),
        )
        .group_by(Task.order_id)
    )
    soonest = now + OVERDUE_FOR
    return {
        order_id: due_at if due_at > now else soonest for order_id, due_at in rows if order_id is not None
    }


def people_away(session: Session, user_ids: Collection[str], now: datetime) -> dict[str, datetime | None]:
    """Who of these has left or is on leave now; until when, if that is known."""
    rows = session.execute(
        select(User.id, User.active, User.technician_id, Technician.active)
        .outerjoin(Technician, Technician.id == User.technician_id)
        .where(User.id.in_(user_ids))
    ).all()
    crew = [technician_id for _, _, technician_id, _ in rows if technician_id is not None]
    until = {
        who: away.until_at
        for who, spans in away_of(session, crew, now).items()
        for away in spans
        if away.covers(now)
    }
    return {
        user_id: until.get(technician_id or "") if signs_in and works is not False else None
        for user_id, signs_in, technician_id, works in rows
        if not signs_in or works is False or technician_id in until
    }


def live_tasks_of(session: Session, user_id: str) -> Sequence[Task]:
    """What is theirs and goes on, the soonest due first."""
    return session.scalars(
        select(Task).where(Task.owner_id == user_id, Task.state.in_(LIVE)).order_by(Task.due_at, Task.id)
    ).all()
