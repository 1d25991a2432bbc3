"""One way to save a promise, worked out in full: what it does, what it saves, what it costs, and what must still be as it was."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dispatch.planning.day_stops import Stop


class RescueKind(StrEnum):
    REASSIGN = "reassign"
    MAKE_ROOM = "make_room"
    SWAP = "swap"
    OVERTIME = "overtime"
    OTHER_TIME = "other_time"
    BORROW = "borrow"
    CALL = "call"
    PLACE = "place"
    """Between two visits, chosen by a person: done like a rescue, and never offered as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescue:
    """`stops` are the touched routes, whole; they stand while `before` is there, at these `versions`."""

    kind: RescueKind
    technician_id: str
    arrive_at: datetime | None = None
    end_at: datetime | None = None
    cost_s: int = 0
    """Everything together, in seconds of road."""
    extra_s: int = 0
    """More road than without it."""
    breaks: tuple[str, ...] = ()
    saves: tuple[str, ...] = ()
    minutes: int = 0
    """Of overtime that the technician may have that day, all in all."""
    more_minutes: int = 0
    """Of it, what is new."""
    on_date: date | None = None
    agreed_at: datetime | None = None
    """The new time that the customer is told."""
    district_id: str | None = None
    """Whose technician it is, who is borrowed."""
    others: tuple[str, ...] = ()
    """Orders that change technicians with it."""
    other_technician_id: str | None = None
    stops: tuple[Stop, ...] = ()
    before: Mapping[tuple[str, date], tuple[str, ...]] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What it is known by between two requests: who goes where, what is granted; not the minute, which moves."""
        rows = sorted(
            (stop["technician_id"], str(stop["day"]), stop["seq"], stop["order_id"]) for stop in self.stops
        )
        told = (self.kind, self.technician_id, self.minutes, self.agreed_at, self.district_id, rows)
        return f"{self.kind}.{hashlib.sha256(repr(told).encode()).hexdigest()[:16]}"

    @property
    def rank(self) -> tuple[int, int, int]:
        return len(self.breaks), -len(self.saves), self.cost_s
