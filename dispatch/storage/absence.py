"""Who is not there, from when to when and why; nothing is deleted, what is over says since when and by whom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Select, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.storage.base import Base, Code
from technicians.absences import Absent


class AbsenceKind(StrEnum):
    SICK = "sick"
    LEAVE = "leave"
    TRAINING = "training"
    OTHER = "other"


class Absence(Base):
    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_technician_id", "technician_id", "from_at"),
        Index("ix_absence_district_id", "district_id", "from_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    technician_id: Mapped[str] = mapped_column(String(40))
    district_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[AbsenceKind] = mapped_column(Code(AbsenceKind, 10))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None] = mapped_column(default=None)
    """None: until somebody says that they are back."""
    note: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(60))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    """Back, or taken back, before the end that was told."""
    ended_by: Mapped[str | None] = mapped_column(String(60), default=None)
    version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[str] = mapped_column(String(36))
    """Of the last change: the same one again changes nothing."""

    @property
    def over_at(self) -> datetime | None:
        ends = [at for at in (self.until_at, self.ended_at) if at is not None]
        return min(ends, default=None)

    @property
    def span(self) -> Absent:
        """As it counts; one that was ended before it began counts for nothing."""
        over_at = self.over_at
        return Absent(self.from_at, over_at if over_at is None else max(over_at, self.from_at))


def absences(session: Session, technician_ids: Collection[str], since: datetime) -> Sequence[Absence]:
    """Of these, what is not over by then, the soonest first."""
    return session.scalars(
        select(Absence)
        .where(
            Absence.technician_id.in_(sorted(technician_ids)),
            or_(Absence.until_at.is_(None), Absence.until_at > since),
            or_(Absence.ended_at.is_(None), Absence.ended_at > since),
            or_(Absence.ended_at.is_(None), Absence.ended_at > Absence.from_at),
        )
        .order_by(Absence.from_at, Absence.id)
    ).all()


def away_of(
    session: Session, technician_ids: Collection[str], since: datetime
) -> dict[str, tuple[Absent, ...]]:
    """By technician, what is not over by then."""
    found: dict[str, tuple[Absent, ...]] = defaultdict(tuple)
    for row in absences(session, technician_ids, since):
        found[row.technician_id] += (row.span,)
    return dict(found)


def absent_now(now: datetime) -> Select[str]:
    """The ids of all who are away now."""
    return select(Absence.technician_id).where(
        Absence.from_at <= now,
        or_(Absence.until_at.is_(None), Absence.until_at > now),
        or_(Absence.ended_at.is_(None), Absence.ended_at > now),
    )


def absent_changes(session: Session, district_id: str) -> int:
    """A number that grows with every change of who is away."""
    found = session.scalar(select(func.sum(Absence.version)).where(Absence.district_id == district_id))
    return int(found or 0)
