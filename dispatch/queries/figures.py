"""The four figures of the board's head: promises kept, broken and running, of a local day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from sla.clock import State

FIGURES = ("complete_install", "complete_move", "complete_repair", "contact", "arrive")


def figures(session: Session, district: District, day: date) -> dict[str, dict[str, Any]]:
    """Clocks that were kept or broken on that day, and all that run; `pct` of the decided ones, None while there are none."""
    zone = ZoneInfo(district.zone)
    starts_at = datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
    ends_at = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)
    decided_at = func.coalesce(PromiseClock.broken_at, PromiseClock.met_at)
    rows = session.execute(
        select(PromiseClock.promise, Order.kind, PromiseClock.state, func.count())
        .join(Order, Order.id == PromiseClock.order_id)
        .where(
            Order.district_id == district.id,
            PromiseClock.promise.in_(("complete", "contact", "arrive")),
            or_(
                PromiseClock.state.in_((State.RUNNING, State.PAUSED)),
                and_(
                    PromiseClock.state.in_((State.KEPT, State.BROKEN)),
                    decided_at >= starts_at,
                    decided_at < ends_at,
                ),
            ),
        )
        .group_by(PromiseClock.promise, Order.kind, PromiseClock.state)
    )
    found: dict[str, dict[str, Any]] = {name: {"kept": 0, "broken": 0, "running": 0} for name in FIGURES}
    for promise, kind, state, count in rows:
        name = f"complete_{kind}" if promise == "complete" else promise
        found[name]["running" if state in (State.RUNNING, State.PAUSED) else state] += count
    for figure in found.values():
        decided = figure["kept"] + figure["broken"]
        figure["pct"] = round(100 * figure["kept"] / decided, 1) if decided else None
    return found
