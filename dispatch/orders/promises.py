"""From an order's events to the facts that its promises depend on."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from statistics import fmean
from typing import Any, Final

from dispatch.orders.events import Event
from dispatch.orders.facts import (
    Accepted,
    AddressCorrected,
    Answered,
    AnswerTried,
    Asked,
    Assigned,
    Attempted,
    BreakWithdrawn,
    CallBackTried,
    CalledBack,
    CareClosed,
    Complained,
    Completed,
    Contacted,
    Declined,
    Merged,
    Rated,
    Reopened,
    Restored,
    Taken,
    Tested,
    TierCorrected,
    Unassigned,
    UrgentConfirmed,
    UrgentSettled,
    WithdrawalRequested,
    WithdrawalRetracted,
    WithdrawalVerified,
    Withdrawn,
)
from dispatch.orders.pauses import PAUSES, chosen, premises_ready
from dispatch.orders.reading import Reading
from sla.order import (
    Agreement,
    Assignment,
    Attempt,
    Booking,
    By,
    Completion,
    Correction,
    FollowUp,
    Half,
    OrderFacts,
    Question,
    Urgent,
    Verdict,
    Withdrawal,
    WithdrawnBreak,
)
from sla.policy import Kind, PromiseCode

_TESTS_IN_A_MEAN: Final = 3


def order_facts(events: Iterable[Event], zone: str) -> OrderFacts:
    """The facts of one order; the same log always gives the same ones."""
    accepted: Event | None = None
    reading = Reading()
    for event in sorted(events, key=lambda event: event.seq):
        if isinstance(event.fact, Accepted):
            accepted = event
            reading.tier = event.fact.tier
        elif read := _READ.get(type(event.fact)):
            read(reading, event, event.fact)
    if accepted is None:
        raise ValueError("a log without an acceptance")
    fact: Accepted = accepted.fact
    return OrderFacts(
        kind=Kind(fact.kind),
        tier=reading.tier,
        zone=zone,
        accepted_at=accepted.judged_at,
        booking=_booking(fact, reading.booking_cancelled),
        contracted_mbps=fact.contracted_mbps,
        assignments=tuple(reading.assignments),
        attempts=tuple(reading.attempts),
        agreements=tuple(reading.agreements),
        visits=tuple(reading.visits),
        pauses=(*reading.pauses, *reading.majeure.values()),
        disputes=tuple(reading.disputes.values()),
        approvals=tuple(reading.approvals),
        urgents=tuple(reading.urgents),
        corrections=tuple(reading.corrections),
        completions=tuple(reading.completions),
        withdrawals=tuple(reading.withdrawals),
        questions=tuple(reading.questions.values()),
        callbacks=tuple(reading.callbacks),
        care=tuple(reading.care.values()),
        merged_at=reading.merged_at,
        withdrawn_breaks=tuple(reading.withdrawn_breaks),
    )


def _booking(fact: Accepted, cancelled: tuple[datetime, By] | None) -> Booking | None:
    if fact.booked_date is None:
        return None
    at, by = cancelled or (None, By.US)
    return Booking(
        date=fact.booked_date,
        half=Half(fact.booked_half or Half.DAY),
        offered_at=fact.offered_at,
        cancelled_at=at,
        cancelled_by=by,
    )


def _assigned(reading: Reading, event: Event, fact: Assigned) -> None:
    last = reading.assignments[-1] if reading.assignments else None
    if last and last.technician == fact.technician_id and last.taken_at is None and last.ended_at is None:
        return  # the same assignment, confirmed by hand: it began when it began
    _end_assignment(reading, event, fact)
    reading.assignments.append(
        Assignment(
            technician=fact.technician_id,
            assigned_at=event.judged_at,
            shift_starts_at=fact.shift_starts_at,
        )
    )


def _end_assignment(reading: Reading, event: Event, _fact: Any) -> None:
    if reading.assignments and reading.assignments[-1].ended_at is None:
        reading.assignments[-1] = replace(reading.assignments[-1], ended_at=event.judged_at)


def _taken(reading: Reading, event: Event, _fact: Taken) -> None:
    reading.assignments[-1] = replace(reading.assignments[-1], taken_at=event.judged_at)


def _attempted(reading: Reading, event: Event, fact: Attempted) -> None:
    reading.attempts.append(
        Attempt(
            at=event.judged_at,
            outcome=fact.outcome,
            channel=fact.channel,
            evidenced=not fact.off_hours,
            received_at=event.received_at,
        )
    )


def _contacted(reading: Reading, event: Event, fact: Contacted) -> None:
    premises_ready(reading, event.judged_at)
    chosen(reading, event, fact.agreed_at, fact.offered_at)
    reading.agreements.append(
        Agreement(
            at=event.judged_at,
            agreed_at=fact.agreed_at,
            by=By(fact.by),
            off_hours=bool(fact.off_hours),
        )
    )


def _urgent_confirmed(reading: Reading, event: Event, fact: UrgentConfirmed) -> None:
    reading.urgents.append(Urgent(confirmed_at=event.judged_at, deadline_at=fact.deadline_at))


def _urgent_settled(reading: Reading, event: Event, _fact: Any) -> None:
    """The line works: every urgent complaint about it is settled."""
    reading.urgents = [
        each if each.works_at is not None else replace(each, works_at=event.judged_at)
        for each in reading.urgents
    ]


def _urgent_again(reading: Reading, completed_at: datetime, reopened_at: datetime) -> None:
    """A completion that is taken back before the customer's deadline has settled nothing."""
    reading.urgents = [
        replace(each, works_at=None)
        if each.works_at == completed_at and reopened_at <= each.deadline_at
        else each
        for each in reading.urgents
    ]


