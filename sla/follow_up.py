"""Reaching a person after the visit: when a call-back or an answer is due, and when a punctual ladder could not reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sla.first_contact import Attempt, climb, next_attempts
from sla.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far the attempts to reach somebody have come."""

    due_at: datetime
    attempted_at: datetime | None
    """The attempt that used the last part of a punctual ladder."""


def reach(
    *,
    since: datetime,
    base_due_at: datetime,
    done_at: datetime | None,
    attempts: Sequence[Attempt],
    zone: str,
    policy: Policy,
) -> Reach:
    """There is more time than for the first contact, so any attempt in time may begin the ladder (§4, §8).

    A ladder that has begun in time moves the due time to the end of the part in which the next attempt is owed, never
    to an earlier time; whoever is reached within the first due time has been reached, however many calls it took.
    """
    ordered = sorted(attempts, key=lambda attempt: attempt.at)
    ladders = [
        climb(
            started_at=since,
            base_due_at=base_due_at,
            attempts=ordered[first:],
            reached_at=done_at,
            zone=zone,
            policy=policy,
        )
        for first in range(len(ordered))
    ]
    due_at = max([base_due_at, *(ladder.due_at for ladder in ladders)])
    exhausted_at = min((each.exhausted_at for each in ladders if each.exhausted_at is not None), default=None)
    reached = done_at is not None and done_at <= base_due_at
    return Reach(due_at=due_at, attempted_at=None if reached else exhausted_at)


def next_try(last_tried_at: datetime | None, now: datetime, zone: str, policy: Policy) -> datetime | None:
    """The first instant at which the customer may be called (again): in contact hours, once in a part of the day."""
    from_at = now
    if last_tried_at is not None:
        from_at = max(now, next_attempts(last_tried_at, zone, policy.ladder)[0].opens_at)
    return policy.contact_calendar(zone).next_open(from_at)
