"""Why a promise stands where it stands: the same log always tells the same story, and tells all of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from dispatch.orders.lifecycle import Step
from dispatch.queries.why import why
from dispatch.web.language import LANGUAGES
from dispatch.web.reasoning import reader_of, worded
from tests.actions.conftest import DESK, LEAD, NINE, WANG, World

Line = dict[str, Any]


def told(world: World, order_id: str, promise: str = "complete", **how: Any) -> dict[str, Any]:
    with world.database.read() as session:
        story = why(session, order_id, now=world.now, promise=promise, **how)
    return story["promises"][0]


def lines(world: World, order_id: str, code: str, promise: str = "complete", **how: Any) -> list[Line]:
    return [line for line in told(world, order_id, promise, **how)["lines"] if line["code"] == code]


def hour(ahead: float) -> str:
    return (NINE + timedelta(hours=ahead)).isoformat()


def pause(world: World, order_id: str, *, hours: float, **named: Any) -> None:
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready", "evidence": "customers_word"}, **named)
    world.later(hours=hours)
    world.step(order_id, Step.RESUME, DESK)


def test_a_pause_is_told_with_what_it_moved_and_its_end_is_the_event_that_moved_the_due_time(
    world: World,
) -> None:
    order_id = world.accept()
    world.later(hours=3)
    pause(world, order_id, hours=3)
    (paused,) = lines(world, order_id, "paused")
    assert (paused["at"], paused["until"], paused["seconds"]) == (hour(3), hour(6), 3 * 3600)
    (recorded,) = lines(world, order_id, "evidence_recorded")
    assert (recorded["evidence"], recorded["role"], recorded["under"]) == (
        "customers_word",
        "dispatcher",
        True,
    )
    (recount,) = lines(world, order_id, "recomputed")
    assert (recount["event"], recount["at"]) == ("resume", hour(6))
    assert (recount["was_due_at"], recount["due_at"]) == (hour(24), hour(27))


def test_pauses_that_overlap_are_counted_once_and_add_up_to_what_the_clock_says(world: World) -> None:
    order_id = world.accept()
    world.later(hours=1)
    pause(world, order_id, hours=4)
    world.step(order_id, Step.REQUEST_WITHDRAWAL, DESK, {"reason": "搬走了"})
    world.later(hours=2)
    world.step(order_id, Step.RETRACT_WITHDRAWAL, DESK)
    clock = told(world, order_id)
    moved = sum(line["seconds"] for line in clock["lines"] if line["code"] == "paused")
    assert moved == 6 * 3600
    assert datetime.fromisoformat(clock["due_at"]) == NINE + timedelta(hours=24, seconds=moved)
    assert [line["event"] for line in clock["lines"] if line["code"] == "recomputed"] == [
        "resume",
        "retract_withdrawal",
    ]


def test_a_clock_that_stands_still_is_not_computed_anew_by_every_event(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready", "evidence": "customers_word"})
    world.later(hours=1)
    world.step(
        order_id, Step.DISPUTE_PAUSE, world.customer(order_id), {"reason": "not_ready", "start_at": hour(0)}
    )
    world.later(hours=1)
    assert lines(world, order_id, "recomputed") == []
    assert told(world, order_id)["state"] == "paused"
    assert [line["seconds"] for line in lines(world, order_id, "paused")] == [2 * 3600]


def test_an_upheld_dispute_tells_who_disputed_who_decided_and_what_it_took_back(world: World) -> None:
    order_id = world.accept()
    world.later(hours=3)
    pause(world, order_id, hours=3)
    known = {"reason": "not_ready", "start_at": hour(3)}
    world.step(order_id, Step.DISPUTE_PAUSE, world.customer(order_id), known)
    (disputed,) = lines(world, order_id, "disputed")
    assert disputed["role"] == "customer"
    world.later(hours=1)
    world.step(order_id, Step.DECIDE_DISPUTE, LEAD, {**known, "upheld": True})
    (upheld,) = lines(world, order_id, "dispute_upheld")
    assert (upheld["role"], upheld["at"]) == ("lead", hour(7))
    (out,) = lines(world, order_id, "pause_taken_out")
    assert (out["dispute"], out["seconds"]) == ("upheld", 0)
    recount = lines(world, order_id, "recomputed")[-1]
    assert (recount["event"], recount["was_due_at"], recount["due_at"]) == (
        "decide_dispute",
        hour(27),
        hour(24),
    )


def test_a_breach_that_was_announced_is_taken_back_by_the_completion_that_arrived_late(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=20)
    world.later(hours=20)
    for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK):
        world.step(order_id, step)
    world.now = NINE + timedelta(hours=25)
    world.ring()
    done_at = NINE + timedelta(hours=23)
    world.later(hours=2)
    world.step(order_id, Step.TEST, occurred_at=done_at, data={"download_mbps": 480})
    world.step(order_id, Step.COMPLETE, occurred_at=done_at)
    (announced,) = lines(world, order_id, "announced")
    assert (announced["at"], announced["due_at"]) == (hour(25), hour(24))
    (back,) = lines(world, order_id, "taken_back")
    assert (back["announced_at"], back["at"]) == (hour(25), hour(27))
    assert (back["event"], back["occurred_at"], back["received_at"]) == ("complete", hour(23), hour(27))
    (kept,) = lines(world, order_id, "kept")
    assert (kept["occurred_at"], kept["received_at"]) == (hour(23), hour(27))
    with world.database.read() as session:
        story = why(session, order_id, now=world.now, promise="complete")
    texts = [line["text"] for line in worded(story, reader_of(story, "en"))["promises"][0]["lines"]]
    assert (
        "Announced as broken today 10:00, taken back today 12:00: the completion of today 08:00 reached us today 12:00"
        in texts
    )


def test_the_warnings_say_whom_they_told_and_a_customer_hears_none_of_them(world: World) -> None:
    order_id = world.accept()
    world.later(hours=13)
    world.ring()
    (warned,) = lines(world, order_id, "warned")
    assert (warned["percent"], warned["tells"]) == (50, ["technician"])
    assert lines(world, order_id, "warned", customer=True) == []
    assert lines(world, order_id, "policy", customer=True) == []


def test_a_customer_hears_nothing_of_promises_between_ourselves_and_no_name(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id)
    with world.database.read() as session:
        story = why(session, order_id, now=world.now, customer=True)
        all_of_it = why(session, order_id, now=world.now)
    assert {clock["promise"] for clock in story["promises"]} == {"complete", "contact", "arrive"}
    assert "accept" in {clock["promise"] for clock in all_of_it["promises"]}
    assert not any("name" in line for clock in story["promises"] for line in clock["lines"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_story_reads_without_a_hole(world: World, language: str) -> None:
    order_id = world.accept(booked_date=NINE.date())
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    world.later(hours=1)
    world.step(order_id, Step.ATTEMPT)
    world.later(hours=2)
    agreed_at = world.now + timedelta(hours=2)
    world.step(order_id, Step.CONTACT, data={"agreed_at": agreed_at.isoformat()})
    world.now = agreed_at
    world.step(order_id, Step.SET_OFF)
    world.step(order_id, Step.ARRIVE)
    world.step(order_id, Step.ATTEMPT)
    world.step(order_id, Step.FAIL_VISIT, WANG, {"reason": "no_access", "photo": True})
    world.later(hours=40)
    world.ring()
    for customer in (False, True):
        with world.database.read() as session:
            story = why(session, order_id, now=world.now, customer=customer)
        for clock in worded(story, reader_of(story, language, customer=customer))["promises"]:
            for line in clock["lines"]:
                assert line["text"]
                assert "{" not in line["text"]
                assert "None" not in line["text"]
                assert "+00:00" not in line["text"]


def test_a_closed_door_rests_on_what_was_done_at_the_door_and_not_on_earlier_calls(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    world.later(hours=1)
    world.step(order_id, Step.ATTEMPT)
    world.later(hours=1)
    agreed_at = world.now + timedelta(hours=2)
    world.step(order_id, Step.CONTACT, data={"agreed_at": agreed_at.isoformat()})
    world.now = agreed_at
    for step in (Step.SET_OFF, Step.ARRIVE, Step.ATTEMPT):
        world.step(order_id, step)
        world.later(minutes=5)
    world.step(order_id, Step.FAIL_VISIT, WANG, {"reason": "no_access", "photo": True})
    evidence = [
        line["code"] for line in told(world, order_id)["lines"] if line["code"].startswith("evidence")
    ]
    assert evidence == ["evidence_arrived", "evidence_attempt", "evidence_photo"]


def test_the_story_of_a_replayed_log_is_the_same(world: World) -> None:
    order_id = world.accept()
    world.later(hours=3)
    pause(world, order_id, hours=3)
    assert told(world, order_id) == told(world, order_id)
