"""The plain facts about one order that its promises depend on: what happened, when, and at whose wish.

Each `…_at` is the *judged* instant of its event. Give every event that happened; leave out what did not.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from sla.appointment import Agreement, Booking
from sla.clock import Pause
from sla.first_contact import Attempt
from sla.policy import Kind, PauseReason, PromiseCode


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
class Visit:
    """Somebody was announced at the door. A drive that never arrived is no visit."""

    on_site_at: datetime
    failed_at: datetime | None = None
    failure: str | None = None
    """`no_access` with a call attempt on site and a photo stops the clock when the visit was punctual."""
    photo: bool = False
    received_at: datetime | None = None
    """When the server learnt that it had failed; None means at once."""


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
    """One request to withdraw; retracted, or verified and then withdrawn. Verified without a verdict: the customer's."""

    requested_at: datetime
    retracted_at: datetime | None = None
    verified_at: datetime | None = None
    verdict: Verdict | None = None
    withdrawn_at: datetime | None = None
    received_at: datetime | None = None
    """When the server learnt of the request; None means at once."""

    @property
    def confirmed(self) -> Verdict | None:
        """The verdict, once there is one."""
        return None if self.verified_at is None else self.verdict or Verdict.CUSTOMER

    @property
    def ends_accrual(self) -> bool:
        """A request stops what we owe from growing, unless it was taken back or never made."""
        return self.retracted_at is None and self.confirmed is not Verdict.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the customer's, recorded by anyone."""

    asked_at: datetime
    answered_at: datetime | None = None
    attempted_at: datetime | None = None
    """A punctual ladder could not reach the customer with the answer."""
    attempts: tuple[Attempt, ...] = ()
    """Calls that did not reach the customer with it; from them the ladder is climbed."""


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
    attempts: tuple[Attempt, ...] = ()
    """Calls that did not reach the customer; from them the ladder is climbed."""
    void_at: datetime | None = None
    """What it follows up was undone: the order was reopened, and its next completion owes a call-back of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The tier or the address was corrected after acceptance."""

    at: datetime
    was: str
    """The tier before; the tier after is `OrderFacts.tier` or the next correction's `was`."""
    restarts: bool = False
    """The customer's wrong address: the promise starts again here. Our own mistake never restarts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """The customer objects to a pause, which is known by its reason and its start."""

    reason: PauseReason
    start_at: datetime
    disputed_at: datetime
    decided_at: datetime | None = None
    upheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The lead lets a pause count that was received after the breach."""

    reason: PauseReason
    start_at: datetime


class WithdrawnBreak(NamedTuple):
    """A breach of this clock was announced and taken back."""

    promise: PromiseCode
    occasion: int
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
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
    """What was granted by hand: customer_later, not_ready, force_majeure. The pauses for `unreachable`, `no_access` and
    `withdrawal` are derived here from attempts, visits and withdrawals; given ones of these reasons are left out."""
    completions: tuple[Completion, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    questions: tuple[Question, ...] = ()
    urgents: tuple[Urgent, ...] = ()
    callbacks: tuple[FollowUp, ...] = ()
    care: tuple[FollowUp, ...] = ()
    merged_at: datetime | None = None
    """It was the same report as an earlier order, whose promises stand for both."""
    corrections: tuple[Correction, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    approvals: tuple[Approval, ...] = ()
    withdrawn_breaks: tuple[tuple[PromiseCode, int] | WithdrawnBreak, ...] = ()
    """(promise, occasion[, at]) of every `break_withdrawn` event: each opens a new episode of that clock."""

    @cached_property
    def started_at(self) -> datetime:
        """When `complete` starts: at the acceptance, or where the customer's wrong address restarted it."""
        return max([c.at for c in self.corrections if c.restarts], default=self.accepted_at)

    @cached_property
    def taken_at(self) -> datetime | None:
        """The first acceptance by a technician; a reassignment does not change it."""
        return min((a.taken_at for a in self.assignments if a.taken_at is not None), default=None)

    @cached_property
    def reached_at(self) -> datetime | None:
        """When a time was first agreed with the customer."""
        return min((agreement.at for agreement in self.agreements), default=None)

    @cached_property
    def void_at(self) -> datetime | None:
        """From when the promises of the order itself are no longer owed: the customer's confirmed withdrawal, or the
        order that it was merged into.
        """
        ends = [w.requested_at for w in self.withdrawals if w.confirmed is Verdict.CUSTOMER]
        return min((at for at in (*ends, self.merged_at) if at is not None), default=None)

    @cached_property
    def failed_at(self) -> datetime | None:
        """When it was established that we cannot do what we promised."""
        return min(
            (w.verified_at for w in self.withdrawals if w.verified_at and w.confirmed is Verdict.OURS),
            default=None,
        )

    @cached_property
    def closed_at(self) -> datetime | None:
        """From when nobody is expected any more: void, or given up for reasons of ours (which breaks `complete`)."""
        return min((at for at in (self.void_at, self.failed_at) if at is not None), default=None)
