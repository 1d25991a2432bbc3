"""A withdrawal has a reason, is verified by somebody other than the technician, and has two clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.actions.errors import InvalidField, NotAllowed
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from tests.actions.conftest import DESK, WANG, World


def request(world: World, order_id: str) -> None:
    world.step(order_id, Step.REQUEST_WITHDRAWAL, world.customer(order_id), {"reason": "搬家了"})


def test_no_withdrawal_without_a_reason(world: World) -> None:
    order_id = world.accept()
    for data in ({}, {"reason": " "}):
        with pytest.raises(InvalidField) as refused:
            world.step(order_id, Step.REQUEST_WITHDRAWAL, world.customer(order_id), data)
        assert refused.value.field == "reason"


def test_nobody_verifies_the_withdrawal_of_an_order_that_was_in_their_own_hands(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    request(world, order_id)
    driving_lead = Actor(Role.LEAD, WANG.id)  # a lead with a van of their own signs in as both
    for actor in (WANG, driving_lead):
        with pytest.raises(NotAllowed):
            world.step(order_id, Step.VERIFY_WITHDRAWAL, actor)
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK)
    assert world.order(order_id).status == "withdrawal_verified"


def test_nor_of_one_that_was_in_their_hands_before(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.UNASSIGN, DESK, {"reason": "ill"})
    request(world, order_id)
    with pytest.raises(NotAllowed, match="own_order"):
        world.step(order_id, Step.VERIFY_WITHDRAWAL, Actor(Role.LEAD, WANG.id))


def test_the_two_clocks(world: World) -> None:
    order_id = world.accept()
    request(world, order_id)
    verify = world.clock(order_id, "cancel_verify")
    assert verify.due_at == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # the end of tomorrow in Shanghai
    world.later(hours=20)
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK)
    assert world.clock(order_id, "cancel_done").due_at == world.now + timedelta(hours=48)
    world.later(hours=48)
    world.step(order_id, Step.WITHDRAW, DESK)
    assert {world.clock(order_id, promise).state for promise in ("cancel_verify", "cancel_done")} == {"kept"}
    assert world.clock(order_id, "complete").state == "void"


def test_cannot_install_for_our_reasons_is_broken_and_never_void(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    world.step(order_id, Step.REQUEST_WITHDRAWAL, WANG, {"reason": "no port"})
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK, {"verdict": "ours"})
    assert world.clock(order_id, "complete").state == "broken"
    world.ring()
    world.step(order_id, Step.WITHDRAW, DESK)
    assert world.clock(order_id, "complete").state == "broken"
    assert world.types(order_id).count("broken") == 1


def test_a_withdrawal_after_the_break_undoes_no_break(world: World) -> None:
    order_id = world.accept()
    world.later(hours=24, seconds=1)
    world.ring()
    request(world, order_id)
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK)
    world.step(order_id, Step.WITHDRAW, DESK)
    assert world.clock(order_id, "complete").state == "broken"
