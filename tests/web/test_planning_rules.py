"""The rules of a district over the API: read by its desk, changed by its heads, every wrong setting named."""

from typing import Any

from tests.web.conftest import House, new_id
from tests.web.test_sockets import open_page, pump, watch

PATH = "/api/v1/districts/north/planning-rules"


def put(house: House, login: str, version: int, path: str = PATH, **settings: Any) -> Any:
    named = {name.replace("__", "."): value for name, value in settings.items()}
    body = {"event_id": new_id(), "expected_version": version, "settings": named}
    return house.client(login).put(path, json=body)


def shown(house: House) -> Any:
    return house.client("chen").get(PATH).json


def test_a_lead_changes_the_rules_and_every_board_hears_of_it(house: House) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    pump(house)
    page.get_received()
    before = shown(house)
    word = next(one for one in before["settings"] if one["name"] == "weights.word")
    assert word == {
        "name": "weights.word",
        "group": "word",
        "kind": "number",
        "unit": "points",
        "value": 5000,
        "default": 5000,
        "least": 0,
        "most": 100_000,
        "choices": [],
    }
    answer = put(house, "zhou", before["version"], weights__word=8000, changes="propose")
    assert answer.status_code == 200, answer.json
    after = {one["name"]: one["value"] for one in answer.json["settings"]}
    assert (after["weights.word"], after["changes"], answer.json["version"]) == (8000, "propose", 1)
    assert answer.json["changes"][0]["by"]["role"] == "lead"
    pump(house)
    told = [event["args"][0] for event in page.get_received() if event["name"] == "rules"]
    assert told == [{"district_id": "north", "version": 1}]
    planner: Any = house.client("chen").get("/api/v1/districts/north/planner").json
    assert planner["request"] is not None


def test_who_comes_second_gets_the_rules_that_hold(house: House) -> None:
    assert put(house, "zhou", 0, days=4).status_code == 200
    late = put(house, "sun", 0, days=9)
    assert (late.status_code, late.json["code"]) == (409, "stale-rules")
    assert late.json["current"]["version"] == 1
    assert {one["name"]: one["value"] for one in late.json["current"]["settings"]}["days"] == 4


def test_every_wrong_setting_is_named_at_once(house: House) -> None:
    wrong = put(house, "zhou", 0, days=99, changes="ask", reserve=20, speed=1, weights__late=[1] * 500)
    assert (wrong.status_code, wrong.json["code"]) == (422, "invalid-field")
    assert [(one["field"], one["expected"], one["got"]) for one in wrong.json["errors"][:3]] == [
        ("settings.days", "a whole number from 1 to 14", 99),
        ("settings.changes", "one of apply, propose", "ask"),
        ("settings.speed", "no such field", 1),
    ]
    assert len(wrong.json["errors"]) == 4
    assert len(str(wrong.json["errors"][3]["got"])) < 200
    assert shown(house)["version"] == 0


def test_the_rules_are_the_districts_own(house: House) -> None:
    assert house.client("he").get(PATH).status_code == 403
    assert put(house, "chen", 0, days=4).status_code == 403
    assert put(house, "wang", 0, days=4).status_code == 403
    assert put(house, "lin", 0, "/api/v1/districts/nowhere/planning-rules", days=4).status_code == 404
