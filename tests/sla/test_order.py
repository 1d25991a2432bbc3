"""Claims about the clocks of whole orders: assignments, ladders, windows, withdrawals, and what is owed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla.clock import ClockState, Pause, State
from sla.compensation import owed
from sla.escalation import height, told
from sla.order import (
    Agreement,
    Assignment,
    Attempt,
    Booking,
    By,
    Completion,
    FollowUp,
    Half,
    Kind,
    OrderFacts,
    PauseReason,
    PromiseCode,
    Question,
    Verdict,
    Visit,
    Withdrawal,
    clocks_of,
)
from sla.policy import Audience, UnknownTier
from sla.promises import DEFAULT_POLICY
from sla.risk import Level, outlook

SHANGHAI = ZoneInfo("Asia/Shanghai")
ACCEPT, CONTACT, ARRIVE = PromiseCode.ACCEPT, PromiseCode.CONTACT, PromiseCode.ARRIVE
COMPLETE, SPEED, ANSWER = PromiseCode.COMPLETE, PromiseCode.SPEED, PromiseCode.ANSWER


def at(text: str) -> datetime:
    """A wall clock in Shanghai, "20 16:30" is in November 2026."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=SHANGHAI).astimezone(UTC)


def order(accepted: str = "20 08:00", *, kind: Any = Kind.REPAIR, **facts: Any) -> OrderFacts:
    tier = facts.pop("tier", "standard")
    return OrderFacts(kind=kind, tier=tier, zone="Asia/Shanghai", accepted_at=at(accepted), **facts)


def clocks(facts: OrderFacts, now: str) -> dict[tuple[PromiseCode, int], ClockState]:
    return {(each.promise, each.occasion): each for each in clocks_of(facts, DEFAULT_POLICY, at(now))}


def given(
    assigned: str, taken: str | None = None, ended: str | None = None, shift: str | None = None
) -> Assignment:
    return Assignment(
        technician="t",
        assigned_at=at(assigned),
        taken_at=(taken and at(taken)) or None,
        ended_at=(ended and at(ended)) or None,
        shift_starts_at=(shift and at(shift)) or None,
    )


def agreed(said: str, when: str, by: By = By.CUSTOMER, cancelled: str | None = None) -> Agreement:
    return Agreement(
        at=at(said), agreed_at=at(when), by=by, cancelled_at=(cancelled and at(cancelled)) or None
    )


def tried(*times: str) -> tuple[Attempt, ...]:
    return tuple(Attempt(at=at(time), outcome="no_answer") for time in times)


def test_a_new_order_owes_its_completion_and_nothing_else() -> None:
    assert list(clocks(order(), "20 09:00")) == [(COMPLETE, 1)]


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


def test_without_an_agreed_time_the_booked_window_is_judged() -> None:
    booked = order(booking=Booking(date=date(2026, 11, 21), half=Half.AM))
    window = clocks(booked, "20 09:00")[ARRIVE, 0]
    assert (window.opens_at, window.due_at, window.state) == (at("21 08:00"), at("21 12:00"), State.RUNNING)
    came = order(
        booking=Booking(date=date(2026, 11, 21), half=Half.DAY), visits=(Visit(on_site_at=at("21 18:00")),)
    )
    assert clocks(came, "21 19:00")[ARRIVE, 0].state is State.KEPT


def test_the_agreed_time_takes_the_place_of_the_booked_window() -> None:
    facts = order(
        booking=Booking(date=date(2026, 11, 21), half=Half.AM), agreements=(agreed("20 10:00", "21 15:00"),)
    )
    seen = clocks(facts, "21 13:00")
    assert (seen[ARRIVE, 0].state, seen[ARRIVE, 1].state) == (State.VOID, State.RUNNING)


@pytest.mark.parametrize(("cancelled", "state"), [("20 12:00", State.VOID), ("20 12:00:01", State.BROKEN)])
def test_a_visit_called_off_two_hours_before_is_void_and_later_it_is_missed(
    cancelled: str, state: State
) -> None:
    facts = order(agreements=(agreed("20 09:00", "20 14:00", cancelled=cancelled),))
    assert clocks(facts, "20 18:00")[ARRIVE, 1].state is state


