"""Care for a dissatisfied customer: the case, and what was found and done at each of its stages."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.orders.codes import CareCause, CareStage, CareVerdict
from dispatch.storage.base import Base, Code


class CareCase(Base):
    __tablename__ = "care_case"
    __table_args__ = (
        UniqueConstraint("order_id", "occasion"),
        Index(
            "ix_care_case_open",
            "opened_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"))
    occasion: Mapped[int]
    """The occasion of its clock."""
    cause: Mapped[CareCause] = mapped_column(Code(CareCause, 10))
    rating: Mapped[int | None] = mapped_column(default=None)
    question_id: Mapped[str | None] = mapped_column(ForeignKey("question.id"), default=None)
    """The complaint that opened it."""
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("care_case.id"), default=None)
    """The case that ended with the customer still dissatisfied."""
    owner: Mapped[str] = mapped_column(String(60))
    stage: Mapped[CareStage | None] = mapped_column(Code(CareStage, 8), default=None)
    """The last one that is done."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    verdict: Mapped[CareVerdict | None] = mapped_column(Code(CareVerdict, 12), default=None)


class CareNote(Base):
    """The words of a stage, or of the verdict; here and not in the log, so that they can be erased."""

    __tablename__ = "care_note"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("care_case.id"), index=True)
    stage: Mapped[str] = mapped_column(String(8))
    """locate, analyse, care or verdict."""
    words: Mapped[str]
    written_by: Mapped[str] = mapped_column(String(60))
    written_at: Mapped[datetime]
