"""Claims about pauses as such: what a dispute does to a clock, when an open one is looked at, what the cap holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.clock import ClockState, Pause, State
from sla.clock_facts import DisputeState
from sla.compensation import owed
from sla.order import (
    Agreement,
    Approval,
    Assignment,
    Attempt,
    Booking,
    By,
    Dispute,
    Half,
    Kind,
    OrderFacts,
    PauseReason,
    PromiseCode,
    Withdrawal,
    WithdrawnBreak,
    clocks_of,
)
from sla.pauses import is_meant
from sla.promises import DEFAULT_POLICY
from sla.reviews import REVIEW_WITHIN, first_review, next_review, reviews_come

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Friday, 09:00 in Shanghai."""
HOUR = timedelta(hours=1)
BY_HAND = (PauseReason.CUSTOMER_LATER, PauseReason.NOT_READY, PauseReason.FORCE_MAJEURE)

hours = st.integers(min_value=0, max_value=72)
spans = st.builds(
    lambda reason, start, length: Pause(
        reason=reason,
        start_at=START + start * HOUR,
        end_at=None if length is None else START + (start + length) * HOUR,
    ),
    st.sampled_from(BY_HAND),
    hours,
    st.none() | hours,
)
pauses = st.lists(spans, max_size=4, unique_by=lambda pause: (pause.reason, pause.start_at))


def repair(**facts: object) -> OrderFacts:
    base = OrderFacts(kind=Kind.REPAIR, tier="standard", zone="Asia/Shanghai", accepted_at=START)
    return replace(base, **facts)  # type: ignore[arg-type]  # the fields are checked by the dataclass's users


def complete(facts: OrderFacts, now: datetime) -> ClockState:
    return next(
        clock for clock in clocks_of(facts, DEFAULT_POLICY, now) if clock.promise is PromiseCode.COMPLETE
    )


def disputed(pause: Pause, *, upheld: bool | None, at: datetime) -> Dispute:
    decided_at = None if upheld is None else at
    return Dispute(
        reason=pause.reason,
        start_at=pause.start_at,
        disputed_at=at,
        decided_at=decided_at,
        upheld=bool(upheld),
    )


@given(pauses, st.data())
def test_an_upheld_dispute_leaves_the_clock_as_if_the_pause_had_never_been(
    given_pauses: list[Pause], data: st.DataObject
) -> None:
    now = START + data.draw(hours) * HOUR
    out = data.draw(st.lists(st.sampled_from(given_pauses), unique=True)) if given_pauses else []
    without = complete(repair(pauses=tuple(p for p in given_pauses if p not in out)), now)
    ruled = complete(
        repair(
            pauses=tuple(given_pauses),
            disputes=tuple(disputed(pause, upheld=True, at=now) for pause in out),
        ),
        now,
    )
    assert (ruled.state, ruled.due_at, ruled.broken_at, ruled.late) == (
        without.state,
        without.due_at,
        without.broken_at,
        without.late,
    )


@given(pauses, st.data())
def test_taking_pauses_out_never_gives_us_more_time(given_pauses: list[Pause], data: st.DataObject) -> None:
    now = START + data.draw(hours) * HOUR
    out = data.draw(st.lists(st.sampled_from(given_pauses), unique=True)) if given_pauses else []
    before = complete(repair(pauses=tuple(given_pauses)), now)
    after = complete(
        repair(
            pauses=tuple(given_pauses),
            disputes=tuple(disputed(pause, upheld=True, at=now) for pause in out),
        ),
        now,
    )
    assert after.due_at <= before.due_at


