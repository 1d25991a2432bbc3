"""An order's clocks as a page shows them: state, due time, the look of risk, and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY, Status
from dispatch.orders.promises import order_facts
from dispatch.planning.day import predicted_end
from dispatch.storage.district import District
from dispatch.storage.eta import Expected, expected_of
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.policy import policy_for
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.technician import Position
from dispatch.travel.time_left import time_left
from sla.appointment import Booking, Window, agreed_window, booked_window
from sla.clock import BROKEN, ClockState, State
from sla.order import clocks_of
from sla.policy import Half, Kind, Once, PerStartedDay, Policy, PromiseCode
from sla.risk import outlook
from sla.targets import AroundAgreed

WARNED: Final = "warn_"


def instant(at: datetime | None) -> str | None:
    """An instant as JSON has it."""
    return None if at is None else at.isoformat()


def promises_of(session: Session, orders: Sequence[Order], now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Every order's promises by order id. Clocks that stand still are judged anew: their due time moves with `now`."""
    found: dict[str, list[dict[str, Any]]] = {order.id: [] for order in orders}
    by_id = {order.id: order for order in orders}
    rows = session.scalars(
        select(PromiseClock)
        .where(PromiseClock.order_id.in_(found))
        .order_by(PromiseClock.order_id, PromiseClock.started_at, PromiseClock.promise, PromiseClock.occasion)
    ).all()
    seen = positions_of(session, orders)
    ahead = expectations_of(session, orders)
    still = _judged_now(session, {by_id[row.order_id] for row in rows if row.state == State.PAUSED}, now)
    for row in rows:
        order = by_id[row.order_id]
        policy = policy_for(session, order)
        state = still.get((row.order_id, row.promise, row.occasion)) or _state(row)
        found[row.order_id].append(
            _view(order, state, row, policy, now=now, seen=seen.get(order.id), eta=ahead.get(order.id))
        )
    return found


def positions_of(session: Session, orders: Iterable[Order]) -> dict[str, Position]:
    """Where the technicians of orders on the way are, by order id; a position from before setting off says nothing."""
    coming = {order.technician_id: order for order in orders if order.status is Status.ON_THE_WAY}
    if not coming:
        return {}
    rows = session.scalars(select(Position).where(Position.technician_id.in_(coming)))
    return {
        order.id: position
        for position in rows
        if (order := coming[position.technician_id]).on_the_way_at is not None
        and position.at >= order.on_the_way_at
    }


def expectations_of(session: Session, orders: Iterable[Order]) -> dict[str, Expected]:
    """What the running plan, rolled forward, says of these orders; only where it is about their plan of today."""
    by_id = {order.id: order for order in orders if order.status in PLANNABLE | UNDER_WAY}
    return {
        order_id: row
        for order_id, row in expected_of(session, by_id).items()
        if row.technician_id == by_id[order_id].technician_id
        and (by_id[order_id].status in UNDER_WAY or by_id[order_id].planned_start_at is not None)
    }


def window_of(session: Session, order: Order, zone: str) -> Window | None:
    """When somebody is to be at the door: around the agreed time, else the booked half-day."""
    policy = policy_for(session, order)
    row = policy.row(PromiseCode.ARRIVE, Kind(order.kind), order.tier)
    if order.agreed_at is not None and isinstance(row.target, AroundAgreed):
        return agreed_window(order.agreed_at, row.target)
    if order.booked_date is not None:
        half = Half(order.booked_half or Half.DAY)
        return booked_window(Booking(date=order.booked_date, half=half), zone, policy)
    return None


def expected_arrival(
    order: Order, now: datetime, seen: Position | None = None, eta: Expected | None = None
) -> datetime | None:
    """When the technician will be at the door, from where they were last seen, else as rolled forward, else as
    planned: the median. None once there.
    """
    if order.on_site_at is not None:
        return None
    if seen is not None:
        left = time_left(seen.left_s.get(order.id), (seen.lat, seen.lon), (order.lat, order.lon))
        return max(now, seen.at + left)
    if order.status is Status.ON_THE_WAY and order.on_the_way_at is not None:
        return max(now, order.on_the_way_at + timedelta(seconds=order.planned_travel_s or 0))
    if eta is not None and eta.arrive_p50_at is not None:
        return max(now, eta.arrive_p50_at)
    return None if order.planned_arrive_at is None else max(now, order.planned_arrive_at)


