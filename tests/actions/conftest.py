"""A small district with two technicians, and an order that can be taken through its life."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dispatch.actions.deadlines import sweep
from dispatch.actions.orders import OrderDraft, accept_order
from dispatch.actions.steps import StepResult, take_step
from dispatch.orders.codes import Kind
from dispatch.orders.events import Event
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import SYSTEM, Actor, Role
from dispatch.storage.district import Area, District
from dispatch.storage.event_log import events_of
from dispatch.storage.order import Order
from dispatch.storage.promise_clock import PromiseClock
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from tests.databases import KEYS

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Friday 20 November 2026, 09:00 in Shanghai."""
DESK = Actor(Role.DISPATCHER, "u-desk")
LEAD = Actor(Role.LEAD, "u-lead")
WANG = Actor(Role.TECHNICIAN, "t-wang")
LI = Actor(Role.TECHNICIAN, "t-li")


@dataclass
class World:
    """One database with a district in it, and the shortest way to make things happen there."""

    database: Database
    now: datetime = NINE
    _ids: Any = field(default_factory=itertools.count)

    def id(self) -> str:
        return f"event-{next(self._ids)}"

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def draft(self, **changed: Any) -> OrderDraft:
        given: dict[str, Any] = {
            "kind": Kind.REPAIR,
            "district_id": "north",
            "customer_name": "陈怡",
            "customer_phone": "13800002231",
            "address": "望江路 8 号 3 幢 502",
            "lat": 30.25,
            "lon": 120.15,
        }
        return OrderDraft(**given | changed)

    def accept(self, **changed: Any) -> str:
        with self.database.write() as session:
            return accept_order(
                session, self.draft(**changed), actor=DESK, now=self.now, event_id=self.id()
            ).order.id

    def step(
        self,
        order_id: str,
        step: Step | str,
        actor: Actor = WANG,
        data: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> StepResult:
        with self.database.write() as session:
            return take_step(
                session,
                order_id,
                Step(step),
                data or {},
                actor=actor,
                occurred_at=named.pop("occurred_at", self.now),
                received_at=named.pop("received_at", self.now),
                event_id=named.pop("event_id", None) or self.id(),
                **named,
            )

    def customer(self, order_id: str) -> Actor:
        return Actor(Role.CUSTOMER, order_id)

    def assign(self, order_id: str, technician: Actor = WANG, actor: Actor = DESK) -> StepResult:
        return self.step(order_id, Step.ASSIGN, actor, {"technician_id": technician.id})

    def contacted(self, order_id: str, by: Actor = DESK, **ahead: float) -> datetime:
        """Assign, take and agree on a time so far ahead."""
        self.assign(order_id, actor=by)
        self.step(order_id, Step.TAKE)
        agreed_at = self.now + timedelta(**ahead or {"hours": 2})
        self.step(order_id, Step.CONTACT, data={"agreed_at": agreed_at.isoformat()})
        return agreed_at

    def completed(self, order_id: str) -> None:
        self.contacted(order_id, hours=1)
        self.later(hours=1)
        for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK):
            self.step(order_id, step)
        self.step(order_id, Step.TEST, data={"download_mbps": 480})
        self.step(order_id, Step.COMPLETE)

    def order(self, order_id: str) -> Order:
        with self.database.read() as session:
            return session.get_one(Order, order_id)

    def events(self, order_id: str) -> list[Event]:
        with self.database.read() as session:
            return events_of(session, order_id)

    def types(self, order_id: str) -> list[str]:
        return [event.type for event in self.events(order_id)]

    def clock(self, order_id: str, promise: str, occasion: int = 1) -> PromiseClock:
        with self.database.read() as session:
            return session.get_one(PromiseClock, (order_id, promise, occasion))

    def ring(self) -> int:
        return sweep(self.database, lambda: self.now)


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


@pytest.fixture
def sqlite_world(sqlite_url: str) -> Iterator[World]:
    database = Database(sqlite_url, keys=KEYS)
    yield make_world(database)
    database.close()


@pytest.fixture
def postgresql_world(postgres_url: str) -> Iterator[World]:
    database = Database(postgres_url, keys=KEYS)
    yield make_world(database)
    database.close()


def make_world(database: Database) -> World:
    with database.write() as session:
        session.add(District(id="north", name="城北", zone="Asia/Shanghai"))
        session.flush()
        session.add_all(
            [
                Area(id="river", district_id="north", name="望江", lat=30.25, lon=120.15),
                Area(id="hill", district_id="north", name="北岗", tier="premium", lat=30.35, lon=120.15),
                Area(
                    id="field",
                    district_id="north",
                    name="新区",
                    lat=30.15,
                    lon=120.15,
                    serviceable=False,
                    reason="no_port",
                ),
            ]
        )
        for technician_id, name in (("t-wang", "王强"), ("t-li", "李娜")):
            session.add(
                Technician(
                    id=technician_id,
                    district_id="north",
                    name=name,
                    badge=technician_id,
                    skills=["install", "move", "repair"],
                    home_lat=30.25,
                    home_lon=120.15,
                )
            )
    return World(database)


__all__ = ["DESK", "LEAD", "LI", "NINE", "SYSTEM", "WANG", "World"]
