"""The clocks of each order as last computed, and the instants at which something is due."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.storage.base import Base


class PromiseClock(Base):
    """Always equal to what the order's events say; see actions/clocks.py."""

    __tablename__ = "promise_clock"
    __table_args__ = (
        Index(
            "ix_promise_clock_unmet",
            "promise",
            "due_at",
            sqlite_where=text("met_at IS NULL"),
            postgresql_where=text("met_at IS NULL"),
        ),
    )

    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"), primary_key=True)
    promise: Mapped[str] = mapped_column(String(20), primary_key=True)
    occasion: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, …: which assignment, visit or question of the order."""
    state: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None] = mapped_column(default=None)
    broken_at: Mapped[datetime | None] = mapped_column(default=None)
    opens_at: Mapped[datetime | None] = mapped_column(default=None)
    """Met before this is met too early, which breaks `arrive`."""
    void_at: Mapped[datetime | None] = mapped_column(default=None)
    paused_since: Mapped[datetime | None] = mapped_column(default=None)
    provisional: Mapped[bool] = mapped_column(default=False)
    """Paused, but not earned yet: no notice and no money, and the pause may still be dropped."""
    rung: Mapped[str | None] = mapped_column(String(20), default=None)
    """The highest rung that has fired or passed in this episode: warn_50, …, broken."""
    episode: Mapped[int] = mapped_column(default=1)
    facts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The because-lines: codes with their values."""


class Deadline(Base):
    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("order_id", "promise", "occasion", "episode", "rung"),
        Index(
            "ix_deadline_pending",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("order.id"))
    promise: Mapped[str] = mapped_column(String(20))
    occasion: Mapped[int]
    episode: Mapped[int]
    rung: Mapped[str] = mapped_column(String(20))
    """The policy's name of the warning, `broken`, or `wake`: the clock changes by itself."""
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str | None] = mapped_column(String(10), default=None)
    """fired, passed (a higher rung spoke for it) or moot (kept, void or paused when it rang)."""
