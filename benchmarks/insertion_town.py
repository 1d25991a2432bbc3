"""A district of a thousand or five thousand open orders with its running plan, for `benchmarks.insertion`.

Made by the product's own actions: every order is accepted, planned and stored; a third of them is taken by its
technician and agreed with its customer.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from sqlalchemy import select

from dispatch.actions.orders import OrderDraft, accept_order
from dispatch.actions.plans import store_plan
from dispatch.actions.steps import take_step
from dispatch.actions.users import create_user
from dispatch.orders.chain import Key, Keyring
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from dispatch.planning.day import stops_of
from dispatch.planning.solve import solve
from dispatch.planning.stop import iterations
from dispatch.storage.base import new_id
from dispatch.storage.day import plan_version
from dispatch.storage.district import Area, District
from dispatch.storage.order import Order
from dispatch.storage.running_day import Travel, running_day
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician

DISTRICT: Final = "city"
AREA: Final = "city-middle"
LOGIN, PASSWORD = "desk", "a benchmark's password"
KEYS: Final = Keyring(Key.of("the-audit-key-of-the-benchmarks-01234"))
MORNING: Final = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
"""Friday, 08:00 in Shanghai."""
NOW: Final = MORNING + timedelta(minutes=20)
DESK: Final = Actor(Role.DISPATCHER, "u-desk")
ORDERS_PER_TECHNICIAN: Final = 9
AGREED_SHARE: Final = 0.35
MIDDLE: Final = (30.25, 120.15)
HALF_A_CITY: Final = 0.09  # degrees: 20 km from end to end
KINDS: Final = ((Kind.REPAIR, 0.55), (Kind.INSTALL, 0.35), (Kind.MOVE, 0.10))
BATCH: Final = 200


def settle(database: Database, orders: int, seed: int, travel: Travel, steps: int) -> None:
    """Fill an empty database: the district, its people, its orders, and a plan of so many steps of search."""
    rng = np.random.default_rng([orders, seed])
    with database.write() as session:
        session.add(District(id=DISTRICT, name="城区", zone="Asia/Shanghai"))
        session.flush()
        session.add(Area(id=AREA, district_id=DISTRICT, name="中心", lat=MIDDLE[0], lon=MIDDLE[1]))
        for k, (lat, lon) in enumerate(_places(rng, max(1, orders // ORDERS_PER_TECHNICIAN))):
            session.add(
                Technician(
                    id=f"t-{k}",
                    district_id=DISTRICT,
                    name=f"技师 {k}",
                    badge=str(k),
                    skills=["install", "move", "repair"],
                    home_lat=lat,
                    home_lon=lon,
                )
            )
        session.flush()
        create_user(
            session,
            login=LOGIN,
            name="调度",
            password=PASSWORD,
            role=Role.DISPATCHER,
            district_id=DISTRICT,
            now=MORNING,
        )
    for batch in _batches(list(_drafts(rng, orders))):
        with database.write() as session:
            for number, draft in batch:
                at = MORNING - timedelta(hours=float(rng.uniform(0, 16)))
                accept_order(session, draft, actor=DESK, now=at, event_id=f"accept-{number}")
    with database.read() as session:
        day = running_day(session, DISTRICT, NOW, travel)
    plan = solve(day.day.problem, day.travel, iterations(steps), seed, day.plan)
    with database.write() as session:
        store_plan(session, DISTRICT, plan_version(session, DISTRICT), stops_of(day.day, plan), [], now=NOW)
    _agree(database, rng)


def urgent_drafts(orders: int, seed: int, count: int) -> list[OrderDraft]:
    """Urgent complaints of customers who have no order yet: their line is down, and they say until when they can wait."""
    rng = np.random.default_rng([orders, seed, 1])
    return [
        OrderDraft(
            kind=Kind.REPAIR,
            district_id=DISTRICT,
            area_id=AREA,
            customer_name="陈怡",
            customer_phone=f"139{k:08d}",
            address=f"急修路 {k} 号",
            lat=float(lat),
            lon=float(lon),
            urgent_deadline_at=NOW + timedelta(hours=float(rng.uniform(2, 6))),
        )
        for k, (lat, lon) in enumerate(_places(rng, count))
    ]


def _places(rng: np.random.Generator, count: int) -> Iterator[tuple[float, float]]:
    for lat, lon in rng.uniform(-HALF_A_CITY, HALF_A_CITY, (count, 2)):
        yield round(MIDDLE[0] + float(lat), 5), round(MIDDLE[1] + float(lon), 5)


def _drafts(rng: np.random.Generator, orders: int) -> Iterator[tuple[int, OrderDraft]]:
    kinds, shares = zip(*KINDS, strict=True)
    for k, (lat, lon) in enumerate(_places(rng, orders)):
        kind = kinds[rng.choice(len(kinds), p=shares)]
        moved = {"from_address": "旧路 1 号"} if kind is Kind.MOVE else {}
        yield (
            k,
            OrderDraft(
                kind=kind,
                district_id=DISTRICT,
                area_id=AREA,
                customer_name="陈怡",
                customer_phone=f"138{k:08d}",
                address=f"中心路 {k} 号",
                lat=lat,
                lon=lon,
                contracted_mbps=500,
                **moved,
            ),
        )


def _batches(drafts: list[tuple[int, OrderDraft]]) -> Iterator[list[tuple[int, OrderDraft]]]:
    for first in range(0, len(drafts), BATCH):
        yield drafts[first : first + BATCH]


def _agree(database: Database, rng: np.random.Generator) -> None:
    """A third of today's visits is taken and agreed, at the time that the plan has for them."""
    with database.read() as session:
        planned = [
            (row.id, row.technician_id, row.planned_start_at)
            for row in session.scalars(select(Order).order_by(Order.id))
            if row.planned_start_at is not None and rng.random() < AGREED_SHARE
        ]
    for first in range(0, len(planned), BATCH):
        with database.write() as session:
            for order_id, technician_id, start_at in planned[first : first + BATCH]:
                technician = Actor(Role.TECHNICIAN, technician_id or "")
                for step, data in ((Step.TAKE, {}), (Step.CONTACT, {"agreed_at": start_at.isoformat()})):
                    take_step(
                        session,
                        order_id,
                        step,
                        data,
                        actor=technician,
                        occurred_at=NOW,
                        received_at=NOW,
                        event_id=new_id(NOW, order_id, step),
                    )
