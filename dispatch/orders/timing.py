"""Two clocks on every event: what the device says, what the server saw, and which instant is judged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dispatch.orders.event_json import InvalidField
from dispatch.orders.people import Role

SKEWED: Final = timedelta(minutes=5)
"""A device whose clock is off by more than this is worth a flag."""
TRANSPORT: Final = timedelta(seconds=5)
"""Below this a difference is the network's delay, not the clock's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    occurred_at: datetime
    received_at: datetime
    judged_at: datetime
    skewed: bool


def settle(
    *,
    occurred_at: datetime,
    device_now: datetime | None,
    received_at: datetime,
    follows_at: datetime | None,
    role: Role,
) -> Timing:
    """Correct the device's time, and judge it neither in the future nor before what it must follow (§7)."""
    for field, at in (("occurred_at", occurred_at), ("device_now", device_now), ("received_at", received_at)):
        if at is not None and at.tzinfo is None:
            raise InvalidField(field, "a time with a zone", at.isoformat())
    skew = timedelta(0) if device_now is None else received_at - device_now
    happened_at = occurred_at + skew if abs(skew) > TRANSPORT else occurred_at
    ahead = happened_at - received_at
    if ahead > TRANSPORT and role is not Role.TECHNICIAN:
        raise InvalidField("occurred_at", "a time that is not in the future", occurred_at.isoformat())
    judged_at = min(happened_at, received_at)
    if follows_at is not None:
        judged_at = max(judged_at, follows_at)
    return Timing(
        occurred_at=happened_at,
        received_at=received_at,
        judged_at=judged_at,
        skewed=abs(skew) > SKEWED or abs(happened_at - judged_at) > TRANSPORT,
    )
