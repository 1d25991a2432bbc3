"""Claims about the clocks of whole orders: which there are, in which order facts come, what counts as completed."""

import pytest

from sla.clock import Pause, State
from sla.order import By, Completion, FollowUp, Kind, PauseReason, PromiseCode, Question, Visit
from sla.policy import UnknownTier
from tests.sla.november import agreed, at, clocks, given, order, tried

ACCEPT, COMPLETE, SPEED, ANSWER = (
    PromiseCode.ACCEPT,
    PromiseCode.COMPLETE,
    PromiseCode.SPEED,
    PromiseCode.ANSWER,
)


def test_a_new_order_owes_its_completion_and_nothing_else() -> None:
    assert list(clocks(order(), "20 09:00")) == [(COMPLETE, 1)]


def test_a_completion_without_a_test_keeps_nothing_and_gives_nothing_back() -> None:
    done = Completion(at=at("20 20:00"), tested_at=None, reopened_at=at("21 07:00"))
    seen = clocks(order(completions=(done,)), "21 07:30")[COMPLETE, 1]
    assert (seen.state, seen.due_at) == (State.RUNNING, at("21 08:00"))


@pytest.mark.parametrize(("measured", "state"), [(450.0, State.KEPT), (449.9, State.BROKEN)])
def test_the_speed_is_kept_from_nine_tenths_of_the_contract(measured: float, state: State) -> None:
    done = Completion(at=at("20 15:00"), tested_at=at("20 14:50"), measured_mbps=measured)
    facts = order(kind=Kind.INSTALL, contracted_mbps=500.0, completions=(done,))
    assert clocks(facts, "20 16:00")[SPEED, 1].state is state
    assert (SPEED, 1) not in clocks(order(contracted_mbps=500.0, completions=(done,)), "20 16:00"), (
        "not for a repair"
    )


def test_questions_and_follow_ups_have_clocks_of_their_own() -> None:
    facts = order(
        questions=(
            Question(asked_at=at("20 09:00"), answered_at=at("21 09:00")),
            Question(asked_at=at("20 10:00")),
        ),
        callbacks=(FollowUp(since=at("20 10:00"), attempted_at=at("21 10:00")),),
        care=(FollowUp(since=at("20 10:00"), done_at=at("22 10:00")),),
    )
    seen = clocks(facts, "21 10:00:01")
    assert (seen[ANSWER, 1].state, seen[ANSWER, 2].state) == (State.KEPT, State.BROKEN)
    assert (seen[PromiseCode.CALLBACK, 1].state, seen[PromiseCode.CARE, 1].state) == (
        State.ATTEMPTED,
        State.KEPT,
    )


def test_a_breach_taken_back_opens_a_new_episode_of_that_clock_only() -> None:
    facts = order(assignments=(given("20 09:00"),), withdrawn_breaks=((COMPLETE, 1),))
    seen = clocks(facts, "20 09:10")
    assert (seen[COMPLETE, 1].episode, seen[ACCEPT, 1].episode) == (2, 1)


def test_an_unknown_tier_is_refused_by_name() -> None:
    with pytest.raises(UnknownTier, match="gold"):
        clocks(order(tier="gold"), "20 09:00")


def test_the_order_of_the_facts_does_not_matter() -> None:
    facts: dict[str, tuple[object, ...]] = {
        "assignments": (
            given("20 09:00", taken="20 09:00", ended="20 10:00"),
            given("20 10:00", taken="20 10:50"),
        ),
        "agreements": (agreed("20 10:00", "20 15:00"), agreed("20 11:00", "20 16:00", By.US)),
        "attempts": tried("20 09:10", "20 09:20"),
        "visits": (Visit(on_site_at=at("20 15:30")),),
    }
    turned = {name: values[::-1] for name, values in facts.items()}
    assert clocks(order("20 08:00", **facts), "21 10:00") == clocks(order("20 08:00", **turned), "21 10:00")


def test_the_pauses_that_are_derived_cannot_be_given_by_hand() -> None:
    claimed = Pause(reason=PauseReason.UNREACHABLE, start_at=at("20 09:00"))
    assert clocks(order(pauses=(claimed,)), "20 12:00")[COMPLETE, 1].state is State.RUNNING
