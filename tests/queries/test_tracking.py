"""A customer's page: nothing that is not theirs to see, an arrival that narrows, and the streets around the door."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from dispatch.queries.tracking import tracking
from dispatch.storage.district import District
from tests.actions.conftest import DESK, NINE, World

STREETS = {
    "streets": [
        {"name": "望江大道", "class": "trunk", "points": [[30.0, 120.15], [30.24, 120.15], [30.5, 120.15]]},
        {"name": "远路", "class": "lane", "points": [[31.0, 121.0], [31.1, 121.1]]},
    ],
    "river": [[30.25, 119.0], [30.25, 120.14], [30.25, 121.0]],
    "parks": [
        [[30.251, 120.151], [30.252, 120.152], [30.25, 120.152]],
        [[31, 121], [31.1, 121], [31, 121.1]],
    ],
}


def page(world: World, order_id: str) -> dict[str, Any]:
    with world.database.read() as session:
        return tracking(session, order_id, now=world.now)


def step(view: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in view["steps"] if one["step"] == name]
    return found


def width(view: dict[str, Any]) -> timedelta:
    return datetime.fromisoformat(view["eta"]["to"]) - datetime.fromisoformat(view["eta"]["from"])


def test_the_page_shows_no_more_of_a_person_than_it_must(world: World) -> None:
    order_id = world.accept(address="望江路 8 号 3 幢 502")
    view = page(world, order_id)
    assert view["customer"] == {"name": "陈*", "language": "zh-Hans"}
    assert view["order"]["address"] == "望江路 8 号 3 幢"
    assert "13800002231" not in str(view)
    assert view["technician"] is None


def test_the_technician_is_named_from_taking_on_and_seen_only_on_the_way(
    world: World, seen: Callable[..., None]
) -> None:
    order_id = world.accept()
    world.assign(order_id)
    assert page(world, order_id)["technician"] is None
    world.step(order_id, "take")
    seen("t-wang", 30.27, 120.15)
    before = page(world, order_id)
    assert before["technician"]["name"] == "王强"
    assert before["technician"]["position"] is None
    assert before["distance_m"] is None
    world.step(order_id, "contact", data={"agreed_at": (NINE + timedelta(hours=1)).isoformat()})
    world.later(minutes=50)
    world.step(order_id, "set_off")
    assert page(world, order_id)["technician"]["position"] is None, "seen before setting off"
    world.later(minutes=1)
    seen("t-wang", 30.27, 120.15)
    coming = page(world, order_id)
    assert coming["technician"]["position"]["lat"] == 30.27
    assert 2500 < coming["distance_m"] < 3500
    world.later(minutes=9)
    world.step(order_id, "arrive")
    there = page(world, order_id)
    assert there["technician"]["position"] is None
    assert there["eta"] is None


def test_the_expected_arrival_narrows_and_stays_within_what_was_agreed(
    world: World, plan: Callable[..., None], seen: Callable[..., None]
) -> None:
    order_id = world.accept()
    agreed_at = world.contacted(order_id, hours=6)
    plan("t-wang", agreed_at, order_id)
    widths = [width(page(world, order_id))]
    for hours in (2, 2, 1):
        world.later(hours=hours)
        widths.append(width(page(world, order_id)))
    world.later(minutes=45)
    world.step(order_id, "set_off")
    world.later(minutes=1)
    seen("t-wang", 30.27, 120.15)
    view = page(world, order_id)
    widths.append(width(view))
    assert widths == sorted(widths, reverse=True)
    assert widths[0] <= timedelta(hours=2), "never wider than the window"
    assert widths[-1] == timedelta(minutes=10)
    arrives = datetime.fromisoformat(view["eta"]["at"])
    assert timedelta(minutes=5) < arrives - world.now < timedelta(minutes=9), "from where the technician is"
    assert step(view, "on_site")["expected_at"] == view["eta"]["at"]


def test_the_steps_have_their_times_and_those_to_come_their_expectation(
    world: World, plan: Callable[..., None]
) -> None:
    order_id = world.accept()
    plan("t-wang", NINE + timedelta(hours=2), order_id)
    view = page(world, order_id)
    assert [one["step"] for one in view["steps"]] == [
        "accepted",
        "contacted",
        "on_the_way",
        "on_site",
        "completed",
    ]
    assert step(view, "accepted") == {"step": "accepted", "at": NINE.isoformat(), "expected_at": None}
    assert step(view, "on_the_way")["expected_at"] == (NINE + timedelta(hours=2, minutes=-10)).isoformat()
    assert step(view, "completed")["expected_at"] == (NINE + timedelta(hours=2, minutes=45)).isoformat()
    done = world.accept()
    world.completed(done)
    assert step(page(world, done), "completed")["at"] == world.now.isoformat()


def test_the_map_is_the_streets_around_the_door(world: World) -> None:
    with world.database.write() as session:
        session.execute(update(District).values(map=STREETS))
    drawn = page(world, world.accept())["map"]
    assert [street["name"] for street in drawn["streets"]] == ["望江大道"]
    assert drawn["streets"][0]["points"] == STREETS["streets"][0]["points"]
    assert len(drawn["parks"]) == 1
    assert [30.25, 120.14] in drawn["river"]


def test_a_promise_says_what_breaking_it_costs(world: World) -> None:
    order_id = world.accept()
    world.later(hours=25)
    world.ring()
    view = page(world, order_id)
    (complete,) = [one for one in view["promises"] if one["promise"] == "complete"]
    assert complete["owed_cents"] == 1000
    assert view["compensation"] == [{"amount_cents": 1000, "promise": "complete", "goodwill": False}]


@pytest.mark.parametrize(
    ("reach", "offered", "not_offered"),
    [
        ("accepted", {"request_withdrawal", "ask"}, {"confirm", "contact", "reopen"}),
        ("contacted", {"contact", "request_withdrawal"}, {"confirm", "retract_withdrawal"}),
        ("withdrawal_requested", {"retract_withdrawal"}, {"contact", "request_withdrawal"}),
        ("completed", {"confirm", "reopen"}, {"request_withdrawal", "contact"}),
        ("completed long ago", {"confirm"}, {"reopen"}),
    ],
)
def test_the_customer_is_offered_what_may_be_done_now(
    world: World, reach: str, offered: set[str], not_offered: set[str]
) -> None:
    order_id = world.accept()
    if reach == "contacted":
        world.contacted(order_id, hours=2)
    elif reach == "withdrawal_requested":
        world.step(order_id, "request_withdrawal", DESK, {"reason": "搬走了"})
    elif reach.startswith("completed"):
        world.completed(order_id)
        world.later(hours=49 if "long" in reach else 1)
    may = set(page(world, order_id)["may"])
    assert offered <= may
    assert not not_offered & may
