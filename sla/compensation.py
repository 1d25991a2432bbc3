"""What a breach costs us: so much once, or for each started day, once a visit, up to a cap for the order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sla.clock import ClockState, State
from sla.policy import Kind, Once, Policy, Price, PromiseCode

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger. The entry of a late repair grows; its key stays (promise, occasion)."""

    promise: PromiseCode
    occasion: int
    cents: int
    capped: bool
    """The order's cap cut it."""


def owed(
    clocks: Iterable[ClockState], policy: Policy, kind: Kind, tier: str, *, given_cents: int = 0
) -> tuple[Entry, ...]:
    """The entries for the broken clocks of one order, in the order of their breaking.

    Different promises add up; several broken windows of one visit are paid once; the cap is the order's, and what
    was given as goodwill (`given_cents`) counts towards it.
    """
    broken = sorted(
        (clock for clock in clocks if clock.state is State.BROKEN and clock.broken_at is not None),
        key=lambda clock: (clock.broken_at or clock.due_at, clock.promise, clock.occasion),
    )
    entries: list[Entry] = []
    paid_visits: set[int] = set()
    left = max(0, policy.cap_cents - given_cents)
    for clock in broken:
        row = policy.find(clock.promise, kind, tier)
        if row is None or row.price is None or clock.visit in paid_visits:
            continue
        if clock.visit is not None:
            paid_visits.add(clock.visit)
        full = amount(row.price, clock.late)
        cents = min(full, left)
        left -= cents
        entries.append(
            Entry(promise=clock.promise, occasion=clock.occasion, cents=cents, capped=cents < full)
        )
    return tuple(entries)


def amount(price: Price, late: timedelta) -> int:
    """The price of a breach that is so late; the first day starts with the breach itself."""
    if isinstance(price, Once):
        return price.cents
    return price.cents * max(1, -(-late // DAY))
