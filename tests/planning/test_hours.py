"""Traffic by hour of the week: read, averaged over a shift, and put on the problem."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dispatch.planning.hours import FLAT, at_hours, factor_at, mean_factor, read_hours, usual_factor
from dispatch.planning.problem import Problem, ProblemError, Shift
from dispatch.travel.traffic import TYPICAL_HOURS

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = round(datetime(2026, 3, 1, 16, 0, tzinfo=UTC).timestamp())  # midnight in Shanghai
EIGHT_DOUBLE = tuple(2.0 if hour % 24 == 8 else 1.0 for hour in range(168))


def shift(start_h: float, end_h: float, regular_h: float | None = None) -> Shift:
    return Shift(
        id="a",
        technician_id="a",
        start_location=0,
        end_location=0,
        earliest=MONDAY + round(start_h * 3600),
        latest=MONDAY + round(end_h * 3600),
        regular_end=None if regular_h is None else MONDAY + round(regular_h * 3600),
    )


def test_the_hour_is_the_local_one_where_the_work_is() -> None:
    assert factor_at(EIGHT_DOUBLE, datetime(2026, 3, 2, 0, 59, tzinfo=UTC), ZONE) == 2
    assert factor_at(EIGHT_DOUBLE, datetime(2026, 3, 2, 1, 0, tzinfo=UTC), ZONE) == 1
    tuesday = tuple(3.0 if hour == 24 + 9 else 1.0 for hour in range(168))
    assert factor_at(tuesday, datetime(2026, 3, 3, 1, 30, tzinfo=UTC), ZONE) == 3


def test_the_mean_counts_each_hour_by_how_much_of_it_is_worked() -> None:
    assert mean_factor(EIGHT_DOUBLE, MONDAY + 8 * 3600, MONDAY + 10 * 3600, ZONE) == pytest.approx(1.5)
    assert mean_factor(EIGHT_DOUBLE, MONDAY + 8 * 3600 + 1800, MONDAY + 10 * 3600, ZONE) == pytest.approx(
        4 / 3
    )
    assert mean_factor(EIGHT_DOUBLE, MONDAY + 8 * 3600, MONDAY + 8 * 3600, ZONE) == 2


def test_a_shift_is_as_fast_as_its_hours_and_overtime_does_not_count() -> None:
    problem = Problem(shifts=(shift(8, 10), shift(9, 17), shift(8, 20, regular_h=9)), jobs=())
    speeds = [one.speed_factor for one in at_hours(problem, EIGHT_DOUBLE, ZONE).shifts]
    assert speeds == pytest.approx([1 / 1.5, 1, 1 / 2])
    assert at_hours(problem, FLAT, ZONE) is problem


def test_factors_are_refused_unless_there_is_a_sensible_one_for_every_hour() -> None:
    assert read_hours(list(TYPICAL_HOURS)) == TYPICAL_HOURS
    for wrong in ([1.0] * 167, [0.0] + [1.0] * 167, [float("nan")] + [1.0] * 167, [True] + [1.0] * 167):
        with pytest.raises(ProblemError, match="hours"):
            read_hours(wrong)


def test_the_rush_hour_is_on_working_days() -> None:
    assert TYPICAL_HOURS.index(max(TYPICAL_HOURS)) == 17
    assert TYPICAL_HOURS[5 * 24 + 17] < TYPICAL_HOURS[17]
    assert 1.25 < usual_factor(TYPICAL_HOURS) < 1.4