def test_a_visit_that_the_customer_calls_off_late_is_no_miss_of_ours() -> None:
    called_off = replace(agreed("20 09:00", "20 14:00", cancelled="20 13:30"), cancelled_by=By.CUSTOMER)
    assert clocks(order(agreements=(called_off,)), "20 18:00")[ARRIVE, 1].state is State.VOID
    too_late = replace(called_off, cancelled_at=at("20 15:00:01"))
    assert clocks(order(agreements=(too_late,)), "20 18:00")[ARRIVE, 1].state is State.BROKEN


def test_a_booked_window_that_is_called_off_in_time_is_void() -> None:
    booking = Booking(date=date(2026, 11, 21), half=Half.AM, cancelled_at=at("20 20:00"))
    assert clocks(order(booking=booking), "22 09:00")[ARRIVE, 0].state is State.VOID


def test_saying_the_same_time_again_is_the_same_appointment() -> None:
    facts = order(agreements=(agreed("20 09:00", "20 14:00"), agreed("20 10:00", "20 14:00", By.US)))
    assert [key for key in clocks(facts, "20 11:00") if key[0] is ARRIVE] == [(ARRIVE, 1)]


def test_a_second_visit_has_an_arrival_of_its_own() -> None:
    facts = order(
        kind=Kind.INSTALL,
        agreements=(agreed("20 09:00", "20 14:00"), agreed("20 15:00", "21 10:00", By.US)),
        visits=(
            Visit(on_site_at=at("20 14:10"), failed_at=at("20 14:30"), failure="parts"),
            Visit(on_site_at=at("21 11:30")),
        ),
    )
    seen = clocks(facts, "21 12:00")
    assert [(seen[ARRIVE, n].visit, seen[ARRIVE, n].state) for n in (1, 2)] == [
        (1, State.KEPT),
        (2, State.BROKEN),
    ]


def test_the_warnings_of_a_window_are_those_of_its_own_length() -> None:
    facts = order(agreements=(agreed("20 09:00", "23 14:00"),))
    assert [rung.at for rung in clocks(facts, "20 10:00")[ARRIVE, 1].rungs[:3]] == [
        at("23 14:00"),
        at("23 14:30"),
        at("23 14:48"),
    ]


def test_no_access_stops_the_clock_only_with_all_its_evidence() -> None:
    visit = Visit(on_site_at=at("20 14:10"), failed_at=at("20 14:30"), failure="no_access", photo=True)
    first, second = agreed("20 09:00", "20 14:00"), agreed("20 16:00", "21 14:30")
    whole = order(agreements=(first, second), visits=(visit,), attempts=tried("20 14:20"))
    assert clocks(whole, "20 18:00")[COMPLETE, 1].due_at == at("22 08:00")
    without_call = order(agreements=(first, second), visits=(visit,))
    assert clocks(without_call, "20 18:00")[COMPLETE, 1].due_at == at("21 08:00")


def test_a_later_slot_at_the_counter_stops_the_clock_from_the_earliest_that_we_offered() -> None:
    booking = Booking(date=date(2026, 11, 25), half=Half.AM, offered_at=at("21 08:00"))
    assert clocks(order(kind=Kind.INSTALL, booking=booking), "20 09:00")[COMPLETE, 1].due_at == at("27 08:00")


def test_a_confirmed_withdrawal_voids_what_was_not_broken_before() -> None:
    request = Withdrawal(requested_at=at("20 09:20"), verified_at=at("21 10:00"), verdict=Verdict.CUSTOMER)
    facts = order(
        assignments=(given("20 08:10", ended="20 12:00"), given("20 09:10")), withdrawals=(request,)
    )
    seen = clocks(facts, "22 09:00")
    assert (seen[COMPLETE, 1].state, seen[COMPLETE, 1].void_at) == (State.VOID, at("20 09:20"))
    assert (seen[ACCEPT, 1].state, seen[ACCEPT, 2].state) == (State.BROKEN, State.VOID)


def test_until_it_is_verified_a_withdrawal_stops_complete() -> None:
    seen = clocks(order(withdrawals=(Withdrawal(requested_at=at("20 09:00")),)), "25 09:00")
    assert seen[COMPLETE, 1].state is State.PAUSED
    assert seen[PromiseCode.CANCEL_VERIFY, 1].state is State.BROKEN


def test_what_we_cannot_serve_is_broken_and_never_void() -> None:
    request = Withdrawal(requested_at=at("20 09:00"), verified_at=at("20 11:00"), verdict=Verdict.OURS)
    seen = clocks(order(withdrawals=(request,)), "20 12:00")[COMPLETE, 1]
    assert (seen.state, seen.broken_at) == (State.BROKEN, at("20 11:00"))


