"""What one team needs of another: who owns it, by when, and everything that was done about it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.orders.people import DESK
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


class TaskDeed(StrEnum):
    MAKE = "make"
    ACCEPT = "accept"
    HAND_OVER = "hand_over"
    COMMENT = "comment"
    DONE = "done"
    CANCEL = "cancel"


TEAM_DESK = "desk"
"""The team of everybody at the district's desk."""


class Task(Base):
    """`owner_id` is a person at every moment: a task may be handed over, but never dropped."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_district_id", "district_id", "state", "due_at"),)

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


class TaskEntry(Base):
    """One deed on a task: by whom, to whom, in which words."""

    __tablename__ = "task_entry"

    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    version: Mapped[int]
    deed: Mapped[TaskDeed] = mapped_column(Code(TaskDeed, 10))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("user.id"))
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