@given(pauses, st.sampled_from([None, False]), hours)
def test_a_dispute_that_is_open_or_rejected_moves_nothing(
    given_pauses: list[Pause], upheld: bool | None, later: int
) -> None:
    now = START + later * HOUR
    disputes = tuple(disputed(pause, upheld=upheld, at=now) for pause in given_pauses)
    plain, ruled = (
        complete(repair(pauses=tuple(given_pauses)), now),
        complete(repair(pauses=tuple(given_pauses), disputes=disputes), now),
    )
    assert (plain.state, plain.due_at) == (ruled.state, ruled.due_at)
    said = {line.data["dispute"] for line in ruled.because if "dispute" in line.data}
    assert said <= {DisputeState.OPEN.value if upheld is None else DisputeState.REJECTED.value}


@given(pauses, st.permutations(range(4)))
def test_the_order_in_which_disputes_are_told_changes_nothing(
    given_pauses: list[Pause], order: list[int]
) -> None:
    now = START + 50 * HOUR
    disputes = [disputed(pause, upheld=True, at=now) for pause in given_pauses]
    shuffled = [disputes[index] for index in order if index < len(disputes)]
    facts = repair(pauses=tuple(given_pauses))
    assert complete(replace(facts, disputes=tuple(disputes)), now) == complete(
        replace(facts, disputes=tuple(shuffled)), now
    )


def test_a_ruling_means_the_pause_of_its_reason_and_start_else_the_one_around_it() -> None:
    early = Pause(reason=PauseReason.UNREACHABLE, start_at=START, end_at=START + 3 * HOUR)
    late = replace(early, start_at=START + 5 * HOUR, end_at=None)
    exact = disputed(late, upheld=None, at=START)
    inside = replace(exact, start_at=START + HOUR)
    between = replace(exact, start_at=START + 4 * HOUR)
    other = replace(exact, reason=PauseReason.NO_ACCESS)
    both = (early, late)
    assert [is_meant(exact, pause, both) for pause in both] == [False, True]
    assert [is_meant(inside, pause, both) for pause in both] == [True, False]
    assert [is_meant(between, pause, both) for pause in both] == [False, False]
    assert [is_meant(other, pause, both) for pause in both] == [False, False]


def test_a_pause_received_after_the_breach_counts_once_the_lead_approves_it() -> None:
    late = Pause(
        reason=PauseReason.NOT_READY,
        start_at=START + 20 * HOUR,
        end_at=START + 30 * HOUR,
        received_at=START + 25 * HOUR,
    )
    now = START + 26 * HOUR
    assert complete(repair(pauses=(late,)), now).state is State.BROKEN
    approval = Approval(reason=late.reason, start_at=late.start_at)
    assert complete(repair(pauses=(late,), approvals=(approval,)), now).due_at == START + 34 * HOUR


@pytest.mark.parametrize(("received_h", "state"), [(23, State.PAUSED), (25, State.BROKEN)])
def test_a_withdrawal_that_is_told_after_the_breach_needs_the_lead_too(received_h: int, state: State) -> None:
    asked = Withdrawal(requested_at=START + 20 * HOUR, received_at=START + received_h * HOUR)
    assert complete(repair(withdrawals=(asked,)), START + 26 * HOUR).state is state


def test_calls_outside_the_contact_hours_climb_no_ladder() -> None:
    taken = (Assignment(technician="t", assigned_at=START, taken_at=START),)
    at_night = Attempt(at=START + 12.5 * HOUR)
    facts = repair(assignments=taken, attempts=(at_night,))
    assert complete(facts, START + 13 * HOUR).state is State.RUNNING


def test_a_time_agreed_outside_the_contact_hours_counts_from_their_opening() -> None:
    taken_at = START + 11 * HOUR  # 20:00; one contact hour is left today, one tomorrow
    facts = repair(
        assignments=(Assignment(technician="t", assigned_at=taken_at, taken_at=taken_at),),
        agreements=(Agreement(at=START + 13 * HOUR, agreed_at=START + 25 * HOUR, off_hours=True),),
    )
    contact = next(
        c for c in clocks_of(facts, DEFAULT_POLICY, START + 24 * HOUR) if c.promise is PromiseCode.CONTACT
    )
    assert (contact.state, contact.met_at) == (State.KEPT, START + 23 * HOUR)


