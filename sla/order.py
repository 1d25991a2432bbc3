"""All clocks of one order at once: `clocks_of(facts, policy, now)` is the one function the application calls.

The same facts always give the same clocks, so that replaying the log is enough.
Occasions: `complete` and `contact` 1; `accept` n = the nth assignment; `arrive` 0 = the booked window, n = the nth
agreed time; `cancel_verify`, `cancel_done`, `answer`, `urgent`, `callback`, `care`, `speed` n = the nth of its cause.
When a rung fires, judge the whole order again: a missed part of the ladder also ends a provisional pause of `complete`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sla.appointment import Agreement, Appointment, Booking, By, appointments
from sla.clock import Because, ClockFacts, ClockState, Pause, judge
from sla.facts import (
    Approval,
    Assignment,
    Completion,
    Correction,
    Dispute,
    FollowUp,
    OrderFacts,
    Question,
    Urgent,
    Verdict,
    Visit,
    Withdrawal,
    WithdrawnBreak,
)
from sla.first_contact import Attempt, Ladder, climb
from sla.follow_up import reach
from sla.pauses import earned_pauses
from sla.policy import Half, Kind, PauseReason, Policy, PromiseCode, Row
from sla.targets import AroundAgreed, ShareOfContract, Timed

__all__ = [
    "Agreement",
    "Approval",
    "Assignment",
    "Attempt",
    "Booking",
    "By",
    "Completion",
    "Correction",
    "Dispute",
    "FollowUp",
    "Half",
    "Kind",
    "OrderFacts",
    "Pause",
    "PauseReason",
    "PromiseCode",
    "Question",
    "Urgent",
    "Verdict",
    "Visit",
    "Withdrawal",
    "WithdrawnBreak",
    "clocks_of",
    "ladder_of",
]


def clocks_of(facts: OrderFacts, policy: Policy, now: datetime) -> tuple[ClockState, ...]:
    """Every clock that is promised for the order, as it stands at `now`."""
    return tuple(judge(clock, now) for clock in _facts_of_clocks(facts, policy, now))


def ladder_of(facts: OrderFacts, policy: Policy) -> Ladder | None:
    """Where the contact attempts of the order stand; None before a technician has accepted it."""
    if facts.taken_at is None:
        return None
    row = policy.row(PromiseCode.CONTACT, facts.kind, facts.tier)
    return climb(
        started_at=facts.taken_at,
        base_due_at=_due_at(row, facts.taken_at, facts.zone, policy),
        attempts=facts.attempts,
        reached_at=_reached_at(facts, policy),
        zone=facts.zone,
        policy=policy,
    )


def _reached_at(facts: OrderFacts, policy: Policy) -> datetime | None:
    """When the customer was reached; by a call outside the contact hours only once they open."""
    contact = policy.contact_calendar(facts.zone)
    return min(
        (contact.next_open(each.at) if each.off_hours else each.at for each in facts.agreements), default=None
    )


def appointments_of(facts: OrderFacts, policy: Policy) -> tuple[Appointment, ...]:
    """Every window in which somebody was or is expected at the door, the booked one first."""
    target = policy.row(PromiseCode.ARRIVE, facts.kind, facts.tier).target
    if not isinstance(target, AroundAgreed):
        raise TypeError(f"{PromiseCode.ARRIVE} needs a window around the agreed time, not {target}")
    return appointments(
        booking=facts.booking,
        accepted_at=facts.accepted_at,
        agreements=facts.agreements,
        arrivals=(visit.on_site_at for visit in facts.visits),
        target=target,
        zone=facts.zone,
        policy=policy,
    )


def _facts_of_clocks(facts: OrderFacts, policy: Policy, now: datetime) -> Iterator[ClockFacts]:
    breaks = [WithdrawnBreak(*each) for each in facts.withdrawn_breaks]
    for clock in _all(facts, policy, now):
        lines = tuple(
            Because(code="break_withdrawn", at=each.at)
            for each in breaks
            if (each.promise, each.occasion) == (clock.row.promise, clock.occasion)
        )
        yield replace(clock, withdrawn_breaks=len(lines), afterwards=lines) if lines else clock


def _all(facts: OrderFacts, policy: Policy, now: datetime) -> Iterator[ClockFacts]:
    windows = appointments_of(facts, policy)
    ladder = ladder_of(facts, policy)
    yield _complete(facts, policy, windows, ladder, now)
    yield from _accept(facts, policy)
    if ladder is not None:
        yield _contact(facts, policy, ladder)
    yield from _arrive(facts, policy, windows)
    yield from _speed(facts, policy)
    yield from _withdrawal(facts, policy)
    yield from _urgent(facts, policy)
    yield from _answers(facts, policy)


def _complete(
    facts: OrderFacts,
    policy: Policy,
    windows: tuple[Appointment, ...],
    ladder: Ladder | None,
    now: datetime,
) -> ClockFacts:
    row = policy.row(PromiseCode.COMPLETE, facts.kind, facts.tier)
    because = [
        Because(
            code="restarted" if correction.restarts else "tier_corrected",
            at=correction.at,
            data={"was": correction.was},
        )
        for correction in sorted(facts.corrections, key=lambda correction: correction.at)
    ]
    done = [completion for completion in facts.completions if completion.tested_at is not None]
    met_at = min((each.at for each in done if each.reopened_at is None), default=None)
    # A pause that was not yet earned when the clock was done with can no longer be lost either.
    decided_at = _earliest(met_at, facts.closed_at)
    return ClockFacts(
        row=row,
        calendar=policy.calendar(row, facts.zone),
        occasion=1,
        started_at=facts.started_at,
        base_due_at=_due_at(row, facts.started_at, facts.zone, policy),
        pauses=earned_pauses(facts, windows, ladder, policy, min(now, decided_at or now)),
        worked=tuple((each.at, each.reopened_at) for each in done if each.reopened_at is not None),
        met_at=met_at,
        void_at=facts.void_at,
        failed_at=facts.failed_at,
        accrues_until=_earliest(
            facts.merged_at, *(w.requested_at for w in facts.withdrawals if w.ends_accrual)
        ),
        because=tuple(because),
    )


def _accept(facts: OrderFacts, policy: Policy) -> Iterator[ClockFacts]:
    row = policy.row(PromiseCode.ACCEPT, facts.kind, facts.tier)
    for occasion, given in enumerate(sorted(facts.assignments, key=lambda each: each.assigned_at), 1):
        started_at = max(given.assigned_at, given.shift_starts_at or given.assigned_at)
        yield ClockFacts(
            row=row,
            calendar=policy.calendar(row, facts.zone),
            occasion=occasion,
            started_at=started_at,
            base_due_at=_due_at(row, started_at, facts.zone, policy),
            met_at=given.taken_at,
            void_at=_earliest(given.ended_at, facts.closed_at),
            because=(Because(code="assigned", at=given.assigned_at, data={"technician": given.technician}),),
        )


def _contact(facts: OrderFacts, policy: Policy, ladder: Ladder) -> ClockFacts:
    row = policy.row(PromiseCode.CONTACT, facts.kind, facts.tier)
    started_at = facts.taken_at or facts.accepted_at
    because: list[Because] = []
    if ladder.first_at is not None:
        because.append(Because(code="attempt_failed", at=ladder.first_at))
        because.extend(
            Because(code="attempt_failed", at=slot.tried_at, data={"part": slot.part})
            for slot in ladder.slots
            if slot.tried_at is not None
        )
        if ladder.owed is not None:
            owed = ladder.owed
            because.append(
                Because(code="attempt_owed", at=owed.opens_at, until=owed.closes_at, data={"part": owed.part})
            )
    return ClockFacts(
        row=row,
        calendar=policy.calendar(row, facts.zone),
        occasion=1,
        started_at=started_at,
        base_due_at=ladder.due_at,
        met_at=_reached_at(facts, policy),
        attempted_at=ladder.exhausted_at,
        void_at=facts.closed_at,
        because=tuple(because),
    )


def _arrive(facts: OrderFacts, policy: Policy, windows: tuple[Appointment, ...]) -> Iterator[ClockFacts]:
    row = policy.row(PromiseCode.ARRIVE, facts.kind, facts.tier)
    for each in windows:
        because = [Because(code="window", at=each.window.from_at, until=each.window.to_at)]
        if each.agreed_at is not None:
            because.insert(0, Because(code="agreed", at=each.agreed_at))
        if each.why is not None:
            because.append(Because(code=each.why, at=each.void_at))
        yield ClockFacts(
            row=row,
            calendar=policy.calendar(row, facts.zone),
            occasion=each.occasion,
            started_at=each.since,
            base_due_at=each.window.to_at,
            opens_at=each.window.from_at,
            met_at=each.on_site_at,
            void_at=_earliest(each.void_at, facts.closed_at),
            visit=each.visit,
            because=tuple(because),
        )


def _speed(facts: OrderFacts, policy: Policy) -> Iterator[ClockFacts]:
    row = policy.find(PromiseCode.SPEED, facts.kind, facts.tier)
    if row is None or facts.contracted_mbps is None or not isinstance(row.target, ShareOfContract):
        return
    for occasion, each in enumerate(sorted(facts.completions, key=lambda done: done.at), 1):
        if each.measured_mbps is None:
            continue
        enough = each.measured_mbps * 100 >= row.target.percent * facts.contracted_mbps
        measured = {"measured": each.measured_mbps, "contracted": facts.contracted_mbps}
        yield ClockFacts(
            row=row,
            calendar=policy.calendar(row, facts.zone),
            occasion=occasion,
            started_at=each.at,
            base_due_at=each.at,
            met_at=each.at if enough else None,
            failed_at=None if enough else each.at,
            because=(Because(code="measured", at=each.at, data=measured | {"percent": row.target.percent}),),
        )


def _withdrawal(facts: OrderFacts, policy: Policy) -> Iterator[ClockFacts]:
    verify = policy.row(PromiseCode.CANCEL_VERIFY, facts.kind, facts.tier)
    finish = policy.row(PromiseCode.CANCEL_DONE, facts.kind, facts.tier)
    for occasion, each in enumerate(sorted(facts.withdrawals, key=lambda request: request.requested_at), 1):
        started_at = max(each.requested_at, facts.taken_at or each.requested_at)
        yield ClockFacts(
            row=verify,
            calendar=policy.calendar(verify, facts.zone),
            occasion=occasion,
            started_at=started_at,
            base_due_at=_due_at(verify, started_at, facts.zone, policy),
            met_at=each.verified_at,
            void_at=each.retracted_at,
        )
        if each.verified_at is not None and each.confirmed is not Verdict.NEVER:
            yield ClockFacts(
                row=finish,
                calendar=policy.calendar(finish, facts.zone),
                occasion=occasion,
                started_at=each.verified_at,
                base_due_at=_due_at(finish, each.verified_at, facts.zone, policy),
                met_at=each.withdrawn_at,
                void_at=each.retracted_at,
            )


def _urgent(facts: OrderFacts, policy: Policy) -> Iterator[ClockFacts]:
    row = policy.row(PromiseCode.URGENT, facts.kind, facts.tier)
    for occasion, each in enumerate(sorted(facts.urgents, key=lambda urgent: urgent.confirmed_at), 1):
        yield ClockFacts(
            row=row,
            calendar=policy.calendar(row, facts.zone),
            occasion=occasion,
            started_at=each.confirmed_at,
            base_due_at=each.deadline_at,
            met_at=each.works_at,
            void_at=facts.void_at,
        )


def _answers(facts: OrderFacts, policy: Policy) -> Iterator[ClockFacts]:
    """What is owed to a person rather than to the order: it outlives a withdrawal."""
    asked = tuple(
        FollowUp(
            since=each.asked_at,
            done_at=each.answered_at,
            attempted_at=each.attempted_at,
            attempts=each.attempts,
        )
        for each in facts.questions
    )
    for promise, owed in (
        (PromiseCode.ANSWER, asked),
        (PromiseCode.CALLBACK, facts.callbacks),
        (PromiseCode.CARE, facts.care),
    ):
        row = policy.row(promise, facts.kind, facts.tier)
        for occasion, each in enumerate(sorted(owed, key=lambda cause: cause.since), 1):
            tried = reach(
                since=each.since,
                base_due_at=_due_at(row, each.since, facts.zone, policy),
                done_at=each.done_at,
                attempts=each.attempts,
                zone=facts.zone,
                policy=policy,
            )
            yield ClockFacts(
                row=row,
                calendar=policy.calendar(row, facts.zone),
                occasion=occasion,
                started_at=each.since,
                base_due_at=tried.due_at,
                met_at=each.done_at,
                attempted_at=_earliest(each.attempted_at, tried.attempted_at),
                void_at=each.void_at,
                because=tuple(Because(code="attempt_failed", at=attempt.at) for attempt in each.attempts),
            )


def _due_at(row: Row, started_at: datetime, zone: str, policy: Policy) -> datetime:
    if not isinstance(row.target, Timed):
        raise TypeError(f"{row.promise} needs a span or a local time, not {row.target}")
    return row.target.due_at(started_at, zone, policy.calendar(row, zone))


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)
