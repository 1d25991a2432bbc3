"""Who could take an order instead: real offers, none from who has it or handed it back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from dispatch.queries.rescues import rescues
from tests.actions.conftest import LI, NINE, WANG, World


def offers(world: World, order_id: str) -> list[dict[str, Any]]:
    with world.database.read() as session:
        return rescues(session, order_id, now=world.now)


def test_another_technician_is_offered_with_the_extra_road_and_the_arrival(
    world: World, plan: Callable[..., None]
) -> None:
    order_id = world.accept(lat=30.26)
    plan("t-wang", NINE + timedelta(hours=23), order_id)
    (offer,) = offers(world, order_id)
    assert offer["technician_id"] == "t-li"
    assert offer["extra_s"] > 0
    assert NINE.isoformat() <= offer["arrive_at"] < (NINE + timedelta(hours=2)).isoformat()
    assert offer["breaks"] == []


def test_an_order_without_a_technician_may_go_to_anyone_who_did_not_hand_it_back(world: World) -> None:
    order_id = world.accept()
    assert {offer["technician_id"] for offer in offers(world, order_id)} == {"t-wang", "t-li"}
    world.assign(order_id)
    world.step(order_id, "decline", WANG, {"reason": "too_far"})
    assert [offer["technician_id"] for offer in offers(world, order_id)] == ["t-li"]


def test_an_order_that_is_under_way_or_over_cannot_be_moved(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.step(order_id, "set_off")
    assert offers(world, order_id) == []
    done = world.accept()
    world.assign(done, LI)
    world.completed(world.accept(lat=30.2501))
    world.step(done, "hold", LI, {"reason": "not_ready", "note": "没通电"})
    assert offers(world, done) == []


def test_an_offer_that_comes_too_late_says_what_it_breaks(world: World) -> None:
    order_id = world.accept()
    world.later(hours=23, minutes=50)
    found = offers(world, order_id)
    assert found
    assert all(offer["breaks"] == ["complete"] for offer in found)
