"""The shapes a target can have: a span, a local time, the end of a day, a window around an agreed time, a share."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sla.local_time import end_of_day, instant, local_date
from sla.working_time import Calendar


@dataclass(frozen=True, slots=True)
class Within:
    """So much counting time from the start (72 h)."""

    span: timedelta

    def due_at(self, started_at: datetime, zone: str, calendar: Calendar) -> datetime:
        """When it is due without any pause."""
        _ = zone
        return calendar.add(started_at, self.span)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A time of day, so many local days later; None is the end of that day (24:00)."""

    days: int
    at: time | None

    def instant(self, zone: str, after: datetime) -> datetime:
        """That local time as an instant."""
        if self.at is None:
            return end_of_day(zone, after, days=self.days)
        return instant(zone, local_date(zone, after) + timedelta(days=self.days), self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCutOff:
    """One local time when it starts strictly before the cut-off, another from the cut-off on."""

    cut_off: time
    before: LocalTime
    after: LocalTime

    def due_at(self, started_at: datetime, zone: str, calendar: Calendar) -> datetime:
        """When it is due without any pause."""
        _ = calendar
        cut_off = instant(zone, local_date(zone, started_at), self.cut_off)
        return (self.before if started_at < cut_off else self.after).instant(zone, started_at)


@dataclass(frozen=True, slots=True)
class ByLocalTime:
    """A local time so many days after the start, whenever the start was (end of the next local day)."""

    point: LocalTime

    def due_at(self, started_at: datetime, zone: str, calendar: Calendar) -> datetime:
        """When it is due without any pause."""
        _ = calendar
        return self.point.instant(zone, started_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundAgreed:
    """On site no more than this early or late; both edges are in time."""

    early: timedelta
    late: timedelta


@dataclass(frozen=True, slots=True)
class ShareOfContract:
    """At completion, at least so many hundredths of the contracted rate."""

    percent: int


@dataclass(frozen=True, slots=True)
class OwnDeadline:
    """The customer's own stated deadline."""


Timed = Within | ByCutOff | ByLocalTime
Target = Timed | AroundAgreed | ShareOfContract | OwnDeadline
