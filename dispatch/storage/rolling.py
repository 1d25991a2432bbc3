"""Each technician's days as they run, read for rolling forward: what they are at, and what is ahead of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import PLANNABLE, UNDER_WAY, Status
from dispatch.planning.learning import deviation
from dispatch.planning.roll import NONE, Ahead, Underway
from dispatch.storage.learned import Lengths, read_learned
from dispatch.storage.order import Order
from dispatch.storage.task import visits_wait_until
from dispatch.storage.technician import Technician


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningRoute:
    """One technician's local day in driving order."""

    technician_id: str
    is_today: bool
    underway: Underway | None
    visits: tuple[Ahead, ...]


def running_routes(
    session: Session,
    district_id: str,
    zone: ZoneInfo,
    now: datetime,
    *,
    of: Collection[str] | None = None,
    arrivals: Mapping[str, datetime] | None = None,
) -> tuple[list[RunningRoute], dict[str, Order]]:
    """The routes, and their orders by id; `of` names the technicians if not all are wanted.

    `arrivals` says when who is on the way will be there, by order id, where a position tells it better than the plan.
    """
    statement = select(Order).where(
        Order.technician_id.is_not(None),
        Order.status.in_(sorted(UNDER_WAY)) | Order.planned_start_at.is_not(None),
        Order.status.in_(sorted(PLANNABLE | UNDER_WAY)),
    )
    if of is None:
        statement = statement.where(Order.district_id == district_id)
    else:  # alone: with the district SQLite would walk through all that is open there
        statement = statement.where(Order.technician_id.in_(sorted(of)))
    orders = {order.id: order for order in session.scalars(statement) if order.district_id == district_id}
    lunches = {
        technician.id: technician
        for technician in session.scalars(
            select(Technician).where(
                Technician.id.in_({order.technician_id for order in orders.values() if order.technician_id})
            )
        )
    }
    learned = read_learned(session, district_id)
    spreads = _Spreads(Lengths(learned), deviation(learned.road_spread) if learned.road.count else None)
    today = now.astimezone(zone).date()
    tasks = visits_wait_until(session, district_id, now)

    def day_of(order: Order) -> date:
        if order.status in UNDER_WAY or order.planned_start_at is None:
            return today
        return max(today, order.planned_start_at.astimezone(zone).date())

    def place(order: Order) -> tuple[str, date, bool, datetime, int]:
        start_at = order.planned_start_at or now
        return (
            order.technician_id or "",
            day_of(order),
            order.status not in UNDER_WAY,
            start_at,
            order.planned_seq or 0,
        )

    ordered = sorted(orders.values(), key=place)
    found: list[RunningRoute] = []
    for (technician_id, day), rows in groupby(ordered, key=lambda order: place(order)[:2]):
        route = list(rows)
        at = [order for order in route if order.status in UNDER_WAY]
        lunch = _lunch(lunches[technician_id], day, zone)
        found.append(
            RunningRoute(
                technician_id=technician_id,
                is_today=day == today,
                underway=_underway(at[-1], now, arrivals or {}, spreads) if at else None,
                visits=tuple(_ahead([*at[-1:], *route[len(at) :]], lunch, spreads, tasks, skip=len(at[-1:]))),
            )
        )
    return found, orders


@dataclass(frozen=True, slots=True)
class _Spreads:
    """What done work has taught, where it has: medians and deviations; roll.py has the defaults."""

    lengths: Lengths
    road: float | None

    def duration(self, order: Order) -> timedelta:
        """The learned median, else as long as the plan gives it."""
        median, known = self.lengths.of(order, order.technician_id)
        if known is None and order.planned_start_at is not None and order.planned_end_at is not None:
            return order.planned_end_at - order.planned_start_at
        return median

    def duration_sd(self, order: Order) -> timedelta | None:
        return self.lengths.of(order, order.technician_id)[1]

    def travel_sd(self, travel: timedelta) -> timedelta | None:
        return None if self.road is None else self.road * travel


@dataclass(frozen=True, slots=True)
class _Lunch:
    from_at: datetime
    to_at: datetime
    duration: timedelta


def _lunch(technician: Technician, day: date, zone: ZoneInfo) -> _Lunch:
    return _Lunch(
        datetime.combine(day, time.fromisoformat(technician.lunch_start), tzinfo=zone),
        datetime.combine(day, time.fromisoformat(technician.lunch_end), tzinfo=zone),
        timedelta(minutes=technician.lunch_minutes),
    )


def _ahead(
    route: Sequence[Order], lunch: _Lunch, spreads: _Spreads, tasks: Mapping[str, datetime], *, skip: int
) -> Iterator[Ahead]:
    """The visits that have not begun; `skip` of the first are only there for the gap that the plan has after them."""
    before: Order | None = None
    for k, order in enumerate(route):
        start_at = order.planned_start_at
        if k >= skip and start_at is not None:
            travel = timedelta(seconds=order.planned_travel_s or 0)
            ended_at = None if before is None else before.planned_end_at
            yield Ahead(
                order_id=order.id,
                start_at=start_at,
                travel=travel,
                duration=spreads.duration(order),
                duration_sd=spreads.duration_sd(order),
                travel_sd=spreads.travel_sd(travel),
                not_before_at=tasks.get(order.id),
                rest=NONE if ended_at is None else _rest(ended_at, start_at - travel, lunch),
            )
        before = order


def _rest(from_at: datetime, to_at: datetime, lunch: _Lunch) -> timedelta:
    """The lunch that the plan has in this gap, if it is wide enough for one at that time of day."""
    inside = min(to_at, lunch.to_at) - max(from_at, lunch.from_at)
    return lunch.duration if lunch.duration and inside >= lunch.duration else NONE


def _underway(order: Order, now: datetime, arrivals: Mapping[str, datetime], spreads: _Spreads) -> Underway:
    if order.status is Status.ON_THE_WAY:
        planned_at = (order.on_the_way_at or now) + timedelta(seconds=order.planned_travel_s or 0)
        return Underway(
            order_id=order.id,
            duration=spreads.duration(order),
            duration_sd=spreads.duration_sd(order),
            arrives_at=arrivals.get(order.id, planned_at),
        )
    return Underway(
        order_id=order.id,
        duration=spreads.duration(order),
        duration_sd=spreads.duration_sd(order),
        since_at=order.working_at or order.on_site_at or now,
    )
