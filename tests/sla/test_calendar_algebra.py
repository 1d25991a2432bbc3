"""Laws that hold for every calendar, span and pause: add and between are inverse, pauses are a set of time.

Half of the calendars are drawn at random, around the worst clock changes that the zones of the world have known; the
oracle of those walks the wall clock minute by minute and knows nothing of offsets, years or tables.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.opening_hours import WEEKDAYS
from sla.working_time import ALWAYS, Calendar, NeverOpens
from tests.examples import examples

ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago")
MADE: dict[str, Calendar] = {}
Pauses = list[tuple[datetime, datetime]]
NO_TIME, INSTANT, MINUTE = timedelta(0), timedelta.resolution, timedelta(minutes=1)


def calendar(zone: str, shape: str) -> Calendar:
    """Few calendars, kept: building the tables is not what is tested here."""
    if shape == "always":
        return ALWAYS
    hours = {
        "office": {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in WEEKDAYS[:5]},
        "contact": {day: [["08:00", "21:00"]] for day in WEEKDAYS},
        "nights": {day: [["22:30", "06:15"]] for day in ("mon", "wed", "sat", "sun")},
    }[shape]
    given_hours = {"tz": zone, "weekly": hours, "holidays": ["2026-03-08", "2026-10-01"]}
    return MADE.setdefault(zone + shape, Calendar.from_dict(given_hours))


calendars = st.builds(
    calendar, st.sampled_from(ZONES), st.sampled_from(("always", "office", "contact", "nights"))
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis adds the zone
amounts = st.timedeltas(NO_TIME, timedelta(days=60))


def pause_of(start: datetime, length: timedelta) -> tuple[datetime, datetime]:
    return start, start + length


pauses = st.lists(st.builds(pause_of, instants, st.timedeltas(NO_TIME, timedelta(days=9))), max_size=5)
laws = examples(150)


@laws
@given(calendars, instants, amounts, pauses)
def test_between_gives_back_what_was_added(
    hours: Calendar, start: datetime, amount: timedelta, stops: Pauses
) -> None:
    assert hours.between(start, hours.add(start, amount, stops), stops) == amount


@laws
@given(calendars, instants, amounts, pauses)
def test_add_gives_the_earliest_instant(
    hours: Calendar, start: datetime, span: timedelta, stops: Pauses
) -> None:
    end = start + span
    due_at = hours.add(start, hours.between(start, end, stops), stops)
    assert start <= due_at <= end
    assert hours.between(due_at, end, stops) == NO_TIME
    if due_at > start:
        assert hours.between(due_at - INSTANT, due_at, stops) == INSTANT


@laws
@given(calendars, instants, amounts, pauses, st.randoms())
def test_pauses_may_come_in_any_order_and_more_than_once(
    hours: Calendar, start: datetime, amount: timedelta, stops: Pauses, chance: Random
) -> None:
    shuffled = [*stops, *stops]
    chance.shuffle(shuffled)
    assert hours.add(start, amount, shuffled) == hours.add(start, amount, stops)
    assert hours.between(start, start + amount, shuffled) == hours.between(start, start + amount, stops)


@laws
@given(calendars, instants, amounts, pauses, st.timedeltas(NO_TIME, timedelta(days=9)))
def test_a_pause_in_two_pieces_is_the_same_pause_whether_they_touch_or_overlap(
    hours: Calendar, start: datetime, amount: timedelta, stops: Pauses, overlap: timedelta
) -> None:
    pieces: Pauses = []
    for begin, end in stops:
        middle = begin + (end - begin) / 2
        pieces += [(begin, min(end, middle + overlap)), (middle, end)]
    assert hours.add(start, amount, pieces) == hours.add(start, amount, stops)


@laws
@given(
    calendars,
    instants,
    amounts,
    pauses,
    st.tuples(instants, st.timedeltas(NO_TIME, timedelta(days=9)), amounts),
)
def test_a_longer_pause_never_makes_it_due_earlier(
    hours: Calendar,
    start: datetime,
    amount: timedelta,
    stops: Pauses,
    extra: tuple[datetime, timedelta, timedelta],
) -> None:
    begin, length, more = extra
    without = hours.add(start, amount, stops)
    short = hours.add(start, amount, [*stops, (begin, begin + length)])
    long = hours.add(start, amount, [*stops, (begin, begin + length + more)])
    assert without <= short <= long


@laws
@given(calendars, instants, amounts, amounts)
def test_adding_in_two_steps_is_adding_at_once(
    hours: Calendar, start: datetime, one: timedelta, two: timedelta
) -> None:
    assert hours.add(hours.add(start, one), two) == hours.add(start, one + two)


@laws
@given(calendars, instants, amounts, amounts, pauses)
def test_more_to_do_or_a_later_start_is_never_due_earlier(
    hours: Calendar, start: datetime, amount: timedelta, more: timedelta, stops: Pauses
) -> None:
    due_at = hours.add(start, amount, stops)
    assert due_at <= hours.add(start, amount + more, stops)
    if amount:
        assert due_at <= hours.add(start + more, amount, stops)


@laws
@given(calendars, instants, amounts, amounts, pauses)
def test_what_lies_between_adds_up_over_any_instant_in_the_middle(
    hours: Calendar, start: datetime, one: timedelta, two: timedelta, stops: Pauses
) -> None:
    middle, end = start + one, start + one + two
    whole = hours.between(start, end, stops)
    assert whole == hours.between(start, middle, stops) + hours.between(middle, end, stops)
    assert NO_TIME <= whole <= end - start


@laws
@given(calendars, instants, amounts, pauses)
def test_a_pause_moves_the_due_time_by_exactly_the_counting_time_inside_it(
    hours: Calendar, start: datetime, amount: timedelta, stops: Pauses
) -> None:
    base = hours.add(start, amount)
    due_at = hours.add(start, amount, stops)
    lost = hours.between(start, due_at) - hours.between(start, due_at, stops)
    assert hours.between(base, due_at) == lost


@laws
@given(calendars, instants, amounts, pauses)
def test_a_pause_that_lies_wholly_in_closed_time_moves_nothing(
    hours: Calendar, start: datetime, amount: timedelta, stops: Pauses
) -> None:
    """From any closing to the opening that follows it, and to any instant before that."""
    closed: Pauses = []
    for begin, end in stops:
        shut_at = begin if not hours.is_open(begin) else None
        if shut_at is not None:
            closed.append((shut_at, min(max(end, shut_at), hours.next_open(shut_at))))
    assert hours.add(start, amount, closed) == hours.add(start, amount)


@laws
@given(calendars, instants)
def test_the_next_opening_is_open_no_earlier_than_asked_and_its_own_next_opening(
    hours: Calendar, at: datetime
) -> None:
    opens_at = hours.next_open(at)
    assert opens_at >= at
    assert hours.is_open(opens_at)
    assert hours.next_open(opens_at) == opens_at
    assert hours.between(at, opens_at) == NO_TIME
    assert hours.add(at, INSTANT) == opens_at + INSTANT


@laws
@given(calendars, instants, amounts)
def test_what_is_due_exactly_on_closing_is_due_at_the_closing_time(
    hours: Calendar, start: datetime, span: timedelta
) -> None:
    """The open time until any closed instant ends where that closed time began, never at the next opening."""
    shut_at = start + span
    if hours.is_open(shut_at) or not hours.between(start, shut_at):
        return
    due_at = hours.add(start, hours.between(start, shut_at))
    assert not hours.is_open(due_at)
    assert hours.is_open(due_at - INSTANT)
    assert hours.next_open(due_at) == hours.next_open(shut_at)


# Random opening hours around the worst clock changes.

CHANGES = (
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Pacific/Chatham", date(2026, 9, 27)),  # at 02:45
    ("Pacific/Chatham", date(2026, 4, 5)),
    ("Africa/Casablanca", date(2026, 2, 15)),  # for Ramadan, backwards
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
    ("Pacific/Kwajalein", date(1993, 8, 21)),  # the same, half a world away
    ("America/Santiago", date(2026, 9, 6)),  # at midnight: the day begins at one
    ("America/Havana", date(2026, 11, 1)),  # at one: midnight happens twice
    ("Antarctica/Troll", date(2026, 3, 29)),  # two hours
    ("Antarctica/Troll", date(2026, 10, 25)),
    ("Asia/Pyongyang", date(2018, 5, 5)),  # half an hour at 23:30
    ("Europe/Dublin", date(2026, 10, 25)),  # winter is the exception there
    ("Asia/Shanghai", date(2026, 2, 17)),  # no change at all
)
BEFORE, DAYS = 3, 8


@dataclass(frozen=True)
class Walk:
    """Eight days of a zone, minute by minute, as somebody would see them who only looks at the clock on the wall."""

    zone: str
    first_day: date
    start: datetime
    latest_seen: Sequence[datetime]
    """For each minute the latest wall clock seen so far: it never goes back."""

    def minute_of(self, day: date, seconds: int) -> int:
        """The first minute at which the wall clock shows that time or a later one."""
        return bisect_left(
            self.latest_seen,
            datetime(day.year, day.month, day.day) + timedelta(seconds=seconds),  # noqa: DTZ001  a wall clock
        )

    def at(self, minute: int) -> datetime:
        return self.start + minute * MINUTE


@cache
def walk(zone: str, around: date) -> Walk:
    first_day = around - timedelta(days=BEFORE)
    start = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC) - timedelta(days=1)
    tz = ZoneInfo(zone)
    walls = (
        (start + minute * MINUTE).astimezone(tz).replace(tzinfo=None) for minute in range((DAYS + 4) * 1440)
    )
    return Walk(zone, first_day, start, list(accumulate(walls, max)))


def seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def open_minutes(given_hours: Mapping[str, Any], seen: Walk) -> list[bool]:
    """Which minutes are open, by marking each window of each date with what the wall clock shows."""
    marked = [False] * len(seen.latest_seen)

    def mark(day: date, windows: Sequence[Sequence[str]], value: bool) -> None:
        for opens, closes in windows:
            first, last = seconds(opens), seconds(closes)
            last += 86_400 if last <= first else 0
            for minute in range(seen.minute_of(day, first), seen.minute_of(day, last)):
                marked[minute] = value

    days = [seen.first_day + timedelta(days=ahead) for ahead in range(-3, DAYS + 3)]
    for day in days:
        name = day.isoformat()
        if name in given_hours["date_overrides"]:
            mark(day, given_hours["date_overrides"][name], True)
        elif name not in given_hours["holidays"]:
            mark(day, given_hours["weekly"].get(WEEKDAYS[day.weekday()], ()), True)
    for day in days:
        mark(day, given_hours["date_breaks"].get(day.isoformat(), ()), False)
    return marked


@st.composite
def windows(draw: st.DrawFn) -> list[list[str]]:
    """Up to three windows, in any order, overlapping or not, over midnight or up to it."""
    found: list[list[str]] = []
    for _ in range(draw(st.integers(0, 3))):
        opens = draw(st.integers(0, 95))
        closes = opens + draw(st.integers(1, 95 if opens else 96))
        quarters = (opens, closes if closes <= 96 else closes - 96)  # 96 quarters of an hour are "24:00"
        found.append([f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in quarters])
    return found


@st.composite
def drawn_hours(draw: st.DrawFn) -> tuple[dict[str, Any], date]:
    zone, around = draw(st.sampled_from(CHANGES))
    dates = st.sampled_from([(around + timedelta(days=ahead)).isoformat() for ahead in range(-2, 4)])
    hours = {
        "tz": zone,
        "weekly": {day: draw(windows()) for day in WEEKDAYS},
        "holidays": draw(st.lists(dates, max_size=2)),
        "date_overrides": draw(st.dictionaries(dates, windows(), max_size=2)),
        "date_breaks": draw(st.dictionaries(dates, windows(), max_size=2)),
    }
    return hours, around


oracle = examples(120)


minutes = st.integers(1440, (DAYS + 1) * 1440 - 1)


@oracle
@given(drawn_hours(), st.tuples(minutes, minutes), st.tuples(minutes, minutes))
def test_any_opening_hours_in_any_zone_agree_with_somebody_who_watches_the_clock_on_the_wall(
    drawn: tuple[dict[str, Any], date], asked: tuple[int, int], stopped: tuple[int, int]
) -> None:
    given_hours, around = drawn
    seen = walk(given_hours["tz"], around)
    hours = Calendar.from_dict(given_hours)
    is_open = open_minutes(given_hours, seen)
    first, last = sorted(asked)
    stopped_at, resumed_at = sorted(stopped)
    stop = (seen.at(stopped_at), seen.at(resumed_at))
    counting = [
        minute for minute in range(first, last) if is_open[minute] and not stopped_at <= minute < resumed_at
    ]
    assert hours.between(seen.at(first), seen.at(last)) == sum(is_open[first:last]) * MINUTE
    assert hours.between(seen.at(first), seen.at(last), [stop]) == len(counting) * MINUTE
    if counting:
        assert hours.add(seen.at(first), len(counting) * MINUTE, [stop]) == seen.at(counting[-1] + 1)
    if any(is_open[first:last]):
        assert hours.next_open(seen.at(first)) == seen.at(is_open.index(True, first))
    assert hours.is_open(seen.at(first)) is is_open[first]


@pytest.mark.parametrize(("zone", "around"), CHANGES, ids=str)
def test_a_day_that_is_open_from_midnight_to_midnight_leaves_no_gap_at_any_clock_change(
    zone: str, around: date
) -> None:
    """A holiday elsewhere keeps the calendar from being taken for one that is always open."""
    weekly = {day: [["00:00", "24:00"]] for day in WEEKDAYS}
    hours = Calendar.from_dict({"tz": zone, "weekly": weekly, "holidays": ["1990-01-01"]})
    seen = walk(zone, around)
    assert hours.between(seen.at(0), seen.at(DAYS * 1440)) == timedelta(days=DAYS)


def test_a_calendar_that_opens_once_in_ten_years_is_an_error_and_no_search_without_end() -> None:
    rare = Calendar.from_dict(
        {
            "tz": "UTC",
            "weekly": {},
            "date_overrides": {"2020-01-01": [["09:00", "17:00"]], "2030-01-01": [["09:00", "17:00"]]},
        }
    )
    start = datetime(2020, 1, 1, tzinfo=UTC)
    assert rare.between(start, datetime(2031, 1, 1, tzinfo=UTC)) == timedelta(hours=16)
    with pytest.raises(NeverOpens, match="400 days"):
        rare.add(start, timedelta(hours=9))
    with pytest.raises(NeverOpens, match="400 days"):
        rare.add(start, timedelta(hours=8), [(start, start + timedelta(days=30))])
