"""What a broken promise costs us, an entry a breach."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class Compensation(Base):
    __tablename__ = "compensation"
    __table_args__ = (UniqueConstraint("order_id", "promise", "occasion"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"))
    promise: Mapped[str] = mapped_column(String(20))
    occasion: Mapped[int]
    amount_cents: Mapped[int]
    reason: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the customer was told; from then on it is never taken back."""
    exported_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was last handed to the billing system; from then on it is never taken back."""
    exported_cents: Mapped[int] = mapped_column(default=0)
    """What was handed over by then: a late repair grows after it."""
    goodwill: Mapped[bool] = mapped_column(default=False)
    """The promise turned out to have been kept, but the customer had been told."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
