"""Claims about office hours: National Day rests, its make-up day works, and an unknown year is admitted."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla.clock import judge
from sla.clock_facts import ClockFacts
from sla.opening_hours import InvalidCalendar
from sla.policy import USUAL_OFFICE_HOURS, Counting, Kind, PromiseCode
from sla.promises import DEFAULT_POLICY
from sla.public_holidays import OfficeDays, china, office_calendar, week_of, write_week
from sla.targets import Within

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-09-30 17:00", 1, "2026-09-30 18:00"),
        ("2026-09-30 17:00", 8, "2026-10-08 17:30"),  # seven days of National Day in between
        ("2026-10-01 10:00", 3, "2026-10-08 12:00"),
        ("2026-10-09 17:00", 2, "2026-10-10 10:00"),  # Saturday 10 October makes up for the holiday
        ("2026-09-18 17:00", 2, "2026-09-20 10:00"),  # and so does Sunday 20 September
        ("2026-11-20 17:00", 2, "2026-11-23 10:00"),  # an ordinary week-end
        ("2026-02-14 17:00", 2, "2026-02-24 10:00"),  # Spring Festival, worked towards on a Saturday
    ],
)
def test_office_hours_count_the_days_that_china_works(start: str, hours: int, due: str) -> None:
    assert office_calendar("Asia/Shanghai", USUAL_OFFICE_HOURS).add(at(start), hours * HOUR) == at(due)


def test_a_districts_own_days_beat_the_countrys() -> None:
    own = OfficeDays.from_dict({"holidays": ["2026-10-10"], "make_up_days": ["2026-10-07", "2026-10-11"]})
    calendar = office_calendar("Asia/Shanghai", USUAL_OFFICE_HOURS, own)
    assert calendar.add(at("2026-09-30 17:00"), 2 * HOUR) == at("2026-10-07 10:00")
    assert calendar.add(at("2026-10-09 17:00"), 2 * HOUR) == at("2026-10-11 10:00")
    shift = OfficeDays.from_dict({"weekly": {"tue": [["22:00", "06:00"]]}})
    assert office_calendar("Asia/Shanghai", USUAL_OFFICE_HOURS, shift).add(
        at("2026-11-17 23:00"), 7 * HOUR
    ) == at("2026-11-18 06:00")


def test_a_misspelt_day_of_a_district_is_refused_by_its_field() -> None:
    with pytest.raises(InvalidCalendar, match=r"^holiday:"):
        OfficeDays.from_dict({"holiday": []})
    with pytest.raises(InvalidCalendar, match=r"^make_up_days:"):
        OfficeDays.from_dict({"make_up_days": ["soon"]})


def test_the_years_that_nobody_has_decided_yet_are_admitted() -> None:
    calendar = office_calendar("Asia/Shanghai", USUAL_OFFICE_HOURS)
    last = max(china().years)
    assert calendar.unknown_years(at(f"{last}-01-01 00:00"), at(f"{last}-12-31 23:59")) == ()
    assert calendar.unknown_years(at(f"{last}-12-31 00:00"), at(f"{last + 1}-01-05 09:00")) == (last + 1,)
    own = OfficeDays.from_dict({"holidays": [f"{last + 1}-01-01"]})
    after = office_calendar("Asia/Shanghai", USUAL_OFFICE_HOURS, own).next_open(at(f"{last + 1}-01-01 10:00"))
    assert after.astimezone(SHANGHAI).date() > date(last + 1, 1, 1)


def test_other_countries_have_their_week_and_their_own_days_and_say_so() -> None:
    new_york = ZoneInfo("America/New_York")
    calendar = office_calendar("America/New_York", USUAL_OFFICE_HOURS)
    assert calendar.add(at("2026-09-30 17:00", new_york), 2 * HOUR) == at("2026-10-01 10:00", new_york)
    start = at("2026-09-30 17:00", new_york)
    assert calendar.unknown_years(start, start + HOUR) == (2026,)


def test_a_week_is_written_as_it_was_read() -> None:
    week = {"mon": [["08:30:15", "12:00"], ["13:00", "24:00"]], "sat": [["22:00", "06:00"]]}
    assert write_week(week_of(week)) == week


def _on_office(start: str) -> ClockFacts:
    row = replace(
        DEFAULT_POLICY.row(PromiseCode.ANSWER, Kind.REPAIR, "standard"),
        target=Within(8 * HOUR),
        counting=Counting.OFFICE,
    )
    calendar = DEFAULT_POLICY.calendar(row, "Asia/Shanghai")
    due_at = calendar.add(at(start), 8 * HOUR)
    return ClockFacts(row=row, calendar=calendar, occasion=1, started_at=at(start), base_due_at=due_at)


def test_the_reasoning_of_a_clock_names_the_year_it_does_not_know() -> None:
    last = max(china().years)
    state = judge(_on_office(f"{last}-12-31 17:00"), at(f"{last}-12-31 17:30"))
    assert [line.data for line in state.because if line.code == "holidays_unknown"] == [{"year": last + 1}]
    known = judge(_on_office("2026-09-30 17:00"), at("2026-09-30 17:30"))
    assert known.due_at == at("2026-10-08 17:30")
    assert not [line for line in known.because if line.code == "holidays_unknown"]
