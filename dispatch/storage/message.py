"""What was written to people about an order, in which words, and what became of it; the outbox forgets, this does not."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base, Code


class MessageState(StrEnum):
    QUEUED = "queued"
    """It waits: for the quiet hours to end, or to be tried again."""
    SENT = "sent"
    FAILED = "failed"
    """Given up, with its reason."""
    MOOT = "moot"
    """Overtaken by events before it left: what it would have said no longer held."""


class PersonalMessage(Base):
    """To one person about one event. The words may name people: they stand here alone, from where they can be erased."""

    __tablename__ = "message"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), index=True)
    event_id: Mapped[str] = mapped_column(String(36))
    occasion: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(60))
    """`customer`, `technician:<id>` or `user:<id>`."""
    state: Mapped[MessageState] = mapped_column(Code(MessageState, 8))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it leaves, or is tried again."""
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was sent, or given up."""
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(default=None)
    """Why the last try failed, in the channel's own words."""
    channel: Mapped[str | None] = mapped_column(String(20), default=None)
    address: Mapped[str | None] = mapped_column(String(60), default=None)
    """Where it went, masked."""
    language: Mapped[str | None] = mapped_column(String(10), default=None)
    text: Mapped[str | None] = mapped_column(default=None)
    """As it was sent, without the link's token: only the message has that."""
    again_of: Mapped[str | None] = mapped_column(ForeignKey("message.id"), unique=True, default=None)
    """The one that it repeats; nobody is sent the same thing a third time."""
    asked_by: Mapped[str | None] = mapped_column(String(60), default=None)
    """role:id of whoever had it sent again."""

    @property
    def may_go_again(self) -> bool:
        """It has left or was given up, and is no repetition itself."""
        return self.state in (MessageState.SENT, MessageState.FAILED) and self.again_of is None
