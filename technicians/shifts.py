"""When a technician works on a day: the shift and the window for lunch, as instants in the district's zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


class InvalidHours(ValueError):
    """Working hours that cannot be worked, with the field that is wrong."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of an ordinary day on the wall clock; an end that is not after the start lies on the next day."""

    starts: time
    ends: time
    lunch_from: time | None = None
    lunch_to: time | None = None
    lunch: timedelta = timedelta(0)
    """How long lunch takes; it lies anywhere between `lunch_from` and `lunch_to`."""

    @classmethod
    def read(
        cls,
        *,
        shift_start: str,
        shift_end: str,
        lunch_start: str | None = None,
        lunch_end: str | None = None,
        lunch_minutes: int = 0,
    ) -> Self:
        """Hours as people write them ("08:00"); what is wrong names its field."""
        starts, ends = _time(shift_start, "shift_start"), _time(shift_end, "shift_end")
        if starts == ends:
            raise InvalidHours("shift_end", "a shift has to last some time")
        if not lunch_start or not lunch_end or lunch_minutes <= 0:
            return cls(starts=starts, ends=ends)
        lunch_from, lunch_to = _time(lunch_start, "lunch_start"), _time(lunch_end, "lunch_end")
        if _minutes(lunch_to) - _minutes(lunch_from) < lunch_minutes:
            raise InvalidHours(
                "lunch_end", f"{lunch_minutes} minutes do not fit between {lunch_start} and {lunch_end}"
            )
        return cls(
            starts=starts, ends=ends, lunch_from=lunch_from, lunch_to=lunch_to, lunch=lunch_minutes * MINUTE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One day's work, in UTC."""

    starts_at: datetime
    ends_at: datetime
    lunch_from_at: datetime | None = None
    lunch_to_at: datetime | None = None
    lunch: timedelta = timedelta(0)

    @property
    def working(self) -> timedelta:
        """The time that can be given to visits and driving."""
        return self.ends_at - self.starts_at - self.lunch


def shift_on(day: date, zone: str, hours: Hours) -> Shift:
    """The shift that begins on that local date."""
    ends_on = day if hours.ends > hours.starts else day + timedelta(days=1)
    starts_at, ends_at = local_instant(zone, day, hours.starts), local_instant(zone, ends_on, hours.ends)
    if hours.lunch_from is None or hours.lunch_to is None:
        return Shift(starts_at=starts_at, ends_at=ends_at)
    lunch_on = day if hours.lunch_from >= hours.starts else ends_on
    return Shift(
        starts_at=starts_at,
        ends_at=ends_at,
        lunch_from_at=local_instant(zone, lunch_on, hours.lunch_from),
        lunch_to_at=local_instant(zone, lunch_on, hours.lunch_to),
        lunch=hours.lunch,
    )


def local_instant(zone: str, day: date, at: time) -> datetime:
    """A local time that DST skips is the first instant after it; one that occurs twice is the earlier."""
    tz = ZoneInfo(zone)
    local = datetime.combine(day, at)
    found = local.replace(tzinfo=tz).astimezone(UTC)
    if found.astimezone(tz).replace(tzinfo=None) != local:
        while (found - MINUTE).astimezone(tz).replace(tzinfo=None) > local:
            found -= MINUTE
    return found


def _time(written: str, field: str) -> time:
    try:
        at = time.fromisoformat(written)
    except ValueError as wrong:
        raise InvalidHours(field, f"{written!r} is not a time of day like 08:00") from wrong
    if at.tzinfo is not None:
        raise InvalidHours(field, f"{written!r} has a zone; hours are those of the district's wall clock")
    return at


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
