"""Sick in one call: tried, reported once, changed by version, back again; the boards hear of it, other districts cannot."""

from datetime import timedelta

from tests.web.conftest import House, new_id
from tests.web.test_escalations import post
from tests.web.test_sockets import open_page, pump, watch


def test_who_is_reported_sick_is_away_on_every_board_until_back(house: House) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    pump(house)
    page.get_received()
    tried = post(house, "chen", "technicians/t-li/absences/trial")
    assert (tried.status_code, tried.json) == (200, {"released": [], "under_way": []})
    event_id = new_id()
    said = [
        post(house, "chen", "technicians/t-li/absences", event_id=event_id, kind="sick") for _ in range(2)
    ]
    assert [one.status_code for one in said] == [200, 200], said[0].json
    absence = said[0].json["absence"]
    assert (absence["kind"], absence["until_at"], said[1].json["absence"]["id"]) == (
        "sick",
        None,
        absence["id"],
    )
    pump(house)
    assert "duty" in [event["name"] for event in page.get_received()]
    client = house.client("chen")
    shown = client.get("/api/v1/districts/north/absences").json
    assert absence["id"] in [one["id"] for one in shown]
    people = client.get("/api/v1/board?district=north").json["technicians"]
    li = next(one for one in people if one["id"] == "t-li")
    assert [one["kind"] for one in li["absences"]] == ["sick"]
    until_at = (house.clock.now() + timedelta(hours=3)).isoformat()
    body = {"kind": "leave", "from_at": absence["from_at"], "until_at": until_at, "note": "", "version": 1}
    assert (
        post(house, "chen", f"absences/{absence['id']}/change", event_id=new_id(), **body).status_code == 200
    )
    stale = post(house, "chen", f"absences/{absence['id']}/change", event_id=new_id(), **body)
    assert (stale.status_code, stale.json["code"]) == (409, "stale-version")
    house.clock.step(timedelta(minutes=5))
    back = post(house, "chen", f"absences/{absence['id']}/end", event_id=new_id(), version=2)
    assert (back.status_code, back.json["ended_at"] is not None) == (200, True)
    assert client.get("/api/v1/districts/north/absences").json == [
        one for one in shown if one["id"] != absence["id"]
    ]


def test_only_the_desk_of_the_district_says_who_is_away(house: House) -> None:
    for login in ("he", "li"):
        answer = post(house, login, "technicians/t-li/absences", event_id=new_id(), kind="sick")
        assert answer.status_code == 403, login
    nobody = post(house, "chen", "technicians/t-nobody/absences", event_id=new_id(), kind="sick")
    assert nobody.status_code == 404
    wrong = post(house, "chen", "technicians/t-li/absences", event_id=new_id(), kind="bored")
    assert (wrong.status_code, wrong.json["field"]) == (422, "kind")