@pytest.mark.parametrize(("by", "state"), [(By.CUSTOMER, State.VOID), (By.US, State.BROKEN)])
def test_a_booked_half_day_is_called_off_by_the_customer_until_it_closes_by_us_two_hours_before(
    by: By, state: State
) -> None:
    afternoon = Booking(
        date=START.date(), half=Half.PM, cancelled_at=START + 2 * HOUR, cancelled_by=by
    )  # 11:00, an hour before it opens
    seen = clocks_of(repair(booking=afternoon), DEFAULT_POLICY, START + 10 * HOUR)
    assert next(c for c in seen if c.promise is PromiseCode.ARRIVE).state is state


def test_a_breach_that_was_taken_back_is_told_for_ever() -> None:
    facts = repair(withdrawn_breaks=(WithdrawnBreak(PromiseCode.COMPLETE, 1, START + 5 * HOUR),))
    assert complete(facts, START + 6 * HOUR).because[-1].as_json() == {
        "code": "break_withdrawn",
        "at": (START + 5 * HOUR).isoformat(),
    }


days = st.integers(min_value=0, max_value=400)


@given(st.none() | days, days)
def test_an_open_pause_is_looked_at_within_thirty_days_and_every_thirty_days_after(
    until: int | None, passed: int
) -> None:
    review_at = None if until is None else START + timedelta(days=until)
    pause = Pause(reason=PauseReason.NOT_READY, start_at=START, review_at=review_at)
    now = START + timedelta(days=passed)
    coming = next_review(pause, now)
    assert START <= first_review(pause) <= START + REVIEW_WITHIN
    assert coming is not None
    assert now < coming <= max(now, first_review(pause)) + REVIEW_WITHIN
    come = reviews_come((pause,), now)
    assert bool(come) == (first_review(pause) <= now)
    if come:
        assert come[0].at <= now < come[0].at + REVIEW_WITHIN
        assert coming == come[0].at + REVIEW_WITHIN


@given(st.sampled_from(["ended", "provisional"]), days)
def test_a_pause_with_an_end_or_not_yet_earned_is_not_looked_at(kind: str, passed: int) -> None:
    pause = Pause(
        reason=PauseReason.UNREACHABLE,
        start_at=START,
        end_at=START + HOUR if kind == "ended" else None,
        provisional=kind == "provisional",
    )
    now = START + timedelta(days=passed)
    assert next_review(pause, now) is None
    assert reviews_come((pause,), now) == ()


@given(st.integers(min_value=0, max_value=60), st.integers(min_value=0, max_value=30_000))
def test_no_order_costs_more_than_the_cap_what_was_given_counted_in(late_days: int, given_cents: int) -> None:
    facts = repair(agreements=(Agreement(at=START, agreed_at=START + 5 * HOUR),))
    seen = clocks_of(facts, DEFAULT_POLICY, START + timedelta(days=late_days))
    entries = owed(seen, DEFAULT_POLICY, Kind.REPAIR, "standard", given_cents=given_cents)
    total = sum(entry.cents for entry in entries)
    assert total + given_cents <= max(DEFAULT_POLICY.cap_cents, given_cents)
    assert all(entry.cents >= 0 for entry in entries)


@given(st.integers(min_value=1, max_value=240))
def test_a_late_repair_stops_growing_at_the_request_to_withdraw(late_h: int) -> None:
    due_at = START + 24 * HOUR
    asked = Withdrawal(requested_at=due_at + late_h * HOUR)
    seen = clocks_of(repair(withdrawals=(asked,)), DEFAULT_POLICY, due_at + timedelta(days=30))
    (entry,) = [
        one
        for one in owed(seen, DEFAULT_POLICY, Kind.REPAIR, "standard")
        if one.promise is PromiseCode.COMPLETE
    ]
    assert entry.cents == min(10_000, 1000 * -(-late_h // 24))
