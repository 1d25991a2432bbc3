"""What is to be expected of each visit moves with the day, is told when it shifts, and raises jeopardy."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions.etas import Rolled, roll_forward
from dispatch.actions.planner import Planner
from dispatch.actions.plans import store_plan
from dispatch.actions.relay import Views, relay_batch
from dispatch.orders.lifecycle import Step
from dispatch.planning.day import Stop
from dispatch.planning.stop import iterations
from dispatch.queries.board import cards_of
from dispatch.queries.tracking import tracking
from dispatch.storage.day import plan_version
from dispatch.storage.eta import Expected, drop_over
from tests.actions.conftest import DESK, LI, NINE, WANG, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def route(world: World) -> Callable[..., list[str]]:
    """Orders of one technician, one an hour from 09:20 on, a quarter of an hour apart."""

    def make(count: int) -> list[str]:
        orders = [world.accept(lat=30.25 + k / 100) for k in range(count)]
        stops = [
            Stop(
                order_id=order_id,
                technician_id="t-wang",
                day=NINE.date(),
                seq=k + 1,
                arrive_at=NINE + (20 + 60 * k) * MINUTE,
                start_at=NINE + (20 + 60 * k) * MINUTE,
                end_at=NINE + (65 + 60 * k) * MINUTE,
                travel_s=900,
            )
            for k, order_id in enumerate(orders)
        ]
        with world.database.write() as session:
            store_plan(session, "north", plan_version(session, "north"), stops, [], now=world.now)
        return orders

    return make


def roll(world: World, *, hold_back: bool = False) -> Rolled:
    with world.database.write() as session:
        return roll_forward(session, "north", world.now, hold_back=hold_back)


def shown(world: World, order_id: str) -> dict[str, Any]:
    with world.database.read() as session:
        found = cards_of(session, [order_id], now=world.now)[order_id]
    assert found is not None
    return found


def p50(world: World, order_id: str) -> datetime:
    return datetime.fromisoformat(shown(world, order_id)["planned"]["arrive_p50_at"])


def risk(world: World, order_id: str, promise: str = "complete") -> str:
    return next(str(one["risk"]) for one in shown(world, order_id)["promises"] if one["promise"] == promise)


def pushed(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    told: list[tuple[str, str, dict[str, Any]]] = []
    views = Views(cards=lambda *_: {}, own=lambda *_: {}, track=lambda *_: None)
    while relay_batch(world.database, push=lambda *what: told.append(what), views=views, now=world.now):
        pass
    return told


def etas(world: World) -> list[tuple[str, dict[str, Any]]]:
    return [(room, payload) for room, name, payload in pushed(world) if name == "eta"]


def begin(world: World, order_id: str) -> None:
    world.step(order_id, Step.TAKE)
    agreed_at = world.now + 20 * MINUTE
    world.step(order_id, Step.CONTACT, data={"agreed_at": agreed_at.isoformat()})
    world.step(order_id, Step.SET_OFF)
    world.step(order_id, Step.ARRIVE, occurred_at=world.later(minutes=20))
    world.step(order_id, Step.START_WORK)


def test_a_plan_brings_its_expectations_with_it(world: World, route: Callable[..., list[str]]) -> None:
    orders = route(3)
    assert [p50(world, order_id) for order_id in orders] == [NINE + (20 + 60 * k) * MINUTE for k in range(3)]
    spreads = []
    for order_id in orders:
        planned = shown(world, order_id)["planned"]
        spreads.append(
            datetime.fromisoformat(planned["arrive_p90_at"])
            - datetime.fromisoformat(planned["arrive_p50_at"])
        )
    assert spreads == sorted(spreads)
    assert spreads[0] > timedelta(0)


def test_nothing_new_is_told_to_nobody(world: World, route: Callable[..., list[str]]) -> None:
    route(2)
    roll(world)
    pushed(world)
    assert roll(world) == Rolled((), (), 0)
    assert etas(world) == []


def test_an_overrun_shifts_all_that_follows_and_is_pushed_to_whom_it_concerns(
    world: World, route: Callable[..., list[str]]
) -> None:
    first, second, third = route(3)
    begin(world, first)
    pushed(world)
    world.later(minutes=70)  # 25 more than planned, and still at it
    versions = [world.order(one).version for one in (second, third)]
    roll(world)
    assert p50(world, second) == world.now + 15 * MINUTE + 15 * MINUTE
    assert p50(world, third) == p50(world, second) + 60 * MINUTE
    told = dict(etas(world))
    assert {visit["order_id"] for visit in told["board:north"]["visits"]} == {first, second, third}
    assert {visit["order_id"] for visit in told["day:t-wang"]["visits"]} == {first, second, third}
    assert datetime.fromisoformat(told[f"track:{third}"]["at"]) == p50(world, third)
    assert [world.order(one).version for one in (second, third)] == versions, "an estimate is no event"


def test_the_median_after_the_due_time_is_jeopardy_and_written_down_once(
    world: World, route: Callable[..., list[str]]
) -> None:
    first, second = route(2)
    world.step(second, Step.CONFIRM_URGENT, DESK, {"deadline_at": (NINE + 150 * MINUTE).isoformat()})
    begin(world, first)
    roll(world)
    assert risk(world, second, "urgent") == "risk", "less than nine in ten"
    world.later(minutes=85)
    held = roll(world, hold_back=True)
    assert held.turning == (second,)
    before = world.order(second).version
    assert roll(world).turning == (second,), "held back: not told yet"
    assert risk(world, second, "urgent") == "jeop"
    assert world.order(second).version == before + 1
    assert world.types(second)[-1] == "planned"
    world.later(minutes=5)
    assert roll(world).turning == ()
    assert world.order(second).version == before + 1


def test_the_ninetieth_percentile_alone_is_amber(world: World, route: Callable[..., list[str]]) -> None:
    orders = route(4)
    deadline = NINE + (65 + 180 + 10) * MINUTE  # ten minutes after the last one's planned end
    world.step(orders[-1], Step.CONFIRM_URGENT, DESK, {"deadline_at": deadline.isoformat()})
    roll(world)
    assert risk(world, orders[-1], "urgent") == "risk"
    assert risk(world, orders[0]) == "track"


def test_the_customers_window_is_as_wide_as_we_are_unsure(
    world: World, route: Callable[..., list[str]]
) -> None:
    orders = route(4)
    world.step(orders[-1], Step.TAKE)
    with world.database.read() as session:
        view = tracking(session, orders[-1], now=world.now)
    eta, planned = view["eta"], shown(world, orders[-1])["planned"]
    assert eta["at"] == planned["arrive_p50_at"]
    assert eta["to"] >= planned["arrive_p90_at"] > eta["at"] > eta["from"]


def test_what_is_over_is_forgotten(world: World, route: Callable[..., list[str]]) -> None:
    first, second = route(2)
    begin(world, first)
    world.step(first, Step.TEST, data={"download_mbps": 480})
    world.step(first, Step.COMPLETE)
    with world.database.write() as session:
        drop_over(session)
        assert [*session.scalars(select(Expected.order_id))] == [second]


def test_a_new_technician_s_visit_shows_nothing_of_the_former_one(
    world: World, route: Callable[..., list[str]]
) -> None:
    (order_id,) = route(1)
    world.assign(order_id, LI)
    planned = shown(world, order_id)["planned"]
    assert planned is None or planned["arrive_p50_at"] is None


def test_the_planner_looks_ahead_each_minute_and_plans_before_it_tells(
    world: World, route: Callable[..., list[str]]
) -> None:
    first, second = route(2)
    world.step(second, Step.CONFIRM_URGENT, DESK, {"deadline_at": (NINE + 150 * MINUTE).isoformat()})
    begin(world, first)
    own = Planner(database=world.database, district_id="north", make_stop=lambda: iterations(200))
    own.plan(lambda: world.now)
    assert not own.is_needed()
    world.step(second, Step.ASSIGN, DESK, {"technician_id": WANG.id})  # the desk insists
    own.plan(lambda: world.now)
    world.later(minutes=95)
    version = world.order(second).version
    own.look_ahead(world.now)
    assert world.order(second).version == version
    assert own.is_needed(), "somebody else may still save it"
    own.plan(lambda: world.now)
    assert risk(world, second, "urgent") == "jeop"
    assert not own.is_needed()
    own.look_ahead(world.now)
    assert not own.is_needed()
