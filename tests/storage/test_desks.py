"""The running plan that is kept warm offers what a fresh look offers, after any changes; what is stored meanwhile is noticed."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import select

from dispatch.actions.errors import StalePlan
from dispatch.actions.insertions import Inserted, insert_into_plan
from dispatch.actions.log import append
from dispatch.orders.facts import Planned
from dispatch.orders.people import Actor, Role
from dispatch.orders.timing import Timing
from dispatch.planning.ejection import Hold
from dispatch.storage.desks import Desks, Found, holds_of
from dispatch.storage.order import Order
from dispatch.storage.running_day import running_day
from dispatch.storage.session import Database
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.actions.conftest import DESK, NINE, WANG, World, make_world
from tests.databases import KEYS


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    database = Database(sqlite_url, keys=KEYS)
    yield make_world(database)
    database.close()


@pytest.fixture
def desks() -> Desks:
    return Desks(TravelCache(GreatCircle()))


def offers(world: World, desks: Desks, order_id: str) -> list[Found]:
    with world.database.read() as session:
        return desks.offers(session, session.get_one(Order, order_id), world.now)


def insert(world: World, desks: Desks, order_id: str, found: Found | None = None) -> Inserted:
    found = found or offers(world, desks, order_id)[0]
    with world.database.write() as session:
        done = insert_into_plan(
            session,
            order_id,
            found.stops,
            before=found.before,
            versions=found.versions,
            actor=DESK,
            now=world.now,
            event_id=world.id(),
        )
        desks.settle(session.get_one(Order, order_id), found, done.versions)
    return done


def whose_day(row: Order) -> tuple[str | None, date]:
    assert row.planned_start_at is not None
    return row.technician_id, row.planned_start_at.date()


def shown(found: list[Found]) -> list[tuple[int, float]]:
    """What the best costs; several may cost the same."""
    return [(one.offer.loss, round(one.offer.cost, 3)) for one in found[:1]]


def test_what_is_kept_offers_what_a_fresh_look_offers(world: World, desks: Desks) -> None:
    """The reference is a look from the tables themselves; meanwhile orders come and minutes go by."""
    for k in range(5):
        insert(world, desks, world.accept(lat=30.25 + 0.01 * k))
    with world.database.read() as session:
        desks.renew(session, "north", world.now)
    for k in range(6):
        order_id = world.accept(lat=30.25 + 0.01 * (k % 4), lon=120.15 + 0.013 * (k % 3))
        fresh = Desks(TravelCache(GreatCircle()))
        assert shown(offers(world, desks, order_id)) == shown(offers(world, fresh, order_id))
        world.later(seconds=20)


def test_the_stored_plan_is_the_one_that_is_kept(world: World, desks: Desks) -> None:
    orders = [world.accept(lat=30.25 + 0.007 * k) for k in range(6)]
    for order_id in orders:
        insert(world, desks, order_id)
    with world.database.read() as session:
        seen = running_day(session, "north", world.now, TravelCache(GreatCircle()))
        planned = {v.job_id for route in seen.plan.routes for v in route.visits}
        assert planned == set(orders)
        rows = session.scalars(select(Order).order_by(Order.planned_start_at)).all()
        for whose in {whose_day(row) for row in rows}:
            own = [row for row in rows if whose_day(row) == whose]
            assert [row.planned_seq for row in own] == list(range(1, len(own) + 1))


def test_a_place_in_a_route_that_has_changed_is_refused(world: World, desks: Desks) -> None:
    first, second = world.accept(), world.accept(lat=30.26)
    world.assign(second, WANG)
    insert(world, desks, first)
    technician = Actor(Role.TECHNICIAN, world.order(first).technician_id or "")
    found = next(one for one in offers(world, desks, second) if first in one.versions)
    world.step(first, "take", technician)
    with pytest.raises(StalePlan):
        insert(world, desks, second, found)
    assert world.order(second).planned_start_at is None


def test_what_the_system_noted_meanwhile_takes_no_place_away(world: World, desks: Desks) -> None:
    """Nobody took a step: who goes where, and in which order, is as it was."""
    first, second = world.accept(), world.accept(lat=30.26)
    insert(world, desks, first)
    found = next(one for one in offers(world, desks, second) if first in one.versions)
    with world.database.write() as session:
        order = session.get_one(Order, first)
        noted = Planned(
            technician_id=order.technician_id,
            arrive_at=order.planned_arrive_at,
            start_at=order.planned_start_at,
            end_at=order.planned_end_at,
        )
        timing = Timing(occurred_at=world.now, received_at=world.now, judged_at=world.now, skewed=False)
        append(session, order, noted, timing)
        assert order.version > found.versions[first]
    insert(world, desks, second, found)
    assert world.order(second).planned_start_at is not None


def test_who_was_second_for_a_place_asks_the_same_look_again(world: World, desks: Desks) -> None:
    """A new look at a large district takes seconds; the one that is kept knows who came first."""
    first, second = world.accept(), world.accept()
    (found, *_), (late, *_) = offers(world, desks, first), offers(world, desks, second)
    insert(world, desks, first, found)
    assert late.before == found.before
    with pytest.raises(StalePlan):
        insert(world, desks, second, late)
    desks.was_refused(late)
    again = offers(world, desks, second)[0]
    assert again.kept is found.kept
    insert(world, desks, second, again)


def test_a_look_that_the_database_contradicts_is_taken_anew(world: World, desks: Desks) -> None:
    first, second = world.accept(), world.accept(lat=30.26)
    insert(world, desks, first)
    found = next(one for one in offers(world, desks, second) if first in one.versions)
    world.step(first, "take", Actor(Role.TECHNICIAN, world.order(first).technician_id or ""))
    with pytest.raises(StalePlan):
        insert(world, desks, second, found)
    desks.was_refused(found)
    assert offers(world, desks, second)[0].kept is not found.kept


def test_several_web_processes_keep_the_plan_right(world: World) -> None:
    """Each knows only what it stored itself; whoever finds a route changed looks again."""
    processes = [Desks(TravelCache(GreatCircle())) for _ in range(3)]
    orders = [world.accept(lat=30.25 + 0.004 * (k % 5), lon=120.15 + 0.004 * (k % 3)) for k in range(9)]
    refused = 0
    for k, order_id in enumerate(orders):
        desks = processes[k % 3]
        try:
            insert(world, desks, order_id)
        except StalePlan:
            refused += 1
            desks.forget("north")
            insert(world, desks, order_id)
    assert refused
    with world.database.read() as session:
        rows = session.scalars(select(Order).order_by(Order.planned_start_at)).all()
    for technician_id in {row.technician_id for row in rows}:
        own = [row for row in rows if row.technician_id == technician_id]
        for before, after in pairwise(own):
            assert before.planned_end_at is not None
            assert after.planned_start_at is not None
            assert before.planned_end_at <= after.planned_start_at


def test_who_was_promised_a_time_is_held(world: World) -> None:
    agreed, booked, free = world.accept(), world.accept(booked_date=NINE.date()), world.accept()
    world.contacted(agreed)
    with world.database.read() as session:
        look = running_day(session, "north", world.now, TravelCache(GreatCircle())).look
    holds = holds_of(look)
    assert holds[agreed] is Hold.STAYS
    assert holds[booked] is Hold.KEEPS
    assert free not in holds
