"""Calendar: open hours, holidays and make-up days, and exact arithmetic over closed time, pauses and DST.

A year is turned once into a table of open spans with running totals; after that every question is a binary search,
however long the span. A local time that DST skips is the first instant after it, one that occurs twice the earlier.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Self
from zoneinfo import ZoneInfo

from sla.local_time import (
    DAY_SECONDS,
    MICROSECOND,
    SECOND,
    from_us,
    instant,
    midnight_us,
    to_us,
    zone_of,
)
from sla.open_spans import OpenYear, Span, clip, join, without
from sla.opening_hours import (
    WEEKDAYS,
    InvalidCalendar,
    Window,
    read_dated,
    read_dates,
    read_weekly,
    read_zone,
    refuse_unknown,
)

PATIENCE = timedelta(days=400)
"""A calendar that does not open for so long is a mistake, not a holiday."""
PATIENCE_US = PATIENCE // MICROSECOND
FIRST_YEAR, LAST_YEAR = 2, 9998
"""A year's table looks at the days around it; the very ends of the calendar have no neighbours."""
ALL_DAY: Sequence[Window] = ((0, DAY_SECONDS),)


class NeverOpens(InvalidCalendar):
    """No open time at all within 400 days."""

    def __init__(self, after: datetime) -> None:
        super().__init__("weekly", f"no open time within {PATIENCE.days} days after {after.isoformat()}")
        self.after = after


