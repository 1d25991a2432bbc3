"""Every type of event, what kind of event it is, and the record that carries a fact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dispatch.orders.facts import (
    Accepted,
    AddressCorrected,
    Answered,
    AnswerTried,
    Arrived,
    Asked,
    Assigned,
    Attempted,
    BreakWithdrawn,
    Broken,
    CallBackTried,
    CalledBack,
    CareClosed,
    CareMoved,
    Compensated,
    Complained,
    Completed,
    Confirmed,
    Contacted,
    Declined,
    DisputeDecided,
    ForceMajeure,
    HandedOver,
    Held,
    IncidentJoined,
    IncidentLeft,
    IncidentOver,
    IncidentTold,
    Linked,
    Merged,
    PauseApproved,
    PauseDisputed,
    Planned,
    Rated,
    Reopened,
    Restored,
    Resumed,
    ReviewDue,
    SetOff,
    Taken,
    Tested,
    TierCorrected,
    Unassigned,
    UrgentConfirmed,
    UrgentSettled,
    VisitFailed,
    Warned,
    WithdrawalRequested,
    WithdrawalRetracted,
    WithdrawalVerified,
    Withdrawn,
    WorkStarted,
)
from dispatch.orders.people import Actor

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
    "merge": Merged,
    "restore": Restored,
    "linked": Linked,
    "incident_joined": IncidentJoined,
    "incident_left": IncidentLeft,
    "incident_told": IncidentTold,
    "incident_over": IncidentOver,
    "answer_tried": AnswerTried,
    "call_back_tried": CallBackTried,
    "called_back": CalledBack,
    "rated": Rated,
    "complained": Complained,
    "care_moved": CareMoved,
    "care_closed": CareClosed,
    "handed_over": HandedOver,
    "dispute_pause": PauseDisputed,
    "decide_dispute": DisputeDecided,
    "approve_pause": PauseApproved,
    "confirm_urgent": UrgentConfirmed,
    "settle_urgent": UrgentSettled,
    "correct_tier": TierCorrected,
    "correct_address": AddressCorrected,
    "force_majeure": ForceMajeure,
    "review_due": ReviewDue,
    "planned": Planned,
    "warned": Warned,
    "broken": Broken,
    "break_withdrawn": BreakWithdrawn,
    "compensated": Compensated,
}
"""Every type of event; a step's event bears the step's name."""

SYSTEM_MADE: Final = frozenset(
    {"planned", "warned", "broken", "break_withdrawn", "compensated", "force_majeure", "review_due"}
)
"""Events that are no step of anybody."""

ASIDE: Final = frozenset(
    {
        "linked",
        "incident_joined",
        "incident_left",
        "incident_told",
        "incident_over",
        "answer_tried",
        "call_back_tried",
        "called_back",
        "rated",
        "complained",
        "care_moved",
        "care_closed",
        "handed_over",
    }
)
"""What people do beside the life cycle, at any status: it moves no order, and has doors of its own."""

IN_NO_ORDER: Final = (
    SYSTEM_MADE
    | ASIDE
    | {
        "ask",
        "answer",
        "dispute_pause",
        "decide_dispute",
        "approve_pause",
        "confirm_urgent",
        "settle_urgent",
        "correct_tier",
        "correct_address",
    }
)
"""Work at the premises neither follows these nor waits for them: a tap of 11:50 that arrives after one stays 11:50."""


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
