"""What has been read of an order's log so far, before it becomes the facts that promises depend on."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from dispatch.orders.codes import HoldReason
from sla.clock import Pause
from sla.order import (
    Agreement,
    Approval,
    Assignment,
    Attempt,
    By,
    Completion,
    Correction,
    Dispute,
    FollowUp,
    Question,
    Urgent,
    Visit,
    Withdrawal,
    WithdrawnBreak,
)
from sla.policy import PauseReason


@dataclass(slots=True)
class Reading:
    """The last element of each list may still be open."""

    assignments: list[Assignment] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    held: HoldReason | None = None
    waits_for_premises: int | None = None
    """Which pause lasts until the customer says that the premises are ready."""
    put_off: int | None = None
    """Which pause lasts until the time that the customer chose instead of an earlier one."""
    booking_cancelled: tuple[datetime, By] | None = None
    majeure: dict[str, Pause] = field(default_factory=dict)
    disputes: dict[tuple[PauseReason, datetime], Dispute] = field(default_factory=dict)
    approvals: list[Approval] = field(default_factory=list)
    urgents: list[Urgent] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    tier: str = ""
    completions: list[Completion] = field(default_factory=list)
    tests: list[tuple[datetime, float | None]] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    callbacks: list[FollowUp] = field(default_factory=list)
    care: dict[str, FollowUp] = field(default_factory=dict)
    merged_at: datetime | None = None
    withdrawn_breaks: list[WithdrawnBreak] = field(default_factory=list)
    at_the_door: bool = False

    def call_off(self, at: datetime, by: By) -> None:
        """The visit that was to come will not be: the agreed time, or before there is one the booked half-day."""
        if not self.agreements:
            self.booking_cancelled = self.booking_cancelled or (at, by)
        elif self.agreements[-1].cancelled_at is None:
            self.agreements[-1] = replace(self.agreements[-1], cancelled_at=at, cancelled_by=by)
