"""After the visit over the API: what the desk and the customer say, see and are refused, with the real application."""

from datetime import timedelta
from typing import Any

import pytest

from tests.web.conftest import House, new_id


def done(house: House, measured: float = 300, **changed: Any) -> str:
    """An order in Wang's hands, completed."""
    order_id: str = house.accept(**changed)["order"]["id"]
    assert house.step("chen", order_id, "assign", technician_id="t-wang").status_code == 200
    agreed_at = (house.clock.now() + timedelta(hours=1)).isoformat()
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("take", {}),
        ("contact", {"agreed_at": agreed_at}),
        ("set_off", {}),
        ("arrive", {}),
        ("start_work", {}),
        ("test", {"download_mbps": measured}),
        ("complete", {}),
    )
    for step, data in steps:
        answer = house.step("wang", order_id, step, **data)
        assert answer.status_code == 200, answer.json
    return order_id


def customer(house: House, order_id: str) -> Any:
    return house.client(link=house.link_of(order_id))


def say(client: Any, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1{path}", json={"event_id": new_id()} | body)


def user_id(house: House, login: str) -> str:
    found: str = house.client(login).get("/api/v1/session").json["user"]["id"]
    return found


def test_the_queue_shows_who_is_to_be_called_until_when_and_from_when(house: House) -> None:
    first_id = done(house)
    house.clock.step_to(house.clock.now() + timedelta(minutes=30))
    second_id = done(house, customer={"name": "李四", "phone": "13900001111", "language": "en"})
    desk = house.client("chen")
    queue = desk.get("/api/v1/call-backs?district=north").json
    assert [row["order_id"] for row in queue] == [first_id, second_id]
    row = queue[0]
    assert (row["customer"]["phone"], row["owner"], row["state"]) == ("138****2231", None, "running")
    assert row["next_from_at"] == house.clock.now().isoformat()
    assert say(desk, f"/orders/{first_id}/call-backs", outcome="busy").json["tries"] == 1
    row = desk.get("/api/v1/call-backs?district=north").json[0]
    assert row["next_from_at"] == "2026-11-20T03:30:00+00:00"  # noon begins at 11:30
    answer = say(desk, f"/orders/{first_id}/call-backs", source="voice", rating=5, words="很好")
    assert answer.json["outcome"] == "reached"
    assert [r["order_id"] for r in desk.get("/api/v1/call-backs?district=north").json] == [second_id]
    (over,) = desk.get("/api/v1/call-backs?district=north&state=done").json
    assert (over["rating"], over["source"], over["words"]) == (5, "voice", "很好")


def test_a_call_is_either_missed_or_made(house: House) -> None:
    order_id = done(house)
    desk = house.client("chen")
    answer = say(desk, f"/orders/{order_id}/call-backs", outcome="busy", rating=5)
    assert (answer.status_code, answer.json["code"]) == (422, "unknown-field")
    assert say(desk, f"/orders/{order_id}/call-backs", rating=6).status_code == 422
    house.clock.step_to(house.clock.now() + timedelta(hours=13))
    answer = say(desk, f"/orders/{order_id}/call-backs", outcome="busy")
    assert (answer.status_code, answer.json["code"]) == (409, "outside-contact-hours")


def test_a_customer_rates_and_a_low_rating_is_cared_for_until_they_say_that_it_is_right(house: House) -> None:
    order_id = done(house)
    page = customer(house, order_id)
    assert "rate" in page.get("/api/v1/track").json["may"]
    seen = say(page, "/track/rating", rating=1, words="师傅没穿鞋套").json
    assert seen["rating"] == 1
    (mine,) = seen["care"]
    desk = house.client("chen")
    (case,) = desk.get("/api/v1/care-cases?district=north").json
    assert (case["id"], case["cause"], case["next_stage"]) == (mine["id"], "rating", "locate")
    assert say(desk, f"/care-cases/{case['id']}/stages", stage="care", words="x").json["code"] == (
        "care-out-of-order"
    )
    for stage in ("locate", "analyse", "care"):
        answer = say(desk, f"/care-cases/{case['id']}/stages", stage=stage, words="道歉")
        assert answer.json["stage"] == stage
    refused = say(page, "/track/care-cases/nothing/verdict", verdict="satisfied", words="x")
    assert refused.status_code == 404
    seen = say(page, f"/track/care-cases/{case['id']}/verdict", verdict="dissatisfied", words="还是不行").json
    assert [one["closed_at"] is None for one in seen["care"]] == [False, True]
    (second,) = desk.get("/api/v1/care-cases?district=north").json
    assert (second["follows_id"], second["cause"]) == (case["id"], "verdict")
    (closed,) = desk.get("/api/v1/care-cases?district=north&state=closed").json
    assert [note["stage"] for note in closed["notes"]] == ["locate", "analyse", "care", "verdict"]
    assert closed["notes"][0]["by"] == "Chen"
    view = desk.get(f"/api/v1/orders/{order_id}").json
    assert {p["promise"] for p in view["promises"]} >= {"callback", "care"}
    assert [one["state"] for one in view["care_cases"]] == ["kept", "running"]


def test_somebody_elses_link_judges_no_case(house: House) -> None:
    order_id = done(house)
    say(customer(house, order_id), "/track/rating", rating=1)
    (case,) = house.client("chen").get("/api/v1/care-cases?district=north").json
    stranger = customer(house, house.accept()["order"]["id"])
    answer = say(stranger, f"/track/care-cases/{case['id']}/verdict", verdict="satisfied", words="x")
    assert answer.status_code == 404


def test_a_question_has_an_owner_and_changes_hands(house: House) -> None:
    order_id = house.assigned()
    page, desk = customer(house, order_id), house.client("chen")
    assert say(page, "/track/questions", text="几点来？").status_code == 201
    assert say(page, "/track/questions", text="态度不好", kind="complaint").status_code == 201
    first, second = desk.get("/api/v1/questions?district=north").json
    assert (first["owner_id"], first["state"], second["kind"]) == ("desk", "running", "complaint")
    assert len(desk.get("/api/v1/care-cases?district=north").json) == 1
    given = say(desk, f"/questions/{first['id']}/hand-over", to=user_id(house, "zhou")).json
    assert given["owner"] == "Zhou"
    assert [
        row["id"] for row in desk.get(f"/api/v1/questions?district=north&owner={given['owner_id']}").json
    ] == [first["id"]]
    assert len(desk.get("/api/v1/questions?district=north&kind=complaint").json) == 1
    for nobody in ("desk", user_id(house, "he")):
        assert say(desk, f"/questions/{first['id']}/hand-over", to=nobody).status_code == 422
    # a technician may be given a question about any order of the district, and then answers it
    say(desk, f"/questions/{first['id']}/hand-over", to=user_id(house, "li"))
    li = house.client("li")
    assert say(li, f"/questions/{first['id']}/attempts", outcome="no_answer").status_code == 200
    assert say(li, f"/questions/{first['id']}/answer", text="十点").status_code == 200
    refused = say(li, f"/questions/{second['id']}/hand-over", to=user_id(house, "wang"))
    assert (refused.status_code, refused.json["code"]) == (403, "not-your-matter")
    (answered,) = desk.get("/api/v1/questions?district=north&state=answered").json
    assert (answered["id"], answered["answer"]) == (first["id"], "十点")
    mine = page.get("/api/v1/track").json["questions"]
    assert [one["answer"] for one in mine] == ["十点", None]
    assert mine[1]["due_at"]


def test_a_phone_shows_the_questions_that_its_technician_owns_and_no_call_backs(house: House) -> None:
    order_id = house.assigned()
    say(customer(house, order_id), "/track/questions", text="几点来？")
    wang = house.client("wang")

    def promises() -> set[str]:
        (card,) = wang.get("/api/v1/my/day").json["orders"]
        return {promise["promise"] for promise in card["promises"]}

    assert "answer" not in promises()
    say(wang, f"/orders/{order_id}/questions", text="她问要不要钻孔")
    assert "answer" in promises()
    done_id = done(house, customer={"name": "李四", "phone": "13900001111"})
    (card,) = (each for each in wang.get("/api/v1/my/day").json["done"] if each["id"] == done_id)
    assert "callback" not in {promise["promise"] for promise in card["promises"]}
    assert wang.get(f"/api/v1/orders/{done_id}").json["call_backs"] == []


def test_a_slow_line_shows_its_optimisation_order_to_the_customer_and_the_desk(house: House) -> None:
    order_id = done(house, 80, kind="install", contracted_mbps=100, line_id="one")
    (linked,) = customer(house, order_id).get("/api/v1/track").json["linked"]
    assert (linked["relation"], linked["later"], linked["status"]) == ("optimisation", True, "accepted")
    (of_desk,) = house.client("chen").get(f"/api/v1/orders/{order_id}").json["linked"]
    other = house.client("chen").get(f"/api/v1/orders/{of_desk['order_id']}").json
    assert other["number"] == linked["number"]
    assert other["linked"][0]["order_id"] == order_id
    assert other["priority"] > house.accept(line_id="another")["order"]["priority"]


def test_too_late_to_reopen_offers_the_new_order_and_the_new_order_is_a_repeat(house: House) -> None:
    order_id = done(house)
    page = customer(house, order_id)
    refused = say(page, "/track/again")
    assert (refused.status_code, refused.json["code"]) == (409, "illegal-step")
    assert "reopen" in refused.json["allowed"]
    house.clock.step_to(house.clock.now() + timedelta(hours=49))
    seen = page.get("/api/v1/track").json["may"]
    assert "report_again" in seen
    assert "reopen" not in seen
    refused = say(page, "/track/steps", step="reopen", data={"reason": "断网"})
    assert (refused.status_code, refused.json["code"]) == (403, "too-late-to-reopen")
    assert refused.json["allowed"] == ["report_again"]
    body = {"event_id": new_id(), "note": "断网"}
    again = page.post("/api/v1/track/again", json=body)
    assert again.status_code == 201
    new = house.client(link=again.json["link"].rpartition("/")[2]).get("/api/v1/track").json
    assert new["order"]["number"] == again.json["number"]
    assert new["linked"][0]["relation"] == "repeat"
    for repeated in (body, {"event_id": new_id()}):  # neither a replay nor impatience makes a third order
        answer = page.post("/api/v1/track/again", json=repeated)
        assert (answer.status_code, answer.json["number"], answer.json["link"]) == (
            200,
            again.json["number"],
            None,
        )


def test_a_duplicate_is_merged_by_the_desk_and_not_by_a_plain_step(house: House) -> None:
    first_id, second_id = (house.accept()["order"]["id"] for _ in range(2))
    desk = house.client("chen")
    plain = {"step": "merge", "occurred_at": house.clock.now().isoformat(), "data": {"order_id": first_id}}
    assert say(desk, f"/orders/{second_id}/steps", **plain).status_code == 422
    answer = say(desk, f"/orders/{second_id}/merge", order_id=first_id)
    assert answer.status_code == 200, answer.json
    kept, closed = answer.json["order"]["id"], answer.json["closed_id"]
    assert {kept, closed} == {first_id, second_id}
    assert customer(house, closed).get("/api/v1/track").json["linked"][0]["relation"] == "duplicate"
    assert say(desk, f"/orders/{kept}/merge", order_id="nothing").status_code == 404


@pytest.mark.parametrize("path", ["call-backs", "care-cases"])
def test_call_backs_and_care_change_hands_at_the_desk(house: House, path: str) -> None:
    order_id = done(house)
    say(house.client("chen"), f"/orders/{order_id}/questions", text="太慢了", kind="complaint")
    desk = house.client("chen")
    (row,) = desk.get(f"/api/v1/{path}?district=north").json
    given = say(desk, f"/{path}/{row['id']}/hand-over", to=user_id(house, "zhou"))
    assert given.json["owner"] == "Zhou"
    refused = say(desk, f"/{path}/{row['id']}/hand-over", to=user_id(house, "wang"))
    assert (refused.status_code, refused.json["field"]) == (422, "to")


def test_the_words_of_customers_stand_in_no_event(house: House) -> None:
    order_id = done(house)
    page = customer(house, order_id)
    say(page, "/track/rating", rating=2, words="秘密的话")
    say(page, "/track/questions", text="秘密的话", kind="complaint")
    events = house.client("chen").get(f"/api/v1/orders/{order_id}").json["events"]
    assert "秘密的话" not in str(events)
    assert {"rated", "complained"} <= {event["type"] for event in events}
