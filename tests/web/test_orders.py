"""Intake, steps and questions over HTTP: accepted once, replayed harmlessly, refused with the present state."""

from datetime import timedelta
from typing import Any

import pytest
from marshmallow import Schema

from dispatch.web.api_board import AreaAnswer, BoardAnswer, ChangesAnswer, DistrictAnswer, RescueAnswer
from dispatch.web.api_sessions import ClockAnswer, HealthAnswer, SessionAnswer
from dispatch.web.api_technician import DayAnswer
from dispatch.web.order_answers import (
    AcceptedAnswer,
    CardAnswer,
    LinkAnswer,
    OrderAnswer,
    StepAnswer,
    TrackingAnswer,
)
from tests.web.conftest import House, new_id


def fits(schema: Schema, answer: Any, *, many: bool = False) -> None:
    """The answer has the documented form: every field, and no other."""
    assert schema.validate(answer, many=many) == {}


def test_an_order_is_accepted_with_its_promises_and_the_customers_link(house: House) -> None:
    answer = house.client("chen").post("/api/v1/orders", json=house.order_body())
    assert answer.status_code == 201
    fits(AcceptedAnswer(), answer.json)
    complete = next(p for p in answer.json["promises"] if p["promise"] == "complete")
    assert complete["due_at"].startswith("2026-11-21T01:00:00")
    assert house.app.test_client().get(answer.json["link"], follow_redirects=True).status_code == 200


