"""Pauses on both databases: what they need, how long they may last, and what becomes of a dispute."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed
from dispatch.orders.lifecycle import Status, Step
from dispatch.storage.compensation import Compensation
from tests.actions.conftest import DESK, LEAD, NINE, WANG, World

HOUR = timedelta(hours=1)


def at(hours: float) -> str:
    """So many hours after nine, as JSON has it."""
    return (NINE + hours * HOUR).isoformat()


def pauses(world: World, order_id: str) -> list[dict[str, Any]]:
    return [line for line in world.clock(order_id, "complete").facts if "pause" in line["code"]]


def taken(world: World, **changed: Any) -> str:
    order_id = world.accept(**changed)
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    return order_id


def held_off(world: World, reason: str = "not_ready", **data: Any) -> str:
    order_id = taken(world)
    world.step(order_id, Step.HOLD, data={"reason": reason} | data)
    return order_id


@pytest.mark.parametrize("reason", ["not_ready", "unreachable", "no_access"])
def test_a_hold_has_an_end_within_30_days(world: World, reason: str) -> None:
    order_id = taken(world)
    with pytest.raises(InvalidField, match="until"):
        world.step(order_id, Step.HOLD, data={"reason": reason, "until": at(24 * 30 + 1)})
    world.step(order_id, Step.HOLD, data={"reason": reason, "until": at(24 * 30)})


def test_a_customer_may_choose_a_slot_further_away(world: World) -> None:
    order_id = taken(world)
    data = {"reason": "customer_later", "until": at(24 * 60), "offered_at": at(2)}
    world.step(order_id, Step.HOLD, data=data)
    (pause,) = pauses(world, order_id)
    assert (pause["at"], pause["until"], pause["evidence"]) == (at(2), at(24 * 60), "offered_slot")


def test_without_a_slot_that_was_really_offered_there_is_no_pause(world: World) -> None:
    order_id = held_off(world, "customer_later", until=at(48))
    assert world.order(order_id).status is Status.ON_HOLD
    assert pauses(world, order_id) == []
    world.later(hours=25)
    world.ring()
    assert world.clock(order_id, "complete").state == "broken"


def test_a_slot_in_the_past_was_never_offered(world: World) -> None:
    order_id = taken(world)
    with pytest.raises(InvalidField, match="offered_at"):
        world.step(order_id, Step.HOLD, data={"reason": "customer_later", "offered_at": at(-1)})


def test_the_agreed_time_is_the_slot_that_was_offered_whatever_somebody_says(world: World) -> None:
    order_id = world.accept()
    agreed_at = world.contacted(order_id, hours=3)
    world.step(order_id, Step.HOLD, data={"reason": "customer_later", "until": at(72), "offered_at": at(1)})
    (pause,) = pauses(world, order_id)
    assert (pause["at"], pause["evidence"]) == (agreed_at.isoformat(), "agreed_time")
    assert world.clock(order_id, "complete").due_at == NINE + 24 * HOUR + 69 * HOUR


def test_a_booked_half_day_is_an_offer_and_is_void_when_the_customer_puts_it_off(world: World) -> None:
    order_id = taken(world, booked_date=date(2026, 11, 20), booked_half="pm")
    world.step(order_id, Step.HOLD, data={"reason": "customer_later", "until": at(48)})
    (pause,) = pauses(world, order_id)
    assert (pause["at"], pause["evidence"]) == (at(3), "booked_slot")
    assert world.clock(order_id, "arrive", 0).state == "void"
    assert world.order(order_id).booked_date is None
    world.later(hours=10)
    world.ring()
    broken = [event.fact.promise for event in world.events(order_id) if event.type == "broken"]
    assert broken == ["contact"]


def test_we_call_a_booked_visit_off_too_late_and_it_is_missed(world: World) -> None:
    order_id = taken(world, booked_date=date(2026, 11, 20), booked_half="pm")
    world.later(hours=2)  # an hour before noon
    world.step(order_id, Step.HOLD, data={"reason": "not_ready"})
    world.later(hours=8)
    world.ring()
    assert world.clock(order_id, "arrive", 0).state == "broken"


def test_a_held_order_goes_on_as_taken_unless_a_time_is_agreed(world: World) -> None:
    without, agreed = world.accept(), world.accept()
    for order_id in (without, agreed):
        world.contacted(order_id)
        world.step(order_id, Step.HOLD, data={"reason": "not_ready"})
    assert world.step(without, Step.RESUME).order.status is Status.TAKEN
    assert world.step(agreed, Step.RESUME, data={"agreed_at": at(4)}).order.status is Status.CONTACTED


def on_site(world: World, order_id: str) -> None:
    world.contacted(order_id, hours=2)
    world.later(hours=2)
    world.step(order_id, Step.SET_OFF)
    world.step(order_id, Step.ARRIVE)


@pytest.mark.parametrize(
    ("called", "photo", "early", "earned"),
    [
        (True, True, False, True),
        (False, True, False, False),
        (True, False, False, False),
        (True, True, True, False),
    ],
)
def test_no_access_needs_the_window_a_call_and_a_photo(
    world: World, called: bool, photo: bool, early: bool, earned: bool
) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=4 if early else 1)
    world.later(hours=1)
    world.step(order_id, Step.SET_OFF)
    world.step(order_id, Step.ARRIVE)
    if called:
        world.step(order_id, Step.ATTEMPT, data={"outcome": "no_answer"})
    world.step(order_id, Step.FAIL_VISIT, data={"reason": "no_access", "photo": photo})
    assert [pause["evidence"] for pause in pauses(world, order_id)] == (["call_and_photo"] if earned else [])


def test_premises_that_are_not_ready_stop_the_clock_from_the_visit_to_the_customers_word(
    world: World,
) -> None:
    order_id = world.accept()
    on_site(world, order_id)
    world.step(order_id, Step.FAIL_VISIT, data={"reason": "not_ready"})
    world.later(hours=1)
    world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready"})
    world.later(hours=3)
    world.step(order_id, Step.RESUME, world.customer(order_id))
    (pause,) = pauses(world, order_id)
    assert (pause["at"], pause["until"], pause["evidence"]) == (at(2), at(6), "seen_on_site")
    assert world.clock(order_id, "complete").due_at == NINE + 28 * HOUR


def test_force_majeure_is_not_claimed_by_a_hold(world: World) -> None:
    order_id = taken(world)
    with pytest.raises(InvalidField, match="reason"):
        world.step(order_id, Step.HOLD, DESK, {"reason": "force_majeure"})


def test_an_open_pause_comes_before_the_lead_after_30_days_and_again_after_30_more(world: World) -> None:
    order_id = held_off(world)
    told = []
    for _ in range(65):
        world.later(days=1)
        world.ring()
        world.ring()
        told.append(world.types(order_id).count("review_due"))
    assert [told.index(1), told.index(2)] == [29, 59]
    assert world.clock(order_id, "complete").state == "paused"


def test_a_pause_with_an_end_in_mind_is_looked_at_then(world: World) -> None:
    order_id = held_off(world, until=at(48))
    world.later(hours=48)
    world.ring()
    (review,) = [event.fact for event in world.events(order_id) if event.type == "review_due"]
    assert (review.reason, review.review_at) == ("not_ready", NINE + 48 * HOUR)


def test_after_a_silence_one_review_is_told_not_three(world: World) -> None:
    order_id = held_off(world)
    world.later(days=95)
    world.ring()
    assert [event.fact.review_at for event in world.events(order_id) if event.type == "review_due"] == [
        NINE + timedelta(days=90)
    ]


def dispute(world: World, order_id: str, start_at: str, reason: str = "not_ready", **named: Any) -> None:
    world.step(
        order_id,
        Step.DISPUTE_PAUSE,
        named.pop("actor", None) or world.customer(order_id),
        {"reason": reason, "start_at": start_at},
        **named,
    )


def decide(world: World, order_id: str, start_at: str, *, upheld: bool, reason: str = "not_ready") -> None:
    data = {"reason": reason, "start_at": start_at, "upheld": upheld}
    world.step(order_id, Step.DECIDE_DISPUTE, LEAD, data)


def test_an_upheld_dispute_takes_the_pause_out_and_notice_and_money_follow_at_once(world: World) -> None:
    order_id = held_off(world)
    world.later(hours=30)
    world.ring()
    assert world.clock(order_id, "complete").state == "paused"
    dispute(world, order_id, at(0))
    assert [pause["dispute"] for pause in pauses(world, order_id)] == ["open"]
    assert world.clock(order_id, "complete").state == "paused"
    decide(world, order_id, at(0), upheld=True)
    clock = world.clock(order_id, "complete")
    assert (clock.state, clock.broken_at) == ("broken", NINE + 24 * HOUR)
    world.ring()
    assert world.types(order_id)[-2:] == ["broken", "compensated"]
    assert [(pause["code"], pause["dispute"]) for pause in pauses(world, order_id)] == [
        ("pause_taken_out", "upheld")
    ]
    with world.database.read() as session:
        assert session.scalar(select(Compensation.amount_cents)) == 1000


def test_a_rejected_dispute_is_said_and_changes_nothing(world: World) -> None:
    order_id = held_off(world)
    world.later(hours=30)
    dispute(world, order_id, at(0))
    decide(world, order_id, at(0), upheld=False)
    assert world.clock(order_id, "complete").state == "paused"
    assert [pause["dispute"] for pause in pauses(world, order_id)] == ["rejected"]


def test_a_pause_is_disputed_once_and_only_if_there_is_one(world: World) -> None:
    order_id = held_off(world)
    with pytest.raises(InvalidField, match="start_at"):
        dispute(world, order_id, at(1))
    dispute(world, order_id, at(0), actor=DESK)
    with pytest.raises(InvalidField, match="start_at"):
        dispute(world, order_id, at(0))
    with pytest.raises(NotAllowed, match="role"):
        world.step(
            order_id, Step.DECIDE_DISPUTE, DESK, {"reason": "not_ready", "start_at": at(0), "upheld": True}
        )
    decide(world, order_id, at(0), upheld=True)
    with pytest.raises(InvalidField, match="start_at"):
        decide(world, order_id, at(0), upheld=False)


def test_a_derived_pause_can_be_disputed_too_even_while_it_is_provisional(world: World) -> None:
    order_id = taken(world)
    world.later(hours=1)
    world.step(order_id, Step.ATTEMPT)
    dispute(world, order_id, at(1), "unreachable")
    decide(world, order_id, at(1), upheld=True, reason="unreachable")
    assert world.clock(order_id, "complete").state == "running"


def test_a_dispute_is_not_lost_when_an_earlier_call_arrives_late(world: World) -> None:
    order_id = taken(world)
    world.later(hours=1)
    world.step(order_id, Step.ATTEMPT)
    dispute(world, order_id, at(1), "unreachable")
    world.step(order_id, Step.ATTEMPT, occurred_at=NINE + HOUR / 2)
    assert [(pause["at"], pause["dispute"]) for pause in pauses(world, order_id)] == [(at(0.5), "open")]


def test_a_pause_that_is_received_after_the_breach_needs_the_lead(world: World) -> None:
    order_id = taken(world)
    world.later(hours=25)
    world.ring()
    world.step(order_id, Step.HOLD, data={"reason": "not_ready"}, occurred_at=NINE + 20 * HOUR)
    assert [pause["code"] for pause in pauses(world, order_id)] == ["pause_after_breach"]
    assert world.clock(order_id, "complete").state == "broken"
    approval = {"reason": "not_ready", "start_at": at(20)}
    with pytest.raises(NotAllowed, match="role"):
        world.step(order_id, Step.APPROVE_PAUSE, DESK, approval)
    world.step(order_id, Step.APPROVE_PAUSE, LEAD, approval)
    assert world.clock(order_id, "complete").state == "paused"
    assert "break_withdrawn" in world.types(order_id)
    with pytest.raises(InvalidField, match="start_at"):
        world.step(order_id, Step.APPROVE_PAUSE, LEAD, approval)


def test_calls_that_are_received_after_the_breach_need_the_lead_too(world: World) -> None:
    order_id = taken(world)
    world.later(hours=25)
    world.ring()
    for hours in (1, 3, 9, 24):  # a whole punctual ladder, from a phone that was offline
        world.step(order_id, Step.ATTEMPT, occurred_at=NINE + hours * HOUR)
    assert [pause["code"] for pause in pauses(world, order_id)] == ["pause_after_breach"]
    world.step(order_id, Step.APPROVE_PAUSE, LEAD, {"reason": "unreachable", "start_at": at(1)})
    assert world.clock(order_id, "complete").state == "paused"


def test_a_call_outside_the_contact_hours_is_kept_and_flagged_and_counts_for_nothing(world: World) -> None:
    order_id = taken(world)
    world.later(hours=12, minutes=30)  # 21:30
    event = world.step(order_id, Step.ATTEMPT).event
    assert event.data["off_hours"] is True
    assert pauses(world, order_id) == []
    assert world.clock(order_id, "contact").state == "broken"


def test_a_time_agreed_by_a_late_call_binds_us_but_counts_from_the_next_opening(world: World) -> None:
    world.now = NINE + 10.5 * HOUR  # taken at 19:30: two contact hours later it is 08:30
    order_id = taken(world)
    world.later(hours=3)
    event = world.step(order_id, Step.CONTACT, data={"agreed_at": at(25)}).event
    assert event.data["off_hours"] is True
    assert world.order(order_id).agreed_at == NINE + 25 * HOUR
    assert world.clock(order_id, "contact").met_at == NINE + 23 * HOUR


def test_the_customers_own_choice_at_night_counts_at_once(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=30)
    world.later(hours=13)
    event = world.step(order_id, Step.CONTACT, world.customer(order_id), {"agreed_at": at(31)}).event
    assert "off_hours" not in event.data


def test_whom_we_could_not_reach_chooses_a_time_and_the_clock_goes_on(world: World) -> None:
    order_id = taken(world)
    choice = {"agreed_at": at(30)}
    for hours in (1, 3, 9):
        world.now = NINE + hours * HOUR
        world.step(order_id, Step.ATTEMPT)
        with pytest.raises(IllegalStep):
            world.step(order_id, Step.CONTACT, world.customer(order_id), choice)
    world.now = NINE + 24 * HOUR
    world.step(order_id, Step.ATTEMPT)
    assert world.clock(order_id, "contact").state == "attempted"
    assert world.clock(order_id, "complete").state == "paused"
    world.now = NINE + 26 * HOUR
    world.step(order_id, Step.CONTACT, world.customer(order_id), choice)
    order, clock = world.order(order_id), world.clock(order_id, "complete")
    assert (order.status, order.agreed_at) == (Status.CONTACTED, NINE + 30 * HOUR)
    assert (clock.state, clock.due_at) == ("running", NINE + 24 * HOUR + 25 * HOUR)


def test_a_withdrawal_that_was_never_asked_for_can_be_disputed(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.REQUEST_WITHDRAWAL, WANG, {"reason": "he says"})
    dispute(world, order_id, at(0), "withdrawal")
    decide(world, order_id, at(0), upheld=True, reason="withdrawal")
    assert world.clock(order_id, "complete").state == "running"


def test_work_that_arrives_late_is_judged_as_if_nobody_had_disputed_anything(world: World) -> None:
    order_id = world.accept()
    on_site(world, order_id)
    world.step(order_id, Step.START_WORK)
    done_at: datetime = world.later(minutes=30)
    world.later(hours=2)
    world.step(order_id, Step.CONFIRM_URGENT, DESK, {"deadline_at": at(9)})
    for step in (Step.TEST, Step.COMPLETE):
        event = world.step(order_id, step, occurred_at=done_at).event
        assert (event.judged_at, event.skewed) == (done_at, False)
    assert world.clock(order_id, "urgent").met_at == done_at
