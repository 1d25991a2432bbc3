"""The intake desk over HTTP: who is calling, what is promised there, the fault check, and a half-day that is full."""

from datetime import timedelta
from typing import Any

from dispatch.storage.fault_check import FaultCheck
from dispatch.web.api_intake import (
    LOOK_UP,
    CheckFiguresAnswer,
    CustomerAnswer,
    CustomerFoundAnswer,
    FaultCheckAnswer,
    PromisedAnswer,
    TreeAnswer,
)
from dispatch.web.limits import LIMITER
from tests.web.conftest import House, new_id
from tests.web.test_orders import fits
from tests.web.test_slots import INTAKE, MORNING, alone

SOLVED = [["outage", "none"], ["lights", "all_off"], ["power", "works"]]
VISIT = [["outage", "none"], ["lights", "los_red"]]


def look_up(house: House, q: str, *, by: str = "chen") -> Any:
    return house.client(by).get("/api/v1/customers", query_string={"district": "north", "q": q})


def check(house: House, answers: list[list[str]], **changed: Any) -> Any:
    body = {
        "event_id": new_id(),
        "district_id": "north",
        "phone": "13800002231",
        "address": "望江路 8 号 3 幢 502",
        "answers": answers,
    }
    return house.client("chen").post("/api/v1/fault-checks", json=body | changed)


def figures(house: House) -> dict[str, Any]:
    answer: dict[str, Any] = house.client("chen").get("/api/v1/fault-checks/figures?district=north").json
    fits(CheckFiguresAnswer(), answer)
    return answer


def test_a_customer_is_found_by_whatever_they_say_of_themselves(house: House) -> None:
    order = house.accept(line_id="OLT1/1:7")["order"]
    for q in ("1380000", "+86 138 0000 22", "陈怡", "望江路 8", "OLT1/1:7", order["number"].lower()):
        found = look_up(house, q).json
        assert [one["id"] for one in found] == [order["id"]], q
        for one in found:
            fits(CustomerFoundAnswer(), one)
        assert (found[0]["name"], found[0]["phone"], found[0]["open"]) == ("陈*", "138****2231", 1)
    for q in ("13", "陈", "江路", "999", "%%", "__"):
        assert look_up(house, q).json == [], q


def test_the_one_who_is_chosen_is_shown_in_full_with_what_is_open(house: House) -> None:
    first = house.accept(kind="install", line_id="OLT1/1:7", contracted_mbps=500)["order"]["id"]
    house.clock.step(timedelta(minutes=5))
    second = house.accept(line_id="OLT1/1:7", not_wanted=["t-li"])["order"]["id"]
    (found,) = look_up(house, "13800002231").json
    assert found["id"] == second
    shown = house.client("chen").get(f"/api/v1/customers/{first}").json
    fits(CustomerAnswer(), shown)
    assert (shown["name"], shown["phone"], shown["line_id"]) == ("陈怡", "13800002231", "OLT1/1:7")
    assert shown["not_wanted"] == [{"id": "t-li", "name": "李明"}]
    assert [one["id"] for one in shown["open"]] == [second, first]


def test_customers_of_another_district_are_nobodys_to_look_up(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    assert look_up(house, "1380000", by="he").status_code == 403
    assert house.client("he").get(f"/api/v1/customers/{order_id}").status_code == 403


def test_a_person_can_not_copy_a_districts_customers(house: House) -> None:
    LIMITER.enabled = True
    limit = int(LOOK_UP.split()[0])
    codes = [look_up(house, f"138{n:04}").status_code for n in range(limit + 1)]
    assert codes == [200] * limit + [429]
    assert look_up(house, "1380000", by="zhou").status_code == 200  # it is the person's limit


def test_what_is_promised_comes_from_the_policy_and_no_service_says_why(house: House) -> None:
    ask = house.client("chen").get
    there = ask("/api/v1/intake/promise?area=n-1&kind=repair").json
    fits(PromisedAnswer(), there)
    assert there["complete"]["limit_s"] == 24 * 3600
    assert ask("/api/v1/intake/promise?area=n-1&kind=install").json["complete"]["limit_s"] == 72 * 3600
    without = ask("/api/v1/intake/promise?area=n-2&kind=install").json
    assert (without["serviceable"], without["reason"]) == (False, "no_port")


def test_a_fault_that_is_solved_at_the_desk_counts_until_a_repair_follows(house: House) -> None:
    fits(TreeAnswer(), house.client("chen").get("/api/v1/fault-check").json)
    event_id = new_id()
    kept = check(house, SOLVED, event_id=event_id)
    assert (kept.status_code, kept.json["outcome"]) == (201, "solved")
    fits(FaultCheckAnswer(), kept.json)
    assert check(house, SOLVED, event_id=event_id).status_code == 200
    assert {k: figures(house)[k] for k in ("checks", "solved", "open", "share_pct")} == {
        "checks": 1,
        "solved": 1,
        "open": 1,
        "share_pct": 100,
    }
    house.clock.step(timedelta(days=2))
    house.accept()
    assert (figures(house)["checks"], figures(house)["solved"]) == (1, 0)


def test_a_visit_that_a_check_led_to_is_joined_with_it(house: House) -> None:
    kept = check(house, VISIT).json
    assert kept["outcome"] == "visit"
    order = house.accept(fault_check_id=kept["id"])["order"]
    with house.database.read() as session:
        assert session.get_one(FaultCheck, kept["id"]).order_id == order["id"]
    again = house.client("chen").post("/api/v1/orders", json=house.order_body(fault_check_id=kept["id"]))
    assert again.status_code == 422
    assert check(house, VISIT[:1]).status_code == 422


def test_an_order_for_a_full_half_day_is_taken_and_said_to_be_too_much(house: House) -> None:
    alone(house)
    booked = {"kind": "install", "booked_date": MORNING["date"], "booked_half": MORNING["half"]}
    assert house.accept(**booked)["room"] is None
    assert house.accept(**booked, check_room=True)["room"] is True
    while (
        house.client("chen")
        .post("/api/v1/slots/holds", json=INTAKE | MORNING | {"event_id": new_id()})
        .status_code
        == 201
    ):
        pass
    answer = house.accept(**booked, check_room=True)
    assert answer["room"] is False
    assert answer["order"]["booked_half"] == "am"
