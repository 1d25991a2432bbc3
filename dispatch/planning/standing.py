"""How the district's planner stands: it rests, is at work for somebody, is late, or its last search failed."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

PATIENCE: Final = timedelta(minutes=2)
"""A plan takes seconds; whoever waits longer is told that the planner does not answer."""


class PlannerStanding(StrEnum):
    IDLE = "idle"
    AT_WORK = "at_work"
    """Somebody asked for a plan, and it is not there yet."""
    LATE = "late"
    """The same for so long that something is wrong."""
    FAILED = "failed"
    """The last search made no valid plan: the running one stands in until the next try."""


def planner_standing(requested_at: datetime | None, failed: str | None, now: datetime) -> PlannerStanding:
    if requested_at is not None:
        return PlannerStanding.LATE if now - requested_at > PATIENCE else PlannerStanding.AT_WORK
    return PlannerStanding.FAILED if failed else PlannerStanding.IDLE
