"""Who is told, at which part of a target: each rung once, and after a silence only the highest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sla.clock import ClockState, Rung
from sla.policy import Audience, Policy


@dataclass(frozen=True, slots=True)
class Firing:
    """What a sweep does with one clock: send one rung, record the lower ones as passed."""

    send: Rung | None
    passed: tuple[Rung, ...]


def fire(clock: ClockState, now: datetime, done: Collection[str]) -> Firing:
    """What is to fire at `now`; `done` are the names of the rungs of this episode already sent or passed.

    Nothing fires for a clock that is kept, void, attempted or paused: such a clock has no rungs, or only later ones.
    """
    due = [rung for rung in clock.rungs if rung.at <= now and rung.name not in done]
    if not due:
        return Firing(None, ())
    highest = due[-1]
    overtaken = any(rung.name in done for rung in clock.rungs[clock.rungs.index(highest) + 1 :])
    if overtaken:  # a higher one has been told already
        return Firing(None, tuple(due))
    return Firing(highest, tuple(due[:-1]))


def told_at(audience: Audience, at: datetime, policy: Policy, zone: str) -> datetime:
    """When that audience hears of it: staff at once, a customer from 08:00."""
    return policy.contact_calendar(zone).next_open(at) if audience is Audience.CUSTOMER else at