def test_the_same_event_again_changes_nothing_and_tells_no_second_link(house: House) -> None:
    body = house.order_body()
    first = house.client("chen").post("/api/v1/orders", json=body)
    house.clock.step(timedelta(minutes=5))
    again = house.client("chen").post("/api/v1/orders", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["order"]["id"] == first.json["order"]["id"]
    assert again.json["order"]["version"] == first.json["order"]["version"]
    assert again.json["link"] is None
    assert len(house.client("chen").get("/api/v1/board?district=north").json["orders"]) == 1


def test_the_desk_makes_one_more_link_and_the_first_one_stays_good(house: House) -> None:
    accepted = house.accept()
    answer = house.client("chen").post(f"/api/v1/orders/{accepted['order']['id']}/link")
    assert answer.status_code == 201
    fits(LinkAnswer(), answer.json)
    assert answer.json["link"] != accepted["link"]
    for link in (answer.json["link"], accepted["link"]):
        assert house.app.test_client().get(link, follow_redirects=True).status_code == 200


def test_the_same_outside_reference_is_one_order(house: House) -> None:
    first = house.accept(external_ref="BSS-1")
    again = house.client("chen").post("/api/v1/orders", json=house.order_body(external_ref="BSS-1"))
    assert (again.status_code, again.json["order"]["id"]) == (200, first["order"]["id"])


def test_where_there_is_no_service_nothing_is_promised_and_the_reason_is_said(house: House) -> None:
    answer = house.client("chen").post(
        "/api/v1/orders", json=house.order_body(area_id="n-2"), headers={"Accept-Language": "zh-CN"}
    )
    assert (answer.status_code, answer.json["code"], answer.json["reason"]) == (
        422,
        "not-serviceable",
        "no_port",
    )
    assert "这栋楼的端口已占满" in answer.json["detail"]
    assert house.client("chen").get("/api/v1/board?district=north").json["orders"] == []


def test_a_technicians_steps_reach_the_customers_page_and_the_board(house: House) -> None:
    order_id = house.on_the_way()
    day = house.client("wang").get("/api/v1/my/day").json
    fits(DayAnswer(), day)
    assert [order["id"] for order in day["orders"]] == [order_id]
    assert day["orders"][0]["customer"]["name"] == "陈怡"
    board = house.client("chen").get("/api/v1/board?district=north").json
    fits(BoardAnswer(), board)
    assert board["orders"][0]["status"] == "on_the_way"
    assert board["orders"][0]["customer"] == {"name": "陈*", "phone": "138****2231", "language": "zh-Hans"}
    track = house.client(link=house.link_of(order_id)).get("/api/v1/track").json
    fits(TrackingAnswer(), track)
    assert track["order"]["status"] == "on_the_way"
    assert track["technician"]["badge"] == "WANG"


def test_a_step_sent_twice_is_taken_once(house: House) -> None:
    order_id = house.assigned()
    body = {"event_id": new_id(), "step": "take", "occurred_at": house.clock.now().isoformat()}
    wang = house.client("wang")
    first = wang.post(f"/api/v1/orders/{order_id}/steps", json=body).json
    again = wang.post(f"/api/v1/orders/{order_id}/steps", json=body).json
    fits(StepAnswer(), first)
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["order"]["version"] == first["order"]["version"]


def test_an_illegal_step_is_refused_with_the_present_state_and_what_is_possible(house: House) -> None:
    order_id = house.assigned()
    answer = house.step("wang", order_id, "complete")
    assert (answer.status_code, answer.json["code"]) == (409, "illegal-step")
    assert answer.json["current"]["status"] == "assigned"
    assert "take" in answer.json["allowed"]
    fits(CardAnswer(), answer.json["current"])


def test_a_stale_version_is_refused_with_the_present_state(house: House) -> None:
    order_id = house.assigned()
    seen = house.client("zhou").get(f"/api/v1/orders/{order_id}").json["version"]
    assert house.step("wang", order_id, "take").status_code == 200
    body = {
        "event_id": new_id(),
        "step": "unassign",
        "occurred_at": house.clock.now().isoformat(),
        "expected_version": seen,
        "data": {"reason": "another area"},
    }
    answer = house.client("zhou").post(f"/api/v1/orders/{order_id}/steps", json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "stale-version")
    assert answer.json["current"]["status"] == "taken"
    assert answer.json["current"]["version"] == seen + 1


def test_a_late_tap_on_an_order_that_was_given_away_is_refused_as_such(house: House) -> None:
    order_id = house.assigned()
    assert house.step("chen", order_id, "assign", technician_id="t-li").status_code == 200
    answer = house.step("wang", order_id, "take")
    assert (answer.status_code, answer.json["code"]) == (403, "not-your-order")


def test_the_whole_order_shows_its_events_with_their_authors(house: House) -> None:
    order = house.client("zhou").get(f"/api/v1/orders/{house.on_the_way()}").json
    fits(OrderAnswer(), order)
    assert [event["type"] for event in order["events"]] == ["accept", "assign", "take", "contact", "set_off"]


def test_a_question_is_asked_by_the_customer_and_answered_by_the_desk(house: House) -> None:
    order_id = house.assigned()
    customer = house.client(link=house.link_of(order_id))
    body = {"event_id": new_id(), "text": "师傅带光猫吗？"}
    asked = customer.post("/api/v1/track/questions", json=body)
    assert asked.status_code == 201
    assert customer.post("/api/v1/track/questions", json=body).json["questions"] == asked.json["questions"]
    question = asked.json["questions"][0]
    answered = house.client("chen").post(
        f"/api/v1/questions/{question['id']}/answer", json={"event_id": new_id(), "text": "带的。"}
    )
    assert answered.status_code == 200
    assert customer.get("/api/v1/track").json["questions"][0]["answer"] == "带的。"


def test_a_question_by_phone_is_owned_by_whoever_was_asked_first(house: House) -> None:
    order_id = house.assigned()
    answer = house.client("wang").post(
        f"/api/v1/orders/{order_id}/questions", json={"event_id": new_id(), "text": "几点来？"}
    )
    assert answer.status_code == 201
    questions = house.client("chen").get(f"/api/v1/orders/{order_id}").json["questions"]
    assert questions[0]["owner"] == "王建国"


def test_a_customer_withdraws_and_takes_it_back(house: House) -> None:
    order_id = house.assigned()
    customer = house.client(link=house.link_of(order_id))

    def take(step: str, **data: Any) -> Any:
        body = {"event_id": new_id(), "step": step, "data": data}
        return customer.post("/api/v1/track/steps", json=body)

    requested = take("request_withdrawal", reason="搬家了")
    assert requested.json["order"]["status"] == "withdrawal_requested"
    assert take("retract_withdrawal").json["order"]["status"] == "assigned"
    refused = take("confirm")
    assert (refused.status_code, refused.json["code"]) == (409, "illegal-step")
    assert refused.json["current"]["order"]["status"] == "assigned"


def test_a_board_that_was_away_gets_what_is_newer_and_drops_what_is_gone(house: House) -> None:
    first = house.accept()["order"]
    second = house.accept()["order"]
    have = {first["id"]: first["version"], second["id"]: second["version"], "gone": 3}
    assert house.step("chen", first["id"], "assign", technician_id="t-wang").status_code == 200
    body = {"district": "north", "date": "2026-11-20", "have": have}
    changes = house.client("chen").post("/api/v1/board/changes", json=body).json
    fits(ChangesAnswer(), changes)
    assert [order["id"] for order in changes["orders"]] == [first["id"]]
    assert changes["gone"] == ["gone"]


def test_rescues_are_offers_of_technicians(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    offers = house.client("chen").get(f"/api/v1/board/rescues?order={order_id}").json
    fits(RescueAnswer(), offers, many=True)
    assert {offer["technician_id"] for offer in offers} <= {"t-wang", "t-li"}


def test_a_position_is_kept_and_shown_on_the_board(house: House) -> None:
    sent = {"lat": 30.26, "lon": 120.17, "at": house.clock.now().isoformat()}
    assert house.client("wang").post("/api/v1/my/position", json=sent).status_code == 204
    board = house.client("chen").get("/api/v1/board?district=north").json
    wang = next(t for t in board["technicians"] if t["id"] == "t-wang")
    assert (wang["position"]["lat"], wang["position"]["lon"]) == (30.26, 120.17)


@pytest.mark.parametrize(
    ("address", "schema", "many"),
    [
        ("/api/v1/districts", DistrictAnswer(), True),
        ("/api/v1/areas?district=north", AreaAnswer(), True),
        ("/api/v1/clock", ClockAnswer(), False),
        ("/api/v1/health", HealthAnswer(), False),
        ("/api/v1/session", SessionAnswer(), False),
    ],
)
def test_small_answers_have_their_documented_form(
    house: House, address: str, schema: Schema, many: bool
) -> None:
    fits(schema, house.client("chen").get(address).json, many=many)
