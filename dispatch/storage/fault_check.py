"""A guided fault check that was made: what was answered, how it ended, and the order that came of it, if any."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.orders.fault_check import CheckChannel, CheckOutcome
from dispatch.orders.people import Role
from dispatch.storage.base import Base, Code


class FaultCheck(Base):
    __tablename__ = "fault_check"
    __table_args__ = (Index("ix_fault_check_district_id", "district_id", "checked_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """The event id that the client made for it."""
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"))
    order_id: Mapped[str | None] = mapped_column(ForeignKey("order.id"), index=True, default=None)
    line_id: Mapped[str | None] = mapped_column(String(80), default=None)
    line_key: Mapped[str] = mapped_column(String(64))
    """As the order's: a hash, so that the row names nobody."""
    tree: Mapped[str] = mapped_column(String(40))
    """The version of the questions."""
    answers: Mapped[list[list[str]]] = mapped_column(JSON)
    end: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[CheckOutcome] = mapped_column(Code(CheckOutcome, 10))
    channel: Mapped[CheckChannel] = mapped_column(Code(CheckChannel, 10))
    checked_at: Mapped[datetime]
    checked_by_role: Mapped[Role] = mapped_column(Code(Role, 12))
    checked_by_id: Mapped[str] = mapped_column(String(40))
