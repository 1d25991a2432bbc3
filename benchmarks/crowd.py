"""Hundreds of thousands of orders like a few real ones: each a copy, moved in time and sealed anew."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.actions.deadlines import sweep
from dispatch.actions.orders import OrderDraft, accept_order
from dispatch.actions.steps import take_step
from dispatch.orders.chain import Key, Keyring, mac, origin
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from dispatch.storage.base import Base, new_id
from dispatch.storage.bulk import insert_rows
from dispatch.storage.district import Area, District
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.migrate import upgrade
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import Deadline, PromiseClock
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician

AUDIT_KEY: Final = "the-audit-key-of-the-benchmarks-0123456789"
KEYS: Final = Keyring(Key.of(AUDIT_KEY))
FRESH, WARNED, LATE, LAST, CALLED = "fresh", "warned_50", "warned_75", "warned_90", "called"
"""A repair before its first, second, third warning and before its breach; and one with a technician and a time."""

_ACCEPTED_AT: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
_DESK: Final = Actor(Role.DISPATCHER, "u-desk")
_WANG: Final = Actor(Role.TECHNICIAN, "t-wang")
_AT_ONCE: Final = 5_000
_NOUNS: Final[tuple[type[Base], ...]] = (Order, LoggedEvent, PromiseClock, Deadline)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a real order, and which of its values move with time."""

    values: Mapping[str, Any]
    moving: Sequence[str]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "_Row":
        day = timedelta(days=1)
        return cls(values, [name for name, value in values.items() if _moved(value, day) != value])

    def moved(self, by: timedelta, **other: Any) -> dict[str, Any]:
        row = dict(self.values)
        for name in self.moving:
            row[name] = _moved(row[name], by)
        row.update(other)
        return row


@dataclass(frozen=True, slots=True)
class Pattern:
    """A real order's rows, and when its next rung is due."""

    rows: Mapping[type[Base], Sequence[_Row]]
    next_at: datetime
    pending: int


@dataclass(frozen=True, slots=True)
class Copy:
    """One order to be made: like `pattern`, its next rung due at `due_at`."""

    name: str
    pattern: Pattern
    due_at: datetime

    @property
    def accepted_at(self) -> datetime:
        accepted_at: datetime = self.pattern.rows[Order][0].values["accepted_at"]
        return accepted_at + (self.due_at - self.pattern.next_at)


def patterns() -> dict[str, Pattern]:
    """Orders that went through the real actions, in a database of their own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'patterns.db'}"
        upgrade(url)
        database = Database(url, keys=KEYS)
        settle_in(database)
        made = {
            name: _live(database, number, timedelta(hours=hours))
            for number, (name, hours) in enumerate(((FRESH, 0), (WARNED, 13), (LATE, 19), (LAST, 22)))
        }
        made[CALLED] = _live(database, len(made), timedelta(0), called=True)
        database.close()
    return made


def settle_in(database: Database) -> None:
    """A district, an area and a technician: what orders refer to."""
    with database.write() as session:
        session.add(District(id="north", name="城北", zone="Asia/Shanghai"))
        session.flush()
        session.add(Area(id="river", district_id="north", name="望江", lat=30.25, lon=120.15))
        session.add(
            Technician(
                id=_WANG.id,
                district_id="north",
                name="王强",
                badge="0001",
                skills=["install", "move", "repair"],
                home_lat=30.25,
                home_lon=120.15,
            )
        )


def populate(database: Database, copies: Iterable[Copy]) -> None:
    """Insert them all, each consistent with its events: replaying its log gives its clocks."""
    remaining = iter(copies)
    while some := list(islice(remaining, _AT_ONCE)):
        rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        for copy in some:
            _copy(copy, rows)
        with database.write() as session:
            for noun in _NOUNS:
                insert_rows(session.connection(), noun, rows[noun])


def _live(database: Database, number: int, age: timedelta, *, called: bool = False) -> Pattern:
    """Accept a repair and let it live so long, with every rung rung in time."""
    at = _ACCEPTED_AT + number * timedelta(days=30)
    draft = OrderDraft(
        kind=Kind.REPAIR,
        district_id="north",
        area_id="river",
        customer_name="陈怡",
        customer_phone=f"1380000{number:04}",
        address=f"望江路 {number + 1} 号 3 幢 502",
        lat=30.25,
        lon=120.15,
    )
    with database.write() as session:
        order_id = accept_order(session, draft, actor=_DESK, now=at, event_id=new_id(at, number)).order.id
    if called:
        for step, actor, data in (
            (Step.ASSIGN, _DESK, {"technician_id": _WANG.id}),
            (Step.TAKE, _WANG, {}),
            (Step.CONTACT, _WANG, {"agreed_at": (at + timedelta(hours=3)).isoformat()}),
        ):
            with database.write() as session:
                take_step(
                    session,
                    order_id,
                    step,
                    data,
                    actor=actor,
                    occurred_at=at,
                    received_at=at,
                    event_id=new_id(at, number, step),
                )
    for hours in range(int(age / timedelta(hours=1)) + 1):
        now = at + timedelta(hours=hours)
        sweep(database, lambda now=now: now)  # type: ignore[misc]  # bound at once
    with database.read() as session:
        rows = {noun: _rows_of(session, noun, order_id) for noun in _NOUNS}
    pending = [row.values["due_at"] for row in rows[Deadline] if row.values["done_at"] is None]
    return Pattern(rows, min(pending), len(pending))


def _rows_of(session: Session, noun: type[Base], order_id: str) -> list[_Row]:
    table = noun.__table__
    mine = select(table).where(table.c["id" if noun is Order else "order_id"] == order_id)
    if noun is LoggedEvent:
        mine = mine.order_by(table.c.seq)
    return [_Row.of(dict(row)) for row in session.execute(mine).mappings()]


def _copy(copy: Copy, rows: dict[type[Base], list[dict[str, Any]]]) -> None:
    pattern, by = copy.pattern, copy.due_at - copy.pattern.next_at
    order = pattern.rows[Order][0].moved(by, number=copy.name)
    order["id"] = order_id = new_id(order["accepted_at"], copy.name)
    seal = origin(order_id)
    for number, row in enumerate(pattern.rows[LoggedEvent]):
        event = row.moved(by, order_id=order_id)
        event["id"] = new_id(event["received_at"], copy.name, number)
        told = {name: value for name, value in event.items() if name not in {"id", "note", "mac"}}
        event["mac"] = seal = mac(KEYS.current, seal, event_id=event["id"], **told)
        rows[LoggedEvent].append(event)
    order["head"] = seal
    rows[Order].append(order)
    rows[PromiseClock].extend(row.moved(by, order_id=order_id) for row in pattern.rows[PromiseClock])
    for number, row in enumerate(pattern.rows[Deadline]):
        deadline = row.moved(by, order_id=order_id)
        deadline["id"] = new_id(deadline["due_at"], copy.name, number)
        rows[Deadline].append(deadline)


def _moved(value: Any, by: timedelta) -> Any:
    """The same at another time, the times inside JSON included."""
    if isinstance(value, datetime):
        return value + by
    if isinstance(value, Mapping):
        return {name: _moved(each, by) for name, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, by) for each in value]
    if isinstance(value, str) and value.startswith("20") and "T" in value:
        return (datetime.fromisoformat(value) + by).isoformat()
    return value
