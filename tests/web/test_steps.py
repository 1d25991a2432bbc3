"""The steps of an order over HTTP: every one of the table, why not, what it asks, and what it would change."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from dispatch.orders.lifecycle import TRANSITIONS, Step
from dispatch.web.api_step_trials import MergeTrialAnswer, StepPlaceAnswer, TrialAnswer
from dispatch.web.api_steps import StepsAnswer
from tests.web.conftest import House, new_id
from tests.web.test_orders import fits


def steps_of(house: House, order_id: str, login: str = "chen", language: str = "en") -> dict[str, Any]:
    answer = house.client(login).get(
        f"/api/v1/orders/{order_id}/steps", headers={"Accept-Language": language}
    )
    assert answer.status_code == 200, answer.json
    fits(StepsAnswer(), answer.json)
    return {each["step"]: each for each in read(answer)["steps"]} | {
        each["step"]: each for each in read(answer)["deeds"]
    }


def read(answer: TestResponse) -> Any:
    return answer.json


def field(step: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in step["asks"] if each["name"] == name)
    return found


def at_home(house: House) -> str:
    order_id: str = house.accept()["order"]["id"]
    return order_id


def done(house: House) -> str:
    order_id = house.on_the_way()
    house.clock.step(timedelta(hours=2))
    for step, data in (
        ("arrive", {}),
        ("start_work", {}),
        ("test", {"download_mbps": 480}),
        ("complete", {}),
    ):
        assert house.step("wang", order_id, step, **data).status_code == 200
    return order_id


@pytest.mark.parametrize("make", [at_home, House.assigned, House.on_the_way, done])
@pytest.mark.parametrize("login", ["chen", "sun", "wang"])
def test_every_step_of_the_table_is_told_and_the_legal_ones_are_those_of_the_card(
    house: House, make: Callable[[House], str], login: str
) -> None:
    order_id = make(house)
    if login == "wang" and make is at_home:
        return  # an order that was never his, he does not know
    told = steps_of(house, order_id, login)
    assert {step for _, step in TRANSITIONS} == {Step(name) for name in told if "force_majeure" not in name}
    card = read(house.client(login).get(f"/api/v1/orders/{order_id}"))["next_steps"]
    legal = {name for name, step in told.items() if step["legal"] and "force_majeure" not in name}
    # the card says what status and role allow; the look also knows that there is nothing to answer or to restore
    assert legal <= set(card)
    assert set(card) - legal <= {"answer", "restore", "set_off"}
    assert all(step["why"]["text"] and step["why"]["code"] for step in told.values() if not step["legal"])


def test_a_step_that_is_not_legal_says_why_in_the_readers_language(house: House) -> None:
    order_id = house.assigned()
    why = {
        name: steps_of(house, order_id, language=name)["confirm"]["why"] for name in ("en", "zh-CN", "zh-TW")
    }
    assert why["en"] == {"code": "status", "text": "Only while: Completed", "statuses": ["completed"]}
    assert len({each["text"] for each in why.values()}) == 3
    told = steps_of(house, order_id)
    assert told["take"]["why"] == {"code": "role", "text": "For Technician", "roles": ["technician"]}
    assert told["settle_urgent"]["why"]["code"] == "not_urgent"
    assert told["answer"]["why"]["code"] == "no_question"
    assert told["correct_tier"]["why"]["code"] == "role"
    assert told["decide_dispute"]["why"]["code"] == "role"
    assert steps_of(house, order_id, "zhou")["decide_dispute"]["why"]["code"] == "no_dispute"


def test_a_refused_step_is_told_as_refused_by_the_same_rule(house: House) -> None:
    """Whatever the list calls illegal is refused, and what it calls legal is not refused as illegal."""
    order_id = house.assigned()
    for name, step in steps_of(house, order_id).items():
        if not step["post"].endswith(f"{order_id}/steps"):
            continue
        if not step["legal"] and step["why"]["code"] not in {"status", "role", "not_urgent"}:
            continue  # with nothing said it is refused for what is missing
        answer = house.client("chen").post(
            f"/api/v1/orders/{order_id}/steps/trial", json={"step": name, "data": {}}
        )
        assert (answer.status_code in {403, 409}) is not step["legal"], (name, answer.json)


def test_the_fields_are_those_that_the_step_takes(house: House) -> None:
    told = steps_of(house, house.assigned())
    assert [each["name"] for each in told["correct_address"]["asks"]] == [
        "address",
        "lat",
        "lon",
        "area_id",
        "note",
    ]
    reasons = {each["value"]: each["why"] for each in field(told["hold"], "reason")["choices"]}
    assert reasons["customer_later"] is None
    assert reasons["force_majeure"]["code"] == "not_declared"
    assert reasons["incident"]["code"] == "no_incident"
    assert field(told["hold"], "until")["further_if"]["reason"] == "customer_later"
    areas = {each["value"]: each["why"] for each in field(told["correct_address"], "area_id")["choices"]}
    assert areas["n-1"] is None
    assert areas["n-2"]["code"] == "no_service"
    assert field(told["attempt"], "outcome")["default"] == "no_answer"


def test_declared_force_majeure_may_be_held_for_and_is_ended_where_it_was_declared(house: House) -> None:
    order_id = house.assigned()
    assert steps_of(house, order_id)["declare_force_majeure"]["why"]["code"] == "role"
    deed = steps_of(house, order_id, "sun")["declare_force_majeure"]
    assert [each["names"]["orders"] for each in field(deed, "area_id")["choices"]] == [1, 1]
    body = {
        "event_id": new_id(),
        "district_id": "north",
        "area_id": "n-1",
        "from_at": house.clock.now().isoformat(),
        "reason": "台风",
    }
    assert house.client("sun").post(f"/api/v1{deed['post']}", json=body).status_code == 201
    told = steps_of(house, order_id, "sun")
    reasons = {each["value"]: each["why"] for each in field(told["hold"], "reason")["choices"]}
    assert reasons["force_majeure"] is None
    end = told["end_force_majeure"]
    assert end["together"][0]["reason"] == "台风"
    assert house.client("sun").post(f"/api/v1{end['post']}", json={}).status_code == 200
    assert "end_force_majeure" not in steps_of(house, order_id, "sun")


def test_a_trial_shows_what_an_address_changes_and_leaves_nothing(house: House) -> None:
    order_id = house.assigned()
    before = read(house.client("chen").get(f"/api/v1/orders/{order_id}"))
    house.clock.step(timedelta(hours=1))
    data = {"address": "望江路 9 号", "lat": 30.26, "lon": 120.16, "area_id": "n-1"}
    trial = house.client("chen").post(
        f"/api/v1/orders/{order_id}/steps/trial", json={"step": "correct_address", "data": data}
    )
    assert trial.status_code == 200, trial.json
    fits(TrialAnswer(), trial.json)
    moved = {each["promise"] for each in read(trial)["promises"]}
    assert "complete" in moved
    after = read(house.client("chen").get(f"/api/v1/orders/{order_id}"))
    assert (after["version"], after["address"], len(after["events"])) == (
        before["version"],
        before["address"],
        len(before["events"]),
    )
    wrong = house.client("chen").post(
        f"/api/v1/orders/{order_id}/steps/trial",
        json={"step": "correct_address", "data": data | {"area_id": "n-2"}},
    )
    assert (wrong.status_code, read(wrong)["code"]) == (422, "not-serviceable")


def test_what_time_alone_moves_is_no_change_of_the_step(house: House) -> None:
    order_id = house.assigned()
    assert house.step("chen", order_id, "hold", reason="not_ready").status_code == 200
    house.clock.step(timedelta(hours=5))
    trial = house.client("chen").post(
        f"/api/v1/orders/{order_id}/steps/trial",
        json={"step": "confirm_urgent", "data": {"deadline_at": "2026-11-21T09:00:00+08:00"}},
    )
    assert [each["promise"] for each in read(trial)["promises"]] == ["urgent"]


def test_a_likely_duplicate_is_named_and_the_trial_says_which_one_goes_on(house: House) -> None:
    first = at_home(house)
    house.clock.step(timedelta(minutes=5))
    second = at_home(house)
    choices = field(steps_of(house, second)["merge"], "order_id")["choices"]
    assert [each["value"] for each in choices] == [first]
    trial = house.client("chen").post(f"/api/v1/orders/{first}/merge/trial", json={"order_id": second})
    fits(MergeTrialAnswer(), trial.json)
    assert (read(trial)["kept_id"], read(trial)["closed_id"]) == (first, second)
    assert read(house.client("chen").get(f"/api/v1/orders/{second}"))["status"] == "accepted"


def test_a_place_is_the_middle_of_the_area_that_was_named_or_stands_in_the_text(house: House) -> None:
    order_id = at_home(house)
    address = f"/api/v1/orders/{order_id}/place?address="
    client = house.client("chen")
    found = read(client.get(f"{address}望江路 9 号"))
    fits(StepPlaceAnswer(), found)
    assert (found["area_id"], found["found_by"]) == ("n-1", "area")
    assert read(client.get(f"{address}某处&area=n-1"))["lat"] == 30.25
    assert read(client.get(f"{address}某处"))["area_id"] is None
    assert read(client.get(f"{address}某处&area=s-1"))["area_id"] is None


def test_another_districts_order_is_not_known(house: House) -> None:
    order_id = at_home(house)
    assert house.client("he").get(f"/api/v1/orders/{order_id}/steps").status_code in {403, 404}
