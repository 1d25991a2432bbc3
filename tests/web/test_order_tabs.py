"""The drawer's tabs over HTTP: their documented form, who may read what, and the log as a file."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.app import create_app
from dispatch.config import Settings
from dispatch.storage.message import MessageState, PersonalMessage
from dispatch.storage.order import Order
from dispatch.web.api_order_log import LogAnswer
from dispatch.web.api_order_tabs import ContactAnswer, RelationsAnswer, StoryAnswer, WorkAnswer
from tests.web.conftest import SECRET, House
from tests.web.test_orders import fits

TABS = {
    "story": StoryAnswer,
    "contact": ContactAnswer,
    "work": WorkAnswer,
    "relations": RelationsAnswer,
    "log": LogAnswer,
}


def visited(house: House) -> str:
    """An order with a life behind it."""
    order_id = house.on_the_way()
    house.clock.step(timedelta(hours=2))
    for step, data in (
        ("arrive", {}),
        ("start_work", {}),
        ("test", {"download_mbps": 480}),
        ("complete", {}),
    ):
        assert house.step("wang", order_id, step, **data).status_code == 200
    house.accept()
    return order_id


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_answers_in_its_documented_form(house: House, tab: str) -> None:
    order_id = visited(house)
    answer = house.client("chen").get(f"/api/v1/orders/{order_id}/{tab}")
    assert answer.status_code == 200
    fits(TABS[tab](), answer.json)


def test_the_story_is_asked_for_by_kind_person_and_length(house: House) -> None:
    order_id = visited(house)
    client = house.client("chen")
    address = f"/api/v1/orders/{order_id}/story"
    lines = client.get(f"{address}?kinds=work,contact&limit=2").json["lines"]
    assert [line["type"] for line in lines] == ["complete", "test"]
    assert {line["by"]["role"] for line in client.get(f"{address}?by=technician:t-wang").json["lines"]} == {
        "technician"
    }
    assert client.get(f"{address}?kinds=gossip").status_code == 422


def test_a_former_technician_reads_the_contact_masked_and_without_messages(house: House) -> None:
    order_id = house.assigned()
    assert house.step("chen", order_id, "assign", technician_id="t-li").status_code == 200
    own = house.client("li").get(f"/api/v1/orders/{order_id}/contact").json
    former = house.client("wang").get(f"/api/v1/orders/{order_id}/contact").json
    assert own["customer"]["phone"] == "13800002231"
    assert former["customer"] == {"name": "陈*", "phone": "138****2231", "language": "zh-Hans"}
    assert former["messages"] == []


def test_relations_mask_the_customers_of_other_orders(house: House) -> None:
    order_id = visited(house)
    (other,) = house.client("chen").get(f"/api/v1/orders/{order_id}/relations").json["orders"]
    assert (other["customer"], other["phone"]) == ("陈*", "138****2231")
    assert "same_line" in [why["why"] for why in other["why"]]


def test_only_a_lead_takes_the_log_out_of_the_house(house: House) -> None:
    order_id = visited(house)
    address = f"/api/v1/orders/{order_id}/log"
    assert house.client("chen").get(address).json["may_export"] is False
    assert house.client("chen").get(f"{address}/export?format=json").status_code == 403
    assert house.client("he").get(address).status_code == 403
    assert house.client("zhou").get(address).json["may_export"] is True
    answer = house.client("zhou").get(f"{address}/export?format=json")
    told = answer.json
    assert told["proof"]["holds"]
    assert [event["seq"] for event in told["events"]] == list(range(1, told["total"] + 1))
    assert told["exported_by"].startswith("lead:")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "13800002231" not in answer.text
    assert "陈怡" not in answer.text


def test_the_log_as_csv_has_every_event_and_no_formula(house: House) -> None:
    order_id = house.assigned()
    assert house.step("chen", order_id, "unassign", reason="=1+1").status_code == 200
    answer = house.client("zhou").get(f"/api/v1/orders/{order_id}/log/export?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["type"] for row in rows] == ["accept", "assign", "unassign"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert all(row["seal"] for row in rows)


def failed_message(house: House, order_id: str) -> str:
    """A message that a channel gave up."""
    with house.database.write() as session:
        order = session.get_one(Order, order_id)
        session.add(
            PersonalMessage(
                id="message-1",
                order_id=order.id,
                event_id=_first_event(house, order_id),
                occasion="accepted",
                recipient="customer",
                state=MessageState.FAILED,
                created_at=house.clock.now(),
                due_at=house.clock.now(),
            )
        )
    return "message-1"


def _first_event(house: House, order_id: str) -> str:
    found: dict[str, Any] = house.client("chen").get(f"/api/v1/orders/{order_id}").json
    return str(found["events"][0]["id"])


def test_a_message_goes_once_more_where_there_is_a_channel_and_for_whose_district_it_is(
    house: House,
) -> None:
    order_id = house.accept()["order"]["id"]
    message_id = failed_message(house, order_id)
    address = f"/api/v1/messages/{message_id}/again"
    assert house.client("chen").post(address, json={}).json["code"] == "no-channel"
    app = create_app(
        Settings(secret=SECRET, data_dir=house.app.extensions["sanxian"].settings.data_dir, channel="inbox"),
        house.clock,
        house.database,
    )
    app.testing = True
    written = House(app=app, database=house.database, clock=house.clock)
    assert written.client("he").post(address, json={}).json["code"] == "other-district"
    first, second = (written.client("chen").post(address, json={}).json for _ in range(2))
    assert first["state"] == "queued"
    assert first["id"] == second["id"]
    assert written.client("chen").post(f"/api/v1/messages/{first['id']}/again", json={}).json["code"] == (
        "message-not-again"
    )
    with house.database.read() as session:
        assert len(session.scalars(select(PersonalMessage)).all()) == 2
    contact = written.client("chen").get(f"/api/v1/orders/{order_id}/contact").json
    assert contact["channel"] == "inbox"
    assert [message["may_again"] for message in contact["messages"]] == [False, False]
    app.extensions["sanxian"].live.server.shutdown()
