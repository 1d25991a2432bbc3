"""Any list of a district's orders: filtered, sorted, counted, a window of it at a time; for the page and for export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import OPEN
from dispatch.orders.line import plain
from dispatch.orders.people import Role
from dispatch.queries.cards import cards
from dispatch.queries.promises import promises_of
from dispatch.storage.district import Area, District
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.technician import Technician
from sla.clock import State

BY_URGENCY: Final = ("broken", "jeop", "risk", "paused", "track", "kept")
"""The looks of a promise, the worst first; see sla/risk.py."""
PREDICTED: Final = frozenset({"jeop", "risk", "track"})
AT_ONCE: Final = 400
SORTS: Final = (
    "due",
    "accepted",
    "number",
    "status",
    "kind",
    "area",
    "technician",
    "booked",
    "planned",
    "agreed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What a list shows; what is empty does not narrow it."""

    district_id: str
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    technicians: tuple[str, ...] = ()
    unassigned: bool = False
    urgent: bool = False
    risks: tuple[str, ...] = ()
    """How the worst promise of an order looks."""
    first: date | None = None
    last: date | None = None
    """Local days, both included: on which it is done, agreed, planned or booked, or else came in."""
    words: str = ""
    sort: str = "due"
    descending: bool = False


def list_ids(session: Session, query: ListQuery, *, now: datetime) -> list[str]:
    """The orders of the list, in its order."""
    due = (
        select(func.min(PromiseClock.due_at))
        .where(PromiseClock.order_id == Order.id, PromiseClock.state == State.RUNNING)
        .scalar_subquery()
    )
    keys: dict[str, Any] = {
        "due": due,
        "accepted": Order.accepted_at,
        "number": Order.number,
        "status": Order.status,
        "kind": Order.kind,
        "area": select(Area.name).where(Area.id == Order.area_id).scalar_subquery(),
        "technician": select(Technician.name).where(Technician.id == Order.technician_id).scalar_subquery(),
        "booked": Order.booked_date,
        "planned": Order.planned_start_at,
        "agreed": Order.agreed_at,
    }
    key = keys[query.sort]
    ids = list(
        session.scalars(
            select(Order.id)
            .where(*_conditions(session, query))
            .order_by((key.desc() if query.descending else key.asc()).nulls_last(), Order.id)
        )
    )
    if not query.risks:
        return ids
    looks = looks_of(session, ids, now)
    return [order_id for order_id in ids if looks.get(order_id) in query.risks]


def looks_of(session: Session, ids: Sequence[str], now: datetime) -> dict[str, str]:
    """How the worst promise of each order looks now."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        orders = session.scalars(select(Order).where(Order.id.in_(ids[start : start + AT_ONCE]))).all()
        for order_id, promises in promises_of(session, orders, now).items():
            looks = {promise["risk"] for promise in promises if promise["state"] != State.VOID}
            worst = next((look for look in BY_URGENCY if look in looks), None)
            if worst is not None:
                found[order_id] = worst
    return found


def list_rows(session: Session, ids: Sequence[str], *, now: datetime) -> Iterator[dict[str, Any]]:
    """These orders as the board shows them, masked, so many at a time as memory should hold."""
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        by_id = {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(part)))}
        rows = [by_id[order_id] for order_id in part if order_id in by_id]
        yield from cards(session, rows, now=now, role=Role.DISPATCHER, masked=True)
        session.expunge_all()


def _conditions(session: Session, query: ListQuery) -> Iterator[ColumnElement[bool]]:
    yield Order.district_id == query.district_id
    chosen: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (Order.status, query.statuses),
        (Order.kind, query.kinds),
        (Order.area_id, query.areas),
        (Order.technician_id, () if query.unassigned else query.technicians),
    )
    yield from (column.in_(values) for column, values in chosen if values)
    if query.unassigned:
        yield Order.technician_id.is_(None)
    if query.urgent:
        yield Order.priority > 0
    if query.risks and set(query.risks) <= PREDICTED:
        # a forecast is only made of what is still owed
        owed = select(PromiseClock.order_id).where(PromiseClock.state == State.RUNNING)
        yield Order.id.in_(owed)
    if query.risks and set(query.risks) <= {"broken"}:
        yield Order.id.in_(select(PromiseClock.order_id).where(PromiseClock.broken_at.is_not(None)))
    if query.words.strip():
        yield Order.search.contains(plain(query.words), autoescape=True)
    if query.first is not None or query.last is not None:
        yield _on_days(session.get_one(District, query.district_id).zone, query.first, query.last)


def _on_days(zone: str, first: date | None, last: date | None) -> ColumnElement[bool]:
    from_at = None if first is None else _midnight(first, zone)
    to_at = None if last is None else _midnight(last + timedelta(days=1), zone)

    def inside(column: Any, least: Any, most: Any) -> ColumnElement[bool]:
        limits = [column.is_not(None)]
        if least is not None:
            limits.append(column >= least)
        if most is not None:
            limits.append(column < most)
        return and_(*limits)

    after = None if last is None else last + timedelta(days=1)
    dateless = and_(
        Order.completed_at.is_(None),
        Order.agreed_at.is_(None),
        Order.planned_start_at.is_(None),
        Order.booked_date.is_(None),
    )
    return or_(
        inside(Order.completed_at, from_at, to_at),
        inside(Order.agreed_at, from_at, to_at),
        inside(Order.planned_start_at, from_at, to_at),
        inside(Order.booked_date, first, after),
        and_(dateless, inside(Order.accepted_at, from_at, to_at)),
    )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_on_board(order: Order, zone: str, now: datetime) -> str:
    """The local day on which the board shows it: today while it is open, else the day on which it ended."""
    ended = None if order.status in OPEN else order.completed_at or order.updated_at
    return (ended or now).astimezone(ZoneInfo(zone)).date().isoformat()
