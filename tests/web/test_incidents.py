"""Incidents over the API: the desk of the district opens, holds, tells and restores, and doing it again changes nothing."""

from typing import Any

import pytest

from tests.web.conftest import House, new_id

API = "/api/v1/incidents"


def report(house: House, n: int, **changed: Any) -> str:
    customer = {"name": f"客户{n}", "phone": f"1380000{n:04}", "language": "zh-Hans"}
    order_id: str = house.accept(customer=customer, address=f"望江路 {n} 号", **changed)["order"]["id"]
    return order_id


def opened(house: House, **changed: Any) -> dict[str, Any]:
    body = {"event_id": new_id(), "district_id": "north", "cause": "power", **changed}
    answer = house.client("chen").post(API, json=body)
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


def deed(house: House, incident_id: str, name: str, body: dict[str, Any] | None = None) -> Any:
    return house.client("chen").post(f"{API}/{incident_id}/{name}", json=body or {})


def test_the_whole_way_of_an_incident(house: House) -> None:
    ids = [report(house, n) for n in range(3)]
    one = opened(house, order_ids=ids[:2], title="北岗机房")
    assert (one["standing"], one["count"], one["visits"]["futile"], one["untold"]) == ("open", 2, 2, 2)
    assert deed(house, one["id"], "orders", {"add": [ids[2]]}).json["count"] == 3
    held = deed(house, one["id"], "hold").json
    assert held["visits"]["held"] == 3
    assert deed(house, one["id"], "hold").json["version"] == held["version"]
    assert deed(house, one["id"], "message").json["untold"] == 0
    listed = house.client("chen").get(f"{API}?district=north").json
    assert [(row["id"], row["count"]) for row in listed["incidents"]] == [(one["id"], 3)]
    card = house.client("chen").get(f"/api/v1/orders/{ids[0]}").json
    assert (card["incident_id"], card["status"]) == (one["id"], "on_hold")
    assert deed(house, one["id"], "orders", {"remove": [ids[2]]}).json["count"] == 2
    over = deed(house, one["id"], "restore", {"solved": [ids[0]]}).json
    assert over["standing"] == "restored"
    assert {order["id"]: order["visit"] for order in over["orders"]} == {ids[0]: "over", ids[1]: "goes_on"}
    assert deed(house, one["id"], "restore", {"solved": [ids[1]]}).json == over
    refused = deed(house, one["id"], "hold")
    assert (refused.status_code, refused.json["code"]) == (409, "incident-over")


def test_the_line_crew_is_asked_once(house: House) -> None:
    one = opened(house, order_ids=[report(house, 1)], expected_end_at="2026-11-20T06:00:00+00:00")
    assert one["crew"] is None
    team = "desk"
    asked = deed(house, one["id"], "crew", {"team": team, "title": "北岗机房"})
    assert asked.status_code == 200, asked.json
    assert asked.json["crew"]["team"] == team
    assert asked.json["crew"]["due_at"].startswith("2026-11-20T06:00")
    again = deed(house, one["id"], "crew", {"team": team, "title": "北岗机房"}).json
    assert again["crew"] == asked.json["crew"]


def test_the_same_incident_is_opened_once(house: House) -> None:
    event_id, order_id = new_id(), report(house, 1)
    first = opened(house, event_id=event_id, order_ids=[order_id])
    assert opened(house, event_id=event_id, order_ids=[order_id]) == first


def test_two_who_change_it_are_told_apart(house: House) -> None:
    one = opened(house, order_ids=[report(house, 1)])
    body = {"expected_version": one["version"], "expected_end_at": "2026-11-20T06:00:00+00:00"}
    assert deed(house, one["id"], "changes", body).status_code == 200
    stale = deed(house, one["id"], "changes", {**body, "cause": "works"})
    assert (stale.status_code, stale.json["code"]) == (409, "stale-version")


@pytest.mark.parametrize("name", ["hold", "message", "restore", "orders"])
def test_another_districts_desk_sees_and_does_nothing(house: House, name: str) -> None:
    one = opened(house, order_ids=[report(house, 1)])
    assert house.client("he").get(f"{API}/{one['id']}").status_code == 403
    assert house.client("he").get(f"{API}?district=north").status_code == 403
    assert house.client("he").post(f"{API}/{one['id']}/{name}", json={}).status_code == 403
    body = {"event_id": new_id(), "district_id": "north", "cause": "power", "areas": ["n-1"]}
    assert house.client("he").post(API, json=body).status_code == 403


def test_what_cannot_be_is_named(house: House) -> None:
    body = {"event_id": new_id(), "district_id": "north", "cause": "power"}
    nothing = house.client("chen").post(API, json=body)
    assert (nothing.status_code, nothing.json["field"]) == (422, "order_ids")
    wrong = house.client("chen").post(API, json={**body, "cause": "gremlins"})
    assert (wrong.status_code, wrong.json["field"]) == (422, "cause")
    past = house.client("chen").post(
        API, json={**body, "areas": ["n-1"], "expected_end_at": "2026-11-19T00:00:00+00:00"}
    )
    assert (past.status_code, past.json["field"]) == (422, "expected_end_at")
    assert deed(house, "nothing", "hold").status_code == 404
