"""The plan panel asks how the planner stands, asks for a plan, and is told who asked and what has no place."""

from datetime import timedelta
from typing import Any

from dispatch.actions.planner import Planner
from dispatch.planning.stop import iterations
from dispatch.storage.technician import Technician
from dispatch.web.api_planner import PlannerAnswer, PlanRequestAnswer
from tests.absences import be_away
from tests.web.conftest import House
from tests.web.test_orders import fits

PLANNER = "/api/v1/districts/north/planner"
REQUESTS = "/api/v1/districts/north/plan-requests"


def plan(house: House) -> None:
    planner = Planner(database=house.database, district_id="north", make_stop=lambda: iterations(30))
    assert planner.plan(house.clock.now) is not None


def state(house: House) -> dict[str, Any]:
    answer = house.client("chen").get(PLANNER)
    assert answer.status_code == 200, answer.json
    fits(PlannerAnswer(), answer.json)
    told: dict[str, Any] = answer.json
    return told


def test_before_the_first_plan_there_is_nothing_to_tell(house: House) -> None:
    told = state(house)
    assert (told["standing"], told["plan"], told["search"], told["unassigned"]) == ("idle", None, None, [])


def test_asked_twice_it_plans_once_and_says_for_whom(house: House) -> None:
    house.accept(lat=30.26)
    first = house.client("chen").post(REQUESTS)
    fits(PlanRequestAnswer(), first.json)
    assert (first.status_code, first.json["under_way"]) == (202, False)
    assert house.client("chen").post(REQUESTS).json["under_way"] is True
    waiting = state(house)
    assert (waiting["standing"], waiting["request"]["by"]["role"]) == ("at_work", "dispatcher")
    assert waiting["request"]["by"]["name"]
    plan(house)
    told = state(house)
    assert (told["standing"], told["request"]) == ("idle", None)
    assert told["plan"]["asked"]["by"] == waiting["request"]["by"]
    assert told["search"]["figures"]["visits"] == 1
    assert told["search"]["seconds"] >= 0


def test_a_wish_that_nobody_answers_is_late(house: House) -> None:
    house.client("chen").post(REQUESTS)
    house.clock.step(timedelta(minutes=3))
    assert state(house)["standing"] == "late"


def test_what_has_no_place_is_listed_with_the_planners_reason(house: House) -> None:
    with house.database.write() as session:
        for technician in session.query(Technician).filter_by(district_id="north"):
            be_away(session, technician.id, house.clock.now() + timedelta(days=30))
    order = house.accept(lat=30.26)["order"]
    plan(house)
    (left,) = state(house)["unassigned"]
    assert (left["order_id"], left["number"]) == (order["id"], order["number"])
    assert left["reason"]


def test_only_this_district_s_desk_asks(house: House) -> None:
    for login, code in (("he", 403), ("wang", 403)):
        assert house.client(login).get(PLANNER).status_code == code
        assert house.client(login).post(REQUESTS).status_code == code
