"""The runs of the planner; the visits' planned times themselves stand in the orders."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base

ROADS: Final = ("places", "estimated", "estimated_places")


class Plan(Base):
    __tablename__ = "plan"

    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_at: Mapped[datetime]
    stats: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unassigned: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """[{"order_id": …, "reason": …}]"""

    @property
    def roads(self) -> dict[str, Any]:
        """For how many of its places the travel times are only estimated; empty: nobody said."""
        return {name: self.stats[name] for name in ROADS if name in self.stats}


class PlanRequest(Base):
    """Somebody wants a plan now."""

    __tablename__ = "plan_request"

    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), primary_key=True)
    requested_at: Mapped[datetime]
    requested_by: Mapped[str]


def last_planned_at(session: Session, district_id: str) -> datetime | None:
    """When the district was last planned."""
    return session.scalar(select(func.max(Plan.created_at)).where(Plan.district_id == district_id))
