"""Whether a policy can be kept at all: every "no" names the field and what is wrong with it."""

from collections.abc import Iterator
from datetime import time, timedelta
from itertools import pairwise

from sla.policy import Kind, Once, PerStartedDay, Policy, PromiseCode, Row
from sla.targets import AroundAgreed, OwnDeadline, ShareOfContract, Timed, Within

WHOLE = 100
SHAPES: dict[PromiseCode, type | tuple[type, ...]] = {
    PromiseCode.ARRIVE: AroundAgreed,
    PromiseCode.SPEED: ShareOfContract,
    PromiseCode.URGENT: OwnDeadline,
}
"""What the target of a promise has to be where it is not a span or a local time."""
EVERY_ORDER = tuple(promise for promise in PromiseCode if promise is not PromiseCode.SPEED)
"""Promised to every order, whatever its kind."""


class UnsoundPolicy(ValueError):
    """A policy that must not be saved."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


def refuse_unsound(policy: Policy) -> None:
    """Raise `UnsoundPolicy` for the first thing that cannot be."""
    for field, problem in flaws(policy):
        raise UnsoundPolicy(field, problem)


def flaws(policy: Policy) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with a policy, as (field, problem)."""
    if not policy.version:
        yield "version", "a policy needs a name that orders can keep"
    opens, closes = policy.contact_hours
    if opens >= closes:
        yield "contact_hours", f"never open: {opens:%H:%M} is not before {closes:%H:%M}"
    yield from _ladder(policy, opens, closes)
    for half, (starts, ends) in policy.halves.items():
        if starts >= ends:
            yield f"halves.{half}", "ends before it starts"
    if policy.cancel_ahead < timedelta(0):
        yield "cancel_ahead", "cannot be negative"
    if not 0 < policy.at_risk_percent < WHOLE:
        yield "at_risk_percent", "lies between 1 and 99"
    if policy.cap_cents < 0:
        yield "cap_cents", "cannot be negative"
    for number, row in enumerate(policy.rows):
        for field, problem in _row(row):
            yield (
                f"rows.{number}.{field}",
                f"{problem} ({row.promise}, {row.kind or 'every kind'}, {row.tier})",
            )
    yield from _coverage(policy)


def _ladder(policy: Policy, opens: time, closes: time) -> Iterator[tuple[str, str]]:
    for part in policy.ladder:
        if part.opens >= part.closes:
            yield f"ladder.{part.name}", "ends before it starts"
        if part.opens < opens or part.closes > closes:
            yield f"ladder.{part.name}", "lies outside the contact hours"
    for earlier, later in pairwise(policy.ladder):
        if later.opens < earlier.closes:
            yield f"ladder.{later.name}", f"begins before {earlier.name} ends"


def _row(row: Row) -> Iterator[tuple[str, str]]:
    shape = SHAPES.get(row.promise, Timed)
    if not isinstance(row.target, shape):
        yield "target", f"{type(row.target).__name__} is no target for this promise"
    if isinstance(row.target, Within) and row.target.span <= timedelta(0):
        yield "target", "lasts no time"
    if isinstance(row.target, AroundAgreed) and min(row.target.early, row.target.late) < timedelta(0):
        yield "target", "a window cannot be negative"
    if isinstance(row.target, ShareOfContract) and row.target.percent <= 0:
        yield "target", "a share is more than nothing"
    percents = [warned.percent for warned in row.warnings]
    if any(not 0 < percent < WHOLE for percent in percents):
        yield "warnings", "a warning comes before the breach: between 1 and 99 per cent"
    if any(later <= earlier for earlier, later in pairwise(percents)):
        yield "warnings", "each comes after the one before it"
    if any(not warned.tells for warned in row.warnings):
        yield "warnings", "a warning tells somebody"
    if isinstance(row.price, Once | PerStartedDay) and row.price.cents < 0:
        yield "price", "cannot be negative"
    if row.pausable and row.promise is not PromiseCode.COMPLETE:
        yield "pausable", "pauses stop complete and nothing else"


def _coverage(policy: Policy) -> Iterator[tuple[str, str]]:
    """Nothing is promised twice, and `standard` promises everything: it is what the other tiers fall back to."""
    keys = [(row.promise, row.kind, row.tier) for row in policy.rows]
    for key in sorted({key for key in keys if keys.count(key) > 1}, key=str):
        yield "rows", f"promised twice: {key[0]}, {key[1] or 'every kind'}, {key[2]}"
    for promise in EVERY_ORDER:
        for kind in Kind:
            if policy.find(promise, kind, "standard") is None:
                yield "rows", f"standard does not promise {promise} for {kind}"
