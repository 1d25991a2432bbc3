"""The runs of the planner; the visits' planned times themselves stand in the orders."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class Plan(Base):
    __tablename__ = "plan"

    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_at: Mapped[datetime]
    stats: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unassigned: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """[{"order_id": …, "reason": …}]"""


class PlanRequest(Base):
    """Somebody wants a plan now."""

    __tablename__ = "plan_request"

    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), primary_key=True)
    requested_at: Mapped[datetime]
    requested_by: Mapped[str]
