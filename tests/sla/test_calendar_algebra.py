"""Laws that hold for every calendar, span and pause: add and between are inverse, pauses are a set of time."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sla.opening_hours import WEEKDAYS
from sla.working_time import ALWAYS, Calendar

ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago")
MADE: dict[str, Calendar] = {}
Pauses = list[tuple[datetime, datetime]]


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
amounts = st.timedeltas(timedelta(0), timedelta(days=60))


def pause_of(start: datetime, length: timedelta) -> tuple[datetime, datetime]:
    return start, start + length


pauses = st.lists(st.builds(pause_of, instants, st.timedeltas(timedelta(0), timedelta(days=9))), max_size=5)
laws = settings(max_examples=150, deadline=None)


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
    assert hours.between(due_at, end, stops) == timedelta(0)


@laws
@given(calendars, instants, amounts, pauses, st.randoms())
def test_pauses_may_come_in_any_order_and_more_than_once(
    hours: Calendar, start: datetime, amount: timedelta, stops: Pauses, chance: Random
) -> None:
    shuffled = [*stops, *stops]
    chance.shuffle(shuffled)
    assert hours.add(start, amount, shuffled) == hours.add(start, amount, stops)


@laws
@given(
    calendars,
    instants,
    amounts,
    pauses,
    st.tuples(instants, st.timedeltas(timedelta(0), timedelta(days=9)), amounts),
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
@given(calendars, instants, amounts, pauses)
def test_a_pause_moves_the_due_time_by_exactly_the_counting_time_inside_it(
    hours: Calendar, start: datetime, amount: timedelta, stops: Pauses
) -> None:
    base = hours.add(start, amount)
    due_at = hours.add(start, amount, stops)
    lost = hours.between(start, due_at) - hours.between(start, due_at, stops)
    assert hours.between(base, due_at) == lost