def _tier_corrected(reading: Reading, event: Event, fact: TierCorrected) -> None:
    reading.corrections.append(Correction(at=event.judged_at, was=fact.was or reading.tier))
    reading.tier = fact.tier


def _address_corrected(reading: Reading, event: Event, fact: AddressCorrected) -> None:
    reading.corrections.append(Correction(at=event.judged_at, was=reading.tier, restarts=True))
    reading.tier = fact.tier or reading.tier


def _tested(reading: Reading, event: Event, fact: Tested) -> None:
    reading.tests.append((event.judged_at, fact.download_mbps))


def _completed(reading: Reading, event: Event, _fact: Completed) -> None:
    measured = [mbps for _, mbps in reading.tests if mbps is not None][-_TESTS_IN_A_MEAN:]
    reading.completions.append(
        Completion(
            at=event.judged_at,
            tested_at=reading.tests[-1][0] if reading.tests else None,
            measured_mbps=fmean(measured) if measured else None,
        )
    )
    if reading.tests:  # without a test nothing is known to work
        _urgent_settled(reading, event, None)
    reading.tests.clear()
    reading.at_the_door = False
    reading.callbacks.append(FollowUp(since=event.judged_at))


def _restored(reading: Reading, event: Event, _fact: Restored) -> None:
    """The test of the line from the desk is the test that its completion needs."""
    reading.tests.append((event.judged_at, None))
    _completed(reading, event, Completed())


def _reopened(reading: Reading, event: Event, _fact: Reopened) -> None:
    reading.completions[-1] = replace(reading.completions[-1], reopened_at=event.judged_at)
    _urgent_again(reading, reading.completions[-1].at, event.judged_at)
    if reading.callbacks[-1].done_at is None:
        reading.callbacks[-1] = replace(reading.callbacks[-1], void_at=event.judged_at)
    _end_assignment(reading, event, None)


def _withdrawal_requested(reading: Reading, event: Event, _fact: WithdrawalRequested) -> None:
    reading.withdrawals.append(Withdrawal(requested_at=event.judged_at, received_at=event.received_at))


