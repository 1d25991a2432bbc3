"""Orders of November 2026 in Shanghai, in as few words as the tests of the rules need."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sla.clock import ClockState, Pause
from sla.order import (
    Agreement,
    Assignment,
    Attempt,
    By,
    Kind,
    OrderFacts,
    PauseReason,
    PromiseCode,
    clocks_of,
)
from sla.policy import Policy
from sla.promises import DEFAULT_POLICY

ZONE = "Asia/Shanghai"


def at(text: str) -> datetime:
    """A wall clock in Shanghai, "20 16:30" is in November 2026."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def order(accepted: str = "20 08:00", kind: Kind = Kind.REPAIR, **facts: Any) -> OrderFacts:
    return OrderFacts(
        **{"kind": kind, "tier": "standard", "zone": ZONE, "accepted_at": at(accepted), **facts}
    )


def taken(*times: str) -> tuple[Assignment, ...]:
    return tuple(given(time, taken=time) for time in times)


def tried(*times: str) -> tuple[Attempt, ...]:
    return tuple(Attempt(at=at(time)) for time in times)


def given(
    assigned: str, taken: str | None = None, ended: str | None = None, shift: str | None = None
) -> Assignment:
    return Assignment(
        technician="t",
        assigned_at=at(assigned),
        taken_at=at(taken) if taken else None,
        ended_at=at(ended) if ended else None,
        shift_starts_at=at(shift) if shift else None,
    )


def agreed(said: str, when: str, by: By = By.CUSTOMER, cancelled: str | None = None) -> Agreement:
    cancelled_at = at(cancelled) if cancelled else None
    return Agreement(at=at(said), agreed_at=at(when), by=by, cancelled_at=cancelled_at)


def paused(start: str, end: str | None, reason: PauseReason = PauseReason.CUSTOMER_LATER) -> Pause:
    return Pause(reason=reason, start_at=at(start), end_at=None if end is None else at(end))


def clocks(facts: OrderFacts, now: str, policy: Policy = DEFAULT_POLICY) -> dict[tuple[str, int], ClockState]:
    return {(each.promise.value, each.occasion): each for each in clocks_of(facts, policy, at(now))}


def clock(facts: OrderFacts, promise: PromiseCode | str, now: str, occasion: int = 1) -> ClockState:
    return clocks(facts, now)[PromiseCode(promise).value, occasion]
