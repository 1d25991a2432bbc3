"""Technicians and where they were last seen."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class Technician(Base):
    __tablename__ = "technician"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), index=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    badge: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(20), default="")
    team: Mapped[str] = mapped_column(String(40), default="")
    skills: Mapped[list[str]] = mapped_column(default=list)
    areas: Mapped[list[str]] = mapped_column(default=list)
    """The areas they own: their people and houses are known to them."""
    tools: Mapped[list[str] | None] = mapped_column(default=None)
    """What they carry; None: nobody keeps a list, so that no tool stops a visit."""
    stock: Mapped[dict[str, int] | None] = mapped_column(default=None)
    """Parts in the van now; None: nobody counts them."""
    load: Mapped[dict[str, int]] = mapped_column(default=dict)
    """Parts with which each shift begins, and to which the depot fills up."""
    home_lat: Mapped[float]
    home_lon: Mapped[float]
    shift_start: Mapped[str] = mapped_column(String(5), default="08:00")
    shift_end: Mapped[str] = mapped_column(String(5), default="18:00")
    lunch_start: Mapped[str] = mapped_column(String(5), default="12:00")
    lunch_end: Mapped[str] = mapped_column(String(5), default="13:30")
    lunch_minutes: Mapped[int] = mapped_column(default=45)
    active: Mapped[bool] = mapped_column(default=True)


class Position(Base):
    __tablename__ = "position"

    technician_id: Mapped[str] = mapped_column(ForeignKey("technician.id"), primary_key=True)
    lat: Mapped[float]
    lon: Mapped[float]
    at: Mapped[datetime]
    left_s: Mapped[dict[str, int]] = mapped_column(default=dict)
    """By order that they were on the way to: how far it still was from there, by road, in the traffic of that hour."""
