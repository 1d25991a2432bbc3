"""A slot that is kept for whoever is choosing, for a few minutes: nobody else is sold the same capacity meanwhile."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, Index, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.orders.people import Role
from dispatch.planning.day import Half, PlannedOrder
from dispatch.planning.slots import Slot
from dispatch.storage.base import Base, Code

PREFIX: Final = "hold:"
"""What the id of a held slot begins with, where the planner sees it beside the orders."""


class SlotHold(Base):
    """Either a half-day (`date`, `half`) or a time (`date`, `agreed_at`), for an order or, at intake, for a draft of one."""

    __tablename__ = "slot_hold"
    __table_args__ = (Index("ix_slot_hold_district_id", "district_id", "expires_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """The event id that the client made for it."""
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"))
    order_id: Mapped[str | None] = mapped_column(ForeignKey("order.id"), index=True, default=None)
    date: Mapped[date]
    half: Mapped[Half | None] = mapped_column(Code(Half, 4), default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    offered_at: Mapped[datetime | None] = mapped_column(default=None)
    """When this one is on a later date: the start of the earliest slot that could be had in time instead."""
    technician_id: Mapped[str | None] = mapped_column(ForeignKey("technician.id"), default=None)
    """The only one who may come: the order is in their hands."""
    lat: Mapped[float]
    lon: Mapped[float]
    duration_min: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(default=list)
    priority: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    """Released, or turned into a booking or an agreed time."""
    held_by_role: Mapped[Role] = mapped_column(Code(Role, 12))
    held_by_id: Mapped[str] = mapped_column(String(40))

    @property
    def slot(self) -> Slot:
        return Slot(day=self.date, half=self.half, agreed_at=self.agreed_at)

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at

    def to_planned_order(self) -> PlannedOrder:
        """The visit as if it were booked, which is all that the planner needs to leave it its place."""
        return PlannedOrder(
            id=PREFIX + self.id,
            place=(self.lat, self.lon),
            duration=timedelta(minutes=self.duration_min),
            skills=frozenset(self.skills),
            priority=self.priority,
            agreed_at=self.agreed_at,
            booked_date=None if self.half is None else self.date,
            booked_half=self.half or Half.DAY,
            technician_id=self.technician_id,
        )


def live_holds(session: Session, district_id: str, now: datetime) -> tuple[SlotHold, ...]:
    """What is being chosen now, in the order in which it was taken. One that ran out is gone by itself."""
    return tuple(
        session.scalars(
            select(SlotHold)
            .where(
                SlotHold.district_id == district_id, SlotHold.ended_at.is_(None), SlotHold.expires_at > now
            )
            .order_by(SlotHold.created_at, SlotHold.id)
        )
    )


def end_holds(session: Session, order_id: str, at: datetime) -> None:
    """The order has its time, or another slot was chosen for it."""
    session.execute(
        update(SlotHold).where(SlotHold.order_id == order_id, SlotHold.ended_at.is_(None)).values(ended_at=at)
    )


def offered_with(session: Session, order_id: str, agreed_at: datetime) -> datetime | None:
    """What the customer put off who chose this time: the start of the earliest slot that could be had instead."""
    return session.scalar(
        select(SlotHold.offered_at)
        .where(SlotHold.order_id == order_id, SlotHold.agreed_at == agreed_at)
        .order_by(SlotHold.created_at.desc())
        .limit(1)
    )


def is_hold(job_id: str) -> bool:
    """Whether what the planner speaks of is no order but a slot that is held."""
    return job_id.startswith(PREFIX)
