"""Slots over HTTP: offered, held, chosen; a slot that is gone is refused with what can be had instead."""

from datetime import timedelta
from typing import Any

import pytest

from dispatch.storage.district import District
from dispatch.storage.technician import Technician
from dispatch.web.order_answers import StepAnswer, TrackingAnswer
from dispatch.web.slot_forms import HeldAnswer, SlotsAnswer
from tests.web.conftest import House, new_id
from tests.web.test_orders import fits

INTAKE = {"district_id": "north", "kind": "install", "lat": 30.25, "lon": 120.15}
MORNING = {"date": "2026-11-21", "half": "am"}


def agreed(house: House) -> str:
    order_id = house.assigned()
    assert house.step("wang", order_id, "take").status_code == 200
    at = (house.clock.now() + timedelta(hours=3)).isoformat()
    assert house.step("wang", order_id, "contact", agreed_at=at, channel="phone").status_code == 200
    return order_id


def alone(house: House) -> None:
    """One technician works, all of whose time may be sold."""
    with house.database.write() as session:
        session.get_one(Technician, "t-li").active = False
        session.get_one(District, "north").planning = {"repairs_reserved": 0}


def sell_out(house: House) -> list[dict[str, Any]]:
    """Hold the morning of tomorrow until it is full; the last answer is the refusal."""
    answers = []
    while not answers or answers[-1].status_code == 201:
        body = INTAKE | MORNING | {"event_id": new_id()}
        answers.append(house.client("chen").post("/api/v1/slots/holds", json=body))
    return [answer.json for answer in answers]


def test_a_customer_sees_when_we_could_come_holds_a_time_and_takes_it(house: House) -> None:
    order_id = agreed(house)
    me = house.client(link=house.link_of(order_id))
    offered = me.get("/api/v1/track/slots").json
    fits(SlotsAnswer(), offered)
    assert any(offer["recommended"] for offer in offered["times"])
    assert "technician_id" not in offered["times"][0]  # who, and what it costs us, is not for their eyes
    chosen = next(o for o in offered["times"] if o["date"] == "2026-11-21")
    body = {"event_id": new_id(), "agreed_at": chosen["agreed_at"]}
    held = me.post("/api/v1/track/slots/holds", json=body)
    assert held.status_code == 201
    fits(HeldAnswer(), held.json)
    assert me.post("/api/v1/track/slots/holds", json=body).status_code == 200
    assert me.get("/api/v1/track/slots").json["hold"] == held.json
    choice = {"event_id": new_id(), "hold_id": held.json["id"]}
    view = me.post("/api/v1/track/slots/choose", json=choice)
    fits(TrackingAnswer(), view.json)
    assert view.json["order"]["agreed_at"] == chosen["agreed_at"]
    assert (
        me.post("/api/v1/track/slots/choose", json=choice).json["order"]["version"]
        == (view.json["order"]["version"])
    )


def test_staff_see_who_would_come_and_what_it_costs(house: House) -> None:
    order_id = agreed(house)
    wang = house.client("wang")
    offered = wang.get(f"/api/v1/orders/{order_id}/slots").json
    fits(SlotsAnswer(), offered)
    assert {offer["technician_id"] for offer in offered["times"]} == {"t-wang"}
    costs = [offer["cost_s"] for offer in offered["times"] if not offer["breaks"]]
    assert costs == sorted(costs)
    # a repair of today is due in 24 hours: what comes after that is marked, and last
    assert [bool(o["breaks"]) for o in offered["times"]] == sorted(
        bool(o["breaks"]) for o in offered["times"]
    )
    body = {"event_id": new_id(), "agreed_at": offered["times"][0]["agreed_at"]}
    held = wang.post(f"/api/v1/orders/{order_id}/slots/holds", json=body).json
    choice = {"event_id": new_id(), "hold_id": held["id"]}
    answer = wang.post(f"/api/v1/orders/{order_id}/slots/choose", json=choice)
    fits(StepAnswer(), answer.json)
    assert answer.json["order"]["agreed_at"] == offered["times"][0]["agreed_at"]
    assert house.client("li").get(f"/api/v1/orders/{order_id}/slots").status_code == 404
    assert house.client("he").get(f"/api/v1/orders/{order_id}/slots").status_code == 403


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("zh-CN", "这个时间刚刚没有了"),
        ("zh-TW", "這個時間剛剛沒有了"),
        ("en", "Somebody has just taken this time"),
    ],
)
def test_a_slot_that_is_gone_is_refused_with_what_can_be_had(house: House, language: str, title: str) -> None:
    alone(house)
    *held, _ = sell_out(house)
    assert len(held) == 4
    refused = house.client("chen").post(
        "/api/v1/slots/holds",
        json=INTAKE | MORNING | {"event_id": new_id()},
        headers={"Accept-Language": language},
    )
    assert (refused.status_code, refused.json["code"]) == (409, "slot-taken")
    assert refused.json["title"] == title
    fits(SlotsAnswer(), refused.json["current"])
    halves = {(o["date"], o["half"]) for o in refused.json["current"]["halves"]}
    assert ("2026-11-21", "am") not in halves
    assert ("2026-11-21", "pm") in halves


