"""One cause for many orders: what it covers, how it stands, and which orders were put down to it."""

from collections.abc import Sequence
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.orders.codes import Half, HoldReason, IncidentCause
from dispatch.orders.incidents import Scope, is_futile
from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY, Status
from dispatch.storage.base import Base, Code
from dispatch.storage.order import Order


class IncidentStanding(StrEnum):
    OPEN = "open"
    RESTORED = "restored"


class Incident(Base):
    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_district_id", "district_id", "standing"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """The id of the event that opened it, made by the client."""
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"))
    standing: Mapped[IncidentStanding] = mapped_column(Code(IncidentStanding, 10))
    cause: Mapped[IncidentCause] = mapped_column(Code(IncidentCause, 12))
    title: Mapped[str] = mapped_column(String(80), default="")
    """For the desk only; customers read the cause in their own language."""
    started_at: Mapped[datetime]
    expected_end_at: Mapped[datetime | None] = mapped_column(default=None)
    areas: Mapped[list[str]] = mapped_column(default=list)
    line_prefix: Mapped[str | None] = mapped_column(String(80), default=None)
    """The port or splitter that its lines hang on; see orders/line.py."""
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    """Since when futile visits are held; what joins later is held at once."""
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    """Since when customers are told; whoever joins later is told at once."""
    restored_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def scope(self) -> Scope:
        return Scope(areas=frozenset(self.areas), line_prefix=self.line_prefix)


class IncidentOrder(Base):
    """An order that was put down to it; the row stays when the order leaves."""

    __tablename__ = "incident_order"
    __table_args__ = (Index("ix_incident_order_order_id", "order_id"),)

    incident_id: Mapped[str] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), primary_key=True)
    joined_at: Mapped[datetime]
    automatic: Mapped[bool] = mapped_column(default=False)
    """It came later and fell into the scope."""
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)


def open_incidents(session: Session, district_id: str) -> Sequence[Incident]:
    return session.scalars(
        select(Incident)
        .where(Incident.district_id == district_id, Incident.standing == IncidentStanding.OPEN)
        .order_by(Incident.started_at, Incident.id)
    ).all()


def orders_in(session: Session, incident_id: str) -> dict[str, IncidentOrder]:
    """The orders that are in it now, by order id."""
    rows = session.scalars(
        select(IncidentOrder)
        .where(IncidentOrder.incident_id == incident_id, IncidentOrder.left_at.is_(None))
        .order_by(IncidentOrder.order_id)
    )
    return {row.order_id: row for row in rows}


class VisitStands(StrEnum):
    """What an incident means for the visit of one of its orders."""

    FUTILE = "futile"
    """It would find the fault still there, and may be held."""
    HELD = "held"
    LATER = "later"
    """The customer has a time after the expected end: it stays."""
    UNDER_WAY = "under_way"
    """Somebody is on the way or at the door already; only a call helps."""
    ON_HOLD = "on_hold"
    """For a reason of its own."""
    OVER = "over"
    """Done, or on its way out."""
    GOES_ON = "goes_on"
    """The incident is over, and the order is not."""


def visit_stands(order: Order, expected_end_at: datetime | None, zone: str) -> VisitStands:
    if order.status is Status.ON_HOLD:
        return VisitStands.HELD if order.held_reason == HoldReason.INCIDENT else VisitStands.ON_HOLD
    if order.status in UNDER_WAY:
        return VisitStands.UNDER_WAY
    if order.status not in PLANNABLE:
        return VisitStands.OVER
    return VisitStands.FUTILE if is_futile(_latest_visit(order, zone), expected_end_at) else VisitStands.LATER


def _latest_visit(order: Order, zone: str) -> datetime | None:
    """The time that the customer knows of: the agreed one, else the end of what was booked."""
    if order.agreed_at is not None or order.booked_date is None:
        return order.agreed_at
    ends = time(12) if order.booked_half is Half.AM else time(18)
    return datetime.combine(order.booked_date, ends, ZoneInfo(zone))
