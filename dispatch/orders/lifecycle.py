"""May an order go from X to Y, and who may take it there: TRANSITIONS and MAY."""

from enum import StrEnum
from typing import Final

from dispatch.orders.people import DESK, LEADS, STAFF, Role


class Status(StrEnum):
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    TAKEN = "taken"
    CONTACTED = "contacted"
    ON_THE_WAY = "on_the_way"
    ON_SITE = "on_site"
    WORKING = "working"
    TESTED = "tested"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    ON_HOLD = "on_hold"
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    WITHDRAWAL_VERIFIED = "withdrawal_verified"
    WITHDRAWN = "withdrawn"
    VISIT_FAILED = "visit_failed"


class Step(StrEnum):
    ACCEPT = "accept"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    DECLINE = "decline"
    TAKE = "take"
    CONTACT = "contact"
    ATTEMPT = "attempt"
    SET_OFF = "set_off"
    ARRIVE = "arrive"
    START_WORK = "start_work"
    TEST = "test"
    COMPLETE = "complete"
    CONFIRM = "confirm"
    HOLD = "hold"
    RESUME = "resume"
    REQUEST_WITHDRAWAL = "request_withdrawal"
    RETRACT_WITHDRAWAL = "retract_withdrawal"
    VERIFY_WITHDRAWAL = "verify_withdrawal"
    WITHDRAW = "withdraw"
    FAIL_VISIT = "fail_visit"
    REOPEN = "reopen"
    MERGE = "merge"
    RESTORE = "restore"
    ASK = "ask"
    ANSWER = "answer"
    DISPUTE_PAUSE = "dispute_pause"
    DECIDE_DISPUTE = "decide_dispute"
    APPROVE_PAUSE = "approve_pause"
    CONFIRM_URGENT = "confirm_urgent"
    SETTLE_URGENT = "settle_urgent"
    CORRECT_TIER = "correct_tier"
    CORRECT_ADDRESS = "correct_address"


class Remembered(StrEnum):
    """A target that depends on where the order came from."""

    BEFORE_HOLD = "before_hold"
    BEFORE_WITHDRAWAL = "before_withdrawal"


OPEN: Final = frozenset(Status) - {Status.COMPLETED, Status.CONFIRMED, Status.WITHDRAWN}
"""Work is still owed."""
LEAVING: Final = frozenset({Status.WITHDRAWAL_REQUESTED, Status.WITHDRAWAL_VERIFIED})
"""The customer asked out; nothing more is done until that is settled."""
PLANNABLE: Final = frozenset(
    {Status.ACCEPTED, Status.ASSIGNED, Status.TAKEN, Status.CONTACTED, Status.VISIT_FAILED}
)
"""The planner may give these a place."""
UNDER_WAY: Final = frozenset({Status.ON_THE_WAY, Status.ON_SITE, Status.WORKING, Status.TESTED})
"""A technician is on it now; the planner never moves these."""

_FROM: Final[dict[Step, tuple[tuple[Status, ...], Status | Remembered | None]]] = {
    # step: (from any of, to); None stays where it is
    Step.ASSIGN: (
        (Status.ACCEPTED, Status.ASSIGNED, Status.TAKEN, Status.CONTACTED, Status.VISIT_FAILED),
        Status.ASSIGNED,
    ),
    Step.UNASSIGN: ((Status.ASSIGNED, Status.TAKEN, Status.CONTACTED), Status.ACCEPTED),
    Step.DECLINE: ((Status.ASSIGNED,), Status.ACCEPTED),
    Step.TAKE: ((Status.ASSIGNED,), Status.TAKEN),
    Step.CONTACT: ((Status.TAKEN, Status.CONTACTED), Status.CONTACTED),
    Step.ATTEMPT: (
        (Status.ASSIGNED, Status.TAKEN, Status.CONTACTED, Status.ON_SITE, Status.VISIT_FAILED),
        None,
    ),
    Step.SET_OFF: ((Status.TAKEN, Status.CONTACTED), Status.ON_THE_WAY),
    Step.ARRIVE: ((Status.CONTACTED, Status.ON_THE_WAY), Status.ON_SITE),
    Step.START_WORK: ((Status.ON_SITE,), Status.WORKING),
    Step.TEST: ((Status.WORKING, Status.TESTED), Status.TESTED),
    Step.COMPLETE: ((Status.TESTED,), Status.COMPLETED),
    Step.CONFIRM: ((Status.COMPLETED,), Status.CONFIRMED),
    Step.HOLD: (
        (
            Status.ACCEPTED,
            Status.ASSIGNED,
            Status.TAKEN,
            Status.CONTACTED,
            Status.ON_SITE,
            Status.WORKING,
            Status.VISIT_FAILED,
        ),
        Status.ON_HOLD,
    ),
    Step.RESUME: ((Status.ON_HOLD,), Remembered.BEFORE_HOLD),
    Step.REQUEST_WITHDRAWAL: (
        (
            Status.ACCEPTED,
            Status.ASSIGNED,
            Status.TAKEN,
            Status.CONTACTED,
            Status.ON_THE_WAY,
            Status.ON_SITE,
            Status.WORKING,
            Status.ON_HOLD,
            Status.VISIT_FAILED,
        ),
        Status.WITHDRAWAL_REQUESTED,
    ),
    Step.RETRACT_WITHDRAWAL: ((Status.WITHDRAWAL_REQUESTED,), Remembered.BEFORE_WITHDRAWAL),
    Step.VERIFY_WITHDRAWAL: ((Status.WITHDRAWAL_REQUESTED,), Status.WITHDRAWAL_VERIFIED),
    Step.WITHDRAW: ((Status.WITHDRAWAL_VERIFIED,), Status.WITHDRAWN),
    Step.FAIL_VISIT: ((Status.ON_THE_WAY, Status.ON_SITE, Status.WORKING), Status.VISIT_FAILED),
    Step.REOPEN: ((Status.COMPLETED, Status.CONFIRMED), Status.ACCEPTED),
    Step.MERGE: (tuple(s for s in Status if s in PLANNABLE or s is Status.ON_HOLD), Status.WITHDRAWN),
    # an incident's end put the line right, and nobody has to come (actions/incidents.py)
    Step.RESTORE: (tuple(s for s in Status if s in PLANNABLE or s is Status.ON_HOLD), Status.COMPLETED),
    Step.ASK: (tuple(Status), None),  # an answer is owed to a person, whatever has become of the order
    Step.ANSWER: (tuple(Status), None),
    Step.DISPUTE_PAUSE: (tuple(Status), None),
    Step.DECIDE_DISPUTE: (tuple(Status), None),
    Step.APPROVE_PAUSE: (tuple(Status), None),
    Step.CONFIRM_URGENT: (tuple(s for s in Status if s in OPEN - LEAVING), None),
    Step.SETTLE_URGENT: (tuple(s for s in Status if s in OPEN), None),
    Step.CORRECT_TIER: (tuple(s for s in Status if s is not Status.WITHDRAWN), None),
    # nobody is on the way to the wrong door yet
    Step.CORRECT_ADDRESS: (tuple(s for s in Status if s in PLANNABLE or s is Status.ON_HOLD), None),
}

