"""When each visit is expected, as the running plan was last rolled forward (planning/roll.py)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY
from dispatch.storage.base import Base
from dispatch.storage.order import Order


class Expected(Base):
    """Told to pages as it shifts; not part of the log, which holds what was planned and what happened."""

    __tablename__ = "expected"

    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), primary_key=True)
    technician_id: Mapped[str] = mapped_column(ForeignKey("technician.id"))
    """Whose day it was rolled in; somebody else's says nothing about this order."""
    arrive_p50_at: Mapped[datetime | None] = mapped_column(default=None)
    arrive_p90_at: Mapped[datetime | None] = mapped_column(default=None)
    end_p50_at: Mapped[datetime]
    end_p90_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    """In jeopardy by the medians; told once when it turns."""


def expected_of(session: Session, order_ids: Iterable[str]) -> dict[str, Expected]:
    """By order id."""
    ids = list(order_ids)
    if not ids:
        return {}
    rows = session.scalars(select(Expected).where(Expected.order_id.in_(ids)))
    return {row.order_id: row for row in rows}


def drop_over(session: Session) -> None:
    """Nothing is to be expected of what is done, withdrawn or on hold."""
    over = select(Order.id).where(Order.status.not_in(sorted(PLANNABLE | UNDER_WAY)))
    session.execute(delete(Expected).where(Expected.order_id.in_(over)))
