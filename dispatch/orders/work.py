"""What each kind of order takes: minutes at the customer's, and its place in the queue (skills: technicians/)."""

from dataclasses import dataclass
from typing import Final

from dispatch.orders.codes import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    duration_min: int
    priority: int
    """0 to 100; a customer without service comes before one who waits for a new one."""


WORK: Final = {
    Kind.INSTALL: Work(duration_min=60, priority=40),
    Kind.MOVE: Work(duration_min=75, priority=40),
    Kind.REPAIR: Work(duration_min=45, priority=60),
}

PRIORITISED: Final = 80
"""A repeated fault, or a line that we left too slow: before every ordinary one."""
