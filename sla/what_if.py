"""When would it be due? One promise of an order that does not exist, by the very rules that judge those that do."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sla.appointment import Agreement
from sla.clock import Pause
from sla.clock_facts import ClockState
from sla.facts import Assignment, FollowUp, OrderFacts, Question, Withdrawal
from sla.first_contact import Attempt
from sla.order import clocks_of
from sla.policy import Kind, PauseReason, Policy, PromiseCode, Row

NOT_A_SPAN: dict[PromiseCode, str] = {
    PromiseCode.URGENT: "urgent has no span to count: it is due at the deadline that the customer states",
    PromiseCode.SPEED: "speed has no due time: it is measured at the completion itself",
}


class NotComputable(ValueError):
    """That promise has no due time that follows from its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The question: which promise of which kind and tier of order, started when, paused when."""

    promise: PromiseCode
    kind: Kind
    tier: str
    zone: str
    started_at: datetime
    """Accepted, assigned, taken, agreed for, asked, completed: whatever starts that promise."""
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    attempts: tuple[datetime, ...] = ()
    """Calls that did not reach the customer (`contact`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One pause, and by how much it moved what was due."""

    start_at: datetime
    end_at: datetime
    by: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The clock as it starts, and what each pause did to it."""

    row: Row
    clock: ClockState
    base_due_at: datetime
    moved: tuple[Moved, ...]


def answer(asked: WhatIf, policy: Policy) -> Answer:
    """The clock that such an order would have, with the pauses taken one after the other."""
    if asked.promise in NOT_A_SPAN:
        raise NotComputable(NOT_A_SPAN[asked.promise])
    row = policy.row(asked.promise, asked.kind, asked.tier)
    clock = _clock(asked, policy, ())
    base_due_at, moved = _clock(replace(asked, attempts=()), policy, ()).due_at, []
    pauses: list[tuple[datetime, datetime]] = []
    for start_at, end_at in sorted(asked.pauses):
        if end_at < start_at:
            raise ValueError(f"a pause ends before it starts: {start_at.isoformat()} to {end_at.isoformat()}")
        pauses.append((start_at, end_at))
        later = _clock(asked, policy, tuple(pauses))
        moved.append(Moved(start_at=start_at, end_at=end_at, by=later.due_at - clock.due_at))
        clock = later
    return Answer(row=row, clock=clock, base_due_at=base_due_at, moved=tuple(moved))


def _clock(asked: WhatIf, policy: Policy, pauses: tuple[tuple[datetime, datetime], ...]) -> ClockState:
    facts = _facts(asked, pauses)
    now = max([asked.started_at, *asked.attempts])
    found = [each for each in clocks_of(facts, policy, now) if each.promise is asked.promise]
    return found[-1]


def _facts(asked: WhatIf, pauses: tuple[tuple[datetime, datetime], ...]) -> OrderFacts:
    """An order of which nothing is known but what starts the promise."""
    at = asked.started_at
    accepted_at = at - timedelta(days=1) if asked.promise is PromiseCode.ARRIVE else at
    contact, accept = asked.promise is PromiseCode.CONTACT, asked.promise is PromiseCode.ACCEPT
    verified_at = at if asked.promise is PromiseCode.CANCEL_DONE else None
    follow_up = (FollowUp(since=at),)
    return OrderFacts(
        kind=asked.kind,
        tier=asked.tier,
        zone=asked.zone,
        accepted_at=accepted_at,
        assignments=(Assignment(technician="", assigned_at=at, taken_at=at if contact else None),)
        if contact or accept
        else (),
        attempts=tuple(Attempt(at=tried_at) for tried_at in asked.attempts) if contact else (),
        agreements=(Agreement(at=accepted_at, agreed_at=at),) if asked.promise is PromiseCode.ARRIVE else (),
        pauses=tuple(
            Pause(reason=PauseReason.CUSTOMER_LATER, start_at=start_at, end_at=end_at)
            for start_at, end_at in pauses
        ),
        withdrawals=(Withdrawal(requested_at=at, verified_at=verified_at),)
        if asked.promise in (PromiseCode.CANCEL_VERIFY, PromiseCode.CANCEL_DONE)
        else (),
        questions=(Question(asked_at=at),) if asked.promise is PromiseCode.ANSWER else (),
        callbacks=follow_up if asked.promise is PromiseCode.CALLBACK else (),
        care=follow_up if asked.promise is PromiseCode.CARE else (),
    )
