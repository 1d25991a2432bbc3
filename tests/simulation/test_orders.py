"""The day's orders are believable and depend on nothing but the seed."""

from collections import Counter
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dispatch.simulation.city import City, build_city
from dispatch.simulation.orders import carried_into, orders_of

DAY = date(2026, 11, 20)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def city() -> City:
    return build_city(1)


def test_the_same_seed_places_the_same_orders(city: City) -> None:
    assert orders_of(city, 1, DAY) == orders_of(city, 1, DAY)
    assert orders_of(city, 2, DAY) != orders_of(city, 1, DAY)


def test_three_hundred_orders_a_day_are_mostly_repairs_then_installs(city: City) -> None:
    placed = orders_of(city, 1, DAY)
    kinds = Counter(order.kind for order in placed)
    assert len(placed) == 300
    assert 140 < kinds["repair"] < 190
    assert 80 < kinds["install"] < 130
    assert 15 < kinds["move"] < 45


def test_orders_come_by_day_and_in_order_of_time(city: City) -> None:
    local = [order.at.astimezone(ZONE) for order in orders_of(city, 1, DAY)]
    assert local == sorted(local)
    assert {at.date() for at in local} == {DAY}
    assert time(8) <= local[0].time()
    assert local[-1].time() < time(21)


def test_about_half_of_a_day_s_work_is_known_in_the_morning(city: City) -> None:
    known = carried_into(city, 1, DAY)
    assert 120 < len(known) < 210
    assert all(order.visit_date == DAY and order.at.astimezone(ZONE).date() < DAY for order in known)


def test_no_telephone_number_can_belong_to_a_person(city: City) -> None:
    for order in orders_of(city, 1, DAY):
        assert len(order.customer_phone) == 11
        assert order.customer_phone[3:7] == "0000"


def test_only_a_move_leaves_another_address(city: City) -> None:
    for order in orders_of(city, 1, DAY):
        assert (order.from_address is not None) == (order.kind == "move")


def test_a_few_customers_read_english_and_a_few_traditional_chinese(city: City) -> None:
    languages = Counter(order.language for order in orders_of(city, 1, DAY))
    assert languages["zh-Hans"] > 250
    assert languages["en"] > 3
    assert languages["zh-Hant"] > 3


def test_a_premium_install_is_booked_within_its_promise(city: City) -> None:
    for order in orders_of(city, 1, DAY):
        if order.area_id in ("liudi", "bailuzhou") and order.kind == "install":
            assert order.booked_date is not None
            assert order.booked_date <= DAY + timedelta(days=1)


def test_the_body_of_an_order_says_when_it_was_received_with_a_zone(city: City) -> None:
    order = orders_of(city, 1, DAY)[0]
    body = order.body("e-1")
    assert body["accepted_at"].endswith("+00:00")
    assert body["external_ref"] == "DEMO-20261120-001"
