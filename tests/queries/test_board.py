"""The board: who is on it, what a page that was away is sent, its figures, and that it stays quick."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dispatch.orders.codes import Half, Kind
from dispatch.queries.board import board, cards_of, changes
from tests.actions.conftest import DESK, NINE, World
from tests.queries.conftest import statements

TODAY = date(2026, 11, 20)


def look(world: World, day: date | None = None) -> dict[str, Any]:
    """The board of that day, else of today as the world's clock has it."""
    day = day or world.now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    with world.database.read() as session:
        return board(session, "north", day, now=world.now)


def since(world: World, have: dict[str, int], day: date = TODAY) -> dict[str, Any]:
    with world.database.read() as session:
        return changes(session, "north", day, have, now=world.now)


def only(world: World) -> dict[str, Any]:
    (one,) = look(world)["orders"]
    return one


def promise(one: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [promise for promise in one["promises"] if promise["promise"] == code]
    return found


def test_a_card_says_all_that_the_board_shows(world: World, plan: Callable[..., None]) -> None:
    order_id = world.accept(contracted_mbps=500, booked_date=TODAY, booked_half=Half.PM, note="有狗")
    plan("t-wang", NINE + timedelta(hours=5), order_id)
    one = only(world)
    assert one["id"] == order_id
    assert (one["kind"], one["status"], one["area"], one["tier"]) == (
        "repair",
        "assigned",
        "望江",
        "standard",
    )
    assert one["customer"] == {"name": "陈*", "phone": "138****2231", "language": "zh-Hans"}
    assert one["window"] == {"from": "2026-11-20T04:00:00+00:00", "to": "2026-11-20T10:00:00+00:00"}
    assert one["planned"]["arrive_at"] == "2026-11-20T06:00:00+00:00"
    assert (one["planned"]["travel_s"], one["planned"]["seq"]) == (600, 1)
    assert one["note"] == "有狗"
    assert set(one["next_steps"]) >= {"assign", "unassign", "hold", "request_withdrawal"}
    assert "take" not in one["next_steps"], "that is the technician's"
    complete = promise(one, "complete")
    assert complete["due_at"] == "2026-11-21T01:00:00+00:00"
    assert (complete["state"], complete["risk"], complete["left_s"]) == ("running", "track", 24 * 3600)
    assert complete["because"], "a due time comes with its reasons"


def test_a_plan_that_comes_too_late_is_jeopardy_long_before_any_warning(
    world: World, plan: Callable[..., None]
) -> None:
    order_id = world.accept()
    plan("t-wang", NINE + timedelta(hours=24), order_id)
    complete = promise(only(world), "complete")
    assert (complete["risk"], complete["rung"]) == ("jeop", 0)


def test_an_hour_gone_past_a_warning_is_at_risk_and_a_breach_is_broken(world: World) -> None:
    world.accept()
    world.later(hours=22)
    world.ring()
    assert promise(only(world), "complete")["risk"] == "risk"
    world.later(hours=3)
    world.ring()
    broken = promise(only(world), "complete")
    assert (broken["risk"], broken["state"], broken["rung"]) == ("broken", "broken", 100)
    assert broken["left_s"] == -3600


def test_the_due_time_of_a_stopped_clock_moves_with_the_hour(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, "hold", DESK, {"reason": "not_ready", "note": "没通电"})
    world.later(hours=3)
    complete = promise(only(world), "complete")
    assert (complete["state"], complete["risk"]) == ("paused", "paused")
    assert complete["due_at"] == "2026-11-21T04:00:00+00:00"
    assert complete["paused_since"] == NINE.isoformat()


def test_attempts_and_open_questions_stand_on_the_card(world: World) -> None:
    from dispatch.actions.questions import ask  # noqa: PLC0415  # only here

    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, "take")
    world.step(order_id, "attempt", data={"channel": "phone", "outcome": "no_answer"})
    with world.database.write() as session:
        ask(session, order_id, "几点到？", actor=world.customer(order_id), now=world.now, event_id="q")
    one = only(world)
    tried = {"at": NINE.isoformat(), "channel": "phone", "outcome": "no_answer", "off_hours": False}
    assert one["attempts"] == [tried]
    assert one["open_questions"] == 1
    assert one["changed_by"]["role"] == "customer"


def test_today_shows_all_open_orders_and_what_was_done_today(world: World) -> None:
    old = world.accept()
    world.completed(old)
    world.later(days=1)
    carried = world.accept()
    done = world.accept()
    world.completed(done)
    shown = {one["id"] for one in look(world, TODAY + timedelta(days=1))["orders"]}
    assert shown == {carried, done}
    assert {one["id"] for one in look(world, TODAY)["orders"]} == {old}