def expected_end(
    order: Order, now: datetime, seen: Position | None = None, eta: Expected | None = None
) -> datetime | None:
    """When the work will be done, as things stand: the median."""
    duration = timedelta(minutes=order.duration_min)
    if order.status in UNDER_WAY:
        since = order.working_at or order.on_site_at or expected_arrival(order, now, seen) or now
        return predicted_end(now, since_at=since, duration=duration)
    if order.planned_end_at is None:
        return None
    if eta is not None and order.status in PLANNABLE:
        return max(eta.end_p50_at, now + duration)
    # a visit that should have begun takes as long from now on as it would have taken then
    return max(order.planned_end_at, now + duration) if order.status in PLANNABLE else order.planned_end_at


def owed_cents(session: Session, order: Order, promise: str) -> int | None:
    """What breaking this promise costs us (a late repair: for each started day); None when it costs nothing."""
    row = policy_for(session, order).find(PromiseCode(promise), Kind(order.kind), order.tier)
    price = None if row is None else row.price
    return price.cents if isinstance(price, Once | PerStartedDay) else None


def _judged_now(
    session: Session, orders: Iterable[Order], now: datetime
) -> Mapping[tuple[str, str, int], ClockState]:
    by_id = {order.id: order for order in orders}
    if not by_id:
        return {}
    zones = {district.id: district.zone for district in session.scalars(select(District))}
    events: dict[str, list[LoggedEvent]] = {}
    rows = session.scalars(
        select(LoggedEvent)
        .where(LoggedEvent.order_id.in_(by_id))
        .order_by(LoggedEvent.order_id, LoggedEvent.seq)
    )
    for row in rows:
        events.setdefault(row.order_id, []).append(row)
    return {
        (order_id, state.promise, state.occasion): state
        for order_id, log in events.items()
        for state in clocks_of(
            order_facts([row.to_event() for row in log], zones[by_id[order_id].district_id]),
            policy_for(session, by_id[order_id]),
            now,
        )
    }


def _state(row: PromiseClock) -> ClockState:
    """The stored clock as the rules of risk take it; what has fired stands in the row, what will is not asked here."""
    return ClockState(
        promise=PromiseCode(row.promise),
        occasion=row.occasion,
        state=State(row.state),
        started_at=row.started_at,
        due_at=row.due_at,
        opens_at=row.opens_at,
        met_at=row.met_at,
        broken_at=row.broken_at,
        void_at=row.void_at,
        paused_since=row.paused_since,
        provisional=row.provisional,
        episode=row.episode,
        rungs=(),
        wakes_at=None,
        late=timedelta(0),
        visit=None,
        because=(),
    )


def _view(
    order: Order,
    state: ClockState,
    row: PromiseClock,
    policy: Policy,
    *,
    now: datetime,
    seen: Position | None,
    eta: Expected | None,
) -> dict[str, Any]:
    """In jeopardy when the median arrival or end misses the promise: more likely than not it will be broken. At risk
    (amber), besides the used-up time, when only the 90th percentile does: one time in ten is worth a look, and no
    alarm; a board on which every second visit is red would be read by nobody.
    """
    predicted = worse = None
    if state.promise in (PromiseCode.COMPLETE, PromiseCode.URGENT):
        predicted = expected_end(order, now, seen, eta)
        worse = None if eta is None else eta.end_p90_at
    elif state.promise is PromiseCode.ARRIVE:
        predicted = expected_arrival(order, now, seen, eta)
        worse = None if eta is None else eta.arrive_p90_at
    rung = _percent(row.rung)
    tight = worse is not None and predicted is not None and max(worse, predicted) > state.due_at
    look = outlook(
        state, policy, now, predicted_at=predicted, lacking=tight or rung >= policy.at_risk_percent
    )
    return {
        "promise": str(state.promise),
        "occasion": state.occasion,
        "state": str(state.state),
        "started_at": instant(state.started_at),
        "due_at": instant(state.due_at),
        "met_at": instant(state.met_at),
        "broken_at": instant(state.broken_at),
        "paused_since": instant(state.paused_since),
        "risk": str(look.level),
        "left_s": None if look.left is None else round(look.left.total_seconds()),
        "rung": rung,
        "because": [line.as_json() for line in state.because] or row.facts,
    }


def _percent(rung: str | None) -> int:
    """How much of the time the highest rung stands for: warn_75 → 75, broken → 100."""
    if rung == BROKEN:
        return 100
    return int(rung.removeprefix(WARNED)) if rung and rung.startswith(WARNED) else 0
