"""Force majeure: declared by a manager for an area and a span, it stops the orders there, those that come later too."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from dispatch.actions import force_majeure
from dispatch.actions.errors import InvalidField, NotAllowed, NotFound
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import Actor, Role
from tests.actions.conftest import DESK, LEAD, NINE, World

HOUR = timedelta(hours=1)
MANAGER = Actor(Role.MANAGER, "u-manager")


def declare(world: World, *, event_id: str = "storm", actor: Actor = MANAGER, **changed: Any) -> None:
    given: dict[str, Any] = {"district_id": "north", "area_id": "river", "from_at": NINE, "until_at": None}
    with world.database.write() as session:
        force_majeure.declare(
            session, event_id=event_id, reason="typhoon", actor=actor, now=world.now, **given | changed
        )


def end(world: World, at: datetime | None = None, *, actor: Actor = MANAGER) -> None:
    with world.database.write() as session:
        force_majeure.end(session, "storm", at=at, actor=actor, now=world.now)


def due(world: World, order_id: str) -> timedelta:
    """How long after nine the order is due."""
    return world.clock(order_id, "complete").due_at - NINE


def test_the_orders_of_the_area_stand_still_and_those_of_others_do_not(world: World) -> None:
    here, there = world.accept(), world.accept(area_id="hill")
    declare(world, until_at=NINE + 6 * HOUR)
    assert world.clock(here, "complete").state == "paused"
    assert world.clock(there, "complete").state == "running"
    (pause,) = [line for line in world.clock(here, "complete").facts if line["code"] == "paused"]
    assert (pause["reason"], pause["evidence"]) == ("force_majeure", "declaration")
    assert due(world, here) == 30 * HOUR


def test_a_whole_district_may_stand_still(world: World) -> None:
    orders = [world.accept(), world.accept(area_id="hill")]
    declare(world, area_id=None)
    assert [world.clock(order_id, "complete").state for order_id in orders] == ["paused", "paused"]


def test_when_it_ends_the_clocks_go_on_from_there(world: World) -> None:
    order_id = world.accept()
    world.later(hours=1)
    declare(world, from_at=world.now)
    world.later(hours=5)
    end(world)
    assert world.clock(order_id, "complete").state == "running"
    assert due(world, order_id) == 29 * HOUR


def test_it_may_turn_out_to_have_ended_earlier_than_declared(world: World) -> None:
    order_id = world.accept()
    declare(world, until_at=NINE + 10 * HOUR)
    world.later(hours=4)
    end(world, NINE + 3 * HOUR)
    assert due(world, order_id) == 27 * HOUR
    assert [event.fact.until_at for event in world.events(order_id) if event.type == "force_majeure"] == [
        NINE + 10 * HOUR,
        NINE + 3 * HOUR,
    ]


def test_what_is_called_off_before_it_begins_stops_nothing(world: World) -> None:
    order_id = world.accept()
    declare(world, from_at=NINE + 5 * HOUR, until_at=NINE + 9 * HOUR)
    world.later(hours=1)
    end(world)
    world.later(hours=5)
    assert world.clock(order_id, "complete").state == "running"
    assert due(world, order_id) == 24 * HOUR


def test_an_order_that_comes_in_during_it_stands_still_too_and_one_after_it_does_not(world: World) -> None:
    declare(world, until_at=NINE + 6 * HOUR)
    world.later(hours=2)
    during = world.accept()
    world.later(hours=5)
    after = world.accept()
    assert world.types(during) == ["accept", "force_majeure"]
    assert due(world, during) == (2 + 24 + 4) * HOUR
    assert world.types(after) == ["accept"]


def test_a_declaration_after_the_breach_takes_it_back(world: World) -> None:
    order_id = world.accept()
    world.later(hours=25)
    world.ring()
    declare(world, from_at=NINE + 20 * HOUR)
    assert world.types(order_id)[-1] == "break_withdrawn"
    assert world.clock(order_id, "complete").state == "paused"


def test_an_order_completed_within_the_span_is_judged_by_it(world: World) -> None:
    order_id = world.accept()
    world.later(hours=25)
    world.ring()
    world.completed(order_id)
    declare(world, from_at=NINE + 20 * HOUR, until_at=NINE + 30 * HOUR)
    assert world.clock(order_id, "complete").state == "kept"


def test_declaring_twice_with_one_event_id_is_declaring_once(world: World) -> None:
    order_id = world.accept()
    declare(world)
    declare(world)
    assert world.types(order_id).count("force_majeure") == 1


def test_only_a_manager_declares_and_ends_and_only_what_there_is(world: World) -> None:
    with pytest.raises(NotAllowed, match="role"):
        declare(world, actor=LEAD)
    with pytest.raises(InvalidField, match="area_id"):
        declare(world, area_id="moon")
    with pytest.raises(NotFound):
        declare(world, district_id="moon", area_id=None)
    with pytest.raises(InvalidField, match="until_at"):
        declare(world, until_at=NINE)
    with pytest.raises(NotFound):
        end(world)
    declare(world)
    with pytest.raises(NotAllowed, match="role"):
        end(world, actor=DESK)
    with pytest.raises(InvalidField, match="ended_at"):
        end(world, NINE + HOUR)


def test_the_customer_may_dispute_it_like_any_other_pause(world: World) -> None:
    order_id = world.accept()
    declare(world)
    pause = {"reason": "force_majeure", "start_at": NINE.isoformat()}
    world.step(order_id, Step.DISPUTE_PAUSE, world.customer(order_id), pause)
    world.step(order_id, Step.DECIDE_DISPUTE, LEAD, pause | {"upheld": True})
    assert world.clock(order_id, "complete").state == "running"
    world.later(hours=3)
    end(world)  # what was decided stands
    assert due(world, order_id) == 24 * HOUR


def test_while_it_holds_an_order_may_be_held_by_it(world: World) -> None:
    order_id = world.accept()
    declare(world)
    held = world.step(order_id, Step.HOLD, DESK, {"reason": "force_majeure"})
    assert held.order.status is Status.ON_HOLD


def test_a_corrected_address_leaves_the_storm_of_the_wrong_area_and_joins_that_of_the_right_one(
    world: World,
) -> None:
    order_id = world.accept()
    declare(world)
    world.later(hours=2)
    right = {"address": "北岗路 2 号", "lat": 30.35, "lon": 120.15, "area_id": "hill"}
    world.step(order_id, Step.CORRECT_ADDRESS, DESK, right)
    assert world.clock(order_id, "complete").state == "running"
    world.step(order_id, Step.CORRECT_ADDRESS, DESK, right | {"area_id": "river"})
    assert world.clock(order_id, "complete").state == "paused"