class Calendar:
    """Open hours in one time zone. Immutable; make it once and keep it, the tables of its years are kept with it.

    A window belongs to the date on which it opens: a night shift over midnight into a holiday is still worked.
    """

    __slots__ = ("_breaks", "_holidays", "_overrides", "_weekly", "_years", "always", "tz", "zone")

    def __init__(
        self,
        tz: str,
        weekly: Sequence[Sequence[Window]],
        *,
        holidays: Iterable[date] = (),
        overrides: Mapping[date, Sequence[Window]] | None = None,
        breaks: Mapping[date, Sequence[Window]] | None = None,
    ) -> None:
        self.tz = tz
        self.zone = zone_of(tz)
        self._weekly = tuple(tuple(windows) for windows in weekly)
        self._holidays = frozenset(holidays)
        self._overrides = dict(overrides or {})
        self._breaks = dict(breaks or {})
        self._years: dict[int, OpenYear] = {}
        excepted = self._holidays or self._overrides or self._breaks
        self.always = not excepted and all(windows == ALL_DAY for windows in self._weekly)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read `{"tz", "weekly", "holidays", "date_overrides", "date_breaks"}`; what is wrong names its field.

        A date's override beats a holiday and the week (a make-up day); a date's break is closed whatever else says.
        """
        refuse_unknown(given)
        return cls(
            read_zone(given),
            read_weekly(given),
            holidays=read_dates(given, "holidays"),
            overrides=read_dated(given, "date_overrides"),
            breaks=read_dated(given, "date_breaks"),
        )

    def add(
        self, start: datetime, amount: timedelta, pauses: Iterable[tuple[datetime, datetime]] = ()
    ) -> datetime:
        """The earliest instant at which `amount` of open time has passed since `start`, pauses left out.

        What falls exactly on closing is the closing time. `NeverOpens` when there is no open time within 400 days.
        """
        if amount < timedelta(0):
            raise ValueError("only time ahead can be added")
        at, rest = to_us(start), amount // MICROSECOND
        for begin, end in _closed(pauses):
            if end <= at:
                continue
            counted = self._open(at, max(at, begin))
            if rest <= counted:
                break
            rest -= counted
            at = end
        return from_us(self._after(at, rest))

    def between(
        self, start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime]] = ()
    ) -> timedelta:
        """How much open time lies in [start, end), pauses left out; nothing when the end comes first."""
        first, last = to_us(start), to_us(end)
        if last <= first:
            return timedelta(0)
        counted = self._open(first, last)
        for begin, stop in clip(_closed(pauses), first, last):
            counted -= self._open(begin, stop)
        return timedelta(microseconds=counted)

    def next_open(self, at: datetime) -> datetime:
        """`at` itself when it is open then, else the next opening; `NeverOpens` past 400 days."""
        return from_us(self._next_open(to_us(at)))

    def is_open(self, at: datetime) -> bool:
        """An opening instant is open, a closing one closed."""
        us = to_us(at)
        return self._open(us, us + 1) == 1

    def _open(self, first: int, last: int) -> int:
        if self.always:
            return last - first
        year, last_year = from_us(first).year, from_us(last).year
        so_far = -self._year(year).open_until(first)
        for whole in range(year, last_year):
            so_far += self._year(whole).total
        return so_far + self._year(last_year).open_until(last)

    def _after(self, at: int, rest: int) -> int:
        if self.always or rest == 0:
            return at + rest
        year, shut_at = from_us(at).year, at
        table = self._year(year)
        passed = table.open_until(at)
        while passed + rest > table.total:
            rest -= table.total - passed
            passed = 0
            shut_at = max((shut_at, *table.ends[-1:]))
            year += 1
            table = self._year(year)
            opens_at = table.starts[0] if table.starts else midnight_us(date(year + 1, 1, 1))
            if opens_at - shut_at > PATIENCE_US:  # no such gap fits into one year
                raise NeverOpens(from_us(shut_at))
        return table.when(passed + rest)

    def _next_open(self, at: int) -> int:
        if self.always:
            return at
        limit = at + PATIENCE_US
        for year in range(from_us(at).year, from_us(limit).year + 1):
            table = self._year(year)
            index = bisect_right(table.ends, at)
            if index < len(table.starts):
                opening = max(at, table.starts[index])
                if opening <= limit:
                    return opening
                break
        raise NeverOpens(from_us(at))

    def _year(self, year: int) -> OpenYear:
        table = self._years.get(year)
        if table is None:
            table = self._years[year] = self._build(year)
        return table

    def _build(self, year: int) -> OpenYear:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OverflowError(f"the year {year} is beyond the calendar")
        # A window belongs to a local date and may run over midnight: up to three days away from its year in UTC.
        day = date(year, 1, 1) - timedelta(days=3)
        offsets = [_offset(self.zone, day + timedelta(days=ahead)) for ahead in range(-1, 377)]
        spans: list[Span] = []
        cuts: list[Span] = []
        for ahead in range(373):
            around = offsets[ahead]
            steady = (
                around == offsets[ahead + 1] == offsets[ahead + 2] == offsets[ahead + 3] == offsets[ahead + 4]
            )
            offset = around if steady else None
            spans.extend(self._place(day, self._windows_of(day), offset))
            if day in self._breaks:
                cuts.extend(self._place(day, self._breaks[day], offset))
            day += timedelta(days=1)
        open_spans = without(join(spans), join(cuts))
        return OpenYear.of(clip(open_spans, midnight_us(date(year, 1, 1)), midnight_us(date(year + 1, 1, 1))))

    def _windows_of(self, day: date) -> Sequence[Window]:
        given = self._overrides.get(day)
        if given is not None:
            return given
        return () if day in self._holidays else self._weekly[day.weekday()]

    def _place(self, day: date, windows: Sequence[Window], offset: int | None) -> list[Span]:
        """The windows of a date in UTC: with a steady offset by subtraction, around a DST change one by one."""
        if offset is None:
            return [(self._local(day, start), self._local(day, end)) for start, end in windows]
        midnight = midnight_us(day) - offset
        return [(midnight + start * SECOND, midnight + end * SECOND) for start, end in windows]

    def _local(self, day: date, seconds: int) -> int:
        later, of_day = divmod(seconds, DAY_SECONDS)
        at = time(of_day // 3600, of_day // 60 % 60, of_day % 60)
        return to_us(instant(self.tz, day + timedelta(days=later), at))


def _closed(pauses: Iterable[tuple[datetime, datetime]]) -> list[Span]:
    spans: list[Span] = []
    for start, end in pauses:
        span = to_us(start), to_us(end)
        if span[1] < span[0]:
            raise ValueError(f"a pause ends before it starts: {start.isoformat()} to {end.isoformat()}")
        spans.append(span)
    return join(spans)


@lru_cache(maxsize=4096)
def _offset(zone: ZoneInfo, day: date) -> int:
    offset = datetime(day.year, day.month, day.day, tzinfo=UTC).astimezone(zone).utcoffset()
    return (offset or timedelta(0)) // MICROSECOND


@lru_cache(maxsize=256)
def daily(tz: str, opens: time, closes: time) -> Calendar:
    """The same hours every day of the year, such as the contact hours of a district."""
    return Calendar.from_dict(
        {"tz": tz, "weekly": {name: [[opens.isoformat(), closes.isoformat()]] for name in WEEKDAYS}}
    )


ALWAYS = Calendar("UTC", [ALL_DAY] * 7)
"""Every second counts."""