TRANSITIONS: Final[dict[tuple[Status, Step], Status | Remembered]] = {
    (source, step): source if target is None else target
    for step, (sources, target) in _FROM.items()
    for source in sources
}

MAY: Final[dict[Step, frozenset[Role]]] = {
    Step.ACCEPT: DESK | {Role.CUSTOMER, Role.SYSTEM},
    Step.ASSIGN: DESK | {Role.SYSTEM},
    Step.UNASSIGN: DESK | {Role.SYSTEM},
    Step.DECLINE: frozenset({Role.TECHNICIAN}),
    Step.TAKE: frozenset({Role.TECHNICIAN}),
    Step.CONTACT: STAFF | {Role.CUSTOMER},
    Step.ATTEMPT: STAFF,
    Step.SET_OFF: frozenset({Role.TECHNICIAN}),
    Step.ARRIVE: frozenset({Role.TECHNICIAN}),
    Step.START_WORK: frozenset({Role.TECHNICIAN}),
    Step.TEST: frozenset({Role.TECHNICIAN}),
    Step.COMPLETE: frozenset({Role.TECHNICIAN}),
    Step.CONFIRM: DESK | {Role.CUSTOMER},
    Step.HOLD: STAFF,
    Step.RESUME: STAFF | {Role.CUSTOMER},
    Step.REQUEST_WITHDRAWAL: STAFF | {Role.CUSTOMER},
    Step.RETRACT_WITHDRAWAL: DESK | {Role.CUSTOMER},
    Step.VERIFY_WITHDRAWAL: DESK,
    Step.WITHDRAW: DESK,
    Step.FAIL_VISIT: STAFF,
    Step.REOPEN: DESK | {Role.CUSTOMER},
    Step.MERGE: DESK,
    Step.RESTORE: DESK,
    Step.ASK: STAFF | {Role.CUSTOMER},
    Step.ANSWER: STAFF,
    Step.DISPUTE_PAUSE: DESK | {Role.CUSTOMER},
    Step.DECIDE_DISPUTE: LEADS,
    Step.APPROVE_PAUSE: LEADS,
    Step.CONFIRM_URGENT: DESK,
    Step.SETTLE_URGENT: STAFF,
    Step.CORRECT_TIER: LEADS,
    Step.CORRECT_ADDRESS: DESK,
}

_CUSTOMER_ONLY_FROM: Final[dict[Step, frozenset[Status]]] = {
    # a customer moves a time that was agreed, or chooses one when we could not reach them (actions/step_checks.py)
    Step.CONTACT: frozenset({Status.TAKEN, Status.CONTACTED}),
}


class IllegalStep(Exception):  # named for the fact
    """The order is not where this step starts from."""

    def __init__(self, status: Status | None, step: Step, allowed: tuple[Step, ...]) -> None:
        super().__init__(f"{step} is not possible from {status}")
        self.status, self.step, self.allowed = status, step, allowed


def take(
    status: Status,
    step: Step,
    held_from: Status | None = None,
    *,
    requested_from: Status | None = None,
    agreed: bool = False,
) -> Status:
    """Where `step` leads; `agreed` says that a resumption brought a new agreed time with it."""
    target = TRANSITIONS.get((status, step))
    if target is Remembered.BEFORE_WITHDRAWAL:
        return requested_from or Status.ACCEPTED
    if target is Remembered.BEFORE_HOLD:
        before = held_from or Status.ACCEPTED
        if before in (Status.TAKEN, Status.CONTACTED, Status.ON_SITE, Status.WORKING):
            # nobody is at the door any more, and without a time nobody is expected
            return Status.CONTACTED if agreed else Status.TAKEN
        return before
    if not isinstance(target, Status):
        raise IllegalStep(status, step, tuple(s for s in Step if (status, s) in TRANSITIONS))
    return target


def may(role: Role, step: Step, status: Status) -> bool:
    """Whether somebody of this role may take this step from here at all."""
    return role in MAY[step] and not (
        role is Role.CUSTOMER and status not in _CUSTOMER_ONLY_FROM.get(step, frozenset(Status))
    )


def steps_from(status: Status, role: Role) -> tuple[Step, ...]:
    """What somebody of this role may do next, in the order of the life cycle."""
    return tuple(step for step in Step if (status, step) in TRANSITIONS and may(role, step, status))
