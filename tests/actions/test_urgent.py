"""Urgent complaints: a clock of their own, unpausable, first for the planner, settled by whatever makes the line work."""

from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed
from dispatch.actions.orders import accept_order
from dispatch.orders.lifecycle import Step
from dispatch.storage.day import TOP, day_input
from tests.actions.conftest import DESK, NINE, SYSTEM, WANG, World

HOUR = timedelta(hours=1)


def confirm(world: World, order_id: str, hours: float, **named: Any) -> None:
    deadline_at = (world.now + hours * HOUR).isoformat()
    world.step(order_id, Step.CONFIRM_URGENT, named.pop("actor", DESK), {"deadline_at": deadline_at})


def test_the_desk_binds_us_to_the_customers_own_deadline_beside_complete(world: World) -> None:
    order_id = world.accept()
    complete = world.clock(order_id, "complete").due_at
    confirm(world, order_id, 5.5)
    assert world.clock(order_id, "urgent").due_at == NINE + 5.5 * HOUR
    assert world.clock(order_id, "complete").due_at == complete


def test_a_deadline_in_the_past_is_refused_and_nobody_but_the_desk_confirms(world: World) -> None:
    order_id = world.accept()
    for hours in (0, -1):
        with pytest.raises(InvalidField, match="deadline_at"):
            confirm(world, order_id, hours)
    world.assign(order_id)
    with pytest.raises(NotAllowed, match="role"):
        confirm(world, order_id, 3, actor=WANG)


def test_no_pause_stops_an_urgent_clock(world: World) -> None:
    order_id = world.accept()
    confirm(world, order_id, 5)
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready"})
    world.later(hours=6)
    world.ring()
    assert world.clock(order_id, "urgent").state == "broken"
    assert world.clock(order_id, "complete").state == "paused"


def test_a_completion_settles_it_late_or_in_time_whatever_complete_does(world: World) -> None:
    order_id = world.accept()
    confirm(world, order_id, 0.5)
    world.completed(order_id)
    assert world.clock(order_id, "urgent").state == "broken"
    assert world.clock(order_id, "complete").state == "kept"


def test_staff_settle_it_before_anything_is_completed_but_only_if_there_is_one(world: World) -> None:
    order_id = world.accept()
    with pytest.raises(IllegalStep):
        world.step(order_id, Step.SETTLE_URGENT, DESK)
    confirm(world, order_id, 5)
    world.later(hours=1)
    world.step(order_id, Step.SETTLE_URGENT, DESK)
    clock = world.clock(order_id, "urgent")
    assert (clock.state, clock.met_at) == ("kept", NINE + HOUR)
    with pytest.raises(IllegalStep):
        world.step(order_id, Step.SETTLE_URGENT, DESK)


def test_a_completion_that_is_taken_back_before_the_deadline_settled_nothing(world: World) -> None:
    order_id = world.accept()
    confirm(world, order_id, 10)
    world.completed(order_id)
    world.later(hours=1)
    world.step(order_id, Step.REOPEN, DESK, {"reason": "dead again"})
    assert world.clock(order_id, "urgent").state == "running"
    world.later(hours=20)
    world.ring()
    assert world.clock(order_id, "urgent").state == "broken"


def test_what_works_at_the_deadline_was_in_time_even_if_it_fails_later(world: World) -> None:
    order_id = world.accept()
    confirm(world, order_id, 2)
    world.completed(order_id)
    world.later(hours=20)
    world.step(order_id, Step.REOPEN, DESK, {"reason": "dead again"})
    assert world.clock(order_id, "urgent").state == "kept"


def test_each_complaint_has_a_clock_of_its_own(world: World) -> None:
    order_id = world.accept()
    confirm(world, order_id, 2)
    world.later(hours=1)
    confirm(world, order_id, 3)
    world.step(order_id, Step.SETTLE_URGENT, DESK)
    assert [world.clock(order_id, "urgent", n).state for n in (1, 2)] == ["kept", "kept"]


def test_intake_takes_an_urgent_complaint_without_an_order_and_makes_one(world: World) -> None:
    order_id = world.accept(urgent_deadline_at=NINE + 5 * HOUR)
    assert world.types(order_id) == ["accept", "confirm_urgent"]
    assert world.clock(order_id, "urgent").due_at == NINE + 5 * HOUR
    with pytest.raises(InvalidField, match="urgent_deadline_at"):
        world.accept(urgent_deadline_at=NINE)
    draft = world.draft(urgent_deadline_at=NINE + HOUR)
    with world.database.write() as session, pytest.raises(NotAllowed, match="role"):
        accept_order(session, draft, actor=SYSTEM, now=world.now, event_id=world.id())


def test_the_planner_puts_an_urgent_order_first_and_sees_the_stricter_due_time(world: World) -> None:
    plain, urgent = world.accept(), world.accept(urgent_deadline_at=NINE + 5 * HOUR)

    def planned() -> dict[str, Any]:
        with world.database.read() as session:
            return {one.id: one for one in day_input(session, "north", world.now).orders}

    seen = planned()
    assert seen[urgent].priority == TOP > seen[plain].priority
    assert (seen[urgent].due_at, seen[plain].due_at) == (NINE + 5 * HOUR, NINE + 24 * HOUR)
    world.step(urgent, Step.SETTLE_URGENT, DESK)
    seen = planned()
    assert (seen[urgent].priority, seen[urgent].due_at) == (seen[plain].priority, NINE + 24 * HOUR)
