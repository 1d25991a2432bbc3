"""Tasks through the API: who sees them, who accepts them, that boards are told, and that a repetition changes nothing."""

import csv
from datetime import timedelta
from typing import Any

from dispatch.actions.deadlines import sweep
from tests.web.conftest import House, new_id
from tests.web.test_sockets import open_page, pump, watch


def draft(house: House, **more: Any) -> dict[str, Any]:
    return {
        "event_id": new_id(),
        "id": new_id(),
        "district_id": "north",
        "kind": "line_work",
        "title": "熔接 7 号分纤箱",
        "due_at": (house.clock.now() + timedelta(hours=4)).isoformat(),
    } | more


def post(house: House, login: str, path: str, **body: Any) -> Any:
    return house.client(login).post(f"/api/v1/tasks{path}", json=body)


def test_a_technician_makes_one_and_the_desk_accepts_it_before_every_open_board(house: House) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    pump(house)
    page.get_received()
    order_id = house.accept()["order"]["id"]
    body = draft(house, to_team="desk", order_id=order_id)
    made = post(house, "wang", "", **body)
    assert made.status_code == 201, made.json
    (task,) = made.json["tasks"]
    assert (task["mine"], task["waits_for_me"], task["state"]) == (True, False, "open")
    assert len(post(house, "wang", "", **body).json["tasks"]) == 1, "twice is once"
    pump(house)
    assert "task" in [event["name"] for event in page.get_received()]
    deed = {"event_id": new_id(), "version": 1}
    taken = post(house, "chen", f"/{task['id']}/accept", **deed)
    assert taken.status_code == 200, taken.json
    assert taken.json["tasks"][0]["mine"]
    assert post(house, "chen", f"/{task['id']}/accept", **deed).json["tasks"][0]["version"] == 2
    late = post(house, "zhou", f"/{task['id']}/accept", event_id=new_id(), version=1)
    assert (late.status_code, late.json["code"]) == (409, "task-moved-on")
    done = post(house, "chen", f"/{task['id']}/done", event_id=new_id(), version=2, words="已熔接")
    assert [entry["deed"] for entry in done.json["tasks"][0]["history"]] == ["make", "accept", "done"]
    of_order = house.client("zhou").get(f"/api/v1/tasks?district=north&order={order_id}").json["tasks"]
    assert of_order[0]["state"] == "done"


def test_tasks_keep_to_their_district(house: House) -> None:
    task = post(house, "chen", "", **draft(house, to_team="desk")).json["tasks"][0]
    assert house.client("he").get("/api/v1/tasks?district=north").status_code == 403
    answer = post(house, "he", f"/{task['id']}/comments", event_id=new_id(), words="?")
    assert answer.status_code == 403
    assert post(house, "he", "", **draft(house, to_team="desk")).status_code == 403


def test_cancelling_says_why_and_is_not_for_everybody(house: House) -> None:
    task = post(house, "chen", "", **draft(house, to_team="desk")).json["tasks"][0]
    path = f"/{task['id']}/cancel"
    assert post(house, "chen", path, event_id=new_id(), version=1).json["code"] == "missing-field"
    other = post(house, "wang", path, event_id=new_id(), version=1, words="不想做")
    assert (other.status_code, other.json["code"]) == (403, "task-not-yours")
    over = post(house, "zhou", path, event_id=new_id(), version=1, words="线已通")
    assert over.json["tasks"][0]["state"] == "cancelled"


def test_what_rings_is_shown_to_the_lead_who_sees_to_it(house: House) -> None:
    order_id = house.accept()["order"]["id"]
    body = draft(house, to_team="desk", order_id=order_id, visit_waits=True)
    (task,) = post(house, "wang", "", **body).json["tasks"]
    assert (task["visit_waits"], task["rung"], task["rings_for_me"]) == (True, 0, False)
    house.clock.step(timedelta(hours=3, minutes=40))
    sweep(house.database, house.clock.now)
    (seen,) = house.client("zhou").get("/api/v1/tasks?district=north").json["tasks"]
    assert (seen["rung"], seen["rings_for_me"], seen["history"][-1]["deed"]) == (90, True, "ring_90")
    answer = post(house, "zhou", f"/{task['id']}/attend", event_id=new_id(), version=seen["version"])
    assert answer.status_code == 200, answer.json
    assert answer.json["tasks"][0]["attended_by"]["name"]
    without = post(house, "wang", "", **draft(house, to_team="desk", visit_waits=True))
    assert (without.status_code, without.json["field"]) == (422, "visit_waits"), without.json


def test_the_tasks_that_go_on_are_a_file_whose_cells_are_words(house: House) -> None:
    post(house, "chen", "", **draft(house, to_team="desk", title="=1+1 换分光器"))
    over = post(house, "chen", "", **draft(house, to_team="desk", title="已经好了")).json["tasks"]
    ended = next(task for task in over if task["title"] == "已经好了")
    post(house, "zhou", f"/{ended['id']}/cancel", event_id=new_id(), version=1, words="线已通")
    address = "/api/v1/tasks/export?district=north&language=zh-Hant&format="
    written = house.client("chen").get(address + "csv")
    rows = list(csv.reader(written.data.decode("utf-8-sig").splitlines()))
    assert rows[0][:2] == ["要做什麼", "類別"]
    assert [row[:2] for row in rows[1:]] == [["'=1+1 换分光器", "線路"]]
    book = house.client("chen").get(address + "xlsx")
    assert book.data.startswith(b"PK")
    assert "tasks-north" in book.headers["Content-Disposition"]
    assert house.client("he").get(address + "csv").status_code == 403
