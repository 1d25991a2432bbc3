"""The simulated day: the same seed lives the same day, and more load is more orders."""

from dataclasses import replace

from benchmarks.day_run import live
from benchmarks.day_tally import OWED
from benchmarks.day_world import new_city, orders_a_day


def test_the_same_seed_lives_the_same_day_and_its_breaks_are_the_products_own() -> None:
    first, again = (live("nearest-first", 3, 0.4, 2, 1, 100) for _ in range(2))
    assert replace(first, plan_s=0, took_s=0) == replace(again, plan_s=0, took_s=0)
    tally = first.tally
    assert tally.done > 0
    assert tally.broken == sum(tally.hours.values())
    assert tally.broken == sum(tally.kinds.get(f"{promise} broken", 0) for promise in OWED)


def test_a_tenth_more_load_is_a_tenth_more_orders() -> None:
    city = new_city(1, technicians=20)
    full, more = (orders_a_day(city, 1, load) for load in (1.0, 1.1))
    assert abs(more - 1.1 * full) <= 1
