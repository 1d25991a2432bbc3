"""What the day is made of, in a district's own terms: who works, and what is to be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from technicians.absences import Absent

Point = tuple[float, float]  # latitude, longitude


class Half(StrEnum):
    AM = "am"
    PM = "pm"
    DAY = "day"


HALVES = {Half.AM: (time(8), time(12)), Half.PM: (time(12), time(18)), Half.DAY: (time(8), time(18))}
CONTACT_HOURS = (time(8), time(21))
AGREED = timedelta(hours=1)
AGREED_EARLY = timedelta(minutes=50)
AGREED_LATE = timedelta(minutes=20)
"""Within the agreed hour, as planned: who is early waits at the door, who is late is later still at the next one."""
TOP = 100
"""The priority of an order with an urgent complaint that is not settled."""
LUNCH_SLIPS = timedelta(hours=1)
"""A lunch that work has kept from its hour is had so much later, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTechnician:
    """Who works: the shift in local time, where they live, and where they are if that is known.

    `skills` name every level that is had (`technicians.skills.held`), so that a level is needed by its name.
    Tools and stock that nobody keeps a list of (None) stop nothing.
    """

    id: str
    home: Point
    shift_start: time
    shift_end: time
    lunch_start: time | None = None
    lunch_end: time | None = None
    lunch: timedelta = timedelta(0)
    rested: timedelta = timedelta(0)  # of today's lunch
    skills: frozenset[str] = frozenset()
    position: Point | None = None
    absent: tuple[Absent, ...] = ()  # not over yet
    areas: frozenset[str] = frozenset()  # where they know the people and the houses
    tools: frozenset[str] | None = None
    stock: Mapping[str, int] | None = None  # parts in the van now
    load: Mapping[str, int] = field(default_factory=dict)  # parts with which a shift begins
    worked: timedelta = timedelta(0)  # over the period in which the load is to be fair
    overtime: Mapping[date, timedelta] = field(
        default_factory=dict
    )  # granted beyond what the district allows
    called: Mapping[date, tuple[time, time]] = field(default_factory=dict)  # called out, beside the shift
    lent: frozenset[date] = frozenset()  # works for another district on these days
    only: frozenset[date] | None = None  # borrowed: works here on these days alone


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOrder:
    """What is to be done. `fixed_until` marks one that is under way: it is not planned, its technician is busy."""

    id: str
    place: Point
    duration: timedelta
    duration_sd: timedelta | None = None  # by how much the visits behind `duration` differ
    skills: frozenset[str] = frozenset()
    priority: int = 0
    due_at: datetime | None = None
    agreed_at: datetime | None = None
    booked_date: date | None = None
    booked_half: Half = Half.DAY
    not_before_at: datetime | None = None
    to_be_called: bool = (
        False  # nobody has agreed a time with the customer yet, who is not visited unannounced
    )
    technician_id: str | None = None  # pinned: a person chose this technician
    fixed_until: datetime | None = None
    area_id: str = ""
    announced: str | None = None  # the running plan's technician: another one at a cost
    taken: bool = False  # by the one who is announced: another one only to keep a promise
    announced_at: datetime | None = None  # the running plan's time: another one at a cost
    placed: bool = False  # at that time by a person's choice: another one at the cost of another technician
    excluded: frozenset[str] = frozenset()  # who handed it back, whom the customer does not want
    preferred: frozenset[str] = frozenset()  # who was at this line before
    after: frozenset[str] = frozenset()  # orders that have to be done before
    tools: frozenset[str] = frozenset()
    parts: Mapping[str, int] = field(default_factory=dict)  # used up by the visit
