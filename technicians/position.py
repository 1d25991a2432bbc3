"""Where a technician was last seen, how old that is, and whether to show it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LIVE: Final = timedelta(minutes=2)
SILENT: Final = timedelta(minutes=15)


class Freshness(StrEnum):
    """Live is drawn moving, old with its age, silent as "no signal since"."""

    LIVE = "live"
    OLD = "old"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in WGS-84 and the instant at which the device was there."""

    lat: float
    lon: float
    at: datetime


def age(position: Position, now: datetime) -> timedelta:
    """How old it is; a device whose clock runs ahead is not younger than now."""
    return max(timedelta(0), now - position.at)


def freshness(position: Position, now: datetime) -> Freshness:
    """How a position of that age is shown."""
    passed = age(position, now)
    if passed <= LIVE:
        return Freshness.LIVE
    return Freshness.OLD if passed <= SILENT else Freshness.SILENT


def newer(known: Position | None, reported: Position) -> Position:
    """Reports from a dead zone arrive late and in any order: the one that was taken last holds."""
    return reported if known is None or reported.at >= known.at else known
