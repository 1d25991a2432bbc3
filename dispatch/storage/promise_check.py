"""The nightly proof that the stored clocks are what the logs say: one row a district and night."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class PromiseCheck(Base):
    __tablename__ = "promise_check"

    district_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    """The district's own date; who writes the row first does the night's work."""
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    orders: Mapped[int] = mapped_column(default=0)
    differences: Mapped[int] = mapped_column(default=0)
    examples: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The first of them, as `sanxian promises verify --json` names them."""
