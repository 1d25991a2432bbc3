"""A short day through the real API, planner and clocks: it happens, and it happens the same way twice."""

from collections import Counter
from datetime import timedelta

import pytest

from dispatch.app import create_app
from dispatch.simulation.rehearsal import Happened, Rehearsal, rehearse


def short_day(seed: int, hours: int = 4) -> Rehearsal:
    lasts = timedelta(hours=hours)
    return rehearse(create_app, seed=seed, technicians=8, orders_a_day=45, lasts=lasts, plan_iterations=300)


@pytest.fixture(scope="module")
def day() -> Rehearsal:
    return short_day(1)


def test_the_same_seed_makes_the_same_events(day: Rehearsal) -> None:
    again = short_day(1)
    assert again.events == day.events
    assert again.fingerprint == day.fingerprint


def first_hour(day: Rehearsal) -> list[Happened]:
    begins_at = min(event.received_at for event in day.events)
    return [event for event in day.events if event.received_at < begins_at + timedelta(hours=1)]


def test_another_seed_makes_another_day(day: Rehearsal) -> None:
    """An hour is enough: the same hour of the same seed is the same."""
    assert first_hour(short_day(2, hours=1)) != first_hour(day)
    assert first_hour(short_day(1, hours=1)) == first_hour(day)


def test_orders_are_placed_planned_taken_agreed_visited_and_completed(day: Rehearsal) -> None:
    types = Counter(event.type for event in day.events)
    assert types["accept"] >= 20
    assert types["complete"] >= 5
    for step in ("assign", "take", "contact", "set_off", "arrive", "start_work", "test"):
        assert types[step] >= types["complete"], step


def test_little_is_refused_and_only_for_a_reason(day: Rehearsal) -> None:
    """No service at the address, or the planner was faster than the technician's thumb."""
    assert all("not-serviceable" in key or "not-your-order" in key for key in day.refused)
    assert sum(day.refused.values()) < 0.02 * sum(day.asked.values())


def test_most_promises_are_kept(day: Rehearsal) -> None:
    kept = sum(count for name, count in day.promises.items() if name.endswith(" kept"))
    broken = sum(count for name, count in day.promises.items() if name.endswith(" broken"))
    assert kept > 10 * broken


def test_the_day_s_log_gives_every_stored_clock_again_and_is_whole(day: Rehearsal) -> None:
    assert day.differences == ()
    assert day.findings == ()