def test_an_order_is_taken_in_with_the_half_day_that_is_held(house: House) -> None:
    alone(house)
    query = "district=north&kind=install&lat=30.25&lon=120.15"
    offered = house.client("chen").get(f"/api/v1/slots?{query}").json
    fits(SlotsAnswer(), offered)
    assert offered["times"] == []
    *held, _ = sell_out(house)
    mine = held[-1]["id"]
    own = house.client("chen").get(f"/api/v1/slots?{query}&hold={mine}").json
    assert ("2026-11-21", "am") in {(o["date"], o["half"]) for o in own["halves"]}
    card = house.accept(kind="install", hold_id=mine)["order"]
    assert (card["booked_date"], card["booked_half"]) == ("2026-11-21", "am")
    again = house.client("chen").post("/api/v1/orders", json=house.order_body(kind="install", hold_id=mine))
    assert (again.status_code, again.json["field"]) == (422, "hold_id")
    house.clock.step(timedelta(minutes=6))
    *_, refused = sell_out(house)
    assert refused["code"] == "slot-taken"
    late = house.order_body(kind="install", hold_id=held[0]["id"])
    gone = house.client("chen").post("/api/v1/orders", json=late)
    assert (gone.status_code, gone.json["code"]) == (409, "slot-taken")
    fits(SlotsAnswer(), gone.json["current"])
    assert house.client("he").post("/api/v1/slots/release", json={"hold_id": mine}).status_code == 403


def test_what_is_let_go_can_be_held_again(house: House) -> None:
    alone(house)
    *held, _ = sell_out(house)
    released = house.client("chen").post("/api/v1/slots/release", json={"hold_id": held[0]["id"]})
    assert released.status_code == 204
    assert len(sell_out(house)) == 2
    order_id = agreed(house)
    me = house.client(link=house.link_of(order_id))
    time = me.get("/api/v1/track/slots").json["times"][0]["agreed_at"]
    mine = me.post("/api/v1/track/slots/holds", json={"event_id": new_id(), "agreed_at": time}).json
    assert me.post("/api/v1/track/slots/release", json={"hold_id": mine["id"]}).status_code == 204
    assert me.get("/api/v1/track/slots").json["hold"] is None
    assert me.post("/api/v1/track/slots/release", json={"hold_id": "x"}).status_code == 404


def test_a_hold_is_for_a_half_day_or_a_time(house: House) -> None:
    order_id = agreed(house)
    at = house.clock.now().isoformat()
    for wrong in ({}, MORNING | {"agreed_at": at}, {"date": "2026-11-21"}):
        answer = house.client("chen").post(
            f"/api/v1/orders/{order_id}/slots/holds", json={"event_id": new_id(), **wrong}
        )
        assert answer.status_code == 422
    half = house.client("chen").post(
        f"/api/v1/orders/{order_id}/slots/holds", json={"event_id": new_id(), **MORNING}
    )
    choice = {"event_id": new_id(), "hold_id": half.json["id"]}
    refused = house.client("chen").post(f"/api/v1/orders/{order_id}/slots/choose", json=choice)
    assert (refused.status_code, refused.json["field"]) == (422, "hold_id")


def test_a_time_cannot_be_chosen_when_the_order_has_moved_on(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    time = house.client("chen").get(f"/api/v1/orders/{order_id}/slots").json["times"][0]["agreed_at"]
    holds = f"/api/v1/orders/{order_id}/slots/holds"
    held = house.client("chen").post(holds, json={"event_id": new_id(), "agreed_at": time}).json
    choice = {"event_id": new_id(), "hold_id": held["id"]}
    refused = house.client("chen").post(f"/api/v1/orders/{order_id}/slots/choose", json=choice)
    assert (refused.status_code, refused.json["code"]) == (409, "illegal-step")
    assert refused.json["current"]["id"] == order_id
    moving = house.on_the_way()
    none = house.client("chen").get(f"/api/v1/orders/{moving}/slots").json
    assert (none["times"], none["halves"], none["hold"]) == ([], [], None)
