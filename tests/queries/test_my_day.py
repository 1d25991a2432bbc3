"""A technician's day: own orders unmasked, in planned order, and what is no longer theirs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from dispatch.queries.my_day import card, changes, my_day
from dispatch.queries.orders import card_view, is_known_to, order_view
from tests.actions.conftest import DESK, LI, NINE, WANG, World
from tests.queries.conftest import statements


def day_of(world: World, technician_id: str = "t-wang") -> dict[str, Any]:
    with world.database.read() as session:
        return my_day(session, technician_id, now=world.now)


def test_orders_stand_in_planned_order_with_the_one_under_way_first(
    world: World, plan: Callable[..., None]
) -> None:
    first, second, third = world.accept(), world.accept(), world.accept()
    plan("t-wang", NINE + timedelta(hours=1), second, third, first)
    assert [one["id"] for one in day_of(world)["orders"]] == [second, third, first]
    world.step(first, "take")
    world.step(first, "contact", data={"agreed_at": (NINE + timedelta(minutes=30)).isoformat()})
    world.step(first, "set_off")
    assert [one["id"] for one in day_of(world)["orders"]] == [first, second, third]


def test_the_technician_sees_whom_to_call_and_only_own_steps(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    (one,) = day_of(world)["orders"]
    assert one["customer"]["name"] == "陈怡"
    assert one["customer"]["phone"] == "13800002231"
    assert {"take", "decline"} <= set(one["next_steps"])
    assert "assign" not in one["next_steps"]
    assert day_of(world, "t-li")["orders"] == []


def test_what_is_done_today_stays_until_midnight(world: World) -> None:
    order_id = world.accept()
    world.completed(order_id)
    day = day_of(world)
    assert day["orders"] == []
    assert [one["id"] for one in day["done"]] == [order_id]
    world.later(days=1)
    assert day_of(world)["done"] == []


def test_a_phone_that_was_away_learns_what_is_new_and_what_is_no_longer_its(world: World) -> None:
    kept, lost = world.accept(), world.accept()
    world.assign(kept)
    world.assign(lost)
    have = {one["id"]: one["version"] for one in day_of(world)["orders"]}
    world.assign(lost, LI)
    world.step(kept, "take")
    with world.database.read() as session:
        found = changes(session, "t-wang", have, now=world.now)
    assert [one["id"] for one in found["orders"]] == [kept]
    assert found["gone"] == [lost]


def test_a_colleagues_order_is_masked_and_ones_own_is_not(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    with world.database.read() as session:
        order = world.order(order_id)
        own = card_view(session, order_id, now=world.now, viewer=WANG)
        other = card_view(session, order_id, now=world.now, viewer=LI)
        desk = card_view(session, order_id, now=world.now, viewer=DESK)
        assert is_known_to(session, order, WANG)
        assert not is_known_to(session, order, LI)
    assert own is not None
    assert other is not None
    assert desk is not None
    assert own["customer"]["phone"] == "13800002231"
    assert other["customer"]["phone"] == desk["customer"]["phone"] == "138****2231"


def test_an_order_is_told_whole_with_who_did_what(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, "take")
    with world.database.read() as session:
        view = order_view(session, order_id, now=world.now, viewer=DESK)
        former = order_view(session, order_id, now=world.now, viewer=LI)
        nobody = order_view(session, "nobody", now=world.now, viewer=DESK)
    assert view is not None
    assert former is not None
    assert nobody is None
    assert [event["type"] for event in view["events"]] == ["accept", "assign", "take"]
    assert view["events"][1]["technician"] == "王强"
    assert view["events"][2]["actor"] == {"role": "technician", "name": "王强"}
    assert view["customer"]["phone"] == "13800002231"
    assert former["customer"]["phone"] == "138****2231"


def test_a_long_day_takes_no_more_statements_than_a_short_one(world: World) -> None:
    def counted() -> int:
        with statements(world.database) as sent:
            day_of(world)
        return len(sent)

    world.assign(world.accept())
    few = counted()
    for _ in range(12):
        world.assign(world.accept())
    assert counted() == few


def test_an_order_that_nobody_knows_has_no_card(world: World) -> None:
    with world.database.read() as session:
        assert card(session, "nobody", now=NINE) is None
        assert card_view(session, "nobody", now=NINE, viewer=DESK) is None


def ladder(world: World, order_id: str) -> Any:
    with world.database.read() as session:
        day = my_day(session, "t-wang", now=world.now)
    return next(one["ladder"] for one in day["orders"] if one["id"] == order_id)


def test_the_calls_that_are_owed_stand_on_the_card_as_the_rule_that_judges_them_says(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    assert ladder(world, order_id) is None, "nobody has taken it"
    world.step(order_id, "take")
    seen = ladder(world, order_id)
    assert (seen["first_at"], seen["owed"], [slot["part"] for slot in seen["slots"]]) == (
        None,
        None,
        ["noon", "evening", "morning"],
    )
    world.later(hours=1)
    world.step(order_id, "attempt")
    seen = ladder(world, order_id)
    assert seen["first_at"] == world.now.isoformat()
    assert (seen["owed"]["part"], seen["owed"]["closes_at"]) == ("noon", seen["due_at"])
    world.later(hours=3)
    world.step(order_id, "attempt")
    seen = ladder(world, order_id)
    assert seen["slots"][0]["tried_at"] == world.now.isoformat()
    assert seen["owed"]["part"] == "evening"
    for hours in (6, 15):
        world.later(hours=hours)
        world.step(order_id, "attempt")
    seen = ladder(world, order_id)
    assert (seen["owed"], seen["exhausted_at"]) == (None, world.now.isoformat())


def test_a_part_that_was_missed_is_owed_no_more_and_an_agreed_time_owes_no_call(world: World) -> None:
    missed, agreed = world.accept(), world.accept()
    world.contacted(agreed)
    world.assign(missed)
    world.step(missed, "take")
    world.step(missed, "attempt")
    world.later(hours=6)
    assert ladder(world, missed)["owed"] is None
    assert ladder(world, agreed) is None
