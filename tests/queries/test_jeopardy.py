"""As soon as the live plan says that a promise will not be kept it is in jeopardy, on the board at once, with its rescues."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from dispatch.actions.plans import store_plan
from dispatch.actions.positions import report_position
from dispatch.actions.relay import Views, relay_batch
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Step
from dispatch.planning.day import Stop
from dispatch.queries import board, my_day, tracking
from dispatch.queries.rescues import rescues
from dispatch.storage.day import plan_version
from tests.actions.conftest import DESK, NINE, World

HOUR = timedelta(hours=1)


def pushed(world: World) -> list[dict[str, Any]]:
    """The cards that the board is sent now."""
    views = Views(
        cards=lambda session, order_ids: board.cards_of(session, order_ids, now=world.now),
        own=lambda session, order_ids: my_day.cards_of(session, order_ids, now=world.now),
        track=lambda session, order_id: tracking.tracking(session, order_id, now=world.now),
    )
    cards: list[dict[str, Any]] = []

    def push(room: str, name: str, payload: dict[str, Any]) -> None:
        if room == "board:north" and name == "order":
            cards.append(payload)

    while relay_batch(world.database, push=push, views=views, now=world.now):
        pass
    return cards


def risk(card: dict[str, Any], promise: str) -> str:
    return [str(one["risk"]) for one in card["promises"] if one["promise"] == promise][-1]


def replan(world: World, order_id: str, hours: float) -> None:
    """The plan says: there so many hours after nine, done three quarters of an hour later."""
    at = NINE + hours * HOUR
    stop = Stop(
        order_id=order_id,
        technician_id="t-wang",
        day=at.date(),
        seq=1,
        arrive_at=at,
        start_at=at,
        end_at=at + 0.75 * HOUR,
        travel_s=600,
    )
    with world.database.write() as session:
        store_plan(session, "north", plan_version(session, "north"), [stop], [], now=world.now)


def test_a_plan_that_ends_after_the_due_time_is_pushed_as_jeopardy_and_back(world: World) -> None:
    order_id = world.accept()
    replan(world, order_id, 20)
    assert risk(pushed(world)[-1], "complete") == "track"
    replan(world, order_id, 23.5)
    assert risk(pushed(world)[-1], "complete") == "jeop"
    replan(world, order_id, 21)
    assert risk(pushed(world)[-1], "complete") == "track"


def test_a_shift_of_a_few_seconds_over_the_edge_is_news(world: World) -> None:
    order_id = world.accept()
    replan(world, order_id, 23.25)
    pushed(world)
    replan(world, order_id, 23.25 + 20 / 3600)
    assert risk(pushed(world)[-1], "complete") == "jeop"
    replan(world, order_id, 23.25 + 40 / 3600)
    assert pushed(world) == [], "nothing has turned by that"


def test_a_plan_that_arrives_outside_the_agreed_hour_is_pushed_as_jeopardy(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=4)
    for hours, look in ((4.9, "track"), (5.1, "jeop"), (2.9, "jeop"), (3.1, "track")):
        replan(world, order_id, hours)
        assert risk(pushed(world)[-1], "arrive") == look


def test_an_order_in_jeopardy_is_offered_to_whoever_can_still_keep_it(world: World) -> None:
    order_id = world.accept()
    replan(world, order_id, 23.5)
    assert risk(pushed(world)[-1], "complete") == "jeop"
    with world.database.read() as session:
        (offer,) = rescues(session, order_id, now=world.now)
    assert (offer["technician_id"], offer["breaks"]) == ("t-li", [])


def test_an_offer_says_which_of_the_clocks_it_breaks(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, Step.CONFIRM_URGENT, DESK, {"deadline_at": (NINE + 0.5 * HOUR).isoformat()})
    replan(world, order_id, 2)
    card = pushed(world)[-1]
    assert (risk(card, "urgent"), risk(card, "complete")) == ("jeop", "track")
    with world.database.read() as session:
        assert [offer["breaks"] for offer in rescues(session, order_id, now=world.now)] == [["urgent"]]


def test_a_technician_who_is_too_far_away_raises_it_before_anybody_is_late(
    world: World, seen: Callable[..., None]
) -> None:
    order_id = world.accept(kind=Kind.INSTALL)
    world.contacted(order_id, hours=1)
    replan(world, order_id, 1)
    world.step(order_id, Step.SET_OFF)
    pushed(world)
    world.later(minutes=1)
    seen("t-wang", 30.26, 120.15)
    assert pushed(world) == [], "near enough"
    world.later(minutes=1)
    seen("t-wang", 31.5, 120.15)  # 140 km away, as the crow flies
    (card,) = pushed(world)
    assert risk(card, "arrive") == "jeop"
    world.later(minutes=1)
    seen("t-wang", 31.51, 120.15)
    assert pushed(world) == [], "known already"


def test_a_visit_that_should_have_begun_ends_later_by_as_much(world: World) -> None:
    order_id = world.accept()
    replan(world, order_id, 22)
    world.now = NINE + 23.5 * HOUR
    with world.database.read() as session:
        card = board.cards_of(session, [order_id], now=world.now)[order_id]
    assert card is not None
    assert risk(card, "complete") == "jeop"


def test_a_position_of_nobody_on_the_way_changes_no_order(world: World) -> None:
    world.accept()
    pushed(world)
    with world.database.write() as session:
        report_position(session, "t-wang", lat=31.5, lon=120.15, at=world.now, received_at=world.now)
    assert pushed(world) == []
