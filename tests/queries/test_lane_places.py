"""The places of one lane: each priced by the planner, one put there whole, refused when the lane or the order has moved on."""

from datetime import date, timedelta
from typing import Any

import pytest

from dispatch.actions.errors import StalePlan, StaleVersion
from dispatch.actions.placing import place_order
from dispatch.actions.plans import store_plan
from dispatch.orders.lifecycle import Status
from dispatch.orders.people import Actor, Role
from dispatch.planning.day import Stop
from dispatch.planning.rescue import Rescue
from dispatch.queries.lane_places import lane_places, place_between
from dispatch.storage.day import day_input, plan_version
from dispatch.storage.desks import Desks
from dispatch.storage.order import Order
from dispatch.storage.rescue import RescueDone
from dispatch.storage.running_day import problem_of
from dispatch.storage.technician import Technician
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.actions.conftest import DESK, NINE, WANG, World

TRAVEL = TravelCache(GreatCircle())
TODAY = date(2026, 11, 20)


def places(world: World, order_id: str, technician_id: str = "t-wang") -> list[dict[str, Any]]:
    with world.database.read() as session:
        story = lane_places(session, order_id, technician_id, TODAY, now=world.now, desks=Desks(TRAVEL))
        found: list[dict[str, Any]] = story["places"]
        return found


def between(world: World, order_id: str, after_id: str | None, before_id: str | None) -> Rescue | None:
    with world.database.read() as session:
        return place_between(
            session,
            order_id,
            "t-wang",
            TODAY,
            after_id=after_id,
            before_id=before_id,
            now=world.now,
            desks=Desks(TRAVEL),
        )


def put(
    world: World, order_id: str, rescue: Rescue, *, version: int | None = None, event_id: str = "place-1"
) -> RescueDone:
    seen = of(world, order_id).version if version is None else version
    with world.database.write() as session:
        return place_order(
            session, order_id, rescue, actor=DESK, now=world.now, event_id=event_id, expected_version=seen
        )


def of(world: World, order_id: str) -> Order:
    with world.database.read() as session:
        order = session.get_one(Order, order_id)
        session.expunge(order)
        return order


def plan_all(world: World, *order_ids: str) -> None:
    """Wang has them at ten, at one, at four."""
    stops = [
        Stop(
            order_id=order_id,
            technician_id="t-wang",
            day=TODAY,
            seq=seq,
            arrive_at=(at := NINE + timedelta(hours=3 * seq - 2)),
            start_at=at,
            end_at=at + timedelta(minutes=45),
            travel_s=600,
        )
        for seq, order_id in enumerate(order_ids, start=1)
    ]
    with world.database.write() as session:
        store_plan(session, "north", plan_version(session, "north"), stops, [], now=world.now)


@pytest.fixture
def lane(world: World) -> tuple[str, str]:
    """Wang has agreed on ten and on one o'clock."""
    first, second = world.accept(lat=30.251), world.accept(lat=30.252)
    plan_all(world, first, second)
    for order_id, hours in ((first, 1), (second, 4)):
        world.step(order_id, "take", WANG)
        world.step(order_id, "contact", WANG, {"agreed_at": (NINE + timedelta(hours=hours)).isoformat()})
    plan_all(world, first, second)
    return first, second


def test_each_place_between_two_visits_has_its_time_and_price(world: World, lane: tuple[str, str]) -> None:
    first, second = lane
    third = world.accept(lat=30.2505)
    seen = places(world, third)
    assert [(one["after_id"], one["before_id"]) for one in seen] == [
        (None, first),
        (first, second),
        (second, None),
    ]
    offers = [one["offer"] for one in seen]
    arrivals = [one["arrive_at"] for one in offers if one]
    assert arrivals == sorted(arrivals)
    assert len(arrivals) >= 2
    assert all(one["technician_id"] == "t-wang" for one in offers if one)


