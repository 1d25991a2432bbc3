"""An urgent order finds its place over HTTP: who moves, nobody who was promised a time, and only what changed is stored."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.orders.lifecycle import Status
from dispatch.storage.eta import Expected
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow, Topic
from dispatch.storage.outbox import post as post_to_outbox
from dispatch.storage.plan import Plan
from tests.web.conftest import NINE, House, new_id
from tests.web.test_sockets import open_page, pump, watch


@pytest.fixture
def urgent(house: House) -> str:
    order_id: str = house.accept(urgent_deadline_at=(NINE + timedelta(hours=4)).isoformat())["order"]["id"]
    return order_id


def get(house: House, order_id: str, login: str = "chen") -> Any:
    return house.client(login).get(f"/api/v1/orders/{order_id}/insertions")


def post(house: House, order_id: str, login: str = "chen", **body: Any) -> Any:
    return house.client(login).post(
        f"/api/v1/orders/{order_id}/insertions", json={"event_id": new_id(), **body}
    )


def test_the_best_place_is_stored_and_pushed_with_the_plan(house: House, urgent: str) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    pump(house)
    page.get_received()
    offered = get(house, urgent).json
    assert offered
    assert offered[0]["moves"] == []
    answer = post(house, urgent)
    assert answer.status_code == 200
    assert answer.json["plan_version"] == 1
    assert answer.json["changed"] == [urgent]
    assert answer.json["taken"]["key"] == offered[0]["key"]
    with house.database.read() as session:
        order = session.get_one(Order, urgent)
        assert order.status is Status.ASSIGNED
        assert order.technician_id == offered[0]["technician_id"]
        assert order.planned_start_at is not None
        assert order.planned_start_at.isoformat() == offered[0]["arrive_at"]
        assert session.scalar(select(Plan.version)) == 1
    pump(house)
    events = [event["name"] for event in page.get_received()]
    assert events == ["plan", "order", "eta"]


def test_what_is_expected_of_the_touched_visits_comes_with_the_insertion(house: House, urgent: str) -> None:
    """Not only with the planner's next look ahead, a minute later."""
    first = house.accept()["order"]["id"]
    assert post(house, first).status_code == 200
    assert post(house, urgent).status_code == 200
    pump(house)
    with house.database.read() as session:
        for order_id in (first, urgent):
            order, expected = session.get_one(Order, order_id), session.get_one(Expected, order_id)
            assert expected.technician_id == order.technician_id
            assert expected.arrive_p50_at == order.planned_arrive_at


def test_a_roll_that_fails_keeps_nothing_from_being_told(house: House, urgent: str) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    pump(house)
    page.get_received()
    with house.database.write() as session:
        post_to_outbox(session, Topic.ROLL, {"district_id": "nowhere", "technicians": []}, due_at=NINE)
    assert post(house, urgent).status_code == 200
    pump(house)
    assert [event["name"] for event in page.get_received()] == ["plan", "order", "eta"]
    with house.database.read() as session:
        waits = session.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))).all()
    assert [row.payload["district_id"] for row in waits] == ["nowhere"]  # tried again after the lease


def test_the_same_request_again_changes_nothing(house: House, urgent: str) -> None:
    event_id = new_id()
    first = post(house, urgent, event_id=event_id)
    again = post(house, urgent, event_id=event_id)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json["replayed"]
    assert again.json["plan_version"] == first.json["plan_version"]


def test_a_route_that_somebody_else_changed_meanwhile_is_looked_at_anew(house: House, urgent: str) -> None:
    """The plan that is kept warm knows nothing of it; the database does."""
    assert get(house, urgent).status_code == 200
    other = house.accept()["order"]["id"]
    assert post(house, other).status_code == 200
    third = house.accept()["order"]["id"]
    with house.database.write() as session:  # as another web process would
        order = session.get_one(Order, other)
        order.version += 1
    answer = post(house, third)
    assert answer.status_code == 200
    with house.database.read() as session:
        rows = session.scalars(select(Order).where(Order.planned_start_at.is_not(None))).all()
        assert {row.id for row in rows} == {other, third}
        by_technician: dict[str | None, list[Order]] = {}
        for row in rows:
            by_technician.setdefault(row.technician_id, []).append(row)
        for own in by_technician.values():
            own.sort(key=lambda row: row.planned_seq or 0)
            for before, after in pairwise(own):
                assert before.planned_end_at is not None
                assert after.planned_start_at is not None
                assert before.planned_end_at <= after.planned_start_at


def test_a_plan_with_one_order_more_says_of_its_roads_what_it_said_before(house: House, urgent: str) -> None:
    assert post(house, house.accept()["order"]["id"]).status_code == 200
    roads = {"places": 7, "estimated": True, "estimated_places": 7}
    with house.database.write() as session:
        session.scalars(select(Plan).order_by(Plan.version.desc()).limit(1)).one().stats = dict(roads)
    assert post(house, urgent).status_code == 200
    with house.database.read() as session:
        assert session.scalars(select(Plan).order_by(Plan.version.desc()).limit(1)).one().roads == roads


def test_an_offer_that_is_gone_is_refused_with_those_that_there_are(house: House, urgent: str) -> None:
    answer = post(house, urgent, key="0123456789abcdef")
    assert answer.status_code == 409
    assert answer.json["code"] == "stale-plan"
    assert answer.json["current"]["offers"]


def test_a_technician_and_another_district_may_not(house: House, urgent: str) -> None:
    assert get(house, urgent, "wang").status_code == 403
    assert post(house, urgent, "he").status_code in (403, 404)
    assert get(house, "nobody").status_code == 404
