"""Through the API, on both databases: what a phone without signal tells late is the truth, and everybody sees it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.actions.deadlines import sweep
from dispatch.app import create_app, parts_of
from dispatch.clock import SteppedClock
from dispatch.config import Settings
from dispatch.storage.session import Database
from dispatch.web.limits import LIMITER
from tests.web.conftest import NINE, SECRET, House, furnish, new_id

NOON = NINE + timedelta(hours=3)
TEN_TO_NOON = NOON - timedelta(minutes=10)
TWO = NINE + timedelta(hours=5)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Iterator[House]:
    furnish(database)
    app = create_app(Settings(secret=SECRET, data_dir=tmp_path), SteppedClock(NINE), database)
    app.testing = True
    LIMITER.enabled = False
    parts = parts_of(app)
    assert isinstance(parts.clock, SteppedClock)
    yield House(app=app, database=database, clock=parts.clock)
    LIMITER.enabled = True
    parts.live.server.shutdown()


def at(house: House, now: datetime) -> None:
    """It is so late now, and what was due has rung."""
    house.clock.step_to(now)
    sweep(house.database, house.clock.now)


def tap(house: House, order_id: str, step: str, occurred_at: datetime, **data: Any) -> Any:
    """A tap on Wang's phone, whenever it gets through."""
    body = {
        "event_id": new_id(),
        "step": step,
        "occurred_at": occurred_at.isoformat(),
        "device_now": house.clock.now().isoformat(),
        "data": data,
    }
    return house.client("wang").post(f"/api/v1/orders/{order_id}/steps", json=body)


@pytest.fixture
def at_work(house: House) -> str:
    """A repair that is due at noon; Wang is in the cellar, at work, and has no signal from now on."""
    accepted_at = (NOON - timedelta(hours=24)).isoformat()
    order_id: str = house.accept(accepted_at=accepted_at)["order"]["id"]
    assert house.step("chen", order_id, "assign", technician_id="t-wang").status_code == 200
    agreed_at = (NINE + timedelta(hours=2)).isoformat()
    for step, data in (
        ("take", {}),
        ("contact", {"agreed_at": agreed_at, "channel": "phone"}),
    ):
        assert tap(house, order_id, step, house.clock.now(), **data).status_code == 200
    at(house, NINE + timedelta(hours=2))
    for step in ("set_off", "arrive", "start_work"):
        assert tap(house, order_id, step, house.clock.now()).status_code == 200
    return order_id


def desk(house: House, order_id: str) -> Any:
    return house.client("chen").get(f"/api/v1/orders/{order_id}").json


def page(house: House, order_id: str) -> Any:
    return house.client(link=house.link_of(order_id)).get("/api/v1/track").json


def complete(view: Any) -> Any:
    return next(promise for promise in view["promises"] if promise["promise"] == "complete")


def codes(view: Any) -> list[str]:
    return [line["code"] for line in complete(view)["because"]]


def finish_late(house: House, order_id: str) -> None:
    """At two the phone has signal again and tells what happened at ten to twelve."""
    at(house, TWO)
    for step, data in (("test", {"download_mbps": 480}), ("complete", {})):
        answer = tap(house, order_id, step, TEN_TO_NOON, **data)
        assert answer.status_code == 200, answer.json


def test_a_breach_of_noon_is_withdrawn_visibly_when_a_completion_of_1150_arrives_at_two(
    house: House, at_work: str
) -> None:
    at(house, NOON)
    assert complete(desk(house, at_work))["state"] == "running", "the very instant still keeps it"
    at(house, NOON + timedelta(seconds=1))
    assert complete(desk(house, at_work))["risk"] == "broken"
    assert page(house, at_work)["compensation"] == [
        {"amount_cents": 1000, "promise": "complete", "goodwill": False}
    ]

    finish_late(house, at_work)

    seen = desk(house, at_work)
    assert (complete(seen)["state"], complete(seen)["met_at"]) == ("kept", TEN_TO_NOON.isoformat())
    assert [event["type"] for event in seen["events"]][-4:] == [
        "compensated",
        "test",
        "complete",
        "break_withdrawn",
    ]
    assert codes(seen)[-2:] == ["kept", "break_withdrawn"]
    done = seen["events"][-2]
    assert (done["occurred_at"], done["received_at"]) == (TEN_TO_NOON.isoformat(), TWO.isoformat())
    theirs = page(house, at_work)
    assert (complete(theirs)["state"], codes(theirs)[-1]) == ("kept", "break_withdrawn")
    assert theirs["compensation"] == []
    board = house.client("chen").get("/api/v1/board?district=north").json
    (card,) = [card for card in board["orders"] if card["id"] == at_work]
    assert (complete(card)["state"], codes(card)[-1]) == ("kept", "break_withdrawn")


