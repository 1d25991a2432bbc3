"""Office hours as a district has them: its week, the country's public holidays and make-up days, and its own.

China's days come from the kept library `chinesecalendar`. For a year or a country that it does not know only the week
and the district's own days are left; `unknown_years` says so, and the clock's reasoning repeats it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from sla.local_time import local_date
from sla.opening_hours import WEEKDAYS, InvalidCalendar, Window, read_dates, read_weekly
from sla.working_time import Calendar

Week = tuple[tuple[Window, ...], ...]
"""Seven days from Monday, each with its windows in seconds of the day."""

CHINESE_ZONES: Final = frozenset(
    {"Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Kashgar", "PRC"}
)
FIELDS: Final = frozenset({"weekly", "holidays", "make_up_days"})
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDays:
    """What one district has of its own; nothing of it means that it keeps the policy's hours and the country's days."""

    week: Week | None = None
    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> "OfficeDays":
        """Read `{"weekly", "holidays", "make_up_days"}`; what is wrong names its field."""
        for field in given:
            if field not in FIELDS:
                raise InvalidCalendar(str(field), f"unknown; the fields are {', '.join(sorted(FIELDS))}")
        week = tuple(map(tuple, read_weekly(given))) if given.get("weekly") else None
        return cls(
            week=week,
            holidays=frozenset(read_dates(given, "holidays")),
            make_up_days=frozenset(read_dates(given, "make_up_days")),
        )


NO_OWN_DAYS: Final = OfficeDays()


class OfficeCalendar(Calendar):
    """A calendar that admits which years it does not know the holidays of."""

    __slots__ = ("_known",)

    def __init__(
        self,
        tz: str,
        weekly: Sequence[Sequence[Window]],
        *,
        known: frozenset[int],
        holidays: frozenset[date],
        overrides: Mapping[date, Sequence[Window]],
    ) -> None:
        super().__init__(tz, weekly, holidays=holidays, overrides=overrides)
        self._known = known

    def unknown_years(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """The local years of [start, end] for which only the week and the district's own days are counted."""
        first, last = local_date(self.tz, start).year, local_date(self.tz, max(start, end)).year
        return tuple(year for year in range(first, last + 1) if year not in self._known)


@lru_cache(maxsize=256)
def office_calendar(zone: str, week: Week, own: OfficeDays = NO_OWN_DAYS) -> OfficeCalendar:
    """The office hours of a district: a day of its own beats the country's, and both beat the week."""
    week = own.week or week
    usual = week[0] or next((windows for windows in week if windows), ())
    public = china() if zone in CHINESE_ZONES else PublicDays()
    made_up = (public.make_up_days - own.holidays) | own.make_up_days
    return OfficeCalendar(
        zone,
        week,
        known=public.years,
        holidays=(public.holidays - own.make_up_days) | own.holidays,
        overrides={day: week[day.weekday()] or usual for day in made_up},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDays:
    """A country's days off on weekdays and its working days at weekends, in the years that are known."""

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()


@lru_cache(maxsize=1)
def china() -> PublicDays:
    """All years that the library knows."""
    import chinese_calendar  # noqa: PLC0415  # thousands of dates, needed only where office hours count

    # The library refuses a year outside of these (NotImplementedError): the State Council has not decided it yet.
    return PublicDays(
        years=frozenset(day.year for day in chinese_calendar.holidays),
        holidays=frozenset(day for day in chinese_calendar.holidays if day.weekday() < _SATURDAY),
        make_up_days=frozenset(day for day in chinese_calendar.workdays if day.weekday() >= _SATURDAY),
    )


def week_of(weekly: Mapping[str, Any]) -> Week:
    """A week as people write it: `{"mon": [["09:00", "12:00"], ["13:30", "18:00"]], …}`."""
    return tuple(map(tuple, read_weekly({"weekly": weekly})))


def write_week(week: Week) -> dict[str, list[list[str]]]:
    """The same week as it is written, days without hours left out."""
    return {
        name: [[_clock(start), _clock(end)] for start, end in windows]
        for name, windows in zip(WEEKDAYS, week, strict=True)
        if windows
    }


def _clock(seconds: int) -> str:
    """Past midnight the clock begins again; the very end of the day is 24:00."""
    seconds = seconds if seconds <= 86_400 else seconds - 86_400  # noqa: PLR2004  # a day
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
