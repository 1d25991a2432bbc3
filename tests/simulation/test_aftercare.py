"""After the visit most are content, some say so themselves, and whoever is not is cared for until they are."""

from collections import Counter
from datetime import date, timedelta

import pytest

from dispatch.app import create_app
from dispatch.simulation.aftercare import mood_of
from dispatch.simulation.city import build_city
from dispatch.simulation.orders import orders_of
from dispatch.simulation.rehearsal import Rehearsal, rehearse


@pytest.fixture(scope="module")
def day() -> Rehearsal:
    return rehearse(
        create_app, seed=3, technicians=4, orders_a_day=18, lasts=timedelta(hours=13), plan_iterations=40
    )


def test_moods_are_drawn_from_the_seed_and_most_are_good() -> None:
    refs = [order.ref for order in orders_of(build_city(1), 1, date(2026, 11, 20), count=2000)]
    moods = [mood_of(1, ref) for ref in refs]
    assert moods == [mood_of(1, ref) for ref in refs]
    assert moods != [mood_of(2, ref) for ref in refs]
    ratings = Counter(mood.rating for mood in moods)
    assert ratings[5] + ratings[4] > 0.85 * len(moods)
    assert 0.02 < (ratings[1] + ratings[2]) / len(moods) < 0.07
    assert 0.35 < sum(mood.rates_after is not None for mood in moods) / len(moods) < 0.45


def test_customers_rate_the_desk_calls_the_others_and_no_call_back_is_broken(day: Rehearsal) -> None:
    types = Counter(event.type for event in day.events)
    assert types["rated"] >= 3
    assert types["called_back"] >= 3
    assert day.promises["callback kept"] >= types["rated"]
    assert day.promises["callback broken"] == day.promises["care broken"] == 0


def test_calls_and_care_are_refused_by_nothing(day: Rehearsal) -> None:
    mine = {key for key in day.refused if key.startswith(("call back", "care", "rate", "call-backs"))}
    assert mine == set()
