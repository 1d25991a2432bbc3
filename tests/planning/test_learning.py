"""Learning from done work: nothing known means the default, much known means the median, and outliers move little."""

from datetime import UTC, datetime, timedelta
from math import exp, inf, log
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.hours import read_hours
from dispatch.planning.learning import (
    NOTHING_LEARNED,
    DoneRoad,
    DoneVisit,
    PartOfDay,
    deviation,
    effects_of,
    learn,
    part_of,
    shrunk,
    spread_of,
)

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ZONE = ZoneInfo("Asia/Shanghai")
effects = st.floats(-2, 2)
errors = st.floats(0.001, 5)
differs = st.floats(0.001, 2)


def lives(seed: int, *, count: int = 4000, outliers: float = 0.0) -> list[DoneVisit]:
    """Visits with known parameters: two kinds, four areas, five technicians."""
    random = Random(seed)  # noqa: S311 - simulated lives
    visits = []
    for _ in range(count):
        kind, median_min = random.choice((("install", 48.0), ("repair", 36.0)))
        area, slow = random.choice((("a", 0.0), ("b", 0.0), ("c", 0.0), ("tower", log(1.4))))
        technician, pace = random.choice(
            (("t1", 0.0), ("t2", 0.0), ("t3", log(0.8)), ("t4", 0.0), ("t5", 0.0))
        )
        took = median_min * exp(slow + pace + random.gauss(0, 0.25))
        if random.random() < outliers:
            took = random.choice((3.0, 470.0))
        visits.append(
            DoneVisit(
                kind=kind,
                area_id=area,
                technician_id=technician,
                took=took * MINUTE,
                expected=HOUR if kind == "install" else 45 * MINUTE,
            )
        )
    return visits


@given(effects, differs)
def test_without_data_the_default_stands_and_is_as_unsure_as_before(centre: float, differ: float) -> None:
    assert shrunk(centre, inf, differ) == (0.0, differ)


@given(effects, differs)
def test_with_endless_data_the_median_stands(centre: float, differ: float) -> None:
    estimate, error = shrunk(centre, 1e-9, differ)
    assert estimate == pytest.approx(centre, abs=1e-6)
    assert error < 1e-8


@given(effects, errors, differs)
def test_an_estimate_lies_between_the_default_and_the_median_and_is_surer_than_either(
    centre: float, error: float, differ: float
) -> None:
    estimate, left = shrunk(centre, error, differ)
    assert min(0, centre) <= estimate <= max(0, centre)
    assert left <= min(error, differ) * (1 + 1e-9)


@given(effects, effects, errors, differs)
def test_a_higher_median_never_gives_a_lower_estimate(
    a: float, b: float, error: float, differ: float
) -> None:
    low, high = sorted((a, b))
    assert shrunk(low, error, differ)[0] <= shrunk(high, error, differ)[0]


@given(effects, errors, errors, differs)
def test_surer_data_never_pulls_less(centre: float, a: float, b: float, differ: float) -> None:
    sure, unsure = sorted((a, b))
    assert abs(shrunk(centre, sure, differ)[0]) >= abs(shrunk(centre, unsure, differ)[0]) * (1 - 1e-12)


@given(st.lists(effects, min_size=1, max_size=30), effects)
def test_a_groups_estimate_never_lies_beyond_its_median(rows: list[float], other: float) -> None:
    found = effects_of({"a": rows, "b": [other]}, 0.3, None)
    assert abs(found["a"].effect) <= abs(median(rows)) + 1e-12
    assert found["a"].effect * median(rows) >= 0
    assert found["a"].count == len(rows)


@given(st.integers(1, 20), st.integers(1, 50), st.floats(0.05, 1))
def test_no_estimate_claims_to_be_certain(groups: int, count: int, spread: float) -> None:
    found = effects_of({key: [0.0] * count for key in range(groups)}, spread, None)
    assert all(one.error > 0 for one in found.values())


def test_nothing_done_means_the_defaults() -> None:
    empty = learn([], [])
    for learned in (NOTHING_LEARNED, empty):
        for percentile in (10, 50, 90):
            assert learned.duration(HOUR, "install", "a", "t1", percentile=percentile) == HOUR
        assert learned.duration_sd(HOUR, "install", "a") is None
        assert set(learned.hours) == {1.0}


