"""Which pauses stop `complete`: those granted by hand, and those that attempts, visits and withdrawals have earned."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sla.appointment import Appointment, Arrival, arrival, booked_window
from sla.clock_facts import DisputeState, Evidence, Pause
from sla.facts import Approval, Dispute, OrderFacts, Verdict, Visit
from sla.first_contact import Ladder, climb
from sla.policy import PauseReason, Policy

BY_HAND = frozenset({PauseReason.CUSTOMER_LATER, PauseReason.NOT_READY, PauseReason.FORCE_MAJEURE})
NO_ACCESS = "no_access"


def earned_pauses(
    facts: OrderFacts,
    windows: tuple[Appointment, ...],
    ladder: Ladder | None,
    policy: Policy,
    now: datetime,
) -> tuple[Pause, ...]:
    """All pauses of the order's `complete`, with their own grounds looked at and what was ruled on them."""
    earned = (
        *(pause for pause in facts.pauses if pause.reason in BY_HAND),
        *_booked_later(facts, policy),
        *_unreachable(facts, ladder or _ladder_before_acceptance(facts, policy), now),
        *_no_access(facts, windows),
        *_withdrawals(facts),
    )
    return tuple(_ruled(pause, earned, facts) for pause in earned)


def _ruled(pause: Pause, pauses: Sequence[Pause], facts: OrderFacts) -> Pause:
    """The pause after the customer's objections and the lead's decisions."""
    for dispute in sorted(facts.disputes, key=lambda each: each.disputed_at):
        if is_meant(dispute, pause, pauses):
            pause = _disputed(pause, dispute)
    if any(is_meant(approval, pause, pauses) for approval in facts.approvals):
        pause = replace(pause, approved=True)
    return pause


def _disputed(pause: Pause, dispute: Dispute) -> Pause:
    if dispute.decided_at is None:
        return replace(pause, dispute=DisputeState.OPEN)
    if not dispute.upheld:
        return replace(pause, dispute=DisputeState.REJECTED)
    return replace(pause, dispute=DisputeState.UPHELD, taken_out_at=pause.taken_out_at or dispute.decided_at)


def is_meant(ruling: Dispute | Approval, pause: Pause, pauses: Sequence[Pause]) -> bool:
    """Whether a ruling is about this pause: the one of its reason and start, else the one of its reason around it.

    A call that arrives late may move the start of a derived pause; what was said of it is not lost with that.
    """
    if pause.reason is not ruling.reason:
        return False
    if any(each.reason is ruling.reason and each.start_at == ruling.start_at for each in pauses):
        return pause.start_at == ruling.start_at
    return pause.start_at < ruling.start_at and (pause.end_at is None or ruling.start_at < pause.end_at)


def _booked_later(facts: OrderFacts, policy: Policy) -> Iterator[Pause]:
    """At the counter the customer preferred a later slot than the earliest that we really offered."""
    booking = facts.booking
    if booking is None or booking.offered_at is None:
        return
    chosen_at = booked_window(booking, facts.zone, policy).from_at
    if booking.offered_at < chosen_at:
        yield Pause(
            reason=PauseReason.CUSTOMER_LATER,
            start_at=booking.offered_at,
            end_at=chosen_at,
            evidence=Evidence.OFFERED_SLOT,
        )


def _ladder_before_acceptance(facts: OrderFacts, policy: Policy) -> Ladder:
    """The desk may call before a technician has accepted: nothing is due yet, so that any first attempt is punctual."""
    first_at = min((attempt.at for attempt in facts.attempts), default=facts.accepted_at)
    return climb(
        started_at=facts.accepted_at,
        base_due_at=first_at,
        attempts=facts.attempts,
        reached_at=facts.reached_at,
        zone=facts.zone,
        policy=policy,
    )


def _unreachable(facts: OrderFacts, ladder: Ladder, now: datetime) -> Iterator[Pause]:
    """From the first punctual attempt that failed; provisional on the ladder, dropped when reached or a part is missed."""
    if ladder.first_at is None:
        return
    received_at = next((each.received_at for each in facts.attempts if each.at == ladder.first_at), None)
    if ladder.exhausted_at is not None:
        yield Pause(
            reason=PauseReason.UNREACHABLE,
            start_at=ladder.first_at,
            received_at=received_at,
            evidence=Evidence.LADDER,
            end_at=min(
                (each.at for each in facts.agreements if each.at >= ladder.exhausted_at), default=None
            ),
        )
        return
    met_at = min((visit.on_site_at for visit in facts.visits), default=None)
    reached = facts.reached_at is not None or met_at is not None
    if not reached and now <= ladder.due_at:
        yield Pause(
            reason=PauseReason.UNREACHABLE,
            start_at=ladder.first_at,
            received_at=received_at,
            evidence=Evidence.LADDER,
            provisional=True,
            lapses_at=ladder.due_at,
        )


def _no_access(facts: OrderFacts, windows: tuple[Appointment, ...]) -> Iterator[Pause]:
    """We stood at the door in time, called, and have the photo: the clock rests until the next slot that is chosen."""
    for visit in facts.visits:
        if visit.failed_at is None or not _evidenced(facts, visit, windows):
            continue
        chosen = min(
            (each for each in facts.agreements if each.at >= visit.failed_at),
            key=lambda each: each.at,
            default=None,
        )
        end_at = None if chosen is None else max(chosen.agreed_at, visit.failed_at)
        yield Pause(
            reason=PauseReason.NO_ACCESS,
            start_at=visit.failed_at,
            end_at=end_at,
            received_at=visit.received_at,
            evidence=Evidence.CALL_AND_PHOTO,
        )


def _evidenced(facts: OrderFacts, visit: Visit, windows: tuple[Appointment, ...]) -> bool:
    if visit.failure != NO_ACCESS or not visit.photo or visit.failed_at is None:
        return False
    called = any(visit.on_site_at <= attempt.at <= visit.failed_at for attempt in facts.attempts)
    return called and any(
        window.on_site_at == visit.on_site_at and arrival(window.window, visit.on_site_at) is Arrival.KEPT
        for window in windows
    )


def _withdrawals(facts: OrderFacts) -> Iterator[Pause]:
    """From the request until it is retracted; without a real request of the customer there was no ground."""
    for each in facts.withdrawals:
        groundless = each.confirmed in (Verdict.NEVER, Verdict.OURS)
        yield Pause(
            reason=PauseReason.WITHDRAWAL,
            start_at=each.requested_at,
            end_at=each.retracted_at,
            received_at=each.received_at,
            evidence=Evidence.REQUEST,
            taken_out_at=each.verified_at if groundless else None,
        )
