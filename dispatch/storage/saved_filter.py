"""A list of orders that somebody comes back to: its filter, columns and order, for oneself or for the district's desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base


class SavedFilter(Base):
    __tablename__ = "saved_filter"
    __table_args__ = (Index("ix_saved_filter_district_id", "district_id", "user_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """Made by the client, so that a repetition is known as one."""
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"))
    name: Mapped[str] = mapped_column(String(60))
    shared: Mapped[bool] = mapped_column(default=False)
    """Everybody at the district's desk sees it; only its owner changes it."""
    query: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


def filters_for(session: Session, user_id: str, district_id: str) -> Sequence[SavedFilter]:
    """One's own and those that are shared, by name."""
    return session.scalars(
        select(SavedFilter)
        .where(SavedFilter.district_id == district_id, (SavedFilter.user_id == user_id) | SavedFilter.shared)
        .order_by(SavedFilter.name, SavedFilter.id)
    ).all()
