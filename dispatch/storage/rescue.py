"""What was done to save a promise: so that the same tap again changes nothing, and the deed can be taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.planning.rescue import RescueKind
from dispatch.storage.base import Base, Code


class RescueDone(Base):
    __tablename__ = "rescue"

    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), index=True)
    kind: Mapped[RescueKind] = mapped_column(Code(RescueKind, 10))
    key: Mapped[str] = mapped_column(String(64))
    technician_id: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was chosen, and what taking it back puts back: who had each order, which grants were made."""
    done_at: Mapped[datetime]
    done_by: Mapped[str] = mapped_column(String(60))
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[str | None] = mapped_column(String(60), default=None)
