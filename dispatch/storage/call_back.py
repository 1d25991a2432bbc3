"""The call-back that each completed order is owed, and what the customer said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.orders.codes import RatingSource
from dispatch.storage.base import Base, Code


class CallBackOutcome(StrEnum):
    REACHED = "reached"
    """We called and spoke to the customer."""
    ANSWERED = "answered"
    """The customer answered the survey."""
    REOPENED = "reopened"
    """The completion was undone; the next one is owed its own."""


class CallBack(Base):
    __tablename__ = "call_back"
    __table_args__ = (
        UniqueConstraint("order_id", "occasion"),
        Index(
            "ix_call_back_open",
            "since",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"))
    occasion: Mapped[int]
    """The occasion of its clock: the nth completion of the order."""
    technician_id: Mapped[str | None] = mapped_column(ForeignKey("technician.id"), default=None)
    """Who completed the visit."""
    since: Mapped[datetime]
    owner: Mapped[str] = mapped_column(String(60))
    """role:id, or desk: whoever of it calls first."""
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(default=None)
    """The last call that did not reach the customer."""
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    rating: Mapped[int | None] = mapped_column(default=None)
    source: Mapped[RatingSource | None] = mapped_column(Code(RatingSource, 12), default=None)
    words: Mapped[str | None] = mapped_column(default=None)
    """What the customer said; here and not in the log, so that it can be erased."""
    outcome: Mapped[CallBackOutcome | None] = mapped_column(Code(CallBackOutcome, 10), default=None)
