"""The append-only log of what happened to each order."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.orders.chain import SEAL_LENGTH
from dispatch.orders.event_json import read_fact
from dispatch.orders.events import Event
from dispatch.orders.people import Actor, Role
from dispatch.storage.base import Base, Code

IN_NOTE: Final = "in_note"
"""Stands in `data` for a reason in somebody's own words: they may name people, so the note keeps them."""


class LoggedEvent(Base):
    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("order_id", "seq"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"))
    seq: Mapped[int]
    type: Mapped[str] = mapped_column(String(30))
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    judged_at: Mapped[datetime]
    skewed: Mapped[bool] = mapped_column(default=False)
    actor_role: Mapped[Role] = mapped_column(Code(Role, 12))
    actor_id: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(default=None)
    """Free words may name people; they stay outside `data` and outside the seal, so that they can be erased."""
    mac: Mapped[str] = mapped_column(String(SEAL_LENGTH))
    """The seal over the event and the one before it (dispatch/orders/chain.py)."""

    @property
    def shown_data(self) -> dict[str, Any]:
        """The data with its words back in their place; without them once they are erased."""
        if self.data.get("reason") != IN_NOTE:
            return self.data
        rest = {name: value for name, value in self.data.items() if name != "reason"}
        return rest if self.note is None else rest | {"reason": self.note}

    def to_event(self) -> Event:
        return Event(
            id=self.id,
            order_id=self.order_id,
            seq=self.seq,
            type=self.type,
            occurred_at=self.occurred_at,
            received_at=self.received_at,
            judged_at=self.judged_at,
            skewed=self.skewed,
            actor=Actor(Role(self.actor_role), self.actor_id),
            fact=read_fact(self.type, self.data),
        )


def events_of(session: Session, order_id: str) -> list[Event]:
    """The order's whole history, oldest first."""
    rows = session.scalars(
        select(LoggedEvent).where(LoggedEvent.order_id == order_id).order_by(LoggedEvent.seq)
    )
    return [row.to_event() for row in rows]
