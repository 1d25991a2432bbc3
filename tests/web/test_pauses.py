"""Pauses through the API: the customer disputes in one tap, the lead decides; force majeure; urgent complaints."""

from datetime import timedelta
from typing import Any

from dispatch.actions.deadlines import sweep
from dispatch.web.api_force_majeure import DeclarationAnswer
from tests.web.conftest import NINE, House, new_id

HOUR = timedelta(hours=1)


def held(house: House) -> str:
    order_id = house.assigned()
    assert house.step("chen", order_id, "hold", reason="not_ready").status_code == 200
    return order_id


def track(house: House, order_id: str, **step: Any) -> Any:
    client = house.client(link=house.link_of(order_id))
    if not step:
        return client.get("/api/v1/track").json
    return client.post("/api/v1/track/steps", json={"event_id": new_id(), **step})


def test_the_customer_sees_a_pause_disputes_it_and_reads_what_was_decided(house: House) -> None:
    order_id = held(house)
    seen = track(house, order_id)
    (pause,) = seen["pauses"]
    assert pause == {
        "reason": "not_ready",
        "start_at": NINE.isoformat(),
        "end_at": None,
        "stands": "counts",
        "evidence": "customers_word",
        "dispute": None,
        "disputable": True,
    }
    assert "dispute_pause" in seen["may"]
    named = {"reason": pause["reason"], "start_at": pause["start_at"]}
    disputed = track(house, order_id, step="dispute_pause", data=named)
    assert disputed.status_code == 200
    assert (disputed.json["pauses"][0]["dispute"], disputed.json["pauses"][0]["disputable"]) == (
        "open",
        False,
    )
    assert "dispute_pause" not in disputed.json["may"]
    again = track(house, order_id, step="dispute_pause", data=named)
    assert (again.status_code, again.json["field"]) == (422, "start_at")

    assert "decide_dispute" not in house.client("chen").get(f"/api/v1/orders/{order_id}").json["next_steps"]
    order = house.client("zhou").get(f"/api/v1/orders/{order_id}").json
    assert "decide_dispute" in order["next_steps"]
    assert order["pauses"][0]["dispute"] == "open"
    assert house.step("chen", order_id, "decide_dispute", upheld=True, **named).status_code == 403
    assert house.step("zhou", order_id, "decide_dispute", upheld=True, **named).status_code == 200
    assert track(house, order_id)["pauses"][0]["stands"] == "taken_out"
    assert track(house, order_id)["pauses"][0]["dispute"] == "upheld"


def test_a_pause_that_came_after_the_breach_waits_for_the_lead(house: House) -> None:
    order_id = house.assigned()
    assert house.step("wang", order_id, "take").status_code == 200
    house.clock.step_to(NINE + 25 * HOUR)
    sweep(house.database, house.clock.now)
    body = {
        "event_id": new_id(),
        "step": "hold",
        "occurred_at": (NINE + 20 * HOUR).isoformat(),
        "data": {"reason": "not_ready"},
    }
    assert house.client("wang").post(f"/api/v1/orders/{order_id}/steps", json=body).status_code == 200
    order = house.client("zhou").get(f"/api/v1/orders/{order_id}").json
    assert [pause["stands"] for pause in order["pauses"]] == ["after_breach"]
    assert "approve_pause" in order["next_steps"]
    named = {"reason": "not_ready", "start_at": order["pauses"][0]["start_at"]}
    assert house.step("zhou", order_id, "approve_pause", **named).status_code == 200
    assert [pause["stands"] for pause in track(house, order_id)["pauses"]] == ["counts"]


def test_force_majeure_is_declared_listed_and_ended(house: House) -> None:
    order_id = house.assigned()
    storm = {
        "event_id": new_id(),
        "district_id": "north",
        "area_id": "n-1",
        "from_at": NINE.isoformat(),
        "reason": "台风停工",
    }
    assert house.client("zhou").post("/api/v1/force-majeure", json=storm).status_code == 403
    declared = house.client("sun").post("/api/v1/force-majeure", json=storm)
    assert declared.status_code == 201
    assert DeclarationAnswer().validate(declared.json) == {}
    assert house.client("sun").post("/api/v1/force-majeure", json=storm).json == declared.json
    assert [pause["reason"] for pause in track(house, order_id)["pauses"]] == ["force_majeure"]
    listed = house.client("chen").get("/api/v1/force-majeure?district=north").json
    assert [each["id"] for each in listed] == [storm["event_id"]]
    assert house.client("he").get("/api/v1/force-majeure?district=north").status_code == 403
    house.clock.step_to(NINE + 2 * HOUR)
    ended = house.client("sun").post(f"/api/v1/force-majeure/{storm['event_id']}/end", json={})
    assert ended.json["ended_at"] == (NINE + 2 * HOUR).isoformat()
    assert track(house, order_id)["pauses"][0]["end_at"] == (NINE + 2 * HOUR).isoformat()
    assert house.client("sun").post("/api/v1/force-majeure/nothing/end", json={}).status_code == 404


def test_a_declaration_with_a_mistake_names_the_field(house: House) -> None:
    storm = {"event_id": new_id(), "district_id": "north", "from_at": NINE.isoformat(), "reason": "台风"}
    for changed, field in (
        ({"until_at": NINE.isoformat()}, "until_at"),
        ({"area_id": "s-1"}, "area_id"),
        ({"reason": ""}, "reason"),
        ({"from_at": "2026-11-20T09:00:00"}, "from_at"),
    ):
        refused = house.client("sun").post("/api/v1/force-majeure", json=storm | changed)
        assert (refused.status_code, refused.json["field"]) == (422, field)


def test_an_urgent_complaint_makes_an_order_and_the_customer_sees_its_own_deadline(house: House) -> None:
    deadline_at = (NINE + 5 * HOUR).isoformat()
    order_id = house.accept(urgent_deadline_at=deadline_at)["order"]["id"]
    (urgent,) = [each for each in track(house, order_id)["promises"] if each["promise"] == "urgent"]
    assert (urgent["state"], urgent["due_at"]) == ("running", deadline_at)
    body = house.order_body(urgent_deadline_at=NINE.isoformat())
    refused = house.client("chen").post("/api/v1/orders", json=body)
    assert (refused.status_code, refused.json["field"]) == (422, "urgent_deadline_at")
    assert "settle_urgent" in house.client("chen").get(f"/api/v1/orders/{order_id}").json["next_steps"]
    assert house.step("chen", order_id, "settle_urgent").status_code == 200
    assert "settle_urgent" not in house.client("chen").get(f"/api/v1/orders/{order_id}").json["next_steps"]


def test_a_corrected_address_is_read_from_the_step_and_not_kept_in_the_log(house: House) -> None:
    order_id = house.assigned()
    data = {"address": "滨江路 1 号", "lat": 30.2, "lon": 120.1, "area_id": "n-1"}
    assert house.step("chen", order_id, "correct_address", **data).status_code == 200
    order = house.client("chen").get(f"/api/v1/orders/{order_id}").json
    assert order["address"] == "滨江路 1 号"
    assert "滨江路" not in str(order["events"])
    refused = house.step("chen", order_id, "correct_address", **data | {"lat": 95})
    assert (refused.status_code, refused.json["field"]) == (422, "lat")
    refused = house.step("chen", order_id, "correct_address", **data | {"area_id": "n-2"})
    assert (refused.status_code, refused.json["code"]) == (422, "not-serviceable")
