"""What became of a rung that rang: who has it, who handed it over, what was done."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class Escalation(Base):
    """One rung of one promise's clock; there is a row from the first deed on. The rung itself is in the event log."""

    __tablename__ = "escalation"

    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), primary_key=True)
    promise: Mapped[str] = mapped_column(String(20), primary_key=True)
    occasion: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    episode: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rung: Mapped[str] = mapped_column(String(20), primary_key=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), default=None)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    handed_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"), default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by: Mapped[str | None] = mapped_column(ForeignKey("user.id"), default=None)
    what: Mapped[str] = mapped_column(String(200), default="")
    """What was done, in words."""
    version: Mapped[int] = mapped_column(default=1)
