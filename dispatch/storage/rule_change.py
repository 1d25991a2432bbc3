"""What was changed in a district's planning rules, when and by whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base


class RuleChange(Base):
    __tablename__ = "rule_change"
    __table_args__ = (Index("ix_rule_change_district_id", "district_id", "version"),)

    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    district_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(60))
    changed: Mapped[dict[str, Any]]
    """Each setting with what was stored before and after (`old`, `new`); None: nothing, the default held."""
    version: Mapped[int]
    """Of the rules, after it."""


def rule_changes(session: Session, district_id: str, most: int = 50) -> Sequence[RuleChange]:
    """The newest first."""
    return session.scalars(
        select(RuleChange)
        .where(RuleChange.district_id == district_id)
        .order_by(RuleChange.version.desc())
        .limit(most)
    ).all()
