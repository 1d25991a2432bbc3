"""What a manager declared to be beyond us: for a district or one area of it, for a span."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class Declaration(Base):
    __tablename__ = "force_majeure"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """The id of the event that declared it, made by the client."""
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), index=True)
    area_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"), default=None)
    """None: the whole district."""
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None] = mapped_column(default=None)
    """As declared; None while nobody knows."""
    reason: Mapped[str]
    declared_by: Mapped[str] = mapped_column(String(60))
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was over by somebody's word, earlier or later than declared."""

    @property
    def over_at(self) -> datetime | None:
        """Where its span ends as far as is known."""
        return self.until_at if self.ended_at is None else self.ended_at

    def covers(self, at: datetime) -> bool:
        return self.from_at <= at and (self.over_at is None or at < self.over_at)


def covering(district_id: str, area_id: str) -> ColumnElement[bool]:
    """Declarations for that place, whenever they hold."""
    return (Declaration.district_id == district_id) & or_(
        Declaration.area_id.is_(None), Declaration.area_id == area_id
    )
