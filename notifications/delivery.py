"""What happens when a message does not get through: try again at a given time, or give up and say why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""After the first, second, … failure; after the last one there is no further try."""


class Fault(StrEnum):
    """What a channel reports."""

    TEMPORARY = "temporary"  # no answer, a time-out, an error of theirs
    THROTTLED = "throttled"  # too many at once; it may say until when
    REFUSED = "refused"  # the address or the text will never be taken


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a try failed."""

    fault: Fault
    detail: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Try again then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further try; the reason goes to the order's log, so that nothing is lost in silence."""

    reason: str


class Undelivered(Exception):
    """Raised by a channel that could not deliver."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


def decide(
    attempt: int, failure: Failure, now: datetime, *, expires_at: datetime | None = None
) -> RetryAt | GiveUp:
    """After the `attempt`-th try (from 1) failed at `now`."""
    if failure.fault is Fault.REFUSED:
        return GiveUp(f"refused: {failure.detail}")
    if attempt > len(PAUSES):
        return GiveUp(f"failed {attempt} times: {failure.detail}")
    pause = PAUSES[attempt - 1]
    if failure.retry_after is not None:
        pause = max(pause, failure.retry_after)
    if expires_at is not None and now + pause > expires_at:
        return GiveUp(f"not worth sending after {expires_at.isoformat()}: {failure.detail}")
    return RetryAt(now + pause)
