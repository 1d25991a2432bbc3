"""All clocks of one order at once: `clocks_of(facts, policy, now)` is the one function the application calls.

The facts are plain: what happened and when (each `…_at` is the *judged* instant of its event). Give every event that
happened; leave out what did not. The same facts always give the same clocks, so that replaying the log is enough.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sla.clock import Because, ClockState, Pause
from sla.policy import Kind, PromiseCode


class By(StrEnum):
    """Whose wish it was."""

    CUSTOMER = "customer"
    US = "us"


class Half(StrEnum):
    """What the counter books: a half-day or the whole day."""

    AM = "am"
    PM = "pm"
    DAY = "day"


class Verdict(StrEnum):
    """What the verification of a withdrawal found."""

    CUSTOMER = "customer"  # the customer really wants it: void
    OURS = "ours"  # we cannot serve: broken, never void
    NEVER = "never"  # nobody asked for it: the pause is taken out, the order goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One technician's time with the order; reassigning ends one and begins the next."""

    technician: str
    assigned_at: datetime
    shift_starts_at: datetime | None = None
    """The start of the technician's shift when the assignment came before it: `accept` starts there."""
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    """Declined, unassigned or reassigned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A call that did not reach the customer."""

    at: datetime
    outcome: str
    channel: str = "call"
    evidenced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The customer was reached and a concrete arrival time agreed (`at` = when, `agreed_at` = for when)."""

    at: datetime
    agreed_at: datetime
    by: By = By.CUSTOMER
    """Who asked for *this* time. Matters only when it replaces an earlier one."""
    cancelled_at: datetime | None = None
    """The visit was called off without a new time (a hold, an unassignment that gave the time up)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody was announced at the door. A drive that never arrived is no visit."""

    on_site_at: datetime
    failed_at: datetime | None = None
    failure: str | None = None
    """`no_access` with a call attempt on site and a photo stops the clock when the visit was punctual."""
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What was sold at the counter."""

    date: date
    half: Half
    offered_at: datetime | None = None
    """The start of the earliest slot that we really offered, when the customer preferred a later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """回单. Without a recorded test nothing is met."""

    at: datetime
    tested_at: datetime | None
    reopened_at: datetime | None = None
    measured_mbps: float | None = None
    """The mean of three wired tests; None leaves `speed` out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """One request to withdraw; retracted, or verified and then withdrawn."""

    requested_at: datetime
    retracted_at: datetime | None = None
    verified_at: datetime | None = None
    verdict: Verdict | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the customer's, recorded by anyone."""

    asked_at: datetime
    answered_at: datetime | None = None
    attempted_at: datetime | None = None
    """A punctual ladder could not reach the customer with the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """An urgent complaint that the desk confirmed, with the customer's own deadline."""

    confirmed_at: datetime
    deadline_at: datetime
    works_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A call-back that is owed since a completion, or a care case since a complaint."""

    since: datetime
    done_at: datetime | None = None
    attempted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The tier or address was corrected after acceptance."""

    at: datetime
    was: str
    """The tier before; the tier after is `OrderFacts.tier` or the next correction's `was`."""
    restarts: bool = False
    """The customer's wrong address: the promise starts again here. Our own mistake never restarts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """Everything about one order that a promise depends on. Tuples may come in any order; occasions follow time."""

    kind: Kind
    tier: str
    zone: str
    accepted_at: datetime
    booking: Booking | None = None
    contracted_mbps: float | None = None
    assignments: tuple[Assignment, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    visits: tuple[Visit, ...] = ()
    pauses: tuple[Pause, ...] = ()
    """What was held by hand: customer_later, not_ready, force_majeure. The pauses for `unreachable`, `no_access` and
    `withdrawal` are derived here from attempts, visits and withdrawals; given ones of these reasons are left out."""
    completions: tuple[Completion, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    questions: tuple[Question, ...] = ()
    urgents: tuple[Urgent, ...] = ()
    callbacks: tuple[FollowUp, ...] = ()
    care: tuple[FollowUp, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawn_breaks: tuple[tuple[PromiseCode, int], ...] = ()
    """(promise, occasion) of every `break_withdrawn` event: each opens a new episode of that clock."""


# Published first: `clocks_of(facts: OrderFacts, policy: Policy, now: datetime) -> tuple[ClockState, ...]` follows.
# Occasions: complete 1; contact 1; accept n = nth assignment by time; arrive 0 = the booked window, n = nth agreement;
# cancel_verify / cancel_done n = nth request; answer, urgent, callback, care n = nth; speed n = nth completion.
