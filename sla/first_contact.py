"""The two-hour contact rule: one attempt in time, then the ladder of morning, noon and evening that follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sla.local_time import instant, local_date
from sla.policy import PartOfDay, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A call that did not reach the customer."""

    at: datetime
    outcome: str = "no_answer"
    channel: str = "call"
    evidenced: bool = True
    received_at: datetime | None = None
    """When the server learnt of it; None means at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One part of one day in which an attempt is owed, [opens_at, closes_at)."""

    part: str
    opens_at: datetime
    closes_at: datetime
    tried_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """How far the attempts of an order have climbed."""

    due_at: datetime
    """When the customer has to be reached, or tried again."""
    first_at: datetime | None
    """The first punctual attempt that failed; without one there is no ladder."""
    slots: tuple[Slot, ...]
    """The parts that follow it, those already used with their attempt."""
    exhausted_at: datetime | None
    """The attempt that used the last part, every part before it being used too."""

    @property
    def owed(self) -> Slot | None:
        """The part in which the next attempt is owed."""
        return next((slot for slot in self.slots if slot.tried_at is None), None)


def next_attempts(failed_at: datetime, zone: str, parts: Sequence[PartOfDay]) -> tuple[Slot, ...]:
    """One slot in each part of the day, in the order in which they follow the attempt; its own part is used up."""
    today = local_date(zone, failed_at)
    slots = [
        Slot(
            part=part.name,
            opens_at=instant(zone, today + timedelta(days=ahead), part.opens),
            closes_at=instant(zone, today + timedelta(days=ahead), part.closes),
        )
        for ahead in range(3)
        for part in parts
    ]
    return tuple(slot for slot in slots if slot.opens_at > failed_at)[: len(parts)]


def climb(
    *,
    started_at: datetime,
    base_due_at: datetime,
    attempts: Iterable[Attempt],
    reached_at: datetime | None,
    zone: str,
    policy: Policy,
) -> Ladder:
    """What is owed after these failed attempts: each one that is punctual moves the due time to the end of the next part.

    An attempt counts when it is evidenced, within contact hours, after the start and before the customer was reached;
    a second one in a part, or one between two parts, is logged but moves nothing.
    """
    contact = policy.contact_calendar(zone)
    counting = sorted(
        attempt.at
        for attempt in attempts
        if attempt.evidenced
        and attempt.at >= started_at
        and (reached_at is None or attempt.at < reached_at)
        and contact.is_open(attempt.at)
    )
    if not counting or counting[0] > base_due_at:
        return Ladder(due_at=base_due_at, first_at=None, slots=(), exhausted_at=None)
    first_at, due_at = counting[0], base_due_at
    slots = list(next_attempts(first_at, zone, policy.ladder))
    exhausted_at: datetime | None = None
    for index, slot in enumerate(slots):
        due_at = slot.closes_at
        tried_at = next((at for at in counting if slot.opens_at <= at < slot.closes_at), None)
        if tried_at is None:
            exhausted_at = None
            break
        slots[index] = Slot(
            part=slot.part, opens_at=slot.opens_at, closes_at=slot.closes_at, tried_at=tried_at
        )
        exhausted_at = tried_at
    return Ladder(due_at=due_at, first_at=first_at, slots=tuple(slots), exhausted_at=exhausted_at)
