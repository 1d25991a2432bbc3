"""What was wrong from the start: our tier counts from the beginning again, the customer's address starts anew."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed, NotServiceable
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Step
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.promise_clock import Deadline
from tests.actions.conftest import DESK, LEAD, NINE, World

HOUR = timedelta(hours=1)
RIGHT = {"address": "北岗路 2 号", "lat": 30.35, "lon": 120.15, "area_id": "hill"}


def deadlines(world: World, order_id: str) -> dict[str, Any]:
    with world.database.read() as session:
        rows = session.scalars(
            select(Deadline).where(Deadline.order_id == order_id, Deadline.promise == "complete")
        )
        return {row.rung: row.due_at for row in rows}


def test_our_wrong_tier_is_judged_from_the_original_start(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.later(hours=9)
    world.step(order_id, Step.CORRECT_TIER, LEAD, {"tier": "premium"})
    clock = world.clock(order_id, "complete")
    assert (clock.started_at, clock.due_at) == (NINE, NINE + 15 * HOUR)  # the end of the same day
    assert world.order(order_id).tier == "premium"
    assert deadlines(world, order_id)["broken"] == NINE + 15 * HOUR + timedelta.resolution
    assert {"code": "tier_corrected", "at": world.now.isoformat(), "was": "standard"} in clock.facts


def test_a_tier_that_was_wrong_may_have_broken_the_promise_long_ago(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.later(hours=20)
    world.ring()
    world.step(order_id, Step.CORRECT_TIER, LEAD, {"tier": "premium"})
    world.ring()
    assert world.types(order_id)[-2:] == ["broken", "compensated"]
    world.step(order_id, Step.CORRECT_TIER, LEAD, {"tier": "standard"})
    assert world.types(order_id)[-1] == "break_withdrawn"
    assert world.clock(order_id, "complete").state == "running"


def test_only_a_lead_corrects_a_tier_and_only_to_another_one_that_there_is(world: World) -> None:
    order_id = world.accept()
    with pytest.raises(NotAllowed, match="role"):
        world.step(order_id, Step.CORRECT_TIER, DESK, {"tier": "premium"})
    for tier in ("gold", "standard"):
        with pytest.raises(InvalidField, match="tier"):
            world.step(order_id, Step.CORRECT_TIER, LEAD, {"tier": tier})


def test_the_customers_wrong_address_starts_the_promise_again_in_the_tier_of_the_right_area(
    world: World,
) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.later(hours=2)
    world.step(order_id, Step.CORRECT_ADDRESS, DESK, RIGHT)
    order, clock = world.order(order_id), world.clock(order_id, "complete")
    assert (order.address, order.lat, order.area_id, order.tier) == ("北岗路 2 号", 30.35, "hill", "premium")
    assert (clock.started_at, clock.due_at) == (NINE + 2 * HOUR, NINE + 15 * HOUR)


def test_the_address_stands_in_the_order_and_not_in_the_log(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, Step.CORRECT_ADDRESS, DESK, RIGHT)
    with world.database.read() as session:
        event = session.scalars(select(LoggedEvent).where(LoggedEvent.type == "correct_address")).one()
        assert event.data == {"area_id": "hill", "tier": "premium", "was": "standard"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"address": " "}, "address"),
        ({"address": None}, "address"),
        ({"lat": 91}, "lat"),
        ({"lat": "north"}, "lat"),
        ({"lon": float("nan")}, "lon"),
        ({"area_id": "elsewhere"}, "area_id"),
    ],
)
def test_half_an_address_is_refused_with_the_field_named(
    world: World, changed: dict[str, Any], field: str
) -> None:
    order_id = world.accept()
    with pytest.raises(InvalidField) as refused:
        world.step(order_id, Step.CORRECT_ADDRESS, DESK, RIGHT | changed)
    assert refused.value.field == field
    assert world.order(order_id).address != RIGHT["address"]


def test_an_address_without_service_is_refused_with_the_reason(world: World) -> None:
    order_id = world.accept()
    with pytest.raises(NotServiceable, match="no_port"):
        world.step(order_id, Step.CORRECT_ADDRESS, DESK, RIGHT | {"area_id": "field"})


def test_nobody_corrects_the_address_under_a_technician_on_the_way(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id)
    world.step(order_id, Step.SET_OFF)
    with pytest.raises(IllegalStep):
        world.step(order_id, Step.CORRECT_ADDRESS, DESK, RIGHT)


def test_a_declined_assignment_stays_void_and_a_reassignment_keeps_the_contact(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.DECLINE, data={"reason": "too far"})
    world.step(order_id, Step.CORRECT_TIER, LEAD, {"tier": "premium"})
    assert world.clock(order_id, "accept", 1).state == "void"
