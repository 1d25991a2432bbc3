"""A slot is kept for whoever chooses, sold as often as the plan has room for it, and gone when it runs out."""

import uuid
from datetime import date

import pytest

from dispatch.actions.errors import InvalidField, NotFound, SlotTaken
from dispatch.actions.planner import Planner
from dispatch.actions.slots import release_hold
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Step
from dispatch.planning.day import Half
from dispatch.planning.slots import Slot
from dispatch.planning.stop import iterations
from dispatch.storage.plan import Plan
from dispatch.storage.slot_hold import live_holds
from tests.absences import be_away
from tests.actions.conftest import LI, World
from tests.actions.holding import TOMORROW, alone, at, fill, hold, hold_order, time_slot


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


def test_the_technician_who_has_the_order_is_the_one_whose_time_is_held(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=3)
    held = hold_order(world, order_id, time_slot(24)).hold
    assert held.technician_id == "t-wang"
    with world.database.write() as session:
        be_away(session, "t-wang", at(100))
    fresh = world.accept()
    world.assign(fresh, LI)
    assert hold_order(world, fresh, time_slot(24)).hold.technician_id in (None, "t-li")


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
