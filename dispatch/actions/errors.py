"""Why a deed was refused: each refusal is named for the fact and carries its reason."""

from dispatch.orders.event_json import InvalidField
from dispatch.orders.lifecycle import IllegalStep

__all__ = [
    "IllegalStep",
    "InvalidField",
    "NotAllowed",
    "NotFound",
    "NotServiceable",
    "Refused",
    "SlotTaken",
    "StalePlan",
    "StaleVersion",
]


class Refused(Exception):  # its kinds are named for the fact
    """Something was asked that cannot be done."""


class NotFound(Refused):
    def __init__(self, what: str, which: str) -> None:
        super().__init__(f"no {what} {which}")
        self.what, self.which = what, which


class StaleVersion(Refused):
    """The order has moved on since the caller looked."""

    def __init__(self, current: int) -> None:
        super().__init__(f"the order is at version {current}")
        self.current = current


class StalePlan(Refused):
    """Another plan was stored since this one was begun."""

    def __init__(self, current: int) -> None:
        super().__init__(f"the plan is at version {current}")
        self.current = current


class NotAllowed(Refused):
    """Not this person, not this order: `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotServiceable(Refused):
    """There is no service at this address yet, and so no promise."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SlotTaken(Refused):
    """The plan has no room for it any more, or never had."""

    def __init__(self) -> None:
        super().__init__("the slot is not to be had")
