"""Urgent complaints: the customer's own deadline, confirmed by the desk, beside every other promise."""

from collections.abc import Iterable
from typing import Any

from dispatch.actions.clocks import judged
from dispatch.actions.deed import Deed
from dispatch.actions.errors import IllegalStep, InvalidField
from dispatch.orders import facts
from dispatch.orders.lifecycle import Step, steps_from
from sla.clock import ClockState, State
from sla.policy import PromiseCode


def check_confirmed(deed: Deed) -> facts.UrgentConfirmed:
    """A deadline in the past promises nothing."""
    fact: facts.UrgentConfirmed = deed.fact
    if fact.deadline_at <= max(deed.timing.judged_at, deed.timing.received_at):
        raise InvalidField("deadline_at", "a time that is still to come", fact.deadline_at.isoformat())
    return fact


def is_urgent(clocks: Iterable[ClockState]) -> bool:
    """Whether an urgent complaint waits for its end."""
    return any(
        clock.promise is PromiseCode.URGENT
        and clock.met_at is None
        and clock.state in (State.RUNNING, State.BROKEN)
        for clock in clocks
    )


def check_settled(deed: Deed) -> Any:
    """There has to be one that is not settled, kept or broken."""
    clocks, _ = judged(deed.session, deed.order, deed.timing.received_at)
    if not is_urgent(clocks):
        order, role = deed.order, deed.actor.role
        allowed = tuple(step for step in steps_from(order.status, role) if step is not Step.SETTLE_URGENT)
        raise IllegalStep(order.status, Step.SETTLE_URGENT, allowed)
    return deed.fact