def test_a_withdrawal_that_nobody_asked_for_leaves_no_pause() -> None:
    request = Withdrawal(requested_at=at("20 09:00"), verified_at=at("20 11:00"), verdict=Verdict.NEVER)
    seen = clocks(order(withdrawals=(request,)), "20 12:00")
    assert (seen[COMPLETE, 1].state, seen[COMPLETE, 1].due_at) == (State.RUNNING, at("21 08:00"))
    assert (PromiseCode.CANCEL_DONE, 1) not in seen


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


def test_several_broken_windows_of_one_visit_are_paid_once() -> None:
    facts = order(
        kind=Kind.INSTALL,
        agreements=(agreed("20 09:00", "20 14:00"), agreed("20 13:00", "20 16:00", By.US)),
        visits=(Visit(on_site_at=at("20 18:00")),),
    )
    entries = owed(clocks(facts, "20 19:00").values(), DEFAULT_POLICY, Kind.INSTALL, "standard")
    assert [(entry.promise, entry.occasion, entry.cents) for entry in entries] == [(ARRIVE, 1, 2000)]


def test_different_promises_add_up_to_the_cap_of_the_order() -> None:
    facts = order(
        agreements=(agreed("20 09:00", "20 14:00"),), assignments=(given("20 08:10", taken="20 08:20"),)
    )
    entries = owed(clocks(facts, "30 12:00").values(), DEFAULT_POLICY, Kind.REPAIR, "standard")
    assert [(entry.promise, entry.cents, entry.capped) for entry in entries] == [
        (ARRIVE, 2000, False),
        (COMPLETE, 8000, True),
    ]


def test_a_withdrawal_request_ends_what_a_late_repair_costs() -> None:
    facts = order(withdrawals=(Withdrawal(requested_at=at("22 09:00")),))
    entries = owed(clocks(facts, "30 12:00").values(), DEFAULT_POLICY, Kind.REPAIR, "standard")
    assert [entry.cents for entry in entries if entry.promise is COMPLETE] == [2000]


def test_the_higher_of_two_rungs_speaks_and_the_breach_over_all() -> None:
    rungs = clocks(order(), "21 07:00")[COMPLETE, 1].rungs
    assert [rung.name for rung in sorted(rungs, key=lambda rung: height(rung.name))] == [
        rung.name for rung in rungs
    ]


def test_the_policy_names_who_is_told_at_each_rung() -> None:
    row = DEFAULT_POLICY.row(COMPLETE, Kind.REPAIR, "standard")
    for rung in clocks(order(), "21 07:00")[COMPLETE, 1].rungs:
        assert told(row, rung.name) == rung.tells
    assert told(row, "broken") == (Audience.DIRECTOR, Audience.CUSTOMER)
    assert told(row, "warn_60") == ()


@pytest.mark.parametrize(
    ("now", "predicted", "lacking", "level"),
    [
        ("20 09:00", None, False, Level.TRACK),
        ("20 09:00", "21 08:00", False, Level.TRACK),
        ("20 09:00", "21 08:00:01", False, Level.JEOPARDY),
        ("20 09:00", None, True, Level.RISK),
        ("21 02:00", None, False, Level.RISK),
        ("21 02:00", "21 09:00", False, Level.JEOPARDY),
        ("21 09:00", "21 07:00", False, Level.BROKEN),
    ],
)
def test_the_plan_decides_before_any_percentage(
    now: str, predicted: str | None, lacking: bool, level: Level
) -> None:
    clock = clocks(order(), now)[COMPLETE, 1]
    seen = outlook(
        clock, DEFAULT_POLICY, at(now), predicted_at=at(predicted) if predicted else None, lacking=lacking
    )
    assert seen.level is level
    assert seen.left == at("21 08:00") - at(now)


def test_a_plan_outside_the_window_is_jeopardy_on_either_side() -> None:
    clock = clocks(order(agreements=(agreed("20 09:00", "20 14:00"),)), "20 10:00")[ARRIVE, 1]
    levels = [
        outlook(clock, DEFAULT_POLICY, at("20 10:00"), predicted_at=at(time)).level
        for time in ("20 12:59", "20 13:00", "20 15:00", "20 15:01")
    ]
    assert levels == [Level.JEOPARDY, Level.TRACK, Level.TRACK, Level.JEOPARDY]


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