def _withdrawal_retracted(reading: Reading, event: Event, _fact: WithdrawalRetracted) -> None:
    reading.withdrawals[-1] = replace(reading.withdrawals[-1], retracted_at=event.judged_at)


def _withdrawal_verified(reading: Reading, event: Event, fact: WithdrawalVerified) -> None:
    reading.withdrawals[-1] = replace(
        reading.withdrawals[-1], verified_at=event.judged_at, verdict=Verdict(fact.verdict)
    )


def _withdrawn(reading: Reading, event: Event, _fact: Withdrawn) -> None:
    reading.withdrawals[-1] = replace(reading.withdrawals[-1], withdrawn_at=event.judged_at)


def _asked(reading: Reading, event: Event, fact: Asked) -> None:
    reading.questions[fact.question_id] = Question(asked_at=event.judged_at)


def _answered(reading: Reading, event: Event, fact: Answered) -> None:
    question = reading.questions[fact.question_id]
    if question.answered_at is None:  # a second answer adds words; the customer was told with the first
        reading.questions[fact.question_id] = replace(question, answered_at=event.judged_at)


def _answer_tried(reading: Reading, event: Event, fact: AnswerTried) -> None:
    question = reading.questions[fact.question_id]
    attempt = Attempt(at=event.judged_at, outcome=fact.outcome, channel=fact.channel)
    reading.questions[fact.question_id] = replace(question, attempts=(*question.attempts, attempt))


def _call_back_tried(reading: Reading, event: Event, fact: CallBackTried) -> None:
    owed = reading.callbacks[-1]
    attempt = Attempt(at=event.judged_at, outcome=fact.outcome, channel=fact.channel)
    reading.callbacks[-1] = replace(owed, attempts=(*owed.attempts, attempt))


def _heard(reading: Reading, event: Event, _fact: CalledBack | Rated) -> None:
    """The customer has spoken after the completion; what is said later changes the words, not the time."""
    if reading.callbacks[-1].done_at is None:
        reading.callbacks[-1] = replace(reading.callbacks[-1], done_at=event.judged_at)


def _complained(reading: Reading, event: Event, fact: Complained) -> None:
    reading.care[fact.case_id] = FollowUp(since=event.judged_at)


def _care_closed(reading: Reading, event: Event, fact: CareClosed) -> None:
    reading.care[fact.case_id] = replace(reading.care[fact.case_id], done_at=event.judged_at)


def _merged(reading: Reading, event: Event, _fact: Merged) -> None:
    reading.merged_at = event.judged_at


def _break_withdrawn(reading: Reading, event: Event, fact: BreakWithdrawn) -> None:
    reading.withdrawn_breaks.append(
        WithdrawnBreak(PromiseCode(fact.promise), fact.occasion, event.received_at)
    )


_READ: Final[dict[type[Any], Callable[[Reading, Event, Any], None]]] = {
    **PAUSES,
    Assigned: _assigned,
    Unassigned: _end_assignment,
    Declined: _end_assignment,
    Taken: _taken,
    Attempted: _attempted,
    Contacted: _contacted,
    Tested: _tested,
    Completed: _completed,
    Restored: _restored,
    Reopened: _reopened,
    WithdrawalRequested: _withdrawal_requested,
    WithdrawalRetracted: _withdrawal_retracted,
    WithdrawalVerified: _withdrawal_verified,
    Withdrawn: _withdrawn,
    Asked: _asked,
    Answered: _answered,
    AnswerTried: _answer_tried,
    CallBackTried: _call_back_tried,
    CalledBack: _heard,
    Rated: _heard,
    Complained: _complained,
    CareClosed: _care_closed,
    Merged: _merged,
    BreakWithdrawn: _break_withdrawn,
    UrgentConfirmed: _urgent_confirmed,
    UrgentSettled: _urgent_settled,
    TierCorrected: _tier_corrected,
    AddressCorrected: _address_corrected,
}
