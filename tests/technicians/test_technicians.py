"""Claims about technicians: skills and levels, shifts in a zone, positions from dead zones, the day's load, the van."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from technicians.kit import used
from technicians.position import Position, age, is_news
from technicians.shifts import Hours, InvalidHours, local_instant, shift_on
from technicians.skills import NEEDED, InvalidSkill, held, needed
from technicians.skills import missing as lacking
from technicians.workload import Stop, spent, workload

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = date(2026, 11, 20)
HOURS = Hours.read(
    shift_start="08:00", shift_end="18:00", lunch_start="12:00", lunch_end="13:30", lunch_minutes=45
)


@pytest.mark.parametrize("kind", ["install", "move", "repair"])
def test_every_kind_needs_something_and_its_trade_covers_it(kind: str) -> None:
    assert NEEDED[kind]
    assert needed(kind) <= held([kind])


def test_a_higher_level_covers_the_lower_ones_and_not_the_reverse() -> None:
    assert needed("repair", ["fibre:2"]) <= held(["repair", "fibre:3"])
    assert lacking(["repair", "fibre"], needed("repair", ["fibre:2"])) == ("fibre:2",)
    assert lacking(["repair:2"], ["repair:1"]) == ()


@pytest.mark.parametrize("written", ["", ":2", "repair:", "repair:0", "repair:x", "repair:-1"])
def test_a_skill_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(InvalidSkill):
        held([written])


def test_a_shift_is_its_wall_clock_in_the_districts_zone() -> None:
    shift = shift_on(DAY, "Asia/Shanghai", HOURS)
    assert shift is not None
    assert (shift.starts_at, shift.ends_at) == (
        datetime(2026, 11, 20, 0, tzinfo=UTC),
        datetime(2026, 11, 20, 10, tzinfo=UTC),
    )
    assert (shift.lunch_from_at, shift.lunch_to_at, shift.lunch) == (NOON, NOON + 90 * MINUTE, 45 * MINUTE)
    assert shift.working == timedelta(hours=9, minutes=15)


def test_a_night_shift_ends_on_the_next_day_and_eats_in_it() -> None:
    hours = Hours.read(
        shift_start="20:00", shift_end="04:00", lunch_start="00:00", lunch_end="01:00", lunch_minutes=30
    )
    shift = shift_on(DAY, "Asia/Shanghai", hours)
    assert shift is not None
    assert shift.ends_at - shift.starts_at == timedelta(hours=8)
    assert shift.lunch_from_at is not None
    assert shift.starts_at < shift.lunch_from_at < shift.ends_at


def test_a_shift_on_the_night_of_a_clock_change_lasts_its_real_hours() -> None:
    hours = Hours(starts=time(22), ends=time(6))
    spring, autumn = (
        shift_on(day, "America/New_York", hours) for day in (date(2026, 3, 7), date(2026, 10, 31))
    )
    assert spring is not None
    assert autumn is not None
    assert (spring.working, autumn.working) == (timedelta(hours=7), timedelta(hours=9))


def test_a_start_that_the_clock_change_skips_is_the_first_instant_after() -> None:
    assert local_instant("America/New_York", date(2026, 3, 8), time(2, 30)) == datetime(
        2026, 3, 8, 7, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"shift_start": "8 o'clock", "shift_end": "18:00"}, "shift_start"),
        ({"shift_start": "08:00", "shift_end": "08:00"}, "shift_end"),
        ({"shift_start": "08:00+08:00", "shift_end": "18:00"}, "shift_start"),
        (
            {
                "shift_start": "08:00",
                "shift_end": "18:00",
                "lunch_start": "12:00",
                "lunch_end": "12:30",
                "lunch_minutes": 45,
            },
            "lunch_end",
        ),
    ],
)
def test_hours_that_cannot_be_worked_name_their_field(hours: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidHours) as refused:
        Hours.read(**hours)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_device_ahead_of_its_time_is_not_younger_than_now() -> None:
    assert age(Position(lat=0, lon=0, at=NOON + MINUTE), NOON) == timedelta(0)


def test_positions_from_a_dead_zone_never_move_a_technician_back() -> None:
    assert is_news(None, NOON - MINUTE, NOON)
    assert is_news(NOON - 2 * MINUTE, NOON - MINUTE, NOON)
    assert not is_news(NOON - MINUTE, NOON - MINUTE, NOON)
    assert not is_news(NOON, NOON - MINUTE, NOON)


def test_where_somebody_was_yesterday_is_no_news() -> None:
    assert is_news(None, NOON - timedelta(hours=12), NOON)
    assert not is_news(None, NOON - timedelta(hours=12, seconds=1), NOON)


def test_the_load_of_a_day_counts_work_driving_and_what_runs_over() -> None:
    shift = shift_on(DAY, "Asia/Shanghai", HOURS)
    assert shift is not None
    stops = [
        Stop(
            starts_at=shift.starts_at + 30 * MINUTE, ends_at=shift.starts_at + 90 * MINUTE, travel=30 * MINUTE
        ),
        Stop(starts_at=shift.ends_at - 30 * MINUTE, ends_at=shift.ends_at + 15 * MINUTE, travel=20 * MINUTE),
    ]
    load = workload(shift, stops)
    assert (load.visits, load.work, load.travel, load.overrun) == (2, 105 * MINUTE, 50 * MINUTE, 15 * MINUTE)
    assert (load.free, load.percent) == (timedelta(hours=6, minutes=40), 28)
    assert workload(shift, []).percent == 0


def test_what_was_spent_is_work_and_the_road_to_it() -> None:
    stop = Stop(starts_at=NOON, ends_at=NOON + 45 * MINUTE, travel=15 * MINUTE)
    assert spent([stop, stop]) == timedelta(hours=2)
    assert spent([]) == timedelta(0)


def test_a_visit_takes_its_parts_from_the_van_and_never_more_than_there_are() -> None:
    assert used({"ont": 3, "splitter": 1}, {"ont": 1, "drop_cable": 2}) == {
        "ont": 2,
        "splitter": 1,
        "drop_cable": 0,
    }
