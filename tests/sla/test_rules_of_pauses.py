"""The rules of stopping a clock and of the contact ladder (§3, §4), those that no worked example shows."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from sla.clock import State
from sla.compensation import owed
from sla.order import (
    Agreement,
    Assignment,
    Attempt,
    Booking,
    By,
    Completion,
    Dispute,
    Half,
    Kind,
    OrderFacts,
    PauseReason,
    Urgent,
    Verdict,
    Visit,
    Withdrawal,
    clocks_of,
    ladder_of,
)
from sla.promises import DEFAULT_POLICY
from tests.sla.november import agreed, at, clock, clocks, order, paused, taken, tried

HOUR = timedelta(hours=1)
LADDER = ("20 10:00", "20 12:00", "20 18:00", "21 09:00")
CALLED = order("20 08:50", assignments=taken("20 09:00"), attempts=tried(*LADDER))


def test_the_reasons_that_stop_a_clock_are_the_six_of_the_list_and_no_shortage_of_our_own() -> None:
    assert {reason.value for reason in PauseReason} == {
        "customer_later",
        "not_ready",
        "unreachable",
        "no_access",
        "withdrawal",
        "force_majeure",
    }


def test_a_pause_stops_complete_and_nothing_else() -> None:
    facts = order(
        assignments=(Assignment(technician="t", assigned_at=at("20 09:00")), *taken("20 09:10")),
        agreements=(agreed("20 09:30", "20 14:00"),),
        urgents=(Urgent(confirmed_at=at("20 09:00"), deadline_at=at("20 14:30")),),
    )
    stopped = replace(facts, pauses=(paused("20 08:30", "20 13:00"),))
    free, held = clocks(facts, "20 12:00"), clocks(stopped, "20 12:00")
    for key, each in free.items():
        moved = timedelta(hours=4.5) if key[0] == "complete" else timedelta(0)
        assert held[key].due_at - each.due_at == moved
        assert (held[key].state is State.PAUSED) == (key[0] == "complete")


def test_a_pause_includes_its_first_instant_and_not_its_last() -> None:
    facts = order(pauses=(paused("20 09:00", "20 10:00"),))
    assert clock(facts, "complete", "20 09:00").state is State.PAUSED
    assert clock(facts, "complete", "20 09:59:59.999999").state is State.PAUSED
    assert clock(facts, "complete", "20 10:00").state is State.RUNNING


@pytest.mark.parametrize(
    ("tier", "accepted", "due"), [("premium", "20 10:00", "21 03:00"), ("premium", "20 17:30", "21 18:00")]
)
def test_a_target_at_a_local_time_moves_by_the_elapsed_pause_too(tier: str, accepted: str, due: str) -> None:
    facts = order(accepted, tier=tier, pauses=(paused("20 18:00", "20 21:00"),))
    assert clock(facts, "complete", "20 22:00").due_at == at(due)


def test_a_later_date_counts_from_the_slot_that_we_offered_and_only_if_that_was_in_time() -> None:
    def booked(offered: str | None) -> OrderFacts:
        offered_at = None if offered is None else at(offered)
        return order(
            kind=Kind.INSTALL, booking=Booking(date=date(2026, 11, 26), half=Half.PM, offered_at=offered_at)
        )

    assert clock(booked(None), "complete", "20 09:00").due_at == at("23 08:00")
    assert clock(booked("21 08:00"), "complete", "20 09:00").due_at == at("28 12:00")
    assert clock(booked("23 08:00"), "complete", "20 09:00").due_at == at("23 08:00"), (
        "offered when it was due"
    )
    assert clock(booked("26 12:00"), "complete", "20 09:00").due_at == at("23 08:00"), (
        "the slot that we offered"
    )


def test_while_a_pause_is_not_yet_earned_there_is_no_breach_and_no_money() -> None:
    facts = replace(CALLED, accepted_at=at("19 11:30"), attempts=tried("20 10:00"))
    standing = clock(facts, "complete", "20 13:59")
    assert (standing.state, standing.provisional) == (State.PAUSED, True)
    assert "broken" not in [rung.name for rung in standing.rungs]
    assert not owed([standing], DEFAULT_POLICY, Kind.REPAIR, "standard")
    missed = clock(facts, "complete", "20 14:00:01")
    assert (missed.state, missed.due_at) == (State.BROKEN, at("20 11:30"))
    assert [entry.cents for entry in owed([missed], DEFAULT_POLICY, Kind.REPAIR, "standard")] == [1000]


def test_the_pause_for_nobody_reached_goes_back_to_the_first_call_and_ends_when_a_time_is_chosen() -> None:
    assert clock(CALLED, "complete", "21 09:30").due_at == at("22 08:20"), "open: as if it ended now"
    chosen = replace(CALLED, agreements=(agreed("23 10:00", "24 10:00"),))
    assert clock(chosen, "complete", "23 11:00").due_at == at("24 08:50")


def test_reached_on_the_ladder_nothing_was_ever_paused() -> None:
    reached = replace(CALLED, attempts=tried(*LADDER[:2]), agreements=(agreed("20 17:30", "21 10:00"),))
    assert clock(reached, "complete", "20 18:00").due_at == at("21 08:50")


@pytest.mark.parametrize(
    ("on_site", "called", "photo", "stops"),
    [
        ("20 14:00", "20 14:20", True, True),
        ("20 15:00", "20 15:20", True, True),  # the last instant of the window
        ("20 15:00:01", "20 15:20", True, False),  # too late
        ("20 12:59:59", "20 13:20", True, False),  # too early
        ("20 14:00", None, True, False),  # nobody was called from the door
        ("20 14:00", "20 13:50", True, False),  # called on the way, not at the door
        ("20 14:00", "20 14:20", False, False),  # no photo
    ],
)
def test_no_access_needs_the_window_a_call_and_a_photo(
    on_site: str, called: str | None, photo: bool, stops: bool
) -> None:
    door = Visit(on_site_at=at(on_site), failed_at=at("20 15:30"), failure="no_access", photo=photo)
    facts = order(
        agreements=(agreed("20 09:00", "20 14:00"),),
        visits=(door,),
        attempts=() if called is None else tried(called),
    )
    assert (clock(facts, "complete", "20 18:00").state is State.PAUSED) is stops


def test_another_failure_of_a_visit_stops_nothing() -> None:
    for failure in ("not_ready", "parts", "line_fault", "other"):
        door = Visit(on_site_at=at("20 14:00"), failed_at=at("20 14:30"), failure=failure, photo=True)
        facts = order(
            agreements=(agreed("20 09:00", "20 14:00"),), visits=(door,), attempts=tried("20 14:20")
        )
        assert clock(facts, "complete", "20 18:00").state is State.RUNNING, failure


def test_a_withdrawal_stops_the_clock_from_the_request_and_its_retraction_starts_it_again() -> None:
    request = Withdrawal(requested_at=at("20 12:00"))
    assert clock(order(withdrawals=(request,)), "complete", "20 14:00").state is State.PAUSED
    back = replace(request, retracted_at=at("20 15:00"))
    seen = clock(order(withdrawals=(back,)), "complete", "20 16:00")
    assert (seen.state, seen.due_at) == (State.RUNNING, at("21 11:00"))
    never = replace(request, verified_at=at("20 15:00"), verdict=Verdict.NEVER)
    seen = clock(order(withdrawals=(never,)), "complete", "20 16:00")
    assert (seen.state, seen.due_at) == (State.RUNNING, at("21 08:00"))


def test_force_majeure_and_premises_that_are_not_ready_stop_it_for_their_span() -> None:
    for reason in (PauseReason.FORCE_MAJEURE, PauseReason.NOT_READY):
        facts = order(pauses=(paused("20 10:00", "20 16:00", reason),))
        assert clock(facts, "complete", "20 17:00").due_at == at("21 14:00")


def test_a_reassignment_and_a_reopened_order_keep_the_pauses_already_granted() -> None:
    facts = order(
        pauses=(paused("20 09:00", "20 12:00"),),
        assignments=taken("20 08:10", "20 13:00"),
        completions=(Completion(at=at("20 15:00"), tested_at=at("20 14:50"), reopened_at=at("21 08:00")),),
    )
    assert clock(facts, "complete", "21 09:00").due_at == at("21 08:00") + 3 * HOUR + 17 * HOUR


def test_pausing_while_paused_changes_nothing() -> None:
    once = order(pauses=(paused("20 09:00", "20 12:00"),))
    again = replace(once, pauses=(*once.pauses, paused("20 10:00", "20 11:00"), *once.pauses))
    assert clock(again, "complete", "20 13:00").due_at == clock(once, "complete", "20 13:00").due_at


def test_an_open_dispute_leaves_the_pause_an_upheld_one_takes_it_out_and_a_rejected_one_leaves_it() -> None:
    objection = Dispute(
        reason=PauseReason.CUSTOMER_LATER, start_at=at("20 09:00"), disputed_at=at("20 13:00")
    )
    facts = order(pauses=(paused("20 09:00", "20 12:00"),))
    dues = [
        clock(replace(facts, disputes=(dispute,)), "complete", "20 16:00").due_at
        for dispute in (
            objection,
            replace(objection, decided_at=at("20 15:00"), upheld=True),
            replace(objection, decided_at=at("20 15:00"), upheld=False),
        )
    ]
    assert dues == [at("21 11:00"), at("21 08:00"), at("21 11:00")]


def test_an_upheld_dispute_may_break_the_clock_and_then_it_costs() -> None:
    objection = Dispute(
        reason=PauseReason.CUSTOMER_LATER,
        start_at=at("20 09:00"),
        disputed_at=at("21 09:00"),
        decided_at=at("21 10:00"),
        upheld=True,
    )
    facts = order(pauses=(paused("20 09:00", "20 12:00"),), disputes=(objection,))
    broken = clock(facts, "complete", "21 10:30")
    assert (broken.state, broken.broken_at) == (State.BROKEN, at("21 08:00"))
    assert [entry.cents for entry in owed([broken], DEFAULT_POLICY, Kind.REPAIR, "standard")] == [1000]


def test_an_open_pause_is_looked_at_within_thirty_days_and_again_after_each() -> None:
    facts = order(pauses=(paused("20 09:00", None, PauseReason.NOT_READY),))
    first = at("20 09:00") + timedelta(days=30)
    before = clock(facts, "complete", "29 09:00")
    assert (before.reviews, before.wakes_at) == ((), first)
    (seen,) = clocks_of(facts, DEFAULT_POLICY, first)
    assert [review.at for review in seen.reviews] == [first]
    assert seen.wakes_at == first + timedelta(days=30)


# §4: the ladder.


@pytest.mark.parametrize(
    ("first", "parts"),
    [
        ("20 09:15", ("noon 20", "evening 20", "morning 21")),
        ("20 11:29:59", ("noon 20", "evening 20", "morning 21")),
        ("20 11:30", ("evening 20", "morning 21", "noon 21")),
        ("20 14:00", ("evening 20", "morning 21", "noon 21")),  # between two parts
        ("20 17:00", ("morning 21", "noon 21", "evening 21")),
        ("20 20:59", ("morning 21", "noon 21", "evening 21")),
    ],
)
def test_one_attempt_is_owed_in_each_part_that_follows_in_order(first: str, parts: tuple[str, ...]) -> None:
    started = at(first) - HOUR
    facts = order(
        assignments=(Assignment(technician="t", assigned_at=started, taken_at=started),),
        attempts=tried(first),
    )
    ladder = ladder_of(facts, DEFAULT_POLICY)
    assert ladder is not None
    assert tuple(f"{slot.part} {slot.opens_at + 8 * HOUR:%d}" for slot in ladder.slots) == parts
    assert clock(facts, "contact", first).due_at == ladder.slots[0].closes_at


@pytest.mark.parametrize("called", ["20 07:59:59", "20 21:00", "20 23:00"])
def test_nobody_is_called_outside_contact_hours_and_such_a_call_is_no_attempt(called: str) -> None:
    started = at(called) - HOUR / 2
    facts = order(
        accepted_at=started,
        assignments=(Assignment(technician="t", assigned_at=started, taken_at=started),),
        attempts=tried(called),
    )
    ladder = ladder_of(facts, DEFAULT_POLICY)
    assert ladder is not None
    assert ladder.first_at is None


def test_each_punctual_attempt_moves_the_contact_to_the_end_of_the_next_part() -> None:
    dues = [
        clock(replace(CALLED, attempts=tried(*LADDER[:count])), "contact", "20 09:30").due_at
        for count in range(len(LADDER))
    ]
    assert dues == [at("20 11:00"), at("20 14:00"), at("20 21:00"), at("21 11:30")]


@pytest.mark.parametrize("left_out", [1, 2, 3])
def test_a_part_left_out_breaks_the_contact_at_its_end_whatever_follows(left_out: int) -> None:
    calls = [*LADDER, "21 12:00", "21 18:00"]
    del calls[left_out]
    contact = clock(replace(CALLED, attempts=tried(*calls)), "contact", "23 09:00")
    assert contact.state is State.BROKEN
    assert contact.broken_at == (at("20 14:00"), at("20 21:00"), at("21 11:30"))[left_out - 1]


def test_the_end_of_a_part_is_no_longer_in_it() -> None:
    late = replace(CALLED, attempts=tried("20 10:00", "20 14:00"))
    assert clock(late, "contact", "20 15:00").state is State.BROKEN
    just = replace(CALLED, attempts=tried("20 10:00", "20 13:59:59"))
    assert clock(just, "contact", "20 15:00").state is State.RUNNING


def test_the_contact_attempts_may_be_any_channel_but_need_evidence() -> None:
    claimed = tuple(Attempt(at=at(time), evidenced=False) for time in LADDER)
    assert clock(replace(CALLED, attempts=claimed), "contact", "21 12:00").state is State.BROKEN
    written = tuple(Attempt(at=at(time), channel="message", outcome="no_answer") for time in LADDER)
    assert clock(replace(CALLED, attempts=written), "contact", "21 12:00").state is State.ATTEMPTED


def test_the_halves_of_a_day_are_what_the_counter_sells() -> None:
    assert DEFAULT_POLICY.halves == {
        Half.AM: (time(8), time(12)),
        Half.PM: (time(12), time(18)),
        Half.DAY: (time(8), time(18)),
    }
    for half, opens, closes in (
        (Half.AM, "21 08:00", "21 12:00"),
        (Half.PM, "21 12:00", "21 18:00"),
        (Half.DAY, "21 08:00", "21 18:00"),
    ):
        window = clock(order(booking=Booking(date=date(2026, 11, 21), half=half)), "arrive", "20 09:00", 0)
        assert (window.opens_at, window.due_at) == (at(opens), at(closes))


@pytest.mark.parametrize(
    ("on_site", "state"),
    [
        ("21 07:59:59", State.BROKEN),
        ("21 08:00", State.KEPT),
        ("21 12:00", State.KEPT),
        ("21 12:00:01", State.BROKEN),
    ],
)
def test_a_booked_window_is_kept_on_both_its_edges(on_site: str, state: State) -> None:
    facts = order(
        booking=Booking(date=date(2026, 11, 21), half=Half.AM), visits=(Visit(on_site_at=at(on_site)),)
    )
    assert clock(facts, "arrive", "21 13:00", 0).state is state


def test_a_time_that_we_moved_twice_is_judged_thrice_and_paid_once() -> None:
    facts = order(
        kind=Kind.INSTALL,
        agreements=(
            agreed("20 09:00", "20 14:00"),
            agreed("20 13:00", "20 16:00", By.US),
            agreed("20 15:00", "20 18:00", By.US),
        ),
        visits=(Visit(on_site_at=at("20 18:30")),),
    )
    seen = clocks(facts, "20 20:00")
    assert [seen["arrive", n].state for n in (1, 2, 3)] == [State.BROKEN, State.BROKEN, State.KEPT]
    entries = owed(seen.values(), DEFAULT_POLICY, Kind.INSTALL, "standard")
    assert [(entry.promise.value, entry.cents) for entry in entries] == [("arrive", 2000)]


def test_a_time_that_the_customer_moves_after_its_window_has_closed_stays_broken() -> None:
    facts = order(agreements=(agreed("20 09:00", "20 14:00"), agreed("20 15:30", "20 18:00", By.CUSTOMER)))
    seen = clocks(facts, "20 16:00")
    assert [seen["arrive", n].state for n in (1, 2)] == [State.BROKEN, State.RUNNING]


@pytest.mark.parametrize(("cancelled", "state"), [("20 12:00", State.VOID), ("20 12:00:01", State.BROKEN)])
def test_what_we_call_off_two_hours_before_is_void_and_later_is_missed_and_paid(
    cancelled: str, state: State
) -> None:
    said = Agreement(at=at("20 09:00"), agreed_at=at("20 14:00"), cancelled_at=at(cancelled))
    seen = clocks(order(kind=Kind.INSTALL, agreements=(said,)), "20 18:00")
    assert seen["arrive", 1].state is state
    entries = owed(seen.values(), DEFAULT_POLICY, Kind.INSTALL, "standard")
    assert [entry.cents for entry in entries] == ([2000] if state is State.BROKEN else [])


def test_the_ladder_of_another_zone_is_in_its_own_hours() -> None:
    started = datetime(2026, 11, 20, 14, tzinfo=UTC)  # 09:00 in New York
    facts = order(
        zone="America/New_York",
        accepted_at=started,
        assignments=(Assignment(technician="t", assigned_at=started, taken_at=started),),
        attempts=(Attempt(at=started + HOUR),),
    )
    assert clock(facts, "contact", "20 23:30").due_at == datetime(2026, 11, 20, 19, tzinfo=UTC)
