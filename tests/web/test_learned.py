"""What was learned and what is in the vans, over the API: told to the desk, set by whoever may."""

from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions.learning import learn_district
from dispatch.orders.lifecycle import Status
from dispatch.storage.order import Order
from dispatch.storage.technician import Technician
from dispatch.travel.great_circle import GreatCircle
from tests.web.conftest import House

LEARNED = "/api/v1/districts/north/learned"
STOCK = "/api/v1/technicians/t-wang/stock"


def stocked(house: House, **columns: Any) -> None:
    with house.database.write() as session:
        technician = session.get_one(Technician, "t-wang")
        technician.load = {"ont": 6}
        technician.stock = columns.get("stock")


def test_the_desk_reads_what_done_work_has_taught_each_with_its_error(house: House) -> None:
    empty = house.client("chen").get(LEARNED).json
    assert (empty["estimates"], empty["learned_at"], empty["percentile"]) == ([], None, 65)
    now = house.clock.now()
    for k in range(12):
        order_id = house.accept(address=f"望江路 {k} 号")["order"]["id"]
        with house.database.write() as session:
            order = session.get_one(Order, order_id)
            order.status, order.technician_id = Status.COMPLETED, "t-wang"
            order.on_site_at = now
            order.completed_at = now + timedelta(minutes=90)
    learn_district(house.database, "north", GreatCircle(), now)
    told = house.client("chen").get(LEARNED).json
    assert (told["visits"], told["roads"]) == (12, 0)
    levels = {row["level"]: row for row in told["estimates"]}
    assert levels.keys() == {"kind", "area", "technician"}
    kind = levels["kind"]
    assert (kind["key"], kind["default_min"], kind["count"]) == ("repair", 45, 12)
    assert 60 < kind["minutes"] < 92
    assert 0 < kind["error_pct"] < 20
    assert levels["technician"]["name"] == "王建国"
    assert levels["area"]["key"] == "repair/n-1"


def test_another_districts_desk_and_technicians_do_not_read_it(house: House) -> None:
    assert house.client("he").get(LEARNED).status_code == 403
    assert house.client("wang").get(LEARNED).status_code == 403
    assert house.client("lin").get("/api/v1/districts/west/learned").status_code == 404


def test_a_technician_counts_the_own_van_and_the_desk_fills_it_up(house: House) -> None:
    stocked(house)
    assert house.client("wang").post(STOCK, json={"stock": {"ont": 2}}).json["stock"] == {"ont": 2}
    assert house.client("chen").post(STOCK, json={}).json == {"technician_id": "t-wang", "stock": {"ont": 6}}
    assert house.client("li").post(STOCK, json={}).status_code == 403
    assert house.client("he").post(STOCK, json={}).status_code == 403
    assert house.client("lin").post("/api/v1/technicians/nobody/stock", json={}).status_code == 404


@pytest.mark.parametrize("stock", [{"ont": -1}, {"ont": True}, {"ont": "2"}, {"ont": 10_001}, [], {"": 1}])
def test_a_count_that_cannot_be_is_refused(house: House, stock: Any) -> None:
    answer = house.client("wang").post(STOCK, json={"stock": stock})
    assert (answer.status_code, answer.json["field"]) == (422, "stock")


def test_an_order_may_say_whom_the_customer_does_not_want(house: House) -> None:
    order_id = house.accept(not_wanted=["t-li"])["order"]["id"]
    with house.database.read() as session:
        assert session.get_one(Order, order_id).not_wanted == ["t-li"]
