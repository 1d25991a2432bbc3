"""Steps on both databases: the right person, from here, once, in order, and what follows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dispatch.actions.errors import IllegalStep, InvalidField, NotAllowed, NotFound, StaleVersion
from dispatch.orders.codes import Kind
from dispatch.orders.lifecycle import Status, Step
from dispatch.orders.people import SYSTEM, Actor, Role
from tests.actions.conftest import DESK, LI, NINE, WANG, World


def test_a_whole_life_leaves_every_step_in_the_log(world: World) -> None:
    order_id = world.accept(kind=Kind.INSTALL, contracted_mbps=500)
    world.completed(order_id)
    world.step(order_id, Step.CONFIRM, world.customer(order_id))
    order = world.order(order_id)
    assert order.status is Status.CONFIRMED
    assert order.completed_at == NINE + timedelta(hours=1)
    assert order.download_mbps == 480
    assert world.types(order_id) == [
        "accept",
        "assign",
        "take",
        "contact",
        "set_off",
        "arrive",
        "start_work",
        "test",
        "complete",
        "confirm",
    ]
    assert [event.seq for event in world.events(order_id)] == list(range(1, order.version + 1))
    for promise in ("complete", "contact", "arrive", "speed"):
        assert world.clock(order_id, promise).state == "kept"


def test_the_same_event_again_changes_nothing(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    first = world.step(order_id, Step.TAKE, event_id="tap")
    again = world.step(order_id, Step.TAKE, event_id="tap", received_at=NINE + timedelta(hours=3))
    assert again.replayed
    assert again.event.seq == first.event.seq
    assert again.order.version == first.order.version
    assert world.types(order_id).count("take") == 1


def test_an_event_id_of_something_else_is_refused(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE, event_id="tap")
    with pytest.raises(InvalidField, match="event_id"):
        world.step(order_id, Step.ATTEMPT, event_id="tap")
    with pytest.raises(InvalidField, match="event_id"):
        world.step(world.accept(), Step.ASSIGN, DESK, {"technician_id": "t-li"}, event_id="tap")


def test_an_illegal_step_says_what_is_possible_instead(world: World) -> None:
    order_id = world.accept()
    with pytest.raises(IllegalStep) as refused:
        world.step(order_id, Step.CONFIRM, DESK)
    assert refused.value.status is Status.ACCEPTED
    assert Step.ASSIGN in refused.value.allowed


def test_a_stale_version_is_refused_with_the_current_one(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.assign(order_id, LI)
    with pytest.raises(StaleVersion) as refused:
        world.step(
            order_id, Step.HOLD, Actor(Role.LEAD, "u-lead"), {"reason": "not_ready"}, expected_version=2
        )
    assert refused.value.current == 3


def test_ones_own_queued_taps_are_no_conflict(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    seen = world.order(order_id).version
    world.step(order_id, Step.TAKE, expected_version=seen)
    world.step(order_id, Step.ATTEMPT, expected_version=seen)


def test_a_warning_in_between_is_no_conflict(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    seen = world.order(order_id).version
    world.later(minutes=20)
    world.ring()
    assert world.order(order_id).version > seen
    world.step(order_id, Step.TAKE, expected_version=seen)


def test_a_technician_touches_only_his_own_orders(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id, WANG)
    with pytest.raises(NotAllowed, match="not_your_order"):
        world.step(order_id, Step.TAKE, LI)


def test_a_customer_touches_only_her_own_order(world: World) -> None:
    order_id, other = world.accept(), world.accept()
    with pytest.raises(NotAllowed, match="not_your_order"):
        world.step(order_id, Step.REQUEST_WITHDRAWAL, world.customer(other), {"reason": "no"})


def test_a_technician_does_not_verify_a_withdrawal(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.REQUEST_WITHDRAWAL, WANG, {"reason": "moved"})
    with pytest.raises(NotAllowed, match="role"):
        world.step(order_id, Step.VERIFY_WITHDRAWAL, WANG)


def test_an_order_that_does_not_exist_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.step("nothing", Step.CONFIRM, DESK)


def test_a_reassignment_keeps_the_agreed_time_and_starts_over_with_the_other(world: World) -> None:
    order_id = world.accept()
    agreed_at = world.contacted(order_id)
    world.assign(order_id, LI)
    order = world.order(order_id)
    assert (order.status, order.technician_id, order.agreed_at) == (Status.ASSIGNED, "t-li", agreed_at)
    assert world.clock(order_id, "accept", 1).state == "kept"
    assert world.clock(order_id, "contact").state == "kept"


def test_assigning_to_the_same_technician_again_is_refused(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    with pytest.raises(InvalidField, match="technician_id"):
        world.assign(order_id)


def test_a_declined_order_is_free_and_remembers_by_whom(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.DECLINE, data={"reason": "too far"})
    order = world.order(order_id)
    assert (order.status, order.technician_id, order.declined_by) == (Status.ACCEPTED, None, ["t-wang"])
    assert world.clock(order_id, "accept").state == "void"


@pytest.mark.parametrize("agreed_at", [NINE - timedelta(minutes=1), NINE + timedelta(days=61)])
def test_a_time_in_the_past_or_far_away_cannot_be_agreed(world: World, agreed_at: datetime) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    with pytest.raises(InvalidField, match="agreed_at"):
        world.step(order_id, Step.CONTACT, data={"agreed_at": agreed_at.isoformat()})


def test_without_a_call_one_sets_off_only_on_the_booked_day(world: World) -> None:
    today, tomorrow = date(2026, 11, 20), date(2026, 11, 21)
    for booked, fine in ((today, True), (tomorrow, False), (None, False)):
        order_id = world.accept(booked_date=booked)
        world.assign(order_id)
        world.step(order_id, Step.TAKE)
        if fine:
            assert world.step(order_id, Step.SET_OFF).order.status is Status.ON_THE_WAY
        else:
            with pytest.raises(IllegalStep):
                world.step(order_id, Step.SET_OFF)


def test_a_failed_visit_begins_the_next_one_from_nothing(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id)
    world.later(hours=2)
    world.step(order_id, Step.SET_OFF)
    world.step(order_id, Step.ARRIVE)
    world.step(order_id, Step.FAIL_VISIT, data={"reason": "parts", "note": "no ONT left"})
    order = world.order(order_id)
    assert (order.status, order.visit_no) == (Status.VISIT_FAILED, 2)
    assert order.agreed_at is order.on_site_at is order.on_the_way_at is None
    assert world.assign(order_id, WANG).order.status is Status.ASSIGNED


def test_a_note_is_kept_beside_the_event_not_in_it(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    event = world.step(order_id, Step.ATTEMPT, data={"outcome": "busy", "note": " call 139… instead "}).event
    assert event.note == "call 139… instead"
    assert event.data == {"channel": "phone", "outcome": "busy"}


def test_a_hold_pauses_the_clock_and_a_resumption_with_a_time_is_a_contact(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.TAKE)
    due_at = world.clock(order_id, "complete").due_at
    world.later(hours=1)
    world.step(order_id, Step.HOLD, data={"reason": "not_ready"})
    assert world.order(order_id).held_from is Status.TAKEN
    assert world.clock(order_id, "complete").state == "paused"
    world.later(hours=3)
    agreed_at = world.now + timedelta(hours=1)
    world.step(order_id, Step.RESUME, world.customer(order_id), {"agreed_at": agreed_at.isoformat()})
    order = world.order(order_id)
    assert (order.status, order.agreed_at, order.held_from) == (Status.CONTACTED, agreed_at, None)
    assert world.clock(order_id, "complete").due_at == due_at + timedelta(hours=3)


def test_a_withdrawal_is_requested_verified_and_done(world: World) -> None:
    order_id = world.accept()
    world.step(order_id, Step.REQUEST_WITHDRAWAL, world.customer(order_id), {"reason": "moving abroad"})
    assert world.clock(order_id, "cancel_verify").state == "running"
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK)
    assert world.clock(order_id, "cancel_verify").state == "kept"
    world.step(order_id, Step.WITHDRAW, DESK)
    assert world.order(order_id).status is Status.WITHDRAWN
    assert world.clock(order_id, "complete").state == "void"


def test_a_retracted_withdrawal_goes_on_where_it_was(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, Step.REQUEST_WITHDRAWAL, world.customer(order_id), {"reason": "hm"})
    world.step(order_id, Step.RETRACT_WITHDRAWAL, world.customer(order_id))
    assert world.order(order_id).status is Status.ASSIGNED


def test_a_withdrawal_that_nobody_asked_for_is_taken_out(world: World) -> None:
    order_id = world.accept()
    due_at = world.clock(order_id, "complete").due_at
    world.assign(order_id)
    world.step(order_id, Step.REQUEST_WITHDRAWAL, WANG, {"reason": "he says"})
    world.later(hours=5)
    world.step(order_id, Step.VERIFY_WITHDRAWAL, DESK, {"verdict": "never"})
    assert world.order(order_id).status is Status.ASSIGNED
    assert world.clock(order_id, "complete").due_at == due_at


def test_a_customer_reopens_within_two_days_and_not_later(world: World) -> None:
    early, late = world.accept(), world.accept()
    world.completed(early)
    world.completed(late)
    world.later(hours=47)
    world.step(early, Step.REOPEN, world.customer(early), {"reason": "slow again"})
    order = world.order(early)
    assert (order.status, order.technician_id, order.completed_at) == (Status.ACCEPTED, None, None)
    assert world.clock(early, "complete").state == "running"
    world.later(hours=2)
    with pytest.raises(NotAllowed, match="too_late_to_reopen"):
        world.step(late, Step.REOPEN, world.customer(late), {"reason": "slow"})
    world.step(late, Step.REOPEN, DESK, {"reason": "slow"})


def test_a_tap_from_a_fast_phone_that_was_offline_is_judged_when_it_happened(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.later(hours=2)
    result = world.step(
        order_id,
        Step.TAKE,
        occurred_at=NINE + timedelta(minutes=20),
        device_now=world.now + timedelta(minutes=10),
    )
    assert result.event.judged_at == NINE + timedelta(minutes=10)
    assert result.event.skewed
    assert world.clock(order_id, "accept").state == "kept"


def test_times_are_stored_in_utc(world: World) -> None:
    order_id = world.accept()
    assert world.order(order_id).accepted_at.tzinfo is UTC
    with pytest.raises(InvalidField, match="occurred_at"):
        world.step(order_id, Step.HOLD, DESK, {"reason": "not_ready"}, occurred_at=NINE.replace(tzinfo=None))


def test_an_unknown_field_is_refused_and_nothing_is_written(world: World) -> None:
    order_id = world.accept()
    data: dict[str, Any] = {"technician_id": "t-wang", "speed": 3}
    with pytest.raises(InvalidField, match="speed"):
        world.step(order_id, Step.ASSIGN, DESK, data)
    assert world.types(order_id) == ["accept"]


def test_the_desk_may_confirm_the_plans_choice_and_the_assignment_began_when_it_began(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id, WANG, SYSTEM)
    due_at = world.clock(order_id, "accept").due_at
    world.later(minutes=10)
    world.assign(order_id, WANG, DESK)
    assert world.order(order_id).pinned
    assert world.clock(order_id, "accept").due_at == due_at
    with pytest.raises(InvalidField, match="another technician"):
        world.assign(order_id, WANG, DESK)
