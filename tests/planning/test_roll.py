"""The running plan rolled forward: medians follow the plan, delays travel along the route, waiting absorbs them."""

import random
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.roll import (
    OVERRUN_LEAST,
    STILL,
    Z90,
    Ahead,
    Eta,
    Underway,
    duration_spread,
    roll,
    travel_spread,
    window_around,
)

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ahead(name: str, start: float, *, travel: float = 15, duration: float = 45, rest: float = 0) -> Ahead:
    return Ahead(
        order_id=name,
        start_at=NOW + start * MINUTE,
        travel=travel * MINUTE,
        duration=duration * MINUTE,
        rest=rest * MINUTE,
    )


def arrivals(etas: tuple[Eta, ...]) -> list[float]:
    return [(eta.arrive.p50_at - NOW) / MINUTE for eta in etas if eta.arrive is not None]


def test_as_long_as_nothing_is_late_the_medians_are_the_plan() -> None:
    etas = roll(NOW, None, [ahead("a", 20), ahead("b", 80), ahead("c", 200)])
    assert arrivals(etas) == [20, 80, 200]
    assert [(eta.end.p50_at - NOW) / MINUTE for eta in etas] == [65, 125, 245]


def test_the_spread_grows_along_the_route_and_waiting_absorbs_it() -> None:
    tight = roll(NOW, None, [ahead("a", 20), ahead("b", 80), ahead("c", 140), ahead("d", 200)])
    spreads = [eta.arrive.spread for eta in tight if eta.arrive is not None]
    assert spreads == sorted(spreads)
    assert spreads[0] < spreads[-1]
    waiting = roll(NOW, None, [ahead("a", 20), ahead("b", 80), ahead("c", 400)])[-1].arrive
    assert waiting is not None
    assert waiting.spread / MINUTE == pytest.approx(travel_spread(15 * MINUTE) / MINUTE), (
        "only the way there is unsure"
    )


def test_nobody_sets_off_in_the_past() -> None:
    (eta,) = roll(NOW + 30 * MINUTE, None, [ahead("a", 20, travel=15)])
    assert arrivals((eta,)) == [45]


def test_an_overrun_pushes_on_what_has_no_room_and_is_taken_up_by_waiting() -> None:
    at = Underway(order_id="x", duration=45 * MINUTE, since_at=NOW - 60 * MINUTE)
    etas = roll(NOW, at, [ahead("a", 20, travel=10), ahead("b", 80, travel=15), ahead("c", 240)])
    assert etas[0].arrive is None
    assert etas[0].end.p50_at == NOW + STILL
    assert arrivals(etas) == [25, 85, 240]


def test_lunch_moves_with_the_delay_and_waiting_does_not() -> None:
    late = Underway(order_id="x", duration=45 * MINUTE, since_at=NOW + 60 * MINUTE)
    assert arrivals(roll(NOW, late, [ahead("a", 100, travel=10, rest=45)])) == [105 + 45 + 10]
    assert arrivals(roll(NOW, late, [ahead("a", 160, travel=10, rest=0)])) == [160]


def test_whoever_is_driving_arrives_from_where_they_are() -> None:
    driving = Underway(order_id="x", duration=30 * MINUTE, arrives_at=NOW + 12 * MINUTE)
    first, second = roll(NOW, driving, [ahead("a", 20, travel=10)])
    assert first.arrive is not None
    assert first.arrive.p50_at == NOW + 12 * MINUTE
    assert arrivals((second,)) == [52]


def test_work_that_overruns_is_never_sure_to_end() -> None:
    at = Underway(order_id="x", duration=45 * MINUTE, since_at=NOW - 600 * MINUTE)
    (eta,) = roll(NOW, at, [])
    assert eta.end.spread / OVERRUN_LEAST == pytest.approx(1)


def test_a_day_to_come_begins_as_planned() -> None:
    assert arrivals(roll(NOW, None, [ahead("a", -20)], is_today=False)) == [-20]


def test_learned_spreads_replace_the_defaults() -> None:
    sure = Ahead(
        order_id="a",
        start_at=NOW,
        travel=10 * MINUTE,
        duration=40 * MINUTE,
        duration_sd=timedelta(0),
        travel_sd=timedelta(0),
    )
    (eta,) = roll(NOW, None, [sure], is_today=False)
    assert eta.end.p90_at == eta.end.p50_at == NOW + 40 * MINUTE


def test_what_a_customer_is_told_is_in_whole_fives_and_never_in_the_past() -> None:
    assert window_around(NOW + 60 * MINUTE, NOW + 71 * MINUTE, NOW) == (NOW + 45 * MINUTE, NOW + 75 * MINUTE)
    assert window_around(NOW, NOW + MINUTE, NOW) == (NOW, NOW + 5 * MINUTE)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(5, 90), st.integers(0, 60)), min_size=1, max_size=8),
    st.integers(0, 240),
)
def test_p90_is_never_before_p50_nor_a_visit_before_the_one_before_it(
    legs: list[tuple[int, int, int]], late: int
) -> None:
    visits, clock = [], 0
    for k, (travel, duration, wait) in enumerate(legs):
        clock += travel + wait
        visits.append(ahead(str(k), clock, travel=travel, duration=duration))
        clock += duration
    at = Underway(order_id="x", duration=late * MINUTE, since_at=NOW)
    etas = roll(NOW, at, visits)
    free = etas[0].end
    for visit, eta in zip(visits, etas[1:], strict=True):
        assert eta.arrive is not None
        assert eta.arrive.p90_at >= eta.arrive.p50_at >= max(visit.start_at, free.p50_at + visit.travel)
        assert eta.end.p90_at >= eta.end.p50_at
        free = eta.end


def test_the_percentiles_are_those_of_days_drawn_at_random() -> None:
    visits = [ahead("a", 20), ahead("b", 80), ahead("c", 150), ahead("d", 230), ahead("e", 290)]
    draw = random.Random(7)  # noqa: S311 - no secret
    reached: dict[str, list[float]] = {visit.order_id: [] for visit in visits}
    for _ in range(20_000):
        free = NOW
        for visit in visits:
            leaves = max(free, visit.start_at - visit.travel)
            travel, work = travel_spread(visit.travel), duration_spread(visit.duration)
            arrive = leaves + draw.gauss(visit.travel / MINUTE, travel / MINUTE) * MINUTE
            reached[visit.order_id].append((arrive - NOW) / MINUTE)
            free = arrive + draw.gauss(visit.duration / MINUTE, work / MINUTE) * MINUTE
    for eta in roll(NOW, None, visits):
        assert eta.arrive is not None
        deciles = quantiles(reached[eta.order_id], n=10)
        assert (eta.arrive.p90_at - NOW) / MINUTE == pytest.approx(deciles[8], abs=4)
        assert (eta.arrive.p50_at - NOW) / MINUTE == pytest.approx(deciles[4], abs=8)
    assert pytest.approx(1.2816, abs=1e-3) == Z90
