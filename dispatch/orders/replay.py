"""Where an order stands according to its log alone: what the stored row must always agree with."""

from collections.abc import Iterable

from dispatch.orders.codes import Verdict
from dispatch.orders.events import ASIDE, SYSTEM_MADE, Event
from dispatch.orders.facts import Resumed, WithdrawalVerified
from dispatch.orders.lifecycle import Status, Step, take


def status_after(events: Iterable[Event]) -> Status:
    """Every step taken again, oldest first; IllegalStep when the log tells an impossible story."""
    status = Status.ACCEPTED
    held_from: Status | None = None
    requested_from: Status | None = None
    for event in sorted(events, key=lambda event: event.seq):
        if event.type in SYSTEM_MADE | ASIDE or event.type == Step.ACCEPT:
            continue
        step, fact = Step(event.type), event.fact
        before = status
        if isinstance(fact, WithdrawalVerified) and fact.verdict is Verdict.NEVER:
            step = Step.RETRACT_WITHDRAWAL  # nobody asked for it: the order goes on where it was
        status = take(
            status,
            step,
            held_from,
            requested_from=requested_from,
            agreed=isinstance(fact, Resumed) and fact.agreed_at is not None,
        )
        if step is Step.HOLD:
            held_from = before
        elif step is Step.RESUME:
            held_from = None
        elif step is Step.REQUEST_WITHDRAWAL:
            requested_from = before
    return status