def test_another_day_shows_what_is_booked_planned_or_agreed_then(
    world: World, plan: Callable[..., None]
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    booked = world.accept(booked_date=tomorrow, booked_half=Half.AM)
    planned = world.accept()
    agreed = world.accept()
    world.accept()
    plan("t-li", NINE + timedelta(days=1), planned)
    world.contacted(agreed, hours=25)
    assert {one["id"] for one in look(world, tomorrow)["orders"]} == {booked, planned, agreed}


def test_a_page_that_was_away_gets_what_is_newer_and_drops_what_is_gone(world: World) -> None:
    same, moved, left = world.accept(), world.accept(), world.accept()
    have = {one["id"]: one["version"] for one in look(world)["orders"]}
    assert since(world, have) == {"orders": [], "gone": [], "plan_version": 0}
    world.assign(moved)
    new = world.accept()
    found = since(world, have | {"never-was": 3})
    assert {one["id"] for one in found["orders"]} == {moved, new}
    assert found["gone"] == ["never-was"]
    world.completed(left)
    world.later(days=1)
    assert since(world, have, TODAY + timedelta(days=1))["gone"] == [left]
    assert same not in {one["id"] for one in found["orders"]}


def test_a_withdrawn_order_stays_on_its_day(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, "request_withdrawal", DESK, {"reason": "搬走了"})
    world.step(order_id, "verify_withdrawal", DESK)
    world.step(order_id, "withdraw", DESK)
    assert only(world)["status"] == "withdrawn"
    world.later(days=1)
    assert look(world, TODAY + timedelta(days=1))["orders"] == []


def test_figures_count_what_was_decided_that_day_and_what_runs(world: World) -> None:
    kept = world.accept(kind=Kind.REPAIR)
    world.completed(kept)
    world.accept(kind=Kind.INSTALL)
    late = world.accept(kind=Kind.REPAIR)
    world.later(hours=25)
    world.ring()
    first, second = look(world, TODAY)["figures"], look(world, TODAY + timedelta(days=1))["figures"]
    assert first["complete_repair"] == {"kept": 1, "broken": 0, "running": 0, "pct": 100.0}
    assert second["complete_repair"] == {"kept": 0, "broken": 1, "running": 0, "pct": 0.0}
    assert second["complete_install"] == {"kept": 0, "broken": 0, "running": 1, "pct": None}
    assert promise(only_of(world, late), "complete")["state"] == "broken"


def only_of(world: World, order_id: str) -> dict[str, Any]:
    with world.database.read() as session:
        found = cards_of(session, [order_id], now=world.now)[order_id]
    assert found is not None
    return found


def test_technicians_come_with_their_shift_of_that_day_and_their_last_position(
    world: World, seen: Callable[..., None]
) -> None:
    seen("t-wang", 30.26, 120.16)
    people = {one["id"]: one for one in look(world)["technicians"]}
    assert people["t-wang"]["position"] == {"lat": 30.26, "lon": 120.16, "at": NINE.isoformat()}
    assert people["t-li"]["position"] is None
    assert people["t-wang"]["shift_start_at"] == "2026-11-20T00:00:00+00:00"
    assert people["t-wang"]["shift_end_at"] == "2026-11-20T10:00:00+00:00"
    assert not people["t-wang"]["on_leave"]


def test_a_driver_who_is_seen_far_away_puts_the_arrival_in_jeopardy(
    world: World, seen: Callable[..., None]
) -> None:
    order_id = world.accept()
    agreed_at = world.contacted(order_id, hours=2)
    world.step(order_id, "set_off")
    world.later(minutes=5)
    seen("t-wang", 30.25, 120.16)
    assert promise(only(world), "arrive")["risk"] == "jeop", (
        "before the window opens is no arrival in time either"
    )
    world.now = agreed_at
    seen("t-wang", 30.25, 120.16)
    assert promise(only(world), "arrive")["risk"] == "track"
    world.later(minutes=30)
    seen("t-wang", 30.75, 120.15)
    assert promise(only(world), "arrive")["risk"] == "jeop"


@pytest.mark.parametrize("read", ["board", "changes"])
def test_ten_times_the_orders_take_the_same_number_of_statements(world: World, read: str) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            order_id = world.accept()
            world.assign(order_id)
            world.step(order_id, "hold", DESK, {"reason": "not_ready", "note": "没通电"})

    def counted() -> int:
        with statements(world.database) as sent:
            look(world) if read == "board" else since(world, {})
        return len(sent)

    fill(2)
    few = counted()
    fill(20)
    assert counted() == few <= 24


def test_an_order_that_nobody_knows_has_no_card(world: World) -> None:
    with world.database.read() as session:
        assert cards_of(session, ["nobody"], now=datetime(2026, 11, 20, tzinfo=UTC)) == {}
