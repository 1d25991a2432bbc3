"""The rules of the catalogue and its calendars (§1, §2), those that no worked example shows."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla.clock import State
from sla.order import (
    Assignment,
    Completion,
    Correction,
    FollowUp,
    Kind,
    OrderFacts,
    Question,
    Urgent,
    Verdict,
    Withdrawal,
    clocks_of,
)
from sla.policy import Audience, Counting, PromiseCode
from sla.promises import DEFAULT_POLICY
from sla.targets import AroundAgreed, LocalTime, Within
from tests.sla.november import agreed, at, clock, clocks, order, paused, taken, tried

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("facts", "promise", "due"),
    [
        (order("20 10:00", Kind.INSTALL), "complete", "23 10:00"),
        (order("20 10:00", Kind.MOVE), "complete", "23 10:00"),
        (order("20 10:00", Kind.REPAIR), "complete", "21 10:00"),
        (order("20 16:59:59.999999", Kind.REPAIR, tier="premium"), "complete", "21 00:00"),
        (order("20 17:00", Kind.REPAIR, tier="premium"), "complete", "21 15:00"),
        (order("20 00:00", Kind.INSTALL, tier="premium"), "complete", "21 00:00"),
        (order("20 23:59:59", Kind.INSTALL, tier="premium"), "complete", "21 17:00"),
        (order("20 16:58", Kind.REPAIR, tier="premium"), "complete", "21 00:00"),  # by web; keyed at 17:05
        (order(assignments=(Assignment(technician="t", assigned_at=at("20 09:00")),)), "accept", "20 09:30"),
        (order(assignments=taken("20 09:00")), "contact", "20 11:00"),
        (order(agreements=(agreed("20 09:00", "20 14:00"),)), "arrive", "20 15:00"),
        (order(questions=(Question(asked_at=at("20 22:00")),)), "answer", "21 22:00"),
        (order(callbacks=(FollowUp(since=at("20 22:00")),)), "callback", "22 22:00"),
        (order(care=(FollowUp(since=at("20 22:00")),)), "care", "23 22:00"),
    ],
)
def test_each_promise_has_the_target_of_the_catalogue(facts: OrderFacts, promise: str, due: str) -> None:
    assert clock(facts, promise, "20 08:00").due_at == at(due)


def test_the_catalogue_says_what_counts_which_time_and_what_may_be_paused() -> None:
    on_contact_hours = {row.promise for row in DEFAULT_POLICY.rows if row.counting is Counting.CONTACT}
    assert on_contact_hours == {PromiseCode.ACCEPT, PromiseCode.CONTACT}
    assert all(row.counting in (Counting.ALWAYS, Counting.CONTACT) for row in DEFAULT_POLICY.rows)
    assert {row.promise for row in DEFAULT_POLICY.rows if row.pausable} == {PromiseCode.COMPLETE}
    assert DEFAULT_POLICY.row(PromiseCode.ARRIVE, Kind.REPAIR, "standard").target == AroundAgreed(
        early=HOUR, late=HOUR
    )


@pytest.mark.parametrize("promise", sorted(set(PromiseCode) - {PromiseCode.ARRIVE, PromiseCode.SPEED}))
def test_the_very_instant_of_the_due_time_keeps_every_promise(promise: PromiseCode) -> None:
    """Met an instant later it is broken; the edges of a window and the share of a rate have tests of their own."""

    def met(instant: datetime) -> State:
        facts: dict[PromiseCode, dict[str, Any]] = {
            PromiseCode.COMPLETE: {"completions": (Completion(at=instant, tested_at=instant),)},
            PromiseCode.URGENT: {
                "urgents": (
                    Urgent(confirmed_at=at("20 09:00"), deadline_at=at("20 14:30"), works_at=instant),
                )
            },
            PromiseCode.ACCEPT: {
                "assignments": (Assignment(technician="t", assigned_at=at("20 09:00"), taken_at=instant),)
            },
            PromiseCode.CONTACT: {
                "assignments": taken("20 09:00"),
                "agreements": (replace(agreed("20 09:00", "21 14:00"), at=instant),),
            },
            PromiseCode.CANCEL_VERIFY: {
                "withdrawals": (Withdrawal(requested_at=at("20 09:00"), verified_at=instant),)
            },
            PromiseCode.CANCEL_DONE: {
                "withdrawals": (
                    Withdrawal(requested_at=at("20 08:30"), verified_at=at("20 09:00"), withdrawn_at=instant),
                )
            },
            PromiseCode.ANSWER: {"questions": (Question(asked_at=at("20 09:00"), answered_at=instant),)},
            PromiseCode.CALLBACK: {"callbacks": (FollowUp(since=at("20 09:00"), done_at=instant),)},
            PromiseCode.CARE: {"care": (FollowUp(since=at("20 09:00"), done_at=instant),)},
        }
        return clock(order(**facts[promise]), promise, "29 09:00").state

    due = {
        PromiseCode.COMPLETE: "21 08:00",
        PromiseCode.URGENT: "20 14:30",
        PromiseCode.ACCEPT: "20 09:30",
        PromiseCode.CONTACT: "20 11:00",
        PromiseCode.CANCEL_VERIFY: "22 00:00",
        PromiseCode.CANCEL_DONE: "22 09:00",
        PromiseCode.ANSWER: "21 09:00",
        PromiseCode.CALLBACK: "22 09:00",
        PromiseCode.CARE: "23 09:00",
    }
    assert met(at(due[promise])) is State.KEPT
    assert met(at(due[promise]) + timedelta.resolution) is State.BROKEN


def test_a_withdrawal_is_to_be_verified_from_the_later_of_the_request_and_the_acceptance_by_a_technician() -> (
    None
):
    request = (Withdrawal(requested_at=at("20 09:00")),)
    without = order(withdrawals=request)
    later = order(withdrawals=request, assignments=taken("21 08:30"))
    earlier = order(withdrawals=request, assignments=taken("20 08:30"))
    dues = [clock(facts, "cancel_verify", "21 09:00").due_at for facts in (without, later, earlier)]
    assert dues == [at("22 00:00"), at("23 00:00"), at("22 00:00")]


def test_a_request_at_the_last_second_of_a_day_is_verified_by_the_end_of_the_next() -> None:
    facts = order(withdrawals=(Withdrawal(requested_at=at("20 23:59:59")),))
    assert clock(facts, "cancel_verify", "21 09:00").due_at == at("22 00:00")
    facts = order(withdrawals=(Withdrawal(requested_at=at("21 00:00")),))
    assert clock(facts, "cancel_verify", "21 09:00").due_at == at("23 00:00")


def test_the_customers_wrong_address_restarts_the_promise_and_our_wrong_tier_does_not() -> None:
    moved = order(tier="premium", corrections=(Correction(at=at("20 18:00"), was="standard", restarts=True),))
    ours = order(tier="premium", corrections=(Correction(at=at("20 18:00"), was="standard"),))
    restarted, corrected = clock(moved, "complete", "20 19:00"), clock(ours, "complete", "20 19:00")
    assert (restarted.started_at, restarted.due_at) == (at("20 18:00"), at("21 15:00"))
    assert (corrected.started_at, corrected.due_at) == (at("20 08:00"), at("21 00:00"))


def test_an_urgent_complaint_never_moves_the_completion_and_cannot_be_paused() -> None:
    urgent = Urgent(confirmed_at=at("20 09:00"), deadline_at=at("20 14:30"))
    facts = order(urgents=(urgent,), pauses=(paused("20 10:00", "20 12:00"),))
    seen = clocks(facts, "20 11:00")
    assert (seen["urgent", 1].state, seen["urgent", 1].due_at) == (State.RUNNING, at("20 14:30"))
    assert seen["complete", 1].due_at == clock(replace(facts, urgents=()), "complete", "20 11:00").due_at
    assert clock(facts, "urgent", "20 14:31").state is State.BROKEN


def test_an_urgent_complaint_after_the_completion_stands_by_itself() -> None:
    facts = order(
        completions=(Completion(at=at("20 10:00"), tested_at=at("20 10:00")),),
        urgents=(Urgent(confirmed_at=at("25 09:00"), deadline_at=at("25 18:00")),),
    )
    seen = clocks(facts, "25 10:00")
    assert (seen["complete", 1].state, seen["urgent", 1].state) == (State.KEPT, State.RUNNING)


def test_a_pilot_tier_with_a_day_for_an_install_is_one_more_row() -> None:
    install = DEFAULT_POLICY.row(PromiseCode.COMPLETE, Kind.INSTALL, "standard")
    pilot = replace(install, tier="pilot", target=Within(24 * HOUR))
    policy = replace(DEFAULT_POLICY, rows=(*DEFAULT_POLICY.rows, pilot))
    for kind, due in ((Kind.INSTALL, "21 10:00"), (Kind.MOVE, "23 10:00"), (Kind.REPAIR, "21 10:00")):
        assert clocks(order("20 10:00", kind, tier="pilot"), "20 11:00", policy)["complete", 1].due_at == at(
            due
        )


def test_a_reassigned_assignment_is_void_and_the_next_one_has_half_an_hour_of_its_own() -> None:
    facts = order(
        assignments=(
            Assignment(technician="a", assigned_at=at("20 09:00"), ended_at=at("20 09:20")),
            Assignment(technician="b", assigned_at=at("20 09:20")),
        )
    )
    seen = clocks(facts, "20 09:25")
    assert [(seen["accept", n].state, seen["accept", n].due_at) for n in (1, 2)] == [
        (State.VOID, at("20 09:30")),
        (State.RUNNING, at("20 09:50")),
    ]


def test_a_reassignment_does_not_make_the_contact_void() -> None:
    facts = order(
        assignments=(
            Assignment(
                technician="a", assigned_at=at("20 09:00"), taken_at=at("20 09:00"), ended_at=at("20 10:00")
            ),
            Assignment(technician="b", assigned_at=at("20 10:00")),
        )
    )
    assert clock(facts, "contact", "20 10:30").state is State.RUNNING
    assert clock(facts, "contact", "20 11:00:01").state is State.BROKEN


def test_a_withdrawal_after_the_break_voids_nothing() -> None:
    request = Withdrawal(requested_at=at("21 08:00:01"), verified_at=at("21 09:00"), verdict=Verdict.CUSTOMER)
    assert clock(order(withdrawals=(request,)), "complete", "22 09:00").state is State.BROKEN
    in_time = replace(request, requested_at=at("21 08:00"))
    assert clock(order(withdrawals=(in_time,)), "complete", "22 09:00").state is State.VOID


def test_cannot_install_for_our_reasons_is_never_void_for_any_promise_of_completion() -> None:
    request = Withdrawal(requested_at=at("20 09:00"), verified_at=at("20 10:00"), verdict=Verdict.OURS)
    for tier in ("standard", "premium"):
        for kind in Kind:
            facts = order("20 08:30", kind, tier=tier, withdrawals=(request,))
            assert clock(facts, "complete", "29 09:00").state is State.BROKEN


def test_whoever_could_not_be_reached_was_not_reached() -> None:
    facts = order(
        "20 08:50",
        assignments=taken("20 09:00"),
        attempts=tried("20 10:00", "20 12:00", "20 18:00", "21 09:00"),
    )
    contact = clock(facts, "contact", "25 09:00")
    assert (contact.state, contact.met_at, contact.broken_at) == (State.ATTEMPTED, None, None)


def test_what_is_owed_to_a_person_outlives_a_withdrawal() -> None:
    gone = Withdrawal(requested_at=at("20 09:00"), verified_at=at("20 10:00"), withdrawn_at=at("20 10:00"))
    facts = order(withdrawals=(gone,), questions=(Question(asked_at=at("20 08:30")),))
    assert clock(facts, "answer", "20 12:00").state is State.RUNNING


def test_the_breach_of_a_promise_between_ourselves_is_not_told_to_the_customer() -> None:
    for promise in (PromiseCode.ACCEPT, PromiseCode.CALLBACK):
        assert Audience.CUSTOMER not in DEFAULT_POLICY.row(promise, Kind.REPAIR, "standard").on_breach


# §2: the contact hours, and clocks that change.


def test_a_clock_on_contact_hours_stands_still_outside_them() -> None:
    for given, due in (("20 20:59", "21 08:29"), ("20 21:00", "21 08:30"), ("21 03:00", "21 08:30")):
        facts = order(assignments=(Assignment(technician="t", assigned_at=at(given)),))
        assert clock(facts, "accept", given).due_at == at(due), given


def test_contact_hours_are_every_day_also_on_sundays_and_holidays() -> None:
    facts = order(assignments=taken("22 09:00"))  # a Sunday
    assert clock(facts, "contact", "22 09:00").due_at == at("22 11:00")
    holiday = datetime(2026, 10, 1, 1, tzinfo=UTC)  # nine in the morning of National Day
    national_day = replace(
        facts,
        assignments=(Assignment(technician="t", assigned_at=holiday, taken_at=holiday),),
        accepted_at=holiday,
    )
    contact = next(
        each
        for each in clocks_of(national_day, DEFAULT_POLICY, holiday)
        if each.promise is PromiseCode.CONTACT
    )
    assert contact.due_at == holiday + 2 * HOUR


def test_the_hours_of_a_promise_are_elapsed_hours_over_both_clock_changes() -> None:
    zone = ZoneInfo("America/New_York")
    for accepted, due in (
        (datetime(2026, 3, 7, 12, tzinfo=zone), "2026-03-08T13:00:00-04:00"),
        (datetime(2026, 10, 31, 12, tzinfo=zone), "2026-11-01T11:00:00-05:00"),
    ):
        facts = order(zone="America/New_York", accepted_at=accepted.astimezone(UTC))
        (complete,) = clocks_of(facts, DEFAULT_POLICY, accepted.astimezone(UTC))
        assert complete.due_at.astimezone(zone).isoformat() == due
        assert complete.due_at - accepted == 24 * HOUR


def test_the_end_of_a_day_that_lasts_23_or_25_hours_is_its_own() -> None:
    zone = ZoneInfo("America/New_York")
    for day in (date(2026, 3, 8), date(2026, 11, 1)):
        accepted = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
        facts = order(kind=Kind.INSTALL, tier="premium", zone="America/New_York", accepted_at=accepted)
        (complete,) = clocks_of(facts, DEFAULT_POLICY, accepted)
        local = complete.due_at.astimezone(zone)
        assert (local.date(), local.time()) == (day + timedelta(days=1), time(0))


def test_a_local_target_that_the_clock_change_skips_is_the_first_instant_after_and_a_repeated_one_the_earlier() -> (
    None
):
    half_past_two, half_past_one = LocalTime(1, time(2, 30)), LocalTime(1, time(1, 30))
    before_spring, before_autumn = (
        datetime(2026, 3, 7, 17, tzinfo=UTC),
        datetime(2026, 10, 31, 16, tzinfo=UTC),
    )
    assert half_past_two.instant("America/New_York", before_spring) == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert half_past_one.instant("America/New_York", before_autumn) == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )
