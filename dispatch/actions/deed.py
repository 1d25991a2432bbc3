"""A step in the making: what its checks and its effects may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from dispatch.orders.lifecycle import Status
from dispatch.orders.people import Actor
from dispatch.orders.timing import Timing
from dispatch.storage.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    session: Session
    order: Order
    fact: Any
    """One of the dataclasses of orders/events.py."""
    timing: Timing
    actor: Actor
    before: Status
    """Where the order stood."""
    beside: Mapping[str, Any]
    """What was given with the step and belongs to the order's row, not into the log: personal data."""
