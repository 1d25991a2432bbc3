"""Claims about assignments, and about reaching the customer: accepted in time, called in time, called again."""

from datetime import timedelta

from sla.clock import State
from sla.order import Attempt, PromiseCode
from tests.sla.november import agreed, at, clocks, given, order, tried

ACCEPT, CONTACT, ARRIVE, COMPLETE = (
    PromiseCode.ACCEPT,
    PromiseCode.CONTACT,
    PromiseCode.ARRIVE,
    PromiseCode.COMPLETE,
)


def test_each_assignment_is_to_be_accepted_within_half_an_hour_of_contact_time() -> None:
    facts = order(assignments=(given("20 20:45", ended="21 08:10"), given("21 08:10", taken="21 08:40")))
    seen = clocks(facts, "21 09:00")
    assert (seen[ACCEPT, 1].due_at, seen[ACCEPT, 1].state) == (at("21 08:15"), State.VOID)
    assert (seen[ACCEPT, 2].due_at, seen[ACCEPT, 2].state) == (at("21 08:40"), State.KEPT)


def test_an_assignment_before_the_shift_is_to_be_accepted_from_its_start() -> None:
    assert clocks(order(assignments=(given("20 08:30", shift="20 09:30"),)), "20 09:00")[
        ACCEPT, 1
    ].due_at == at("20 10:00")


def test_an_assignment_that_was_declined_too_late_stays_broken() -> None:
    assert (
        clocks(order(assignments=(given("20 09:00", ended="20 09:31"),)), "20 10:00")[ACCEPT, 1].state
        is State.BROKEN
    )


def test_the_contact_starts_with_the_first_acceptance_and_an_agreed_time_binds_the_successor() -> None:
    facts = order(
        assignments=(
            given("20 09:00", taken="20 09:00", ended="20 10:00"),
            given("20 10:00", taken="20 10:50"),
        ),
        agreements=(agreed("20 09:30", "20 15:00"),),
    )
    seen = clocks(facts, "20 11:00")
    assert (seen[CONTACT, 1].state, seen[CONTACT, 1].due_at) == (State.KEPT, at("20 11:00"))
    assert (seen[ARRIVE, 1].state, seen[ARRIVE, 1].due_at) == (State.RUNNING, at("20 16:00"))


def test_each_part_without_an_attempt_breaks_the_contact() -> None:
    facts = order(assignments=(given("20 09:00", taken="20 09:00"),), attempts=tried("20 10:00", "20 12:00"))
    assert clocks(facts, "20 21:00")[CONTACT, 1].state is State.RUNNING
    broken = clocks(facts, "20 21:00:01")
    assert (broken[CONTACT, 1].state, broken[CONTACT, 1].broken_at) == (State.BROKEN, at("20 21:00"))


def test_a_second_call_in_a_part_or_one_between_two_parts_moves_nothing() -> None:
    facts = order(
        assignments=(given("20 09:00", taken="20 09:00"),),
        attempts=tried("20 10:00", "20 11:00", "20 12:00", "20 15:00"),
    )
    assert clocks(facts, "20 16:00")[CONTACT, 1].due_at == at("20 21:00")


def test_a_first_call_that_is_late_or_without_evidence_moves_nothing() -> None:
    late = order(assignments=(given("20 09:00", taken="20 09:00"),), attempts=tried("20 11:00:01"))
    assert clocks(late, "20 12:00")[CONTACT, 1].state is State.BROKEN
    claimed = (Attempt(at=at("20 10:00"), outcome="no_answer", evidenced=False),)
    assert clocks(order(assignments=(given("20 09:00", taken="20 09:00"),), attempts=claimed), "20 10:30")[
        CONTACT, 1
    ].due_at == at("20 11:00")


def test_complete_stands_provisionally_on_the_ladder_and_runs_again_when_a_part_is_missed() -> None:
    facts = order(assignments=(given("20 09:00", taken="20 09:00"),), attempts=tried("20 10:00"))
    standing = clocks(facts, "20 13:00")[COMPLETE, 1]
    assert (standing.state, standing.provisional, standing.due_at) == (State.PAUSED, True, at("21 11:00"))
    assert standing.wakes_at == at("20 14:00") + timedelta(microseconds=1)
    missed = clocks(facts, "20 14:00:01")[COMPLETE, 1]
    assert (missed.state, missed.due_at) == (State.RUNNING, at("21 08:00"))


def test_the_exhausted_ladder_stops_the_clock_until_the_customer_chooses() -> None:
    facts = order(
        assignments=(given("20 09:00", taken="20 09:00"),),
        attempts=tried("20 10:00", "20 12:00", "20 18:00", "21 09:00"),
    )
    standing = clocks(facts, "23 10:00")
    assert (standing[COMPLETE, 1].state, standing[COMPLETE, 1].provisional) == (State.PAUSED, False)
    assert standing[CONTACT, 1].state is State.ATTEMPTED
    assert not standing[CONTACT, 1].rungs
