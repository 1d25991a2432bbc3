"""What happened to an order: one frozen dataclass per fact, and the record that carries it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from dispatch.orders.people import Actor


class Kind(StrEnum):
    INSTALL = "install"
    MOVE = "move"
    REPAIR = "repair"


class Half(StrEnum):
    AM = "am"
    PM = "pm"
    DAY = "day"


class Channel(StrEnum):
    PHONE = "phone"
    SMS = "sms"
    WECHAT = "wechat"
    WEB = "web"
    IN_PERSON = "in_person"


class Party(StrEnum):
    """Whose wish it was."""

    CUSTOMER = "customer"
    US = "us"


class Outcome(StrEnum):
    """How a call failed."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF = "off"
    WRONG_NUMBER = "wrong_number"


class HoldReason(StrEnum):
    """The only reasons that may stop the clock of `complete` (promises.md §3)."""

    CUSTOMER_LATER = "customer_later"
    NOT_READY = "not_ready"
    UNREACHABLE = "unreachable"
    NO_ACCESS = "no_access"
    FORCE_MAJEURE = "force_majeure"


class FailReason(StrEnum):
    NO_ACCESS = "no_access"
    NOT_READY = "not_ready"
    PARTS = "parts"
    LINE_FAULT = "line_fault"
    OTHER = "other"


class Verdict(StrEnum):
    """What the verification of a withdrawal found."""

    CUSTOMER = "customer"
    OURS = "ours"
    NEVER = "never"
    """Nobody asked for it: the order goes on."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    channel: Channel = Channel.PHONE
    outcome: Outcome = Outcome.NO_ANSWER


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


FACTS: Final[dict[str, type[Any]]] = {
    "accept": Accepted,
    "assign": Assigned,
    "unassign": Unassigned,
    "decline": Declined,
    "take": Taken,
    "contact": Contacted,
    "attempt": Attempted,
    "set_off": SetOff,
    "arrive": Arrived,
    "start_work": WorkStarted,
    "test": Tested,
    "complete": Completed,
    "confirm": Confirmed,
    "hold": Held,
    "resume": Resumed,
    "request_withdrawal": WithdrawalRequested,
    "retract_withdrawal": WithdrawalRetracted,
    "verify_withdrawal": WithdrawalVerified,
    "withdraw": Withdrawn,
    "fail_visit": VisitFailed,
    "reopen": Reopened,
    "ask": Asked,
    "answer": Answered,
    "planned": Planned,
    "warned": Warned,
    "broken": Broken,
    "break_withdrawn": BreakWithdrawn,
    "compensated": Compensated,
}
"""Every type of event; a step's event bears the step's name."""

SYSTEM_MADE: Final = frozenset({"planned", "warned", "broken", "break_withdrawn", "compensated"})
"""Events that are no step of anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact with its times and its author, as the log keeps it."""

    id: str
    order_id: str
    seq: int
    type: str
    occurred_at: datetime
    received_at: datetime
    judged_at: datetime
    """The instant on which promises are judged (promises.md §7)."""
    skewed: bool
    actor: Actor
    fact: Any
    """One of the dataclasses above, the one that FACTS names for `type`."""
