"""The desk asks why an order is planned as it is, or is not, and gets codes, numbers and sentences."""

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
