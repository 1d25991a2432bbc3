"""What the planner should remember of a district's past: who worked how much, and who was at which line before."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from dispatch.orders.lifecycle import OPEN, PLANNABLE, UNDER_WAY, Step
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from technicians.workload import Stop, spent

_EARLIER: Final = aliased(Order)
"""Another order at the same line; made once, for each takes as long as ten questions."""


def worked_since(session: Session, district_id: str, since: datetime) -> dict[str, timedelta]:
    """What each did at customers' and on the road to them."""
    visits: dict[str, list[Stop]] = {}
    rows = session.execute(
        select(Order.technician_id, Order.on_the_way_at, Order.on_site_at, Order.completed_at).where(
            Order.district_id == district_id,
            Order.completed_at >= since,
            Order.on_site_at.is_not(None),
            Order.technician_id.is_not(None),
        )
    )
    for technician_id, set_off_at, on_site_at, completed_at in rows:
        if technician_id is None or on_site_at is None or completed_at is None:
            continue
        travel = max(timedelta(0), on_site_at - (set_off_at or on_site_at))
        done = Stop(starts_at=on_site_at, ends_at=max(on_site_at, completed_at), travel=travel)
        visits.setdefault(technician_id, []).append(done)
    return {technician_id: spent(done) for technician_id, done in visits.items()}


def at_work_today(
    session: Session, district_id: str, since: datetime
) -> dict[str, list[tuple[datetime, datetime]]]:
    """From setting off to the end of each visit since this morning, by technician, in order; who is on one still has
    the end of time as its end.
    """
    rows = session.execute(
        select(Order.technician_id, Order.on_the_way_at, Order.completed_at, Order.status)
        .where(
            Order.district_id == district_id,
            Order.on_the_way_at >= since,
            Order.technician_id.is_not(None),
        )
        .order_by(Order.on_the_way_at)
    )
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for technician_id, set_off_at, completed_at, status in rows:
        if technician_id is None or set_off_at is None:
            continue
        ends_at = datetime.max.replace(tzinfo=UTC) if status in UNDER_WAY else completed_at or set_off_at
        spans.setdefault(technician_id, []).append((set_off_at, max(set_off_at, ends_at)))
    return spans


def rested_so_far(
    spans: Sequence[tuple[datetime, datetime]],
    lunch: timedelta,
    *,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> timedelta:
    """Of a lunch in these hours: all of it if there was a long enough time without a visit, else the one that goes on."""
    free_since = opens_at
    for set_off_at, ends_at in spans:
        if min(set_off_at, closes_at) - free_since >= lunch:
            return lunch
        free_since = max(free_since, ends_at)
    return min(lunch, max(timedelta(0), min(now, closes_at) - free_since))


def visited_before(session: Session, district_id: str, only: str | None = None) -> dict[str, frozenset[str]]:
    """For each order to be planned (or this one), who completed an earlier one at the same line."""
    known: dict[str, set[str]] = {}
    for order_id, technician_id in session.execute(
        select(Order.id, _EARLIER.technician_id)
        .join(_EARLIER, (_EARLIER.line_key == Order.line_key) & (_EARLIER.id != Order.id))
        .where(
            Order.district_id == district_id,
            Order.status.in_(sorted(PLANNABLE)),
            Order.line_key != "",
            *(() if only is None else (Order.id == only,)),
            _EARLIER.completed_at.is_not(None),
            _EARLIER.technician_id.is_not(None),
        )
    ):
        if technician_id is not None:
            known.setdefault(order_id, set()).add(technician_id)
    return {order_id: frozenset(technicians) for order_id, technicians in known.items()}


def called_in_vain(session: Session, district_id: str, only: str | None = None) -> frozenset[str]:
    """The orders to be planned (or this one) whose customer was called and not reached: they are visited on chance."""
    found = session.scalars(
        select(LoggedEvent.order_id)
        .join(Order, Order.id == LoggedEvent.order_id)
        .where(
            Order.district_id == district_id,
            Order.status.in_(sorted(PLANNABLE)),
            LoggedEvent.type == Step.ATTEMPT,
            *(() if only is None else (Order.id == only,)),
        )
        .distinct()
    )
    return frozenset(found)


def not_done_yet(session: Session, rows: Iterable[Order]) -> dict[str, frozenset[str]]:
    """For each of these orders, what it waits for and is still to be done."""
    waits = {row.id: frozenset(row.waits_for) for row in rows if row.waits_for}
    if not waits:
        return {}
    wanted = sorted(frozenset().union(*waits.values()))
    still = set(session.scalars(select(Order.id).where(Order.id.in_(wanted), Order.status.in_(sorted(OPEN)))))
    return {order_id: firsts & still for order_id, firsts in waits.items() if firsts & still}
