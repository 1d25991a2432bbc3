"""Who acts on an order: the roles, and the actor written beside every event."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    CUSTOMER = "customer"
    TECHNICIAN = "technician"
    DISPATCHER = "dispatcher"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"
    SYSTEM = "system"


DESK: Final = frozenset({Role.DISPATCHER, Role.LEAD, Role.MANAGER, Role.ADMIN})
"""Dispatchers and everyone above them."""
LEADS: Final = frozenset({Role.LEAD, Role.MANAGER, Role.ADMIN})
"""A district's lead and everyone above."""
STAFF: Final = DESK | {Role.TECHNICIAN}


@dataclass(frozen=True, slots=True)
class Actor:
    role: Role
    id: str
    """A technician's own id for technicians, the user's id at the desk, the order's id for its customer."""


SYSTEM: Final = Actor(Role.SYSTEM, "system")
