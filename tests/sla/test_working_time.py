"""Claims about opening hours: closing times, nights, holidays, make-up days, both DST changes, and refusals."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla.local_time import end_of_day, instant
from sla.opening_hours import WEEKDAYS, InvalidCalendar
from sla.working_time import ALWAYS, Calendar, NeverOpens

HOUR = timedelta(hours=1)
OFFICE_WEEK = {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in WEEKDAYS[:5]}
OFFICE = Calendar.from_dict(
    {
        "tz": "Asia/Shanghai",
        "weekly": OFFICE_WEEK,
        "holidays": ["2026-10-01", "2026-10-02"],
        "date_overrides": {"2026-10-10": [["09:00", "18:00"]], "2026-10-02": [["10:00", "11:00"]]},
        "date_breaks": {"2026-10-12": [["10:00", "11:30"]]},
    }
)


def every_day(tz: str, *windows: list[str]) -> Calendar:
    return Calendar.from_dict({"tz": tz, "weekly": {day: list(windows) for day in WEEKDAYS}})


def local(tz: str, text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz), fold=fold).astimezone(UTC)


def shanghai(text: str) -> datetime:
    return local("Asia/Shanghai", text)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-20T09:00", 3, "2026-11-20T12:00"),  # exactly on closing is the closing time
        ("2026-11-20T09:00", 8, "2026-11-20T18:00"),
        ("2026-11-20T17:00", 1.5, "2026-11-23T09:30"),  # over a weekend
        ("2026-11-20T12:30", 1, "2026-11-20T14:00"),  # from within the lunch break
        ("2026-11-21T10:00", 1, "2026-11-23T10:00"),  # from a closed day
        ("2026-09-30T17:00", 2, "2026-10-02T11:00"),  # an override beats the holiday that names it
        ("2026-10-09T17:00", 10, "2026-10-10T18:00"),  # a make-up Saturday
        ("2026-10-12T09:00", 3, "2026-10-12T14:30"),  # a break of that date
        ("2026-11-20T10:00", 0, "2026-11-20T10:00"),
    ],
)
def test_office_hours_count_only_while_open(start: str, hours: float, due: str) -> None:
    assert OFFICE.add(shanghai(start), hours * HOUR) == shanghai(due)


def test_a_pause_over_night_moves_nothing() -> None:
    calendar = every_day("Asia/Shanghai", ["09:00", "17:00"])
    start, night = shanghai("2026-11-20T15:00"), (shanghai("2026-11-20T17:00"), shanghai("2026-11-21T09:00"))
    assert calendar.add(start, 4 * HOUR, [night]) == calendar.add(start, 4 * HOUR)


def test_overlapping_pauses_count_once_and_in_any_order() -> None:
    one = (shanghai("2026-11-20T10:00"), shanghai("2026-11-20T12:00"))
    two = (shanghai("2026-11-20T11:00"), shanghai("2026-11-20T13:00"))
    start = shanghai("2026-11-20T09:00")
    due_at = shanghai("2026-11-20T14:00")
    assert ALWAYS.add(start, 2 * HOUR, [one, two]) == ALWAYS.add(start, 2 * HOUR, [two, one, one]) == due_at
    assert ALWAYS.between(start, due_at, [two, one]) == 2 * HOUR


def test_a_pause_that_begins_at_the_due_time_does_not_move_it() -> None:
    start = shanghai("2026-11-20T09:00")
    assert ALWAYS.add(start, HOUR, [(start + HOUR, start + 5 * HOUR)]) == start + HOUR


def test_a_pause_that_ends_before_it_starts_is_refused() -> None:
    start = shanghai("2026-11-20T09:00")
    with pytest.raises(ValueError, match="ends before it starts"):
        ALWAYS.add(start, HOUR, [(start + HOUR, start)])


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_opens() -> None:
    nights = Calendar.from_dict(
        {"tz": "Asia/Shanghai", "weekly": {"fri": [["22:00", "06:00"]]}, "holidays": ["2026-11-27"]}
    )
    assert nights.add(shanghai("2026-11-20T23:00"), 7 * HOUR) == shanghai("2026-11-21T06:00")
    assert nights.next_open(shanghai("2026-11-21T06:00")) == shanghai("2026-12-04T22:00"), (
        "the 27th is a holiday"
    )


def test_twenty_four_hundred_joins_the_next_day() -> None:
    whole = every_day("Asia/Shanghai", ["00:00", "24:00"])
    assert whole.always
    until_midnight = Calendar.from_dict(
        {"tz": "Asia/Shanghai", "weekly": {"fri": [["20:00", "24:00"]], "sat": [["00:00", "02:00"]]}}
    )
    assert until_midnight.add(shanghai("2026-11-20T20:00"), 5 * HOUR) == shanghai("2026-11-21T01:00")
    assert until_midnight.add(shanghai("2026-11-20T20:00"), 4 * HOUR) == shanghai("2026-11-21T00:00")


def test_both_clock_changes_of_new_york_count_real_hours() -> None:
    nights = every_day("America/New_York", ["00:00", "04:00"])
    assert (
        nights.between(
            local("America/New_York", "2026-03-08T00:00"), local("America/New_York", "2026-03-08T05:00")
        )
        == 3 * HOUR
    )
    assert (
        nights.between(
            local("America/New_York", "2026-11-01T00:00"), local("America/New_York", "2026-11-01T05:00")
        )
        == 5 * HOUR
    )


def test_a_skipped_time_is_the_first_instant_after_and_a_repeated_one_the_earlier() -> None:
    assert instant("America/New_York", date(2026, 3, 8), time(2, 30)) == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert instant("America/New_York", date(2026, 11, 1), time(1, 30)) == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )
    assert instant("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10)) == datetime(
        2026, 10, 3, 15, 30, tzinfo=UTC
    )
    assert instant("Pacific/Apia", date(2011, 12, 30), time(10)) == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_a_window_that_the_clock_change_skips_is_not_there() -> None:
    gap = every_day("America/New_York", ["02:00", "03:00"])
    assert gap.next_open(local("America/New_York", "2026-03-08T00:00")) == local(
        "America/New_York", "2026-03-09T02:00"
    )


def test_the_end_of_the_day_is_the_first_instant_of_the_next_date_also_where_midnight_is_skipped() -> None:
    assert end_of_day("Asia/Shanghai", shanghai("2026-11-20T23:59")) == shanghai("2026-11-21T00:00")
    # Chile's clocks jump from 24:00 to 01:00 on 6 September 2026.
    assert end_of_day("America/Santiago", local("America/Santiago", "2026-09-05T12:00")) == datetime(
        2026, 9, 6, 4, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "tz",
    [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Pacific/Apia",
    ],
)
def test_every_quarter_hour_of_a_year_agrees_with_the_wall_clock(tz: str) -> None:
    windows = (["06:30", "11:45"], ["12:15", "17:00"], ["21:00", "23:30"])
    calendar = every_day(tz, *windows)
    zone, quarter = ZoneInfo(tz), timedelta(minutes=15)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    expected = 0
    spans = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in windows]
    while at < datetime(2027, 1, 1, tzinfo=UTC):
        expected += any(start <= at.astimezone(zone).time() < end for start, end in spans)
        at += quarter
    assert calendar.between(datetime(2026, 1, 1, tzinfo=UTC), at) == expected * quarter


def test_a_calendar_that_never_opens_says_so() -> None:
    shapes: list[dict[str, list[str]]] = [{}, {"mon": []}]
    for weekly in shapes:
        with pytest.raises(NeverOpens, match="400 days"):
            Calendar.from_dict({"tz": "UTC", "weekly": weekly}).add(datetime(2026, 1, 1, tzinfo=UTC), HOUR)


def test_a_calendar_that_stops_opening_says_so_instead_of_looping() -> None:
    once = Calendar.from_dict(
        {"tz": "UTC", "weekly": {}, "date_overrides": {"2026-01-05": [["09:00", "17:00"]]}}
    )
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert once.add(start, 8 * HOUR) == datetime(2026, 1, 5, 17, tzinfo=UTC)
    with pytest.raises(NeverOpens):
        once.add(start, 8 * HOUR + timedelta(microseconds=1))
    assert once.next_open(datetime(2024, 12, 2, tzinfo=UTC)) == datetime(2026, 1, 5, 9, tzinfo=UTC)
    with pytest.raises(NeverOpens):
        once.next_open(datetime(2024, 11, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weekly": {}}, "tz"),
        ({"tz": "Mars/Olympus", "weekly": {}}, "tz"),
        ({"tz": "../etc/passwd", "weekly": {}}, "tz"),
        ({"tz": "UTC", "weekly": {"monday": []}}, "weekly.monday"),
        ({"tz": "UTC", "weekly": {"mon": [["09:00"]]}}, "weekly.mon"),
        ({"tz": "UTC", "weekly": {"mon": [["25:00", "26:00"]]}}, "weekly.mon"),
        ({"tz": "UTC", "weekly": {"mon": [["09:00", "09:00"]]}}, "weekly.mon"),
        ({"tz": "UTC", "weekly": {"mon": [["24:00", "09:00"]]}}, "weekly.mon"),
        ({"tz": "UTC", "weekly": {"mon": "09:00-18:00"}}, "weekly.mon"),
        ({"tz": "UTC", "weekly": []}, "weekly"),
        ({"tz": "UTC", "weekly": {}, "holidays": ["01.10.2026"]}, "holidays"),
        ({"tz": "UTC", "weekly": {}, "holidays": "2026-10-01"}, "holidays"),
        ({"tz": "UTC", "weekly": {}, "date_overrides": {"2026-13-01": []}}, "date_overrides"),
        ({"tz": "UTC", "weekly": {}, "holiday": []}, "holiday"),
        ({"tz": "UTC", "weekly": {"mon": [["00:00", "00:00"]]}}, "weekly.mon"),
        ({"tz": "UTC", "weekly": {"mon": [["9:00", "12:00"]]}}, "weekly.mon"),
        ({"tz": "UTC", "date_overrides": {"2026-10-10": None}}, "date_overrides.2026-10-10"),
        ({"tz": "UTC", "date_breaks": {"2026-10-12": [["10:00"]]}}, "date_breaks.2026-10-12"),
        ({"tz": "UTC", "date_breaks": ["2026-10-12"]}, "date_breaks"),
        ({"tz": "UTC", "holidays": [None]}, "holidays"),
        ("Asia/Shanghai", "calendar"),
        (None, "calendar"),
    ],
)
def test_a_wrong_calendar_is_refused_with_the_field_named(given: Any, field: str) -> None:
    with pytest.raises(InvalidCalendar) as refused:
        Calendar.from_dict(given)
    assert refused.value.field == field


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        ALWAYS.add(datetime(2026, 1, 1), HOUR)  # noqa: DTZ001  the naive time is the point
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.between(datetime(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC))  # noqa: DTZ001  the same
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.next_open(datetime(2026, 1, 1))  # noqa: DTZ001  the same
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.add(
            datetime(2026, 1, 1, tzinfo=UTC),
            HOUR,
            [(datetime(2026, 1, 1), datetime(2026, 1, 2))],  # noqa: DTZ001  the same
        )
    with pytest.raises(ValueError, match="time ahead"):
        ALWAYS.add(datetime(2026, 1, 1, tzinfo=UTC), -HOUR)


def test_a_span_of_a_year_takes_far_less_than_a_millisecond() -> None:
    start = datetime(2026, 1, 5, 1, tzinfo=UTC)
    OFFICE.add(start, 2000 * HOUR)  # the years' tables are made once
    began = perf_counter()
    for _ in range(100):
        OFFICE.add(start, 2000 * HOUR)
    assert (perf_counter() - began) / 100 < 0.0005


def test_a_break_cuts_what_it_covers_and_nothing_else() -> None:
    cut = Calendar.from_dict(
        {
            "tz": "UTC",
            "weekly": {"mon": [["08:00", "10:00"], ["14:00", "16:00"]]},
            "date_breaks": {"2026-11-23": [["09:30", "15:00"]]},
        }
    )
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert cut.add(monday, 2 * HOUR) == monday + 15.5 * HOUR
    assert cut.between(monday, monday + 24 * HOUR) == 2.5 * HOUR
    assert cut.between(monday + 24 * HOUR, monday) == timedelta(0)


def test_the_ends_of_the_calendar_say_so() -> None:
    with pytest.raises(OverflowError, match="beyond the calendar"):
        OFFICE.between(datetime(9999, 11, 1, tzinfo=UTC), datetime(9999, 12, 1, tzinfo=UTC))


def test_what_is_always_open_is_open_now() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert ALWAYS.next_open(now) == now
    assert ALWAYS.is_open(now)


def test_dates_may_be_dates() -> None:
    closed = Calendar.from_dict(
        {"tz": "UTC", "weekly": {"thu": [["08:00", "10:00"]]}, "holidays": [date(2026, 1, 1)]}
    )
    assert closed.next_open(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2026, 1, 8, 8, tzinfo=UTC)


@pytest.mark.parametrize("written", ["09:00+01:00", "09:00:00.5"])
def test_a_time_of_day_has_neither_zone_nor_fraction(written: str) -> None:
    with pytest.raises(InvalidCalendar):
        every_day("UTC", [written, "18:00"])
