"""From an order's events to the facts that its promises depend on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import fmean
from typing import Any, Final

from dispatch.orders.events import (
    Accepted,
    Answered,
    AnswerTried,
    Arrived,
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
    Event,
    Held,
    HoldReason,
    Merged,
    Rated,
    Reopened,
    Resumed,
    Taken,
    Tested,
    Unassigned,
    VisitFailed,
    WithdrawalRequested,
    WithdrawalRetracted,
    WithdrawalVerified,
    Withdrawn,
)
from dispatch.orders.people import Role
from sla.clock import Pause
from sla.order import (
    Agreement,
    Assignment,
    Attempt,
    Booking,
    By,
    Completion,
    FollowUp,
    Half,
    OrderFacts,
    Question,
    Verdict,
    Visit,
    Withdrawal,
)
from sla.policy import Kind, PauseReason, PromiseCode

HELD_BY_HAND: Final = {
    HoldReason.CUSTOMER_LATER: PauseReason.CUSTOMER_LATER,
    HoldReason.NOT_READY: PauseReason.NOT_READY,
    HoldReason.FORCE_MAJEURE: PauseReason.FORCE_MAJEURE,
}
"""The other reasons are derived from attempts and visits, so that nobody can claim them without evidence."""
_MAY_PAUSE_AFTER_A_BREACH: Final = frozenset({Role.LEAD, Role.MANAGER, Role.ADMIN})
_TESTS_IN_A_MEAN: Final = 3


@dataclass(slots=True)
class _Reading:
    """What has been read of the log so far; the last element of each list may still be open."""

    assignments: list[Assignment] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    held: HoldReason | None = None
    completions: list[Completion] = field(default_factory=list)
    tests: list[tuple[datetime, float | None]] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    callbacks: list[FollowUp] = field(default_factory=list)
    care: dict[str, FollowUp] = field(default_factory=dict)
    merged_at: datetime | None = None
    withdrawn_breaks: list[tuple[PromiseCode, int]] = field(default_factory=list)
    at_the_door: bool = False


def order_facts(events: Iterable[Event], zone: str) -> OrderFacts:
    """The facts of one order; the same log always gives the same ones."""
    accepted: Event | None = None
    reading = _Reading()
    for event in sorted(events, key=lambda event: event.seq):
        if isinstance(event.fact, Accepted):
            accepted = event
        elif read := _READ.get(type(event.fact)):
            read(reading, event, event.fact)
    if accepted is None:
        raise ValueError("a log without an acceptance")
    fact: Accepted = accepted.fact
    return OrderFacts(
        kind=Kind(fact.kind),
        tier=fact.tier,
        zone=zone,
        accepted_at=accepted.judged_at,
        booking=None
        if fact.booked_date is None
        else Booking(
            date=fact.booked_date, half=Half(fact.booked_half or Half.DAY), offered_at=fact.offered_at
        ),
        contracted_mbps=fact.contracted_mbps,
        assignments=tuple(reading.assignments),
        attempts=tuple(reading.attempts),
        agreements=tuple(reading.agreements),
        visits=tuple(reading.visits),
        pauses=tuple(reading.pauses),
        completions=tuple(reading.completions),
        withdrawals=tuple(reading.withdrawals),
        questions=tuple(reading.questions.values()),
        callbacks=tuple(reading.callbacks),
        care=tuple(reading.care.values()),
        merged_at=reading.merged_at,
        withdrawn_breaks=tuple(reading.withdrawn_breaks),
    )


def _assigned(reading: _Reading, event: Event, fact: Assigned) -> None:
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


def _end_assignment(reading: _Reading, event: Event, _fact: Any) -> None:
    if reading.assignments and reading.assignments[-1].ended_at is None:
        reading.assignments[-1] = replace(reading.assignments[-1], ended_at=event.judged_at)


def _taken(reading: _Reading, event: Event, _fact: Taken) -> None:
    reading.assignments[-1] = replace(reading.assignments[-1], taken_at=event.judged_at)


def _attempted(reading: _Reading, event: Event, fact: Attempted) -> None:
    reading.attempts.append(Attempt(at=event.judged_at, outcome=fact.outcome, channel=fact.channel))


def _contacted(reading: _Reading, event: Event, fact: Contacted) -> None:
    reading.agreements.append(Agreement(at=event.judged_at, agreed_at=fact.agreed_at, by=By(fact.by)))


def _cancel_agreement(reading: _Reading, at: datetime, by: By) -> None:
    if reading.agreements and reading.agreements[-1].cancelled_at is None:
        reading.agreements[-1] = replace(reading.agreements[-1], cancelled_at=at, cancelled_by=by)


def _held(reading: _Reading, event: Event, fact: Held) -> None:
    reading.held = fact.reason
    if reading.at_the_door:
        reading.at_the_door = False
    else:
        customer_later = fact.reason is HoldReason.CUSTOMER_LATER
        _cancel_agreement(reading, event.judged_at, By.CUSTOMER if customer_later else By.US)
    if reason := HELD_BY_HAND.get(fact.reason):
        later = fact.reason is HoldReason.CUSTOMER_LATER
        reading.pauses.append(
            Pause(
                reason=reason,
                start_at=fact.offered_at if later and fact.offered_at else event.judged_at,
                end_at=fact.until if later else None,
                received_at=event.received_at,
                approved=event.actor.role in _MAY_PAUSE_AFTER_A_BREACH,
            )
        )


def _resumed(reading: _Reading, event: Event, fact: Resumed) -> None:
    if reading.held in HELD_BY_HAND:
        pause = reading.pauses[-1]
        if reading.held is HoldReason.CUSTOMER_LATER:  # it lasts to the start of the slot chosen
            end_at = fact.agreed_at or pause.end_at or event.judged_at
        else:
            end_at = event.judged_at
        reading.pauses[-1] = replace(pause, end_at=max(end_at, pause.start_at))
    reading.held = None
    if fact.agreed_at is not None:
        reading.agreements.append(Agreement(at=event.judged_at, agreed_at=fact.agreed_at, by=By.CUSTOMER))


def _arrived(reading: _Reading, event: Event, _fact: Arrived) -> None:
    reading.visits.append(Visit(on_site_at=event.judged_at))
    reading.at_the_door = True


def _visit_failed(reading: _Reading, event: Event, fact: VisitFailed) -> None:
    if reading.at_the_door:
        reading.visits[-1] = replace(
            reading.visits[-1], failed_at=event.judged_at, failure=fact.reason, photo=fact.photo
        )
        reading.at_the_door = False
    else:
        _cancel_agreement(reading, event.judged_at, By.US)


def _tested(reading: _Reading, event: Event, fact: Tested) -> None:
    reading.tests.append((event.judged_at, fact.download_mbps))


def _completed(reading: _Reading, event: Event, _fact: Completed) -> None:
    measured = [mbps for _, mbps in reading.tests if mbps is not None][-_TESTS_IN_A_MEAN:]
    reading.completions.append(
        Completion(
            at=event.judged_at,
            tested_at=reading.tests[-1][0] if reading.tests else None,
            measured_mbps=fmean(measured) if measured else None,
        )
    )
    reading.tests.clear()
    reading.at_the_door = False
    reading.callbacks.append(FollowUp(since=event.judged_at))


def _reopened(reading: _Reading, event: Event, _fact: Reopened) -> None:
    reading.completions[-1] = replace(reading.completions[-1], reopened_at=event.judged_at)
    if reading.callbacks[-1].done_at is None:
        reading.callbacks[-1] = replace(reading.callbacks[-1], void_at=event.judged_at)
    _end_assignment(reading, event, None)


def _withdrawal_requested(reading: _Reading, event: Event, _fact: WithdrawalRequested) -> None:
    reading.withdrawals.append(Withdrawal(requested_at=event.judged_at))


def _withdrawal_retracted(reading: _Reading, event: Event, _fact: WithdrawalRetracted) -> None:
    reading.withdrawals[-1] = replace(reading.withdrawals[-1], retracted_at=event.judged_at)


def _withdrawal_verified(reading: _Reading, event: Event, fact: WithdrawalVerified) -> None:
    reading.withdrawals[-1] = replace(
        reading.withdrawals[-1], verified_at=event.judged_at, verdict=Verdict(fact.verdict)
    )


def _withdrawn(reading: _Reading, event: Event, _fact: Withdrawn) -> None:
    reading.withdrawals[-1] = replace(reading.withdrawals[-1], withdrawn_at=event.judged_at)


def _asked(reading: _Reading, event: Event, fact: Asked) -> None:
    reading.questions[fact.question_id] = Question(asked_at=event.judged_at)


def _answered(reading: _Reading, event: Event, fact: Answered) -> None:
    question = reading.questions[fact.question_id]
    reading.questions[fact.question_id] = replace(question, answered_at=event.judged_at)


def _answer_tried(reading: _Reading, event: Event, fact: AnswerTried) -> None:
    question = reading.questions[fact.question_id]
    attempt = Attempt(at=event.judged_at, outcome=fact.outcome, channel=fact.channel)
    reading.questions[fact.question_id] = replace(question, attempts=(*question.attempts, attempt))


def _call_back_tried(reading: _Reading, event: Event, fact: CallBackTried) -> None:
    owed = reading.callbacks[-1]
    attempt = Attempt(at=event.judged_at, outcome=fact.outcome, channel=fact.channel)
    reading.callbacks[-1] = replace(owed, attempts=(*owed.attempts, attempt))


def _heard(reading: _Reading, event: Event, _fact: CalledBack | Rated) -> None:
    """The customer has spoken after the completion; what is said later changes the words, not the time."""
    if reading.callbacks[-1].done_at is None:
        reading.callbacks[-1] = replace(reading.callbacks[-1], done_at=event.judged_at)


def _complained(reading: _Reading, event: Event, fact: Complained) -> None:
    reading.care[fact.case_id] = FollowUp(since=event.judged_at)


def _care_closed(reading: _Reading, event: Event, fact: CareClosed) -> None:
    reading.care[fact.case_id] = replace(reading.care[fact.case_id], done_at=event.judged_at)


def _merged(reading: _Reading, event: Event, _fact: Merged) -> None:
    reading.merged_at = event.judged_at


def _break_withdrawn(reading: _Reading, _event: Event, fact: BreakWithdrawn) -> None:
    reading.withdrawn_breaks.append((PromiseCode(fact.promise), fact.occasion))


_READ: Final[dict[type[Any], Callable[[_Reading, Event, Any], None]]] = {
    Assigned: _assigned,
    Unassigned: _end_assignment,
    Declined: _end_assignment,
    Taken: _taken,
    Attempted: _attempted,
    Contacted: _contacted,
    Held: _held,
    Resumed: _resumed,
    Arrived: _arrived,
    VisitFailed: _visit_failed,
    Tested: _tested,
    Completed: _completed,
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
}
