"""The one clock: real, scaled (a demo day at 60×) or stepped (tests, deterministic runs)."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """What the application's time is; rules never ask it, they are given `now`."""

    @property
    def rate(self) -> float:
        """Seconds of application time in a real second."""
        ...

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class RealClock:
    rate: float = 1.0

    def now(self) -> datetime:
        return real_now()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledClock:
    """Application time that left `origin_at` at the real instant `real_origin` and runs `rate` times as fast."""

    origin_at: datetime
    real_origin: datetime
    rate: float

    def now(self) -> datetime:
        return self.origin_at + (real_now() - self.real_origin) * self.rate


@dataclass(slots=True)
class SteppedClock:
    """Time that stands still until somebody moves it, and never moves backwards."""

    at: datetime
    rate: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def now(self) -> datetime:
        return self.at

    def step_to(self, at: datetime) -> None:
        with self._lock:
            self.at = max(self.at, at.astimezone(UTC))

    def step(self, by: timedelta) -> None:
        self.step_to(self.at + by)


def real_now() -> datetime:
    """Sessions, rate limits and time-outs live in real time, whatever the demo does."""
    return datetime.now(UTC)


def monotonic() -> float:
    return time.monotonic()


def from_text(text: str) -> Clock:
    """`real`, `scaled:<origin>|<real origin>|<rate>` or `stepped:<start>`, all times with a zone."""
    name, _, rest = text.partition(":")
    if name == "real" and not rest:
        return RealClock()
    if name == "stepped":
        return SteppedClock(_aware(rest))
    if name == "scaled":
        parts = rest.split("|")
        if len(parts) == 3:  # noqa: PLR2004  # origin, real origin, rate
            return ScaledClock(origin_at=_aware(parts[0]), real_origin=_aware(parts[1]), rate=float(parts[2]))
    raise ValueError(
        f"not a clock: {text!r}; say real, scaled:<origin>|<real origin>|<rate> or stepped:<start>"
    )


def _aware(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a time with a zone is needed, not {text!r}")
    return at.astimezone(UTC)
