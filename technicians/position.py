"""Where a technician was last seen, whether a new report changes that, and how old it is by now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WORTH: Final = timedelta(hours=12)
"""Nobody needs to know where somebody was yesterday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in WGS-84 and the instant at which the device was there."""

    lat: float
    lon: float
    at: datetime


def is_news(known_at: datetime | None, reported_at: datetime, now: datetime) -> bool:
    """Reports from a dead zone arrive late and in any order: only one that was taken after the last one counts."""
    return now - reported_at <= WORTH and (known_at is None or known_at < reported_at)


def age(position: Position, now: datetime) -> timedelta:
    """How old it is; a device whose clock runs ahead is not younger than now."""
    return max(timedelta(0), now - position.at)
