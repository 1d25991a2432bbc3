"""What differs from a technician's roster on one date: overtime, a call-out, standby, a loan to another district."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base, Code


class DutyKind(StrEnum):
    OVERTIME = "overtime"
    """So many minutes beyond the end of the shift, somebody's choice."""
    STANDBY = "standby"
    """Off shift, and to be called out between these hours."""
    CALL_OUT = "call_out"
    """Called out: works these hours beside the shift."""
    OFFER = "offer"
    """The own district can do without them: another one may have them that day."""
    LOAN = "loan"
    """Works for another district that day, and not for the own one."""


class Duty(Base):
    """Nothing is deleted: what was taken back says when and by whom."""

    __tablename__ = "duty"
    __table_args__ = (
        Index("ix_duty_technician_id", "technician_id", "on_date"),
        Index("ix_duty_on_date", "on_date", "kind"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    technician_id: Mapped[str] = mapped_column(String(40))
    on_date: Mapped[date]
    kind: Mapped[DutyKind] = mapped_column(Code(DutyKind, 10))
    minutes: Mapped[int] = mapped_column(default=0)
    from_time: Mapped[str | None] = mapped_column(String(5), default=None)
    until_time: Mapped[str | None] = mapped_column(String(5), default=None)
    district_id: Mapped[str | None] = mapped_column(String(40), default=None)
    """Of a loan: the district that has them that day."""
    order_id: Mapped[str | None] = mapped_column(String(36), default=None)
    """What it was granted for."""
    granted_at: Mapped[datetime]
    granted_by: Mapped[str] = mapped_column(String(60))
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_by: Mapped[str | None] = mapped_column(String(60), default=None)


@dataclass(slots=True)
class Days:
    """All that is known of one technician, by date."""

    overtime: dict[date, timedelta] = field(default_factory=dict)
    standby: dict[date, tuple[time, time]] = field(default_factory=dict)
    called: dict[date, tuple[time, time]] = field(default_factory=dict)
    offered: set[date] = field(default_factory=set)
    lent: dict[date, str] = field(default_factory=dict)
    """To which district."""


def duties(session: Session, technician_ids: Collection[str], since: date) -> Sequence[Duty]:
    """What is granted and not taken back, from that date on."""
    return session.scalars(
        select(Duty)
        .where(Duty.technician_id.in_(technician_ids), Duty.on_date >= since, Duty.revoked_at.is_(None))
        .order_by(Duty.granted_at, Duty.id)
    ).all()


def days_of(session: Session, technician_ids: Collection[str], since: date) -> dict[str, Days]:
    """By technician; a later grant stands in the place of an earlier one."""
    found: dict[str, Days] = defaultdict(Days)
    for row in duties(session, technician_ids, since):
        days = found[row.technician_id]
        if row.kind is DutyKind.OVERTIME:
            days.overtime[row.on_date] = timedelta(minutes=row.minutes)
        elif row.kind is DutyKind.OFFER:
            days.offered.add(row.on_date)
        elif row.kind is DutyKind.LOAN and row.district_id is not None:
            days.lent[row.on_date] = row.district_id
        elif row.from_time and row.until_time:
            hours = time.fromisoformat(row.from_time), time.fromisoformat(row.until_time)
            (days.standby if row.kind is DutyKind.STANDBY else days.called)[row.on_date] = hours
    return dict(found)


def borrowed_by(session: Session, district_id: str, since: date) -> dict[str, frozenset[date]]:
    """Who works there on which days although they belong to another district."""
    rows = session.execute(
        select(Duty.technician_id, Duty.on_date).where(
            Duty.kind == DutyKind.LOAN,
            Duty.district_id == district_id,
            Duty.on_date >= since,
            Duty.revoked_at.is_(None),
        )
    )
    found: dict[str, set[date]] = defaultdict(set)
    for technician_id, on_date in rows:
        found[technician_id].add(on_date)
    return {technician_id: frozenset(dates) for technician_id, dates in found.items()}
