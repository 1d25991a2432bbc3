"""What each kind of order takes: minutes, tools and parts at the customer's, its place in the queue (skills: technicians/)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dispatch.orders.codes import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    duration_min: int
    priority: int
    """0 to 100; a customer without service comes before one who waits for a new one."""
    tools: frozenset[str] = frozenset()
    """Brought and taken home again."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """Left at the customer's: the van has so many fewer when the order is completed."""


WORK: Final = {
    Kind.INSTALL: Work(
        duration_min=60,
        priority=40,
        tools=frozenset({"optical_meter", "splicer"}),
        parts={"ont": 1, "drop_cable": 1},
    ),
    Kind.MOVE: Work(
        duration_min=75,
        priority=40,
        tools=frozenset({"optical_meter", "splicer"}),
        parts={"drop_cable": 1},
    ),
    Kind.REPAIR: Work(duration_min=45, priority=60, tools=frozenset({"optical_meter"})),
}

PRIORITISED: Final = 80
"""A repeated fault, or a line that we left too slow: before every ordinary one."""
