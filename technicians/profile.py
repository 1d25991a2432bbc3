"""One technician: the badge at the door, the skills, the home that the day starts from, and the hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from technicians import skills as trades
from technicians.shifts import Hours, Shift, shift_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who comes, what with, from where and when."""

    id: str
    name: str
    badge: str
    team: str
    skills: frozenset[str]
    home: tuple[float, float]
    """Latitude and longitude, WGS-84."""
    hours: Hours
    active: bool = True
    on_leave_until: date | None = None

    def shift(self, day: date, zone: str) -> Shift | None:
        """The shift of that local date; None when away."""
        return shift_on(day, zone, self.hours, on_leave_until=self.on_leave_until) if self.active else None

    def lacks(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """The skills of an order that this technician does not have; nothing means: may do it."""
        return trades.missing(self.skills, wanted)
