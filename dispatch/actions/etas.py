"""Roll the running plan forward, keep what is to be expected of each visit, and have it told where it shifts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dispatch.actions.log import append, locked_order
from dispatch.orders.facts import Planned
from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY, Status
from dispatch.orders.timing import Timing
from dispatch.planning.roll import Eta, roll, window_around
from dispatch.storage.day import due_times
from dispatch.storage.district import District
from dispatch.storage.eta import Expected, expected_of
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.policy import policy_for
from dispatch.storage.rolling import running_routes
from dispatch.storage.technician import Position
from dispatch.travel.time_left import time_left
from sla.appointment import Window, agreed_window
from sla.policy import Kind, PromiseCode
from sla.targets import AroundAgreed

SHIFTED: Final = timedelta(minutes=1)
"""What shifts by less is no news to anybody."""
FEW: Final = 200
"""Visits that are asked about one by one; beyond, reading the whole district is as fast."""


@dataclass(frozen=True, slots=True)
class Rolled:
    shifted: tuple[str, ...]
    """Orders of which something else is to be expected now."""
    turning: tuple[str, ...]
    """Those that come into jeopardy by it, or out of it."""
    told: int
    """By how much that raised the sum of the orders' versions."""


def roll_forward(
    session: Session,
    district_id: str,
    now: datetime,
    *,
    of: Collection[str] | None = None,
    hold_back: bool = False,
) -> Rolled:
    """Recompute P50 and P90 of every visit (or of some technicians') and store what shifted.

    A visit that comes into jeopardy is planned anew in the log, at its median, so that every page and whoever has to
    know hears of it. With `hold_back` that is not told yet: the planner is given the chance to save it first.
    """
    found = _looked(session, district_id, now, of)
    if of is None:
        _forget_others(session, district_id, {look.order.id for look in found})
    shifted: list[Expected] = []
    told = 0
    turning: list[str] = []
    orders: dict[str, Order] = {}
    for look in found:
        if not look.is_news:
            continue
        turns = look.turns
        if turns:
            turning.append(look.order.id)
            if hold_back:
                continue
        row = look.row
        if row is None:
            row = Expected(order_id=look.order.id)
            session.add(row)
        _write(row, look.order, look.eta, late=look.late)
        shifted.append(row)
        orders[row.order_id] = look.order
        if turns:
            told += _tell_plan(session, look.order, look.eta, now)
    if shifted:
        session.flush()
        visits = [_told(row, _agreed(session, orders[row.order_id]), now) for row in shifted]
        payload = {"district_id": district_id, "at": now.isoformat(), "visits": visits}
        post(session, Topic.ETA, payload, due_at=now)
    return Rolled(tuple(row.order_id for row in shifted), tuple(turning), told)


