"""Put one order into the running plan at once: only what the offer touches is written, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.actions.errors import InvalidField, NotFound, StalePlan
from dispatch.actions.log import Entry, append_many, claim_name, logged
from dispatch.actions.plans import note_run
from dispatch.actions.steps import take_step
from dispatch.orders.events import SYSTEM_MADE
from dispatch.orders.facts import Planned
from dispatch.orders.lifecycle import PLANNABLE, Step
from dispatch.orders.people import SYSTEM, Actor
from dispatch.orders.timing import Timing
from dispatch.planning.day import Stop
from dispatch.storage.absence import away_of
from dispatch.storage.base import new_id
from dispatch.storage.day import plan_version
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.order import Order
from dispatch.storage.outbox import Topic, post
from dispatch.storage.plan import Plan
from dispatch.storage.slot_hold import is_hold
from dispatch.storage.technician import Technician

NEWS: Final = timedelta(minutes=1)
"""A change of less is told to nobody."""
Routes = Mapping[tuple[str, date], Sequence[str]]
"""Order ids by technician and day, in driving order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted:
    version: int
    """The plan's."""
    changed: tuple[str, ...]
    """The orders whose technician or time changed."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """Of the orders in the touched routes, as they are now."""
    replayed: bool = False


def insert_into_plan(
    session: Session,
    order_id: str,
    stops: Sequence[Stop],
    *,
    before: Routes,
    versions: Mapping[str, int],
    actor: Actor,
    now: datetime,
    event_id: str,
    is_news: bool = True,
) -> Inserted:
    """Give the order its place; `stops` are the touched routes, whole. Not `is_news`: who has it already keeps it as it is.

    StalePlan if one of them is not as it was when the place was looked for: `before`, at these `versions`. The same event
    id again changes nothing.
    """
    district_id = session.scalar(select(Order.district_id).where(Order.id == order_id))
    if district_id is None:
        raise NotFound("order", order_id)
    claim_name(session, f"plan {district_id}")
    current = plan_version(session, district_id)
    if event := logged(session, event_id):
        if event.order_id != order_id or event.type != Step.ASSIGN:
            raise InvalidField("event_id", "an id that was not used before", event_id)
        return Inserted(version=current, changed=(order_id,), replayed=True)
    if any(stop["order_id"] == order_id and _is_away(session, stop, now) for stop in stops):
        raise StalePlan(current)
    orders = _locked(session, district_id, order_id, before)
    were = {one.id: one.version for one in orders.values()}
    # held here, so that each step finds them in the session instead of reading them again
    district, working = session.get_one(District, district_id), _working(session, before)
    zone = ZoneInfo(district.zone)
    if order_id not in orders or not _stands(
        session, orders, orders[order_id], working=working, zone=zone, before=before, versions=versions
    ):
        raise StalePlan(current)
    news: list[Entry] = []
    for stop in stops:
        if is_hold(stop["order_id"]):
            continue
        own = stop["order_id"] == order_id
        moved = orders[stop["order_id"]]
        if (own and is_news) or moved.technician_id != stop["technician_id"]:
            name = event_id if own else new_id(now, moved.id, event_id, "assign")
            _assign(session, moved, stop["technician_id"], actor if own else SYSTEM, now=now, event_id=name)
        if (fact := _place(moved, stop)) is not None:
            timing = Timing(occurred_at=now, received_at=now, judged_at=now, skewed=False)
            news.append(Entry(order_id=moved.id, fact=fact, timing=timing))
    append_many(session, news)
    version = current + 1
    last = session.get(Plan, (district_id, current))
    note_run(
        session,
        district_id,
        version,
        stats={"inserted": order_id, "moved": len(news), **({} if last is None else last.roads)},
        unassigned=[] if last is None else [one for one in last.unassigned if one["order_id"] != order_id],
        now=now,
    )
    post(session, Topic.ROLL, {"district_id": district_id, "technicians": sorted(working)}, due_at=now)
    now_at = {one: orders[one].version for stop in stops if (one := stop["order_id"]) in orders}
    changed = tuple(one.id for one in orders.values() if one.version != were[one.id])
    return Inserted(version=version, changed=changed, versions=now_at)


def _locked(session: Session, district_id: str, order_id: str, before: Routes) -> dict[str, Order]:
    """The order and all that its new technicians still have before them, ours until the transaction ends.

    Asked by technician alone, which has an index: with the district, SQLite would walk through all that is open there.
    """
    technicians = sorted({technician_id for technician_id, _ in before})
    found = session.scalars(
        select(Order)
        .where(
            Order.status.in_(sorted(PLANNABLE)),
            (Order.id == order_id) | Order.technician_id.in_(technicians),
        )
        .order_by(Order.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {order.id: order for order in found if order.district_id == district_id}


def _working(session: Session, before: Routes) -> dict[str, Technician]:
    """Whose routes are touched."""
    wanted = sorted({technician_id for technician_id, _ in before})
    found = session.scalars(select(Technician).where(Technician.id.in_(wanted), Technician.active))
    return {technician.id: technician for technician in found}


def _is_away(session: Session, stop: Stop, now: datetime) -> bool:
    """Whether who should go there is away by now for any of it."""
    absent = away_of(session, [stop["technician_id"]], now).get(stop["technician_id"], ())
    return any(away.meets(stop["start_at"], stop["end_at"]) for away in absent)


def _stands(
    session: Session,
    orders: Mapping[str, Order],
    asked: Order,
    *,
    working: Mapping[str, Technician],
    zone: ZoneInfo,
    before: Routes,
    versions: Mapping[str, int],
) -> bool:
    """Whether the routes in which the place was looked for are those that are there."""
    there: dict[tuple[str, date], list[Order]] = {}
    seen: dict[Order, int] = {}
    for order in orders.values():
        if order is not asked and order.technician_id and order.planned_start_at and order.planned_seq:
            day = order.planned_start_at.astimezone(zone).date()
            there.setdefault((order.technician_id, day), []).append(order)
    for (technician_id, day), ids in before.items():
        row = sorted(there.get((technician_id, day), ()), key=lambda order: order.planned_seq or 0)
        if [order.id for order in row] != [one for one in ids if one != asked.id and not is_hold(one)]:
            return False
        seen.update((order, versions.get(order.id, 0)) for order in row)
        if technician_id not in working:
            return False
    return not _taken_further(session, seen)


def _taken_further(session: Session, seen: Mapping[Order, int]) -> bool:
    """Whether somebody has changed one of these orders since its version here; what the system noted by itself, such as
    another expected time or a warning, changes no route.
    """
    since = [
        (LoggedEvent.order_id == order.id) & (LoggedEvent.seq > version)
        for order, version in seen.items()
        if order.version != version
    ]
    if not since:
        return False
    found = select(LoggedEvent.id).where(or_(*since), LoggedEvent.type.not_in(sorted(SYSTEM_MADE))).limit(1)
    return session.scalar(found) is not None


def _assign(
    session: Session, order: Order, technician_id: str, actor: Actor, *, now: datetime, event_id: str
) -> None:
    take_step(
        session,
        order.id,
        Step.ASSIGN,
        {"technician_id": technician_id},
        actor=actor,
        occurred_at=now,
        received_at=now,
        event_id=event_id,
    )


def _place(order: Order, stop: Stop) -> Planned | None:
    """What is new about the time, if anything; who was assigned anew has none yet."""
    order.planned_seq, order.planned_travel_s = stop["seq"], stop["travel_s"]
    if (
        order.planned_arrive_at is not None
        and order.planned_end_at is not None
        and abs(order.planned_arrive_at - stop["arrive_at"]) < NEWS
        and abs(order.planned_end_at - stop["end_at"]) < NEWS
    ):
        return None
    order.planned_arrive_at, order.planned_start_at = stop["arrive_at"], stop["start_at"]
    order.planned_end_at = stop["end_at"]
    return Planned(
        technician_id=order.technician_id,
        arrive_at=stop["arrive_at"],
        start_at=stop["start_at"],
        end_at=stop["end_at"],
    )
