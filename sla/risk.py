"""How a clock looks on the board at `now`: on track, at risk, in jeopardy, broken, paused or kept, and the time left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sla.clock import ClockState, State
from sla.policy import Policy


class Level(StrEnum):
    """The six looks of a promise. Void and attempted clocks are no news: they look on track and have no time left."""

    TRACK = "track"
    RISK = "risk"
    JEOPARDY = "jeop"
    BROKEN = "broken"
    PAUSED = "paused"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Outlook:
    """The look, and how long until it is due (negative when past); None when nothing is left to wait for."""

    level: Level
    left: timedelta | None


SETTLED = {
    State.KEPT: Level.KEPT,
    State.BROKEN: Level.BROKEN,
    State.PAUSED: Level.PAUSED,
    State.VOID: Level.TRACK,
    State.ATTEMPTED: Level.TRACK,
}


def outlook(
    clock: ClockState,
    policy: Policy,
    now: datetime,
    *,
    predicted_at: datetime | None = None,
    lacking: bool = False,
) -> Outlook:
    """The plan decides first: `predicted_at` is when it will be met as planned (finished, or at the door).

    Past `due_at`, or before the window opens, is jeopardy. Else it is at risk when most of its counting time is used,
    or when something is `lacking` without which it cannot be met (a technician, a part, an answer).
    """
    if clock.state in SETTLED:
        waiting = clock.state is State.PAUSED or (clock.state is State.BROKEN and clock.met_at is None)
        return Outlook(SETTLED[clock.state], clock.due_at - now if waiting else None)
    left = clock.due_at - now
    if predicted_at is not None and not _in_time(clock, max(predicted_at, now)):
        return Outlook(Level.JEOPARDY, left)
    used = [rung for rung in clock.rungs if rung.fraction * 100 >= policy.at_risk_percent and rung.at <= now]
    return Outlook(Level.RISK if used or lacking else Level.TRACK, left)


def _in_time(clock: ClockState, met_at: datetime) -> bool:
    return met_at <= clock.due_at and (clock.opens_at is None or met_at >= clock.opens_at)
