"""What rang for a role is in its inbox: one has it, the other is told so; handed over, settled; districts and the reserve."""

from datetime import timedelta
from typing import Any

import pytest

from dispatch.actions.deadlines import sweep
from dispatch.storage.order import Order
from tests.absences import come_back
from tests.web.conftest import House, new_id
from tests.web.test_sockets import open_page, pump, watch


@pytest.fixture
def rang(house: House) -> str:
    """A repair that 80 % of its time has passed of: the team lead was told."""
    order_id: str = house.accept()["order"]["id"]
    house.clock.step(timedelta(hours=19))
    sweep(house.database, house.clock.now)
    return order_id


def inbox(house: House, login: str, **query: str) -> list[dict[str, Any]]:
    answer = house.client(login).get("/api/v1/escalations", query_string=query)
    assert answer.status_code == 200, answer.json
    found: list[dict[str, Any]] = answer.json["escalations"]
    return found


def post(house: House, login: str, path: str, **body: Any) -> Any:
    return house.client(login).post(f"/api/v1/{path}", json=body)


def test_a_rung_is_in_the_inbox_of_the_role_that_it_names(house: House, rang: str) -> None:
    (one,) = [each for each in inbox(house, "zhou") if each["promise"] == "complete"]
    assert (one["order_id"], one["rung"], one["owner"]) == (rang, "warn_75", None)
    assert inbox(house, "sun") == [], "the manager is told at 90 %"
    assert inbox(house, "chen") == [], "nobody has handed anything to the dispatcher"
    assert house.client("he").get("/api/v1/escalations?district=north").status_code == 403


def test_one_has_it_and_everybody_sees_who(house: House, rang: str) -> None:
    page = open_page(house, "chen")
    watch(page, "board")
    pump(house)
    page.get_received()
    (one,) = inbox(house, "zhou", district="north")
    answer = post(house, "zhou", f"escalations/{one['key']}/take", version=0)
    assert answer.status_code == 200, answer.json
    (taken,) = answer.json["escalations"]
    assert taken["owner"]["name"]
    assert taken["version"] == 1
    again = post(house, "zhou", f"escalations/{one['key']}/take", version=0)
    assert again.json["escalations"][0]["version"] == 1, "twice is once"
    late = post(house, "lin", f"escalations/{one['key']}/take", version=0)
    assert (late.status_code, late.json["code"]) == (409, "escalation-moved-on")
    pump(house)
    assert "escalation" in [event["name"] for event in page.get_received()]
    assert post(house, "he", f"escalations/{one['key']}/take", version=1).status_code == 403


def test_it_is_handed_over_and_settled_with_what_was_done(house: House, rang: str) -> None:
    (one,) = inbox(house, "zhou")
    people = house.client("zhou").get("/api/v1/escalations").json["people"]
    chen = next(each["id"] for each in people if each["role"] == "dispatcher")
    handed = post(house, "zhou", f"escalations/{one['key']}/hand-over", to=chen, version=0)
    assert handed.status_code == 200, handed.json
    (mine,) = inbox(house, "chen")
    assert mine["owner"]["id"] == chen
    assert mine["handed_by"] is not None
    done = post(
        house, "chen", f"escalations/{one['key']}/settle", what="改派林海，十点到", version=mine["version"]
    )
    assert done.status_code == 200, done.json
    (over,) = inbox(house, "zhou")
    assert over["what"] == "改派林海，十点到"
    assert over["done_at"] is not None
    again = post(house, "zhou", f"escalations/{one['key']}/settle", what="别的", version=over["version"])
    assert (again.status_code, again.json["code"]) == (409, "escalation-over")


def test_a_rung_that_has_not_rung_is_nobodys(house: House, rang: str) -> None:
    (one,) = inbox(house, "zhou")
    key = one["key"].replace("warn_75", "warn_90")
    assert post(house, "zhou", f"escalations/{key}/take", version=0).status_code == 404
    assert post(house, "zhou", "escalations/nonsense/take", version=0).status_code == 404


def test_the_manager_sees_every_district_and_the_dispatcher_the_own_one(house: House, rang: str) -> None:
    all_of_them = house.client("sun").get("/api/v1/overview").json
    assert {one["id"] for one in all_of_them} == {"north", "south"}
    north = next(one for one in all_of_them if one["id"] == "north")
    assert (north["open"], north["unassigned"]) == (1, 1)
    assert north["on_duty"] == 2
    assert [one["id"] for one in house.client("chen").get("/api/v1/overview").json] == ["north"]
    lead = house.client("zhou").get("/api/v1/overview").json
    assert lead[0]["escalations"] == 1


def test_the_reserve_is_put_on_standby_and_called_out_in_two_taps(house: House) -> None:
    standby = post(house, "zhou", "technicians/t-li/standby", from_time="08:00", until_time="22:00")
    assert standby.status_code == 200, standby.json
    assert (
        post(house, "chen", "technicians/t-li/standby", from_time="08:00", until_time="22:00").status_code
        == 403
    )
    assert (
        post(house, "zhou", "technicians/t-li/standby", from_time="25:00", until_time="22:00").status_code
        == 422
    )
    event_id = new_id()
    called = post(house, "chen", "technicians/t-li/call-outs", event_id=event_id)
    assert called.status_code == 200, called.json
    (one,) = called.json
    assert (one["called"]["from"], one["called"]["until"]) == ("09:00", "22:00")
    assert post(house, "chen", "technicians/t-li/call-outs", event_id=event_id).status_code == 200
    twice = post(house, "chen", "technicians/t-li/call-outs", event_id=new_id())
    assert (twice.status_code, twice.json["code"]) == (409, "called-already")
    assert (
        post(house, "chen", "technicians/t-wang/call-outs", event_id=new_id()).json["code"]
        == "not-on-standby"
    )
    board = house.client("chen").get("/api/v1/board?district=north").json
    li = next(each for each in board["technicians"] if each["id"] == "t-li")
    assert li["duty"]["called_out"] is True
    back = post(house, "chen", f"duties/{one['called']['id']}/revoke")
    assert back.json[0]["called"] is None


def test_a_rescue_over_http_is_done_as_shown_once_and_taken_back(house: House) -> None:
    with house.database.write() as session:
        come_back(session, "t-wang")
    order_id = house.accept()["order"]["id"]
    ways = house.client("chen").get(f"/api/v1/orders/{order_id}/rescues").json
    assert ways
    assert house.client("he").get(f"/api/v1/orders/{order_id}/rescues").status_code == 403
    event_id = new_id()
    first = post(house, "chen", f"orders/{order_id}/rescues", event_id=event_id, key=ways[0]["key"])
    assert first.status_code == 200, first.json
    again = post(house, "chen", f"orders/{order_id}/rescues", event_id=event_id, key=ways[0]["key"])
    assert (again.status_code, again.json["replayed"]) == (200, True)
    gone = post(house, "chen", f"orders/{order_id}/rescues", event_id=new_id(), key="overtime.nothing")
    assert (gone.status_code, gone.json["code"]) == (409, "rescue-gone")
    assert "rescues" in gone.json["current"]
    undone = post(house, "chen", f"rescues/{event_id}/undo")
    assert undone.status_code == 200, undone.json
    with house.database.read() as session:
        assert session.get_one(Order, order_id).technician_id is None