def test_money_that_billing_has_stays_as_goodwill(house: House, at_work: str) -> None:
    at(house, NOON + timedelta(seconds=1))
    export = {"district_id": "north"}
    (line,) = house.client("sun").post("/api/v1/compensations/export", json=export).json
    assert (line["amount_cents"], line["total_cents"]) == (1000, 1000)
    finish_late(house, at_work)
    assert page(house, at_work)["compensation"] == [
        {"amount_cents": 1000, "promise": "complete", "goodwill": True}
    ]
    assert house.client("sun").post("/api/v1/compensations/export", json=export).json == []


def test_a_late_repair_is_handed_to_billing_as_it_grows(house: House, at_work: str) -> None:
    at(house, NOON + timedelta(seconds=1))
    export = {"district_id": "north"}
    house.client("sun").post("/api/v1/compensations/export", json=export)
    at(house, NOON + timedelta(hours=24, seconds=2))
    (line,) = house.client("sun").post("/api/v1/compensations/export", json=export).json
    assert (line["amount_cents"], line["total_cents"]) == (1000, 2000)


def test_a_completion_that_came_too_late_indeed_withdraws_nothing(house: House, at_work: str) -> None:
    at(house, TWO)
    for step in ("test", "complete"):
        assert tap(house, at_work, step, NOON + timedelta(seconds=1)).status_code == 200
    assert complete(desk(house, at_work))["state"] == "broken"
    assert "break_withdrawn" not in codes(desk(house, at_work))


def test_a_phone_that_is_ahead_is_corrected_by_what_it_says_of_itself(house: House, at_work: str) -> None:
    """It says 14:20 when it is 14:00, so its 12:10 was 11:50."""
    at(house, TWO)
    body = {
        "event_id": new_id(),
        "step": "test",
        "occurred_at": (NOON + timedelta(minutes=10)).isoformat(),
        "device_now": (TWO + timedelta(minutes=20)).isoformat(),
        "data": {},
    }
    assert house.client("wang").post(f"/api/v1/orders/{at_work}/steps", json=body).status_code == 200
    event = next(event for event in desk(house, at_work)["events"] if event["type"] == "test")
    assert (event["judged_at"], event["skewed"]) == (TEN_TO_NOON.isoformat(), True)


def test_a_tap_from_the_future_is_kept_flagged_and_judged_when_it_arrived(house: House, at_work: str) -> None:
    answer = tap(house, at_work, "test", TWO)
    assert answer.status_code == 200
    event = next(event for event in desk(house, at_work)["events"] if event["type"] == "test")
    now = house.clock.now().isoformat()
    assert (event["occurred_at"], event["judged_at"], event["skewed"]) == (TWO.isoformat(), now, True)


def test_a_future_time_that_is_typed_at_a_desk_is_refused(house: House, at_work: str) -> None:
    body = {
        "event_id": new_id(),
        "step": "hold",
        "occurred_at": TWO.isoformat(),
        "data": {"reason": "not_ready"},
    }
    refused = house.client("chen").post(f"/api/v1/orders/{at_work}/steps", json=body)
    assert (refused.status_code, refused.json["field"]) == (422, "occurred_at")
    assert desk(house, at_work)["status"] == "working"


def test_a_tap_before_the_one_it_follows_is_kept_flagged_and_judged_at_that_one(
    house: House, at_work: str
) -> None:
    assert tap(house, at_work, "test", NINE).status_code == 200
    events = desk(house, at_work)["events"]
    begun = next(event for event in events if event["type"] == "start_work")
    tested = next(event for event in events if event["type"] == "test")
    assert (tested["occurred_at"], tested["skewed"]) == (NINE.isoformat(), True)
    assert tested["judged_at"] == begun["judged_at"]


def test_the_same_tap_again_changes_nothing(house: House, at_work: str) -> None:
    at(house, TWO)
    body = {"event_id": new_id(), "step": "test", "occurred_at": TEN_TO_NOON.isoformat(), "data": {}}
    first, again = (
        house.client("wang").post(f"/api/v1/orders/{at_work}/steps", json=body).json for _ in range(2)
    )
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["order"]["version"] == again["order"]["version"]
