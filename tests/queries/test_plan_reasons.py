"""Why an order is planned as it is, from what is stored; and for one without a place, whom that is up to and the ways out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dispatch.queries.plan_reasons import plan_reasons
from dispatch.storage.technician import Technician
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.absences import be_away
from tests.actions.conftest import LI, NINE, WANG, World

TRAVEL = TravelCache(GreatCircle())


def reasons(world: World, order_id: str) -> dict[str, Any]:
    with world.database.read() as session:
        return plan_reasons(session, order_id, now=world.now, travel=TRAVEL)


def away(world: World, technician_id: str, until_at: datetime) -> None:
    with world.database.write() as session:
        be_away(session, technician_id, until_at)


def change(world: World, technician_id: str, **fields: Any) -> None:
    with world.database.write() as session:
        technician = session.get_one(Technician, technician_id)
        for name, value in fields.items():
            setattr(technician, name, value)


def test_a_planned_order_says_who_when_and_what_the_next_best_would_cost(
    world: World, plan: Callable[..., None]
) -> None:
    first, second = world.accept(), world.accept(lat=30.26)
    plan("t-wang", NINE + timedelta(hours=1), first, second)
    found = reasons(world, second)
    assert found["standing"] == "planned"
    assert found["seat"]["technician_id"] == "t-wang"
    assert [line["code"] for line in found["time"]][:2] == ["stop_before", "road"]
    assert found["time"][0]["other_id"] == first
    assert found["time"][0]["other"] == "陈*"
    assert found["decision"]["code"] in {"travel", "changed", "equal", "cheaper_elsewhere"}
    (other,) = found["possible"]
    assert other["technician_id"] == "t-li"
    assert abs(other["cost_s"] - sum(part["seconds"] for part in other["more"])) < 120
    assert (found["blocked"], found["ways_out"]) == ([], [])


def test_an_order_that_its_technician_has_taken_is_theirs_and_others_are_priced_all_the_same(
    world: World, plan: Callable[..., None]
) -> None:
    order_id = world.accept()
    plan("t-wang", NINE + timedelta(hours=1), order_id)
    world.step(order_id, "take", WANG)
    agreed_at = NINE + timedelta(hours=2)
    world.step(order_id, "contact", WANG, {"agreed_at": agreed_at.isoformat()})
    found = reasons(world, order_id)
    assert (found["decision"]["code"], found["decision"]["by"]) == ("held", "contacted")
    assert found["decision"]["technician_id"] == "t-wang"
    assert [one["technician_id"] for one in found["possible"]] == ["t-li"]
    assert "in_promised_time" in [line["code"] for line in found["time"]]


def test_a_promise_that_the_one_who_took_it_cannot_keep_is_kept_by_another(
    world: World, plan: Callable[..., None]
) -> None:
    change(world, "t-wang", home_lat=30.65, home_lon=120.15)
    order_id = world.accept()
    plan("t-wang", NINE + timedelta(hours=1), order_id)
    world.step(order_id, "take", WANG)
    agreed_at = NINE + timedelta(hours=1)
    world.step(order_id, "contact", WANG, {"agreed_at": agreed_at.isoformat()})
    found = reasons(world, order_id)
    assert found["seat"]["breaks"] == ["arrive"], "home is two hours away"
    ways = {way["code"]: way for way in found["ways_out"]}
    other = ways["other_person"]
    assert (other["technician_id"], other["breaks"]) == ("t-li", [])
    assert other["acts"] == [{"order_id": order_id, "technician_id": "t-li"}]
    assert ways["other_time"]["breaks"] == [], "what is agreed anew is not missed"


def test_who_cannot_have_it_is_named_under_the_rule(world: World) -> None:
    change(world, "t-wang", skills=["install"])
    order_id = world.accept()
    found = reasons(world, order_id)
    assert found["standing"] == "unassigned"
    (line,) = found["blocked"]
    assert (line["code"], line["names"]) == ("skills", ["repair"])
    assert [one["technician_id"] for one in line["technicians"]] == ["t-wang"]
    assert [one["technician_id"] for one in found["possible"]] == ["t-li"]
    (way,) = found["ways_out"]
    assert (way["code"], way["acts"]) == ("assign", [{"order_id": order_id, "technician_id": "t-li"}])


def test_when_nobody_has_the_skill_the_way_out_is_to_waive_it(world: World) -> None:
    for technician_id in ("t-wang", "t-li"):
        change(world, technician_id, skills=["install"])
    found = reasons(world, world.accept())
    assert found["possible"] == []
    codes = {way["code"]: way for way in found["ways_out"]}
    assert codes["waiver"]["names"] == ["repair"]
    assert codes["waiver"]["acts"]


def test_who_is_on_leave_or_handed_it_back_is_said_so(world: World) -> None:
    away(world, "t-wang", NINE + timedelta(days=30))
    order_id = world.accept()
    world.assign(order_id, LI)
    world.step(order_id, "decline", LI, {"reason": "too_far"})
    lines = {line["code"]: line for line in reasons(world, order_id)["blocked"]}
    assert [one["technician_id"] for one in lines["away"]["technicians"]] == ["t-wang"]


def test_the_planner_has_no_say_in_what_is_under_way_or_over(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.step(order_id, "set_off", WANG)
    assert reasons(world, order_id)["standing"] == "under_way"
    world.step(order_id, "arrive", WANG)
    world.step(order_id, "hold", WANG, {"reason": "not_ready", "note": "没通电"})
    assert reasons(world, order_id)["standing"] == "not_planned"


def test_what_is_booked_beyond_the_planned_days_is_later(world: World) -> None:
    later = world.accept(booked_date=(NINE + timedelta(days=9)).date(), booked_half="am")
    assert reasons(world, later)["standing"] == "later"
