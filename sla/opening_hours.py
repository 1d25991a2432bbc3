"""Opening hours as people write them ("09:00", "24:00", over midnight), read into windows or refused by field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sla.local_time import DAY_SECONDS, UnknownZone, zone_of
from sla.open_spans import join

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIELDS = frozenset({"tz", "weekly", "holidays", "date_overrides", "date_breaks"})

Window = tuple[int, int]
"""Opening and closing in seconds of the date on which it opens; a closing past 86 400 lies on the next one."""


class InvalidCalendar(ValueError):
    """A calendar that cannot mean anything, with the field that is wrong."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


def read_zone(given: Mapping[str, Any]) -> str:
    """The field `tz`, the name of a known time zone."""
    tz = given.get("tz")
    if not isinstance(tz, str):
        raise InvalidCalendar("tz", "the name of a time zone is needed")
    try:
        zone_of(tz)
    except UnknownZone as unknown:
        raise InvalidCalendar("tz", str(unknown)) from unknown
    return tz


def read_weekly(given: Mapping[str, Any]) -> list[list[Window]]:
    """The field `weekly`, seven lists of windows from Monday; a day that is not named is closed."""
    weekly = _table(given, "weekly")
    for name in weekly:
        if name not in WEEKDAYS:
            raise InvalidCalendar(f"weekly.{name}", f"a day is one of {', '.join(WEEKDAYS)}")
    return [_windows(weekly.get(name, ()), f"weekly.{name}") for name in WEEKDAYS]


def read_dates(given: Mapping[str, Any], field: str) -> list[date]:
    """A list of dates."""
    dates = given.get(field, ())
    if isinstance(dates, str) or not isinstance(dates, Iterable):
        raise InvalidCalendar(field, "a list of dates is needed")
    return [_date(day, field) for day in dates]


def read_dated(given: Mapping[str, Any], field: str) -> dict[date, list[Window]]:
    """A table of windows by date."""
    return {
        _date(day, field): _windows(windows, f"{field}.{day}")
        for day, windows in _table(given, field).items()
    }


def refuse_unknown(given: object) -> None:
    """A misspelt field would silently mean "no holidays"."""
    if not isinstance(given, Mapping):
        raise InvalidCalendar("calendar", f"a table with {', '.join(sorted(FIELDS))} is needed")
    for field in given:
        if field not in FIELDS:
            raise InvalidCalendar(str(field), f"unknown; the fields are {', '.join(sorted(FIELDS))}")


def _table(given: Mapping[str, Any], field: str) -> Mapping[Any, Any]:
    value = given.get(field, {})
    if not isinstance(value, Mapping):
        raise InvalidCalendar(field, "a table is needed")
    return value


def _date(value: object, field: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as wrong:
        raise InvalidCalendar(field, f"{value!r} is not a date like 2026-10-01") from wrong


def _windows(given: object, field: str) -> list[Window]:
    """In order and joined; a window that closes before it opens runs over midnight."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InvalidCalendar(field, 'a list of windows like ["09:00", "18:00"] is needed')
    windows: list[Window] = []
    for window in given:
        if not isinstance(window, Sequence) or isinstance(window, str) or len(window) != 2:  # noqa: PLR2004  from, to
            raise InvalidCalendar(field, f'{window!r} is not a window like ["09:00", "18:00"]')
        start, end = _seconds(window[0], field), _seconds(window[1], field)
        if start == end:
            raise InvalidCalendar(field, f"the window {window[0]}–{window[1]} is empty")
        if start == DAY_SECONDS:
            raise InvalidCalendar(field, "no window opens at 24:00: that is 00:00 of the next day")
        windows.append((start, end if end > start else end + DAY_SECONDS))
    return join(windows)


def _seconds(value: object, field: str) -> int:
    if value == "24:00":
        return DAY_SECONDS
    try:
        at = time.fromisoformat(str(value))
    except ValueError as wrong:
        raise InvalidCalendar(field, f"{value!r} is not a time of day like 09:00") from wrong
    if at.tzinfo is not None or at.microsecond:
        raise InvalidCalendar(field, f"{value!r} is not a time of day like 09:00")
    return at.hour * 3600 + at.minute * 60 + at.second
