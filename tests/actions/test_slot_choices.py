"""A held time becomes the agreed one, and what was put off is what was offered."""

import uuid
from datetime import timedelta

import pytest

from dispatch.actions.errors import NotFound, SlotTaken
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Status, Step
from dispatch.storage.slot_hold import live_holds
from tests.actions.conftest import WANG, World
from tests.actions.holding import alone, at, confirm, fill, hold_order, time_slot


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
