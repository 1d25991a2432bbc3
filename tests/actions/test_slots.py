"""A slot is kept for whoever chooses, sold once, gone when it runs out, and what was put off is what was offered."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from dispatch.actions.errors import InvalidField, NotFound, SlotTaken
from dispatch.actions.planner import Planner
from dispatch.actions.slot_look import look_at_intake
from dispatch.actions.slots import (
    Held,
    accept_held,
    confirm_hold,
    hold_at_intake,
    hold_for_order,
    release_hold,
)
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import Actor
from dispatch.planning.day import Half
from dispatch.planning.slots import Slot
from dispatch.planning.stop import iterations
from dispatch.storage.district import District
from dispatch.storage.order import Order
from dispatch.storage.plan import Plan
from dispatch.storage.slot_hold import SlotHold, live_holds
from dispatch.storage.technician import Technician
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.actions.conftest import DESK, LI, NINE, WANG, World

TOMORROW = date(2026, 11, 21)
MORNING = Slot(day=TOMORROW, half=Half.AM)
PLACE = (30.25, 120.15)


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def time_slot(hours_after_nine: float) -> Slot:
    agreed_at = at(hours_after_nine)
    return Slot(day=(agreed_at + timedelta(hours=8)).date(), agreed_at=agreed_at)


def road() -> TravelCache:
    return TravelCache(GreatCircle())


def hold(world: World, slot: Slot = MORNING, **given: Any) -> SlotHold:
    """A half-day for an install that is being taken in."""
    with world.database.write() as session:
        named = {"actor": DESK, "now": world.now, "event_id": str(uuid.uuid4()), "travel": road()} | given
        return hold_at_intake(session, "north", Kind.INSTALL, PLACE, slot, **named).hold


def hold_order(
    world: World, order_id: str, slot: Slot, actor: Actor = DESK, event_id: str | None = None
) -> Held:
    with world.database.write() as session:
        return hold_for_order(
            session,
            order_id,
            slot,
            actor=actor,
            now=world.now,
            event_id=event_id or str(uuid.uuid4()),
            travel=road(),
        )


def confirm(
    world: World, order_id: str, hold_id: str, actor: Actor = DESK, event_id: str | None = None
) -> None:
    with world.database.write() as session:
        confirm_hold(
            session,
            order_id,
            hold_id,
            actor=actor,
            now=world.now,
            event_id=event_id or str(uuid.uuid4()),
            travel=road(),
        )


def alone(world: World, *, reserved: int = 0) -> None:
    """One technician, and as much reserved for repairs as said."""
    with world.database.write() as session:
        session.get_one(Technician, "t-li").active = False
        session.get_one(District, "north").planning = {"repairs_reserved": reserved}


def fill(world: World) -> list[SlotHold]:
    held = []
    while True:
        try:
            held.append(hold(world))
        except SlotTaken:
            return held


def test_a_morning_is_sold_until_it_is_full_and_not_once_more(world: World) -> None:
    alone(world)
    assert len(fill(world)) == 4  # an hour each at one address, from 08:00 to 12:00
    assert hold(world, Slot(day=TOMORROW, half=Half.PM)).half is Half.PM


def test_a_hold_that_ran_out_frees_its_capacity_by_itself(world: World) -> None:
    alone(world)
    fill(world)
    world.later(minutes=4, seconds=59)
    with pytest.raises(SlotTaken):
        hold(world)
    world.later(seconds=1)
    assert len(fill(world)) == 4


def test_what_is_let_go_can_be_had_by_the_next(world: World) -> None:
    alone(world)
    first = fill(world)[0]
    with world.database.write() as session:
        release_hold(session, first.id, now=world.now)
        release_hold(session, first.id, now=world.now)  # once more changes nothing
    assert len(fill(world)) == 1
    with world.database.write() as session, pytest.raises(NotFound):
        release_hold(session, "nothing", now=world.now)


def test_the_reserve_for_repairs_is_not_sold_to_installs(world: World) -> None:
    alone(world, reserved=50)
    assert len(fill(world)) == 2
    repair = world.accept()
    assert hold_order(world, repair, Slot(day=TOMORROW, agreed_at=at(23))).hold.order_id == repair


def test_the_same_event_again_is_the_same_hold(world: World) -> None:
    alone(world)
    event_id = str(uuid.uuid4())
    first, second = hold(world, event_id=event_id), hold(world, event_id=event_id)
    assert first.id == second.id
    assert len(fill(world)) == 3
    with pytest.raises(InvalidField, match="event_id"):
        hold(world, Slot(day=TOMORROW, half=Half.PM), event_id=event_id)


def test_choosing_another_one_lets_the_first_go(world: World) -> None:
    alone(world)
    order_id = world.accept()
    world.contacted(order_id, hours=30)
    hold_order(world, order_id, time_slot(24))
    hold_order(world, order_id, time_slot(25))
    with world.database.read() as session:
        (left,) = live_holds(session, "north", world.now)
        assert left.agreed_at == at(25)


def test_a_time_that_nobody_could_keep_is_not_held(world: World) -> None:
    order_id = world.accept()
    for slot in (
        Slot(day=TOMORROW, agreed_at=at(13 + 24)),  # 22:00
        Slot(day=TOMORROW, agreed_at=at(24.2)),
        Slot(day=date(2027, 3, 1), half=Half.AM),
    ):
        with pytest.raises(SlotTaken):
            hold_order(world, order_id, slot)


def test_an_order_under_way_has_no_slots(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.step(order_id, Step.SET_OFF)
    with pytest.raises(SlotTaken):
        hold_order(world, order_id, time_slot(24))


def test_a_held_time_becomes_the_agreed_one_once(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=3)
    event_id = str(uuid.uuid4())
    held = hold_order(world, order_id, time_slot(24)).hold
    confirm(world, order_id, held.id, event_id=event_id)
    version = world.order(order_id).version
    confirm(world, order_id, held.id, event_id=event_id)
    order = world.order(order_id)
    assert (order.agreed_at, order.version) == (at(24), version)
    with world.database.read() as session:
        assert live_holds(session, "north", world.now) == ()


def test_choosing_a_time_resumes_an_order_on_hold(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=3)
    world.step(order_id, Step.HOLD, data={"reason": "customer_later", "until": at(72).isoformat()})
    held = hold_order(world, order_id, time_slot(48), world.customer(order_id)).hold
    confirm(world, order_id, held.id, world.customer(order_id))
    order = world.order(order_id)
    assert (order.status, order.agreed_at) == (Status.CONTACTED, at(48))


def test_a_choice_after_the_hold_ran_out_counts_if_the_time_is_still_free(world: World) -> None:
    alone(world)
    order_id = world.accept()
    world.contacted(order_id, hours=50)
    held = hold_order(world, order_id, time_slot(23)).hold
    world.later(minutes=10)
    confirm(world, order_id, held.id)
    assert world.order(order_id).agreed_at == at(23)
    second = world.accept()
    world.contacted(second, hours=50)
    late = hold_order(world, second, time_slot(25)).hold
    world.later(minutes=10)
    fill(world)
    with pytest.raises(SlotTaken):
        confirm(world, second, late.id)


def test_one_order_s_hold_is_not_another_s(world: World) -> None:
    order_id, other = world.accept(), world.accept()
    held = hold_order(world, order_id, time_slot(24)).hold
    with pytest.raises(NotFound):
        confirm(world, other, held.id)


def test_the_technician_who_has_the_order_is_the_one_whose_time_is_held(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=3)
    held = hold_order(world, order_id, time_slot(24)).hold
    assert held.technician_id == "t-wang"
    with world.database.write() as session:
        session.get_one(Technician, "t-wang").on_leave_until = at(100)
    fresh = world.accept()
    world.assign(fresh, LI)
    assert hold_order(world, fresh, time_slot(24)).hold.technician_id in (None, "t-li")


def test_a_customer_who_puts_the_visit_off_stops_the_clock_from_the_first_slot_to_the_chosen_one(
    world: World,
) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.contacted(order_id, hours=3)
    due_at = world.clock(order_id, "complete").due_at
    held = hold_order(world, order_id, time_slot(48), world.customer(order_id)).hold
    confirm(world, order_id, held.id, world.customer(order_id))
    assert world.clock(order_id, "complete").due_at == due_at + timedelta(hours=45)  # from 12:00 to 09:00
    # and back: the clock stood still only to the slot that is chosen now
    held = hold_order(world, order_id, time_slot(24), world.customer(order_id)).hold
    confirm(world, order_id, held.id, world.customer(order_id))
    assert world.clock(order_id, "complete").due_at == due_at + timedelta(hours=21)


def test_moving_the_time_within_the_day_stops_no_clock_nor_does_a_time_that_staff_agree(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.contacted(order_id, hours=2)
    due_at = world.clock(order_id, "complete").due_at
    held = hold_order(world, order_id, time_slot(5), world.customer(order_id)).hold
    confirm(world, order_id, held.id, world.customer(order_id))
    assert world.order(order_id).agreed_at == at(5)
    assert world.clock(order_id, "complete").due_at == due_at
    held = hold_order(world, order_id, time_slot(48)).hold
    confirm(world, order_id, held.id, WANG)
    assert world.clock(order_id, "complete").due_at == due_at


def test_a_customer_cannot_say_what_was_offered(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.contacted(order_id, hours=2)
    due_at = world.clock(order_id, "complete").due_at
    data = {"agreed_at": at(48).isoformat(), "offered_at": at(2).isoformat()}
    world.step(order_id, Step.CONTACT, world.customer(order_id), data)
    world.step(order_id, Step.CONTACT, WANG, data)
    assert world.clock(order_id, "complete").due_at == due_at


def test_an_order_is_taken_in_with_the_half_day_that_was_held(world: World) -> None:
    alone(world)
    held = fill(world)[0]
    event_id = world.id()

    def take_in() -> Order:
        with world.database.write() as session:
            return accept_held(
                session,
                world.draft(kind=Kind.INSTALL),
                held.id,
                actor=DESK,
                now=world.now,
                event_id=event_id,
                travel=road(),
            ).order

    order = take_in()
    assert (order.booked_date, order.booked_half) == (TOMORROW, "am")
    assert take_in().id == order.id
    with pytest.raises(SlotTaken):
        hold(world)  # it is booked now, and still as full as before
    accepted = world.events(order.id)[0].fact
    assert accepted.offered_at == at(0)  # this morning could have been had


def test_a_half_day_that_was_held_for_another_place_is_looked_for_again(sqlite_world: World) -> None:
    world = sqlite_world
    alone(world)
    held = fill(world)[0]
    far = world.draft(kind=Kind.INSTALL, lat=30.75)  # 55 km away: the morning has no room for the road
    with pytest.raises(SlotTaken), world.database.write() as session:
        accept_held(session, far, held.id, actor=DESK, now=world.now, event_id=world.id(), travel=road())


def test_a_half_day_that_ran_out_and_was_sold_is_not_booked(world: World) -> None:
    alone(world)
    held = hold(world)
    world.later(minutes=6)
    fill(world)
    with pytest.raises(SlotTaken), world.database.write() as session:
        accept_held(
            session,
            world.draft(kind=Kind.INSTALL),
            held.id,
            actor=DESK,
            now=world.now,
            event_id=world.id(),
            travel=road(),
        )


def test_the_planner_leaves_a_held_slot_its_place_and_reports_it_to_nobody(sqlite_world: World) -> None:
    world = sqlite_world
    alone(world)
    fill(world)
    planner = Planner(database=world.database, district_id="north", make_stop=lambda: iterations(50))
    booked = world.accept(kind=Kind.INSTALL, booked_date=TOMORROW, booked_half="pm")
    planner.plan(lambda: world.now)
    with world.database.read() as session:
        assert session.query(Plan).one().unassigned == []
    assert world.order(booked).planned_start_at is not None
    with pytest.raises(SlotTaken):
        hold(world)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(12) as pool:
        yield pool


def test_of_many_callers_at_once_exactly_as_many_get_a_slot_as_there_is_room_for(
    world: World, threads: ThreadPoolExecutor
) -> None:
    alone(world)
    together = Barrier(12)

    def call(_number: int) -> bool:
        together.wait()
        try:
            hold(world)
        except SlotTaken:
            return False
        return True

    assert sum(threads.map(call, range(12))) == 4
    with world.database.read() as session:
        assert len(live_holds(session, "north", world.now)) == 4


def test_what_was_free_when_everybody_looked_is_sold_no_more_often(
    world: World, threads: ThreadPoolExecutor
) -> None:
    alone(world)
    for _ in range(3):
        hold(world)
    together = Barrier(12)

    def call(_number: int) -> bool:
        with world.database.read() as session:
            look = look_at_intake(
                session, "north", Kind.INSTALL, PLACE, MORNING, now=world.now, travel=road()
            )
        assert look.free
        together.wait()
        try:
            hold(world, look=look)
        except SlotTaken:
            return False
        return True

    assert sum(threads.map(call, range(12))) == 1


def test_of_many_customers_who_tap_the_same_time_as_many_have_it_as_can_be_met(
    world: World, threads: ThreadPoolExecutor
) -> None:
    alone(world)
    orders = [world.accept(address=f"望江路 {k} 号", customer_phone=f"1380000{k:04}") for k in range(8)]
    together = Barrier(8)

    def call(order_id: str) -> bool:
        together.wait()
        try:
            hold_order(world, order_id, time_slot(25), world.customer(order_id))
        except SlotTaken:
            return False
        return True

    # 45 minutes each, all planned within 50 minutes of 10:00: at 09:10, 09:55 and 10:40
    assert sum(threads.map(call, orders)) == 3
