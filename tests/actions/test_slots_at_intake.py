"""An order is taken in with the half-day that was held for it, or with none."""

import pytest

from dispatch.actions.errors import SlotTaken
from dispatch.actions.slots import accept_held
from dispatch.orders.codes import Kind
from dispatch.storage.order import Order
from tests.actions.conftest import DESK, World
from tests.actions.holding import TOMORROW, alone, at, fill, hold, road


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
