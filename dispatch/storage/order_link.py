"""Two orders that belong together, and the visit that the later one counts against."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.orders.codes import Relation
from dispatch.storage.base import Base, Code


class OrderLink(Base):
    __tablename__ = "order_link"
    __table_args__ = (
        UniqueConstraint("first_id", "later_id", "relation"),
        Index("ix_order_link_later_id", "later_id"),
        Index("ix_order_link_visit", "relation", "visit_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("order.id"))
    """The order that came first: completed too slow, failed again, or reported twice."""
    later_id: Mapped[str] = mapped_column(ForeignKey("order.id"))
    relation: Mapped[Relation] = mapped_column(Code(Relation, 14))
    linked_at: Mapped[datetime]
    visit_no: Mapped[int | None] = mapped_column(default=None)
    """Which visit of the first order it counts against, and whose that was; empty for a duplicate."""
    visit_at: Mapped[datetime | None] = mapped_column(default=None)
    technician_id: Mapped[str | None] = mapped_column(ForeignKey("technician.id"), default=None)
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"))
