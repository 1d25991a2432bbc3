"""Of many who want the same slot at once, as many get it as there is room for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from dispatch.actions.errors import SlotTaken
from dispatch.actions.slot_look import look_at_intake
from dispatch.orders.codes import Kind
from dispatch.storage.slot_hold import live_holds
from tests.actions.conftest import World
from tests.actions.holding import MORNING, PLACE, alone, hold, hold_order, road, time_slot


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

    # 45 minutes each, all planned from 50 minutes before 10:00 to 20 after it: at 09:10 and 09:55
    assert sum(threads.map(call, orders)) == 2
