"""How the record was last proven: the night's computation of all promises, and the newest checkpoint."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.storage.checkpoint import Checkpoint
from dispatch.storage.promise_check import PromiseCheck


def last_proofs(session: Session, district_id: str | None) -> dict[str, Any]:
    """For one district or, without one, for all of them together: the oldest of their last nights counts."""
    newest = (
        select(PromiseCheck.district_id, func.max(PromiseCheck.day).label("day"))
        .where(PromiseCheck.ended_at.is_not(None))
        .group_by(PromiseCheck.district_id)
        .subquery()
    )
    nights = select(
        func.min(PromiseCheck.ended_at), func.sum(PromiseCheck.orders), func.sum(PromiseCheck.differences)
    ).join(newest, (newest.c.district_id == PromiseCheck.district_id) & (newest.c.day == PromiseCheck.day))
    if district_id is not None:
        nights = nights.where(PromiseCheck.district_id == district_id)
    checked_at, orders, differences = session.execute(nights).one()
    checkpoint = session.scalar(select(Checkpoint).order_by(Checkpoint.number.desc()).limit(1))
    return {
        "promises": None
        if checked_at is None
        else {"checked_at": checked_at.isoformat(), "orders": int(orders), "differences": int(differences)},
        "checkpoint": None
        if checkpoint is None
        else {"number": checkpoint.number, "at": checkpoint.at.isoformat()},
    }
