"""A line completed below 90 % of its contract gets a prioritised order of ours, once."""

from datetime import timedelta

import pytest

from dispatch.orders.codes import Kind, Relation
from dispatch.orders.lifecycle import Step
from dispatch.storage.district import Area
from tests.actions.aftercare import finish, install, links, orders
from tests.actions.conftest import DESK, WANG, World


def test_a_line_below_ninety_per_cent_opens_one_prioritised_order_linked_both_ways(world: World) -> None:
    first_id = install(world, 80, 92, 97)  # 89.7 on average
    first, later = orders(world)
    assert (later.kind, later.source, later.status) == (Kind.REPAIR, "optimisation", "accepted")
    assert later.priority > first.priority
    assert (later.address, later.customer_phone) == (first.address, first.customer_phone)
    assert later.accepted_at == first.completed_at
    (link,) = links(world, first_id)
    assert (link.first_id, link.later_id, link.relation) == (first.id, later.id, Relation.OPTIMISATION)
    assert (link.technician_id, link.visit_no) == (WANG.id, 1)
    assert world.types(first.id)[-1] == world.types(later.id)[-1] == "linked"
    assert world.clock(first_id, "speed").state == "broken"
    assert world.clock(later.id, "complete").due_at == later.accepted_at + timedelta(hours=24)


@pytest.mark.parametrize("measured", [(90.0,), (50, 95, 95, 95), (100,)])
def test_the_mean_of_the_last_three_tests_decides(world: World, measured: tuple[float, ...]) -> None:
    first_id = install(world, *measured)
    assert links(world, first_id) == []


def test_a_move_is_measured_and_a_repair_is_not(world: World) -> None:
    move_id = install(world, 50, kind=Kind.MOVE, from_address="江滨路 1 号", customer_phone="13900000001")
    assert len(links(world, move_id)) == 1
    repair_id = install(world, 50, kind=Kind.REPAIR, customer_phone="13900000002")
    assert links(world, repair_id) == []


def test_a_replayed_completion_opens_no_second_one(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL, contracted_mbps=100)
    world.contacted(order_id, hours=1)
    for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK):
        world.step(order_id, step)
    world.step(order_id, Step.TEST, data={"download_mbps": 60})
    for _ in range(3):
        world.step(order_id, Step.COMPLETE, event_id="completed-once")
    world.ring()
    assert len(orders(world)) == 2


def test_a_better_test_after_reopening_deletes_nothing_and_a_worse_one_adds_nothing_while_it_is_open(
    world: World,
) -> None:
    order_id = install(world, 60)
    for measured in (50, 99):
        world.later(hours=2)
        world.step(order_id, Step.REOPEN, world.customer(order_id), {"reason": "still slow"})
        finish(world, order_id, measured)
        assert len(links(world, order_id)) == 1
    assert world.clock(order_id, "speed", 3).state == "kept"
    assert {order.status for order in orders(world)} == {"completed", "accepted"}


def test_slow_again_after_the_optimisation_was_done_is_a_new_matter(world: World) -> None:
    order_id = install(world, 60)
    (link,) = links(world, order_id)
    finish(world, link.later_id, 95)
    world.step(order_id, Step.REOPEN, DESK, {"reason": "slow again"})
    finish(world, order_id, 61)
    assert len(links(world, order_id)) == 2


def test_the_optimisation_order_is_no_repeat_and_needs_no_free_port(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL, contracted_mbps=100, area_id="hill")
    with world.database.write() as session:
        session.get_one(Area, "hill").serviceable = False
    finish(world, order_id, 60)
    assert [link.relation for link in links(world, order_id)] == [Relation.OPTIMISATION]
