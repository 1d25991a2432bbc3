"""What customers asked, who owns it, and what they were told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base, Code


class QuestionKind(StrEnum):
    QUESTION = "question"
    COMPLAINT = "complaint"
    """It opens a care case too."""
    OPINION = "opinion"


class Question(Base):
    __tablename__ = "question"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), index=True)
    occasion: Mapped[int] = mapped_column(default=1)
    """The occasion of its clock: the nth question of the order."""
    kind: Mapped[QuestionKind] = mapped_column(Code(QuestionKind, 10), default=QuestionKind.QUESTION)
    text: Mapped[str]
    asked_by: Mapped[str] = mapped_column(String(60))
    """role:id of whoever recorded it"""
    asked_at: Mapped[datetime]
    owner: Mapped[str] = mapped_column(String(60))
    """role:id of whoever was asked first (首问负责), or of whom it was handed to; desk: when the customer asked the page."""
    answer: Mapped[str | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[str | None] = mapped_column(String(60), default=None)
