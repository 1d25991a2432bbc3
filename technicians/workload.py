"""How full a technician's day is, as planned: work, driving, what is free, and what runs over the shift."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from technicians.shifts import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One planned visit: the drive to it and the work there."""

    starts_at: datetime
    ends_at: datetime
    travel: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """The sums of a day."""

    visits: int
    work: timedelta
    travel: timedelta
    free: timedelta
    overrun: timedelta
    """How long the last visit ends after the shift."""

    @property
    def percent(self) -> int:
        """How much of the working time is taken."""
        taken = self.work + self.travel
        whole = taken + self.free
        return round(100 * taken / whole) if whole else 0


def spent(stops: Iterable[Stop]) -> timedelta:
    """Work and the road to it."""
    return sum((stop.ends_at - stop.starts_at + stop.travel for stop in stops), timedelta(0))


def workload(shift: Shift, stops: Iterable[Stop]) -> Workload:
    """What the stops take of a shift."""
    planned = tuple(stops)
    work = sum((stop.ends_at - stop.starts_at for stop in planned), timedelta(0))
    travel = sum((stop.travel for stop in planned), timedelta(0))
    last = max((stop.ends_at for stop in planned), default=shift.starts_at)
    return Workload(
        visits=len(planned),
        work=work,
        travel=travel,
        free=max(timedelta(0), shift.working - work - travel),
        overrun=max(timedelta(0), last - shift.ends_at),
    )