@pytest.mark.parametrize("outliers", [0.0, 0.08])
def test_what_the_lives_were_made_with_is_found_again(outliers: float) -> None:
    learned = learn(lives(1, outliers=outliers), [])
    minutes = {
        (kind, area, who): learned.duration(default, kind, area, who) / MINUTE
        for kind, default in (("install", HOUR), ("repair", 45 * MINUTE))
        for area in ("a", "tower")
        for who in (None, "t1", "t3")
    }
    assert minutes["install", "a", "t1"] == pytest.approx(48, rel=0.05)
    assert minutes["repair", "a", "t1"] == pytest.approx(36, rel=0.05)
    assert minutes["install", "tower", "t1"] == pytest.approx(48 * 1.4, rel=0.06)
    assert minutes["repair", "tower", "t3"] == pytest.approx(36 * 1.4 * 0.8, rel=0.06)
    assert learned.spreads["install"] == pytest.approx(0.25, abs=0.05)
    error = learned.kinds["install"].error
    assert 0.004 < error < 0.02
    assert abs(learned.kinds["install"].effect + learned.areas["install", "a"].effect - log(0.8)) < 0.06


def test_few_visits_move_an_estimate_little_and_many_move_it_far() -> None:
    def factor(count: int) -> float:
        slow = DoneVisit(kind="move", area_id="a", technician_id="t", took=2 * HOUR, expected=HOUR)
        return learn([slow] * count, []).duration(HOUR, "move", "b") / HOUR

    grown = [factor(count) for count in (1, 3, 10, 100)]
    assert grown == sorted(grown)
    assert 1 < grown[0] < 1.75
    assert grown[-1] == pytest.approx(2, rel=0.12)


def test_forgotten_taps_are_no_measurements() -> None:
    visits = lives(2, count=300)
    odd = [
        DoneVisit(kind="install", area_id="a", technician_id="t1", took=took, expected=HOUR)
        for took in (timedelta(0), timedelta(seconds=30), timedelta(hours=9), timedelta(days=3), -HOUR)
    ]
    assert learn(visits + odd, []) == learn(visits, [])


def test_a_percentile_above_the_median_is_longer_and_holds_so_often() -> None:
    learned = learn(lives(3), [])
    spans = [learned.duration(HOUR, "install", "a", "t1", percentile=p) for p in (0, 20, 50, 80, 100)]
    assert spans == sorted(spans)
    fresh = [one for one in lives(4) if (one.kind, one.area_id, one.technician_id) == ("install", "a", "t1")]
    assert sum(one.took <= spans[3] for one in fresh) / len(fresh) == pytest.approx(0.8, abs=0.07)


def test_the_deviation_is_that_of_the_visits() -> None:
    learned = learn(lives(5), [])
    sd = learned.duration_sd(HOUR, "install", "a", "t1")
    assert sd is not None
    assert sd / (48 * MINUTE) == pytest.approx(deviation(0.25), rel=0.15)


def test_roads_are_learned_by_the_part_of_the_day() -> None:
    random = Random(6)  # noqa: S311 - simulated lives
    roads = [
        DoneRoad(
            hour=hour,
            took=10
            * MINUTE
            * (1.2 * (1.5 if part_of(hour) is PartOfDay.EVENING else 1) * exp(random.gauss(0, 0.3))),
            expected=10 * MINUTE,
        )
        for hour in (random.randrange(8, 20) for _ in range(2500))
    ]
    learned = learn([], roads)
    noon, rush = (datetime(2026, 11, 20, hour, 30, tzinfo=UTC) for hour in (4, 10))  # 12:30 and 18:30 there
    assert learned.road_factor(noon, ZONE) == pytest.approx(1.2, rel=0.06)
    assert learned.road_factor(rush, ZONE) == pytest.approx(1.8, rel=0.08)
    assert learned.road_spread == pytest.approx(0.3, abs=0.04)
    assert read_hours(learned.hours) == learned.hours
    short = DoneRoad(hour=9, took=20 * MINUTE, expected=MINUTE)
    assert learn([], [short] * 50).road_factor(noon, ZONE) == 1


@given(st.lists(st.floats(-3, 3), max_size=40))
def test_a_spread_is_never_nothing(rows: list[float]) -> None:
    assert spread_of(rows) > 0
