"""What people do is drawn from the seed, and most of them are pleasant."""

from datetime import date

import pytest

from dispatch.simulation.behaviour import customer_of, desk_of, visit_of
from dispatch.simulation.city import build_city
from dispatch.simulation.orders import Placed, orders_of


@pytest.fixture(scope="module")
def placed() -> tuple[Placed, ...]:
    return orders_of(build_city(1), 1, date(2026, 11, 20), count=2000)


def test_the_same_order_behaves_the_same_whoever_asks_first(placed: tuple[Placed, ...]) -> None:
    forwards = [customer_of(1, order) for order in placed]
    backwards = [customer_of(1, order) for order in reversed(placed)]
    assert forwards == backwards[::-1]
    assert desk_of(1, placed[0].ref, 1) == desk_of(1, placed[0].ref, 1)
    assert desk_of(1, placed[0].ref, 1) != desk_of(2, placed[0].ref, 1)


def test_most_customers_answer_the_first_call_and_few_withdraw(placed: tuple[Placed, ...]) -> None:
    customers = [customer_of(1, order) for order in placed]
    first = sum(customer.answers_call == 1 for customer in customers) / len(customers)
    withdrawn = sum(customer.withdraws_after is not None for customer in customers) / len(customers)
    assert 0.8 < first < 0.88
    assert 0.02 < withdrawn < 0.05


def test_a_second_visit_draws_anew_and_the_third_never_fails(placed: tuple[Placed, ...]) -> None:
    order = placed[0]
    assert visit_of(1, order.ref, "repair", 500, 1) != visit_of(1, order.ref, "repair", 500, 2)
    assert all(visit_of(1, other.ref, other.kind, 500, 3).fails_for is None for other in placed)


def test_some_lines_are_slow_at_first_and_few_stay_so(placed: tuple[Placed, ...]) -> None:
    visits = [visit_of(1, order.ref, order.kind, 500, 1) for order in placed]
    slow_first = sum(visit.speeds_mbps[0] < 450 for visit in visits) / len(visits)
    slow_last = sum(visit.speeds_mbps[-1] < 450 for visit in visits) / len(visits)
    assert 0.04 < slow_first < 0.10
    assert 0 < slow_last < 0.04


def test_a_lost_signal_comes_back(placed: tuple[Placed, ...]) -> None:
    silent = [
        v for order in placed if (v := visit_of(1, order.ref, order.kind, 500, 1)).silent_after is not None
    ]
    assert 0.04 < len(silent) / len(placed) < 0.10
    assert all(visit.silent_for.total_seconds() > 600 for visit in silent)
