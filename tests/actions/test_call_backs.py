"""Every completed order is called back within 48 hours; whoever cannot be reached by a punctual ladder was attempted."""

from datetime import timedelta

import pytest

from dispatch.actions.errors import InvalidField, NotAllowed
from dispatch.orders.codes import RatingSource
from dispatch.orders.lifecycle import Step
from dispatch.storage.call_back import CallBackOutcome
from tests.actions.aftercare import call_back, cases, finish, install, miss, rate, reach
from tests.actions.conftest import World

HOURS_48 = timedelta(hours=48)


def test_a_completion_owes_a_call_back_within_48_hours(world: World) -> None:
    order_id = install(world)
    clock = world.clock(order_id, "callback")
    assert (clock.state, clock.due_at) == ("running", world.now + HOURS_48)
    owed = call_back(world, order_id)
    assert (owed.owner, owed.outcome, owed.tries, owed.technician_id) == ("desk", None, 0, "t-wang")


def test_reaching_the_customer_keeps_it_with_or_without_a_rating(world: World) -> None:
    order_id = install(world)
    world.later(hours=48)
    reach(world, order_id, words="都好")
    assert world.clock(order_id, "callback").state == "kept"
    owed = call_back(world, order_id)
    assert (owed.outcome, owed.rating, owed.source, owed.words) == (
        CallBackOutcome.REACHED,
        None,
        RatingSource.VOICE,
        "都好",
    )


@pytest.mark.parametrize("late", [False, True])
def test_the_survey_keeps_it_to_the_second(world: World, late: bool) -> None:
    order_id = install(world)
    world.later(hours=48, seconds=int(late))
    rate(world, order_id, 5)
    assert world.clock(order_id, "callback").state == ("broken" if late else "kept")
    assert call_back(world, order_id).outcome is CallBackOutcome.ANSWERED


def test_a_survey_of_a_third_party_counts_when_it_was_answered(world: World) -> None:
    order_id = install(world)
    answered_at = world.now + timedelta(hours=5)
    world.later(hours=60)
    reach(world, order_id, 4, source=RatingSource.THIRD_PARTY, occurred_at=answered_at)
    assert world.clock(order_id, "callback").met_at == answered_at


def test_a_punctual_ladder_that_reached_nobody_is_attempted_and_never_broken(world: World) -> None:
    order_id = install(world)  # Friday 10:00 in Shanghai
    for hours in (1, 1.5, 5, 14.5):  # 11:00, 12:30, 17:30, 08:00
        world.later(hours=hours)
        miss(world, order_id)
    clock = world.clock(order_id, "callback")
    assert (clock.state, call_back(world, order_id).tries) == ("attempted", 4)
    assert call_back(world, order_id).outcome is None
    world.later(hours=80)
    world.ring()
    assert world.clock(order_id, "callback").state == "attempted"


def test_calls_that_leave_a_part_of_the_day_out_do_not_let_us_off(world: World) -> None:
    order_id = install(world)
    for hours in (1, 7, 15):
        world.later(hours=hours)
        miss(world, order_id)
    world.later(hours=40)
    world.ring()
    assert world.clock(order_id, "callback").state == "broken"


def test_nobody_is_called_at_night(world: World) -> None:
    order_id = install(world)
    world.later(hours=11)  # 21:00
    with pytest.raises(NotAllowed, match="outside_contact_hours"):
        miss(world, order_id)
    reach(world, order_id, 5)  # but whoever rings us is heard
    assert world.clock(order_id, "callback").state == "kept"


def test_a_replay_counts_no_call_twice_and_opens_nothing_twice(world: World) -> None:
    order_id = install(world)
    for _ in range(2):
        miss(world, order_id, "missed")
    assert call_back(world, order_id).tries == 1
    version = world.order(order_id).version
    for _ in range(2):
        rate(world, order_id, 1, "rated")
    assert len(cases(world, order_id)) == 1
    assert world.order(order_id).version == version + 2  # rated, complained
    with pytest.raises(InvalidField):
        miss(world, order_id, "rated")


def test_a_reopened_order_owes_a_new_call_back_and_no_longer_the_old_one(world: World) -> None:
    order_id = install(world)
    world.later(hours=3)
    world.step(order_id, Step.REOPEN, world.customer(order_id), {"reason": "dead"})
    assert world.clock(order_id, "callback").state == "void"
    assert call_back(world, order_id).outcome is CallBackOutcome.REOPENED
    with pytest.raises(NotAllowed, match="not_completed"):
        miss(world, order_id)
    finish(world, order_id, 97)
    rate(world, order_id, 4)
    assert world.clock(order_id, "callback", 2).state == "kept"
    assert call_back(world, order_id, 2).rating == 4


def test_before_the_completion_there_is_nothing_to_rate(world: World) -> None:
    order_id = world.accept()
    with pytest.raises(NotAllowed, match="not_completed"):
        rate(world, order_id, 5)


def test_a_rating_is_a_whole_number_from_1_to_5(world: World) -> None:
    order_id = install(world)
    for rating in (0, 6):
        with pytest.raises(InvalidField):
            rate(world, order_id, rating)


def test_a_newer_rating_is_the_customers_newer_word(world: World) -> None:
    order_id = install(world)
    reach(world, order_id, 5)
    world.later(hours=1)
    world.step(order_id, Step.CONFIRM, world.customer(order_id))
    rate(world, order_id, 2)
    assert call_back(world, order_id).rating == 2
    assert len(cases(world, order_id)) == 1
    with pytest.raises(NotAllowed, match="settled"):
        miss(world, order_id)
