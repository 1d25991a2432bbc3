"""The lanes' own calls: foresight in the reader's words, the week, a forced assignment, and who is moving what."""

from dispatch.clock import real_now
from dispatch.storage.technician import Technician
from dispatch.web import presence
from dispatch.web.api_lanes import ForesightAnswer, WeekAnswer
from dispatch.web.api_places import SeatedAnswer, SeatsAnswer
from tests.web.conftest import House, new_id
from tests.web.test_orders import fits
from tests.web.test_sockets import heard, open_page, watch


def test_a_refusal_is_told_in_the_readers_language(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    with house.database.write() as session:
        session.get_one(Technician, "t-li").skills = ["fiber"]
    for language, text in (("zh-Hans", "缺技能：修障"), ("en", "no skill: repairs")):
        path = f"/api/v1/board/foresight?order={order_id}&language={language}"
        seen = house.client("chen").get(path).json
        fits(ForesightAnswer(), seen)
        assert [one["technician_id"] for one in seen["offers"]] == ["t-wang"]
        assert [one["text"].lower() for one in seen["refused"]] == [text]


def test_a_week_counts_what_is_agreed_by_technician_and_day(house: House) -> None:
    order_id = house.assigned()
    at = house.clock.now().isoformat()
    assert house.step("wang", order_id, "take").status_code == 200
    agreed = house.step("wang", order_id, "contact", agreed_at=at.replace("-20T", "-21T"), channel="phone")
    assert agreed.status_code == 200
    seen = house.client("chen").get("/api/v1/board/week?district=north").json
    fits(WeekAnswer(), seen)
    assert seen["days"][0] == "2026-11-20"
    assert len(seen["days"]) == 7
    (cell,) = seen["cells"]
    assert (cell["technician_id"], cell["date"], cell["count"]) == ("t-wang", "2026-11-21", 1)
    assert sum(cell["states"].values()) == 1


def test_a_forced_assignment_needs_a_reason_and_keeps_it_in_the_log(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    bare = house.step("chen", order_id, "assign", technician_id="t-li", forced=True)
    assert (bare.status_code, bare.json["code"], bare.json["field"]) == (422, "invalid-field", "reason")
    words = {"forced": True, "reason": "客户点名", "rule": "张先生不满意"}
    told = house.step("chen", order_id, "assign", technician_id="t-li", **words)
    assert (told.status_code, told.json["field"]) == (422, "rule")
    forced = house.step(
        "chen", order_id, "assign", technician_id="t-li", forced=True, reason="客户点名", rule="full"
    )
    assert forced.status_code == 200
    events = house.client("chen").get(f"/api/v1/orders/{order_id}").json["events"]
    data = next(event["data"] for event in events if event["type"] == "assign")
    assert (data["forced"], data["reason"], data["rule"]) == (True, "客户点名", "full")


def test_whoever_moves_an_order_is_shown_to_the_others_until_they_let_go(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    mine, other = open_page(house, "chen"), open_page(house, "zhou")
    for page in (mine, other):
        watch(page, "board")
    heard(other, "presence")
    mine.emit("holding", {"order_id": order_id}, callback=True)
    people = {one["name"]: one.get("holding") for one in heard(other, "presence")[-1]["people"]}
    assert people == {"Chen": order_id, "Zhou": None}
    mine.emit("holding", {"order_id": None}, callback=True)
    assert not any(one.get("holding") for one in heard(other, "presence")[-1]["people"])
    mine.emit("holding", {"order_id": order_id}, callback=True)
    mine.disconnect()
    assert not any(one.get("holding") for one in heard(other, "presence")[-1]["people"])


def test_only_orders_of_the_board_that_one_watches_are_held(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    page = open_page(house, "sun")
    answer = page.emit("holding", {"order_id": order_id}, callback=True)
    assert answer["error"]["code"] == "missing-field"
    watch(page, "board", district="south")
    assert page.emit("holding", {"order_id": order_id}, callback=True)["error"]["code"] == "not-found"


def test_an_order_is_not_held_for_longer_than_a_minute() -> None:
    here = presence.MemoryPresence()
    since = real_now() - presence.HELD_FOR
    held = presence.Person(id="u", name="Chen", connection="c", holding="o", holding_since=since.isoformat())
    here.enter("north", held)
    assert here.people("north") == [{"id": "u", "name": "Chen", "connection": "c"}]


def test_a_place_is_shown_taken_once_and_refused_to_who_saw_an_older_version(house: House) -> None:
    first, second = house.assigned(), house.accept()["order"]
    seen = house.client("chen").get(f"/api/v1/board/places?order={second['id']}&technician=t-wang").json
    fits(SeatsAnswer(), seen)
    here = next(one for one in seen["places"] if one["offer"])
    body = {
        "event_id": new_id(),
        "technician_id": "t-wang",
        "expected_version": seen["version"],
        **{name: here[name] for name in ("after_id", "before_id") if here[name]},
    }
    path = f"/api/v1/orders/{second['id']}/place"
    taken = house.client("chen").post(path, json=body)
    assert taken.status_code == 200, taken.text
    fits(SeatedAnswer(), taken.json)
    assert (taken.json["order"]["technician_id"], taken.json["replayed"]) == ("t-wang", False)
    again = house.client("chen").post(path, json=body)
    assert (again.status_code, again.json["replayed"]) == (200, True)
    assert again.json["order"]["version"] == taken.json["order"]["version"]
    late = house.client("zhou").post(path, json={**body, "event_id": new_id()})
    assert (late.status_code, late.json["code"]) == (409, "stale-version")
    assert late.json["current"]["technician_id"] == "t-wang"
    elsewhere = {**body, "event_id": new_id(), "after_id": second["id"], "before_id": first}
    gone = house.client("chen").post(path, json=elsewhere)
    assert (gone.status_code, gone.json["code"]) == (409, "place-gone")