def test_a_place_that_would_make_who_was_promised_a_time_late_has_no_offer(
    world: World, lane: tuple[str, str]
) -> None:
    third = world.accept(lat=30.9)
    assert places(world, third)[0]["offer"] is None
    assert between(world, third, None, lane[0]) is None


def test_it_stands_where_it_was_put_and_again_is_once(world: World, lane: tuple[str, str]) -> None:
    first, second = lane
    third = world.accept(lat=30.2505)
    place = between(world, third, first, second)
    assert place is not None
    put(world, third, place, version=of(world, third).version)
    order = of(world, third)
    row = [of(world, one) for one in (first, third, second)]
    assert (order.technician_id, order.status, order.pinned) == ("t-wang", Status.ASSIGNED, True)
    assert [one.planned_seq for one in row] == [1, 2, 3]
    starts = [one.planned_start_at for one in row if one.planned_start_at]
    assert starts == sorted(starts)
    assert order.placed_by_hand
    put(world, third, place, version=0)
    assert of(world, third).version == order.version


def test_the_next_plan_keeps_it_there_though_another_place_is_cheaper(
    world: World, lane: tuple[str, str]
) -> None:
    """An hour of road is what it would have to save."""
    first, second = lane
    third = world.accept(lat=30.2511)
    beside, last = (places(world, third)[k]["offer"] for k in (1, 2))
    assert beside is not None
    assert last is not None
    place = between(world, third, second, None)
    assert place is not None
    put(world, third, place)
    with world.database.read() as session:
        look = day_input(session, "north", world.now)
    (kept,) = [one for one in look.orders if one.id == third]
    job = next(one for one in problem_of(look).problem.jobs if one.id == third)
    at = of(world, third).planned_start_at
    assert at is not None
    assert kept.placed
    assert all(one.start <= at.timestamp() <= one.end for one in job.windows)
    assert job.fallbacks[0].cost == 3600
    assert first != third
    world.step(third, "assign", DESK, {"technician_id": "t-li"})
    assert not of(world, third).placed_by_hand, "another technician's day is another matter"


def test_in_its_own_lane_it_keeps_its_technician_and_what_they_have_agreed(
    world: World, lane: tuple[str, str]
) -> None:
    first, second = lane
    third = world.accept(lat=30.2505)
    place = between(world, third, second, None)
    assert place is not None
    put(world, third, place)
    world.step(third, "take", WANG)
    sooner = between(world, third, first, second)
    assert sooner is not None
    put(world, third, sooner, event_id="place-2")
    order = of(world, third)
    assert (order.status, order.technician_id) == (Status.TAKEN, "t-wang"), "nothing to take again"
    assert [of(world, one).planned_seq for one in (first, third, second)] == [1, 2, 3]


def test_who_was_slower_is_refused_and_nothing_is_changed(world: World, lane: tuple[str, str]) -> None:
    first, second = lane
    third = world.accept(lat=30.2505)
    seen = of(world, third).version
    place = between(world, third, first, second)
    assert place is not None
    world.step(third, "assign", Actor(Role.LEAD, "u-lead"), {"technician_id": "t-li"})
    with pytest.raises(StaleVersion):
        put(world, third, place, version=seen)
    fourth = world.accept(lat=30.2506)
    elsewhere = between(world, fourth, first, second)
    assert elsewhere is not None
    world.step(second, "unassign", DESK, {"reason": "desk"})
    with pytest.raises(StalePlan):
        put(world, fourth, elsewhere, event_id="place-3")
    assert of(world, third).technician_id == "t-li"
    assert of(world, fourth).technician_id is None


def test_who_lacks_the_skill_has_no_place_for_it(world: World, lane: tuple[str, str]) -> None:
    third = world.accept(lat=30.2505)
    with world.database.write() as session:
        session.get_one(Technician, "t-li").skills = ["fiber"]
    assert places(world, third, "t-li") == []
    assert places(world, third, "t-nobody") == []
