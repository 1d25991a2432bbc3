"""The links by which customers see their own order; only hashes are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class CustomerLink(Base):
    __tablename__ = "customer_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    """Set at completion; while the order is open the link lives."""
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
