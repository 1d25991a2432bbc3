"""What can happen to an order: one frozen dataclass per fact."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.orders.codes import (
    CareCause,
    CareStage,
    CareVerdict,
    Channel,
    FailReason,
    Half,
    HoldReason,
    Kind,
    Matter,
    Outcome,
    Party,
    RatingSource,
    Relation,
    Verdict,
)
from sla.clock_facts import Evidence
from sla.policy import PauseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The order was received; who and where it is for stands in the order, not in the log."""

    kind: Kind
    area_id: str
    tier: str
    policy_version: str
    booked_date: date | None = None
    booked_half: Half | None = None
    offered_at: datetime | None = None
    """The start of the earliest slot that we really offered, when the customer preferred a later one."""
    contracted_mbps: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    technician_id: str
    reason: str | None = None
    shift_starts_at: datetime | None = None
    """The start of the technician's shift, when the assignment came before it: the roster of that day, kept."""
    forced: bool | None = None
    """The desk gave it to somebody to whom the planner would not have, and `reason` says why."""
    rule: str | None = None
    """The planner's rule that was overruled, by its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The technician accepted the order (接单)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    """The customer was reached and a time agreed."""

    agreed_at: datetime
    channel: Channel = Channel.PHONE
    by: Party = Party.CUSTOMER
    off_hours: bool | None = None
    """We called or wrote outside the contact hours: it binds us, but counts as reached from the next opening only."""
    offered_at: datetime | None = None
    """What the customer put off who chose this later date alone: the slot that was agreed, booked or offered first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    channel: Channel = Channel.PHONE
    outcome: Outcome = Outcome.NO_ANSWER
    off_hours: bool | None = None
    """Outside the contact hours: kept and shown, never counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOff:
    """The technician is driving to the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Announced at the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStarted:
    """The work at the premises has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    download_mbps: float | None = None
    optical_dbm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The service works and is tested (回单)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The customer says that it works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    reason: HoldReason
    until: datetime | None = None
    offered_at: datetime | None = None
    """The start of the earliest slot that we really offered, when the customer wants a later one."""
    evidence: Evidence | None = None
    """What it rests on; without any it stops nobody's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequested:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRetracted:
    """The customer wants the service after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalVerified:
    """Somebody other than the technician asked the customer why."""

    verdict: Verdict = Verdict.CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The order is closed unserved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFailed:
    reason: FailReason
    photo: bool = False
    """A picture of the closed door was taken, the evidence that `no_access` needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    question_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    question_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The same report twice: this order is closed, and `order_id` goes on for both."""

    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another order belongs to this one; the other one's log says the same of this."""

    order_id: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentJoined:
    """The order has its cause in common with others; this stops no clock (promises.md §3)."""

    incident_id: str
    automatic: bool | None = None
    """It came later and fell into the incident's scope; nobody put it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLeft:
    """It turned out to have another cause."""

    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTold:
    """The customer is told of the incident, once a person however many orders they have."""

    incident_id: str
    expected_end_at: datetime | None = None
    through: str | None = None
    """The order of the same person whose message says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOver:
    """The common cause is gone."""

    incident_id: str
    through: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The end of an incident put this line right: tested good from the desk, nobody had to come."""

    incident_id: str
    optical_dbm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTried:
    """The customer could not be reached with the answer."""

    question_id: str
    channel: Channel = Channel.PHONE
    outcome: Outcome = Outcome.NO_ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackTried:
    channel: Channel = Channel.PHONE
    outcome: Outcome = Outcome.NO_ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledBack:
    """The customer was reached after the completion, and may have said how satisfied they are (1 to 5)."""

    source: RatingSource = RatingSource.VOICE
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The customer answered the survey unasked."""

    rating: int
    source: RatingSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Complained:
    """A care case begins."""

    case_id: str
    cause: CareCause


@dataclass(frozen=True, slots=True, kw_only=True)
class CareMoved:
    case_id: str
    stage: CareStage


@dataclass(frozen=True, slots=True, kw_only=True)
class CareClosed:
    """The customer's own verdict."""

    case_id: str
    verdict: CareVerdict
    source: RatingSource = RatingSource.VOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Somebody else owns the matter from now on."""

    matter: Matter
    matter_id: str
    owner: str
    """role:id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseDisputed:
    """The customer says that the clock should not have stood still; a pause is known by its reason and its start."""

    reason: PauseReason
    start_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeDecided:
    reason: PauseReason
    start_at: datetime
    upheld: bool
    """The customer is right: the pause is taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseApproved:
    """The lead lets a pause count that was received after the breach."""

    reason: PauseReason
    start_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentConfirmed:
    """An urgent complaint is real; `deadline_at` is the customer's own."""

    deadline_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentSettled:
    """The line works again, before anything is completed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCorrected:
    """Our mistake: the right tier holds from the original start."""

    tier: str
    was: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressCorrected:
    """The customer's mistake: the promise starts again. The address itself stands in the order."""

    area_id: str
    tier: str | None = None
    was: str | None = None
    """The tier before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceMajeure:
    """A declaration covers the order; a later event of the same declaration says its newest span."""

    declaration_id: str
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDue:
    """A pause has been open for so long that the lead has to look at it."""

    reason: PauseReason
    start_at: datetime
    review_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The plan of the visit changed; all fields empty: it lost its place."""

    technician_id: str | None = None
    arrive_at: datetime | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    promise: str
    occasion: int
    rung: str
    """The name that the policy gives this warning: warn_50, warn_75, …"""
    episode: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    promise: str
    occasion: int
    due_at: datetime
    episode: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakWithdrawn:
    """A late truth showed that the promise had been kept."""

    promise: str
    occasion: int
    episode: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensated:
    promise: str
    occasion: int
    amount_cents: int