def whose_shift(session: Session, district_id: str, now: datetime) -> frozenset[str]:
    """The technicians of whose visits something else is to be expected now: found without holding up any writer."""
    return frozenset(
        look.order.technician_id
        for look in _looked(session, district_id, now, None)
        if look.is_news and look.order.technician_id is not None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One visit: what is expected of it, and what was told of it last."""

    order: Order
    eta: Eta
    row: Expected | None
    late: bool

    @property
    def turns(self) -> bool:
        return self.late != (self.row is not None and self.row.is_late)

    @property
    def is_news(self) -> bool:
        return self.turns or self.row is None or _has_shifted(self.row, self.order, self.eta)


def _looked(session: Session, district_id: str, now: datetime, of: Collection[str] | None) -> list[_Look]:
    zone = ZoneInfo(session.get_one(District, district_id).zone)
    arrivals = _arrivals(session, district_id, now, of)
    routes, orders = running_routes(session, district_id, zone, now, of=of, arrivals=arrivals)
    etas = [
        eta for route in routes for eta in roll(now, route.underway, route.visits, is_today=route.is_today)
    ]
    ids = [eta.order_id for eta in etas]
    due, _ = due_times(session, district_id, ids if of is not None and len(ids) <= FEW else None)
    known = expected_of(session, ids)
    found: list[_Look] = []
    for eta in etas:
        order = orders[eta.order_id]
        arrive_at = None if eta.arrive is None else eta.arrive.p50_at
        late = in_jeopardy(session, order, due.get(order.id), arrive_at, eta.end.p50_at)
        found.append(_Look(order=order, eta=eta, row=known.get(order.id), late=late))
    return found


def in_jeopardy(
    session: Session,
    order: Order,
    due_at: datetime | None,
    arrive_at: datetime | None,
    end_at: datetime,
) -> bool:
    """Done after the due time, or at the door outside the agreed hour."""
    window = None if arrive_at is None else _agreed(session, order)
    outside = window is not None and arrive_at is not None and not window.from_at <= arrive_at <= window.to_at
    return outside or (due_at is not None and end_at > due_at)


def _agreed(session: Session, order: Order) -> Window | None:
    """The hour around what was agreed."""
    if order.agreed_at is None:
        return None
    target = policy_for(session, order).row(PromiseCode.ARRIVE, Kind(order.kind), order.tier).target
    return agreed_window(order.agreed_at, target) if isinstance(target, AroundAgreed) else None


def _arrivals(
    session: Session, district_id: str, now: datetime, of: Collection[str] | None
) -> dict[str, datetime]:
    """When whoever is on the way will be there, from where they were last seen since they set off."""
    rows = session.execute(
        select(Order, Position)
        .join(Position, Position.technician_id == Order.technician_id)
        .where(
            Order.district_id == district_id,
            Order.status == Status.ON_THE_WAY,
            *(() if of is None else (Order.technician_id.in_(sorted(of)),)),
        )
    )
    found: dict[str, datetime] = {}
    for order, seen in rows:
        if order.on_the_way_at is not None and seen.at >= order.on_the_way_at:
            left = time_left(seen.left_s.get(order.id), (seen.lat, seen.lon), (order.lat, order.lon))
            found[order.id] = max(now, seen.at + left)
    return found


def _forget_others(session: Session, district_id: str, planned: set[str]) -> None:
    """Nothing is expected of a visit that is over, or that has lost its place."""
    kept = session.scalars(
        select(Expected.order_id)
        .join(Order, Order.id == Expected.order_id)
        .where(Order.district_id == district_id)
    )
    gone = [order_id for order_id in kept if order_id not in planned]
    for k in range(0, len(gone), 500):
        session.execute(delete(Expected).where(Expected.order_id.in_(gone[k : k + 500])))


def _has_shifted(row: Expected, order: Order, eta: Eta) -> bool:
    if row.technician_id != order.technician_id or (row.arrive_p50_at is None) != (eta.arrive is None):
        return True
    pairs: list[tuple[datetime | None, datetime]] = [
        (row.end_p50_at, eta.end.p50_at),
        (row.end_p90_at, eta.end.p90_at),
    ]
    if eta.arrive is not None:
        pairs += [(row.arrive_p50_at, eta.arrive.p50_at), (row.arrive_p90_at, eta.arrive.p90_at)]
    return any(before is None or abs(before - after) > SHIFTED for before, after in pairs)


def _write(row: Expected, order: Order, eta: Eta, *, late: bool) -> None:
    assert order.technician_id is not None  # noqa: S101 - it is on a technician's route
    row.technician_id = order.technician_id
    row.arrive_p50_at = None if eta.arrive is None else eta.arrive.p50_at
    row.arrive_p90_at = None if eta.arrive is None else eta.arrive.p90_at
    row.end_p50_at, row.end_p90_at = eta.end.p50_at, eta.end.p90_at
    row.is_late = late


def _tell_plan(session: Session, order: Order, eta: Eta, now: datetime) -> bool:
    """The visit's plan is what we now expect; who and in which order stays."""
    order = locked_order(session, order.id)
    if order.status not in PLANNABLE | UNDER_WAY or eta.arrive is None:
        return False
    if (order.planned_arrive_at, order.planned_end_at) == (eta.arrive.p50_at, eta.end.p50_at):
        return False  # the plan itself said so
    order.planned_arrive_at = order.planned_start_at = eta.arrive.p50_at
    order.planned_end_at = eta.end.p50_at
    append(
        session,
        order,
        Planned(
            technician_id=order.technician_id,
            arrive_at=order.planned_arrive_at,
            start_at=order.planned_start_at,
            end_at=order.planned_end_at,
        ),
        Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False),
    )
    return True


def _told(row: Expected, agreed: Window | None, now: datetime) -> dict[str, str | None]:
    """What pages show of it; the customer's window is as wide as we are unsure, within what was agreed."""
    from_at = to_at = None
    if row.arrive_p50_at is not None and row.arrive_p90_at is not None:
        from_at, to_at = window_around(row.arrive_p50_at, row.arrive_p90_at, now)
        if agreed is not None and agreed.from_at <= row.arrive_p50_at <= agreed.to_at:
            from_at, to_at = max(from_at, agreed.from_at), min(to_at, agreed.to_at)
    return {
        "order_id": row.order_id,
        "technician_id": row.technician_id,
        "arrive_p50_at": _text(row.arrive_p50_at),
        "arrive_p90_at": _text(row.arrive_p90_at),
        "end_p50_at": _text(row.end_p50_at),
        "end_p90_at": _text(row.end_p90_at),
        "from": _text(from_at),
        "to": _text(to_at),
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
