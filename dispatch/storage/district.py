"""A district (one planner, one board) and its areas (tier and serviceability)."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class District(Base):
    __tablename__ = "district"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    map: Mapped[dict[str, Any]] = mapped_column(default=dict)
    office_days: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Its own office hours, holidays and make-up days, as `sla.public_holidays.OfficeDays` reads them; empty: none."""
    planning: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it sets for its plans, as `dispatch.planning.rules.read_rules` reads it; empty: the defaults."""
    planning_version: Mapped[int] = mapped_column(default=0)
    """Grows by one with each change of it; the changes are in `rule_change`."""


class Area(Base):
    __tablename__ = "area"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), index=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    tier: Mapped[str] = mapped_column(String(20), default="standard")
    serviceable: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str | None] = mapped_column(default=None)
    """Why there is no service yet: no_port, no_fibre, or a sentence."""
    lat: Mapped[float]
    lon: Mapped[float]
    urban: Mapped[bool] = mapped_column(default=True)
