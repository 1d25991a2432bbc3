"""The parts in the vans: counted down once an order, set back at the depot, and what the planner sees of them."""

from typing import Any

import pytest

from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.actions.stock import fill_vans, set_stock
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Step
from dispatch.storage.day import day_input, requested_since
from dispatch.storage.technician import Technician
from tests.actions.conftest import DESK, LI, WANG, World

LOAD = {"ont": 4, "drop_cable": 4}


def give(world: World, **columns: Any) -> None:
    with world.database.write() as session:
        technician = session.get_one(Technician, "t-wang")
        for name, value in columns.items():
            setattr(technician, name, value)


def stock(world: World) -> dict[str, int] | None:
    with world.database.read() as session:
        return session.get_one(Technician, "t-wang").stock


def test_a_completion_takes_its_parts_from_the_van_once_even_if_the_order_is_reopened(world: World) -> None:
    give(world, stock={"ont": 2, "drop_cable": 1}, load=LOAD)
    order_id = world.accept(kind=Kind.INSTALL)
    world.completed(order_id)
    assert stock(world) == {"ont": 1, "drop_cable": 0}
    world.later(hours=1)
    world.step(order_id, Step.REOPEN, DESK, {"reason": "dead again"})
    with world.database.read() as session:
        (seen,) = day_input(session, "north", world.now).orders
    assert seen.parts == {}
    world.completed(order_id)
    assert stock(world) == {"ont": 1, "drop_cable": 0}


def test_a_van_that_nobody_counts_stays_uncounted(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.completed(order_id)
    assert stock(world) is None
    assert world.order(order_id).parts_used == {}


def test_a_repair_leaves_nothing_behind(world: World) -> None:
    give(world, stock=LOAD, load=LOAD)
    world.completed(world.accept())
    assert stock(world) == LOAD


def test_the_technician_and_the_desk_say_what_is_in_the_van_and_the_planner_is_asked_again(
    world: World,
) -> None:
    give(world, load=LOAD)
    with world.database.write() as session:
        assert set_stock(session, "t-wang", {"ont": 1}, actor=WANG, now=world.now) == {"ont": 1}
    with world.database.read() as session:
        assert requested_since(session, "north") == world.now
        technicians = {one.id: one for one in day_input(session, "north", world.now).technicians}
    assert (technicians["t-wang"].stock, technicians["t-li"].stock) == ({"ont": 1}, None)
    with world.database.write() as session:
        assert set_stock(session, "t-wang", None, actor=DESK, now=world.now) == LOAD
        with pytest.raises(NotAllowed):
            set_stock(session, "t-wang", None, actor=LI, now=world.now)
        with pytest.raises(NotFound):
            set_stock(session, "t-nobody", None, actor=DESK, now=world.now)
        for count in (-1, True, 1.5, 100_000):
            with pytest.raises(InvalidField, match=r"stock\.ont"):
                set_stock(session, "t-wang", {"ont": count}, actor=DESK, now=world.now)  # type: ignore[dict-item]


def test_in_the_morning_each_counted_van_has_its_load_again(world: World) -> None:
    give(world, stock={"ont": 0}, load=LOAD)
    with world.database.write() as session:
        assert fill_vans(session, "north") == 1
        assert fill_vans(session, "north") == 0
    assert stock(world) == LOAD
