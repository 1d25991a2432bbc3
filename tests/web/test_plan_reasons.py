"""The desk asks why an order is planned as it is, or is not, and gets codes, numbers and sentences."""

from datetime import timedelta
from typing import Any

from dispatch.actions.planner import Planner
from dispatch.planning.stop import iterations
from tests.absences import be_away
from tests.web.conftest import House


def test_the_desk_is_told_who_else_could_and_what_to_tap(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    answer = house.client("chen").get(f"/api/v1/orders/{order_id}/plan-reasons?language=en")
    assert answer.status_code == 200, answer.json
    told = answer.json
    assert (told["standing"], told["text"]) == ("unassigned", "No place in the plan")
    assert told["seat"] is None
    way = told["ways_out"][0]
    assert way["code"] == "assign"
    assert "has room" in way["text"]
    assert way["acts"][0]["order_id"] == order_id
    act = way["acts"][0]
    taken = house.step("chen", order_id, "assign", technician_id=act["technician_id"])
    assert taken.status_code == 200


def test_it_is_said_in_the_readers_language(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    told = {
        language: house.client("chen")
        .get(f"/api/v1/orders/{order_id}/plan-reasons?language={language}")
        .json["ways_out"][0]["text"]
        for language in ("zh-Hans", "zh-Hant", "en")
    }
    assert "排得进" in told["zh-Hans"]
    assert "排得進" in told["zh-Hant"]


def test_another_districts_desk_and_a_technician_are_not_told(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    path = f"/api/v1/orders/{order_id}/plan-reasons"
    assert house.client("he").get(path).status_code in {403, 404}
    assert house.client("wang").get(path).status_code == 403
    assert house.client().get(path).status_code == 401
    assert house.client("chen").get("/api/v1/orders/no-such/plan-reasons").status_code == 404


def plan(house: House, planner: Planner) -> int:
    stored = planner.plan(house.clock.now)
    assert stored is not None
    return stored.version


def changes(house: House, version: int, language: str = "en") -> dict[str, Any]:
    answer = house.client("chen").get(f"/api/v1/districts/north/plans/{version}/changes?language={language}")
    assert answer.status_code == 200, answer.json
    told: dict[str, Any] = answer.json
    return told


def test_each_plan_says_what_it_changed_and_why(house: House) -> None:
    planner = Planner(database=house.database, district_id="north", make_stop=lambda: iterations(30))
    order_id = house.accept(lat=30.26)["order"]["id"]
    first = changes(house, plan(house, planner))
    (new,) = first["changes"]
    assert (new["order_id"], new["change"], new["cause"]) == (order_id, "appeared", "new_order")
    assert new["text"].endswith("New order")
    assert (first["before"]["visits"], first["after"]["visits"]) == (0, 1)
    with house.database.write() as session:
        be_away(session, new["technician_id"], house.clock.now() + timedelta(days=9))
    second = changes(house, plan(house, planner), "zh-Hans")
    (moved,) = second["changes"]
    assert (moved["change"], moved["cause"]) == ("technician", "technician_away")
    assert (moved["was_technician_id"], second["moved"]) == (new["technician_id"], 1)
    assert moved["text"].endswith(f"{moved['was_technician']}不上班")


def test_a_plan_that_is_not_kept_or_not_ours_is_not_found(house: House) -> None:
    assert house.client("chen").get("/api/v1/districts/north/plans/99/changes").status_code == 404
    assert house.client("he").get("/api/v1/districts/north/plans/1/changes").status_code in {403, 404}
