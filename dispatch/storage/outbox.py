"""What is to leave the house after commit: pushes to pages and messages to people."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, delete, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base, Code


class Topic(StrEnum):
    PUSH = "push"
    """An order changed: its views are rendered anew and pushed."""
    MESSAGE = "message"
    """Somebody is told something over a channel."""
    POSITION = "position"
    PLAN = "plan"
    ETA = "eta"
    """When visits are expected has shifted."""
    ROLL = "roll"
    """Routes changed: when their visits are expected is worked out anew, and told as ETA."""
    PROPOSAL = "proposal"
    """A plan is proposed, or what became of one."""
    INCIDENT = "incident"
    """An incident was opened, changed or is over."""
    DUTY = "duty"
    """Who works when, or for which district, has changed."""
    ESCALATION = "escalation"
    """Somebody has taken, handed over or settled an escalation."""
    TASK = "task"
    """A task between teams was made, changed hands or is over."""
    RULES = "rules"
    """What a district sets for its plans has changed."""
    SIGNED_OUT = "signed_out"


class OutboxRow(Base):
    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_pending",
            "due_at",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    event_id: Mapped[str | None] = mapped_column(String(36), default=None)
    order_id: Mapped[str | None] = mapped_column(String(36), default=None)
    topic: Mapped[Topic] = mapped_column(Code(Topic, 12))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_reason: Mapped[str | None] = mapped_column(default=None)


def post(
    session: Session,
    topic: Topic,
    payload: dict[str, Any],
    *,
    due_at: datetime,
    event_id: str | None = None,
    order_id: str | None = None,
) -> None:
    """Leave something to be sent once this transaction is committed."""
    session.add(
        OutboxRow(
            topic=topic, payload=payload, due_at=due_at, event_id=event_id, order_id=order_id, attempts=0
        )
    )
    session.info["posted"] = True


def drop_sent(session: Session, before: datetime) -> None:
    """Forget what was sent long ago; the event log is the memory, not the outbox."""
    session.execute(delete(OutboxRow).where(OutboxRow.done_at < before, OutboxRow.failed_reason.is_(None)))
