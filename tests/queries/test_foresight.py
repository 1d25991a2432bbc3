"""What a move would mean in every lane: an offer or the planner's own rule, for everybody but who has the order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dispatch.planning.alternatives import reasons_in
from dispatch.planning.lanes import Lanes
from dispatch.queries.foresight import foresight
from dispatch.queries.plan_reasons import freed
from dispatch.queries.rescues import rescues
from dispatch.storage.desks import Desks
from dispatch.storage.running_day import running_day
from dispatch.storage.technician import Technician
from dispatch.travel.cache import TravelCache
from dispatch.travel.source import make_source
from tests.absences import be_away
from tests.actions.conftest import NINE, WANG, World

TRAVEL = TravelCache(make_source(None))


def look(world: World, order_id: str, desks: Desks | None = None) -> dict[str, Any]:
    with world.database.read() as session:
        return foresight(session, order_id, now=world.now, travel=TRAVEL, desks=desks)


def away(world: World, technician_id: str, until_at: datetime) -> None:
    with world.database.write() as session:
        be_away(session, technician_id, until_at)


def change(world: World, technician_id: str, **fields: Any) -> None:
    with world.database.write() as session:
        person = session.get_one(Technician, technician_id)
        for name, value in fields.items():
            setattr(person, name, value)


def refused(world: World, order_id: str) -> dict[str, dict[str, Any]]:
    return {line["technician_id"]: line for line in look(world, order_id)["refused"]}


def test_everybody_but_its_technician_is_offered_or_refused(world: World, plan: Callable[..., None]) -> None:
    order_id = world.accept(lat=30.26)
    plan("t-wang", NINE + timedelta(hours=23), order_id)
    change(world, "t-li", skills=["fiber"])
    seen = look(world, order_id)
    assert [one["technician_id"] for one in seen["offers"]] == []
    assert [one["technician_id"] for one in seen["refused"]] == ["t-li"]


def test_a_missing_skill_is_named(world: World) -> None:
    order_id = world.accept()
    change(world, "t-li", skills=["fiber"])
    line = refused(world, order_id)["t-li"]
    assert (line["code"], line["names"]) == ("skills", ["repair"])


def test_who_is_on_leave_and_who_handed_it_back_are_told_apart(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, "decline", WANG, {"reason": "too_far"})
    away(world, "t-li", world.now + timedelta(days=30))
    codes = {name: line["code"] for name, line in refused(world, order_id).items()}
    assert codes["t-li"] == "away"


def test_a_shift_that_is_too_short_says_how_much_overtime_would_do(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=4)
    change(world, "t-li", shift_end="10:30")
    with world.database.write() as session:
        be_away(session, "t-li", None, from_at=NINE + timedelta(hours=12))
    line = refused(world, order_id)["t-li"]
    assert line["code"] in {"shift", "full"}
    assert line["over_s"] > 3600, "beyond the hour that is allowed"


def test_an_offer_says_how_much_of_it_is_overtime(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=4)
    change(world, "t-li", shift_end="13:20")
    offer = next(one for one in look(world, order_id)["offers"] if one["technician_id"] == "t-li")
    assert 0 < offer["overtime_s"] <= 3600
    change(world, "t-li", shift_end="18:00")
    offer = next(one for one in look(world, order_id)["offers"] if one["technician_id"] == "t-li")
    assert offer["overtime_s"] == 0


def test_tools_and_parts_that_are_missing_are_named(world: World) -> None:
    order_id = world.accept()
    change(world, "t-li", tools=[])
    line = refused(world, order_id)["t-li"]
    assert (line["code"], bool(line["names"])) == ("parts", True)
    install = world.accept(kind="install", line_id=None)
    change(world, "t-li", tools=None, stock={})
    line = refused(world, install)["t-li"]
    assert (line["code"], bool(line["short"])) == ("parts", True)


def test_who_handed_it_back_and_whom_the_customer_does_not_want_are_refused_by_name(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, "decline", WANG, {"reason": "too_far"})
    assert refused(world, order_id)["t-wang"]["code"] == "declined"
    other = world.accept(not_wanted=("t-li",))
    assert refused(world, other)["t-li"]["code"] == "excluded"


def test_a_booked_half_that_is_over_by_the_shifts_beginning_breaks_the_arrival_or_is_refused(
    world: World,
) -> None:
    """A window forbids nothing: whoever cannot be in time is offered with what that breaks."""
    order_id = world.accept()
    world.contacted(order_id, hours=2)
    change(world, "t-li", shift_start="14:00")
    offer = next(one for one in look(world, order_id)["offers"] if one["technician_id"] == "t-li")
    assert "arrive" in offer["breaks"]


def test_every_refusal_is_the_planners(world: World) -> None:
    order_id = world.accept()
    change(world, "t-li", skills=["fiber"])
    away(world, "t-wang", world.now + timedelta(days=30))
    with world.database.read() as session:
        running = running_day(session, "north", world.now, TRAVEL)
        job, problem = freed(running, order_id)
        assert job is not None
        crew = [one.id for one in running.look.technicians]
        lanes = Lanes(problem, running.travel, running.plan, asked=order_id)
        found = reasons_in(lanes, job, crew=crew)
    planners = {one.technician_id: str(one.blocked.code) for one in found.blocked if one.blocked}
    assert {name: line["code"] for name, line in refused(world, order_id).items()} == planners
    assert planners


def test_a_lane_and_the_risk_lists_button_say_the_same_price(world: World, plan: Callable[..., None]) -> None:
    order_id = world.accept(lat=30.26)
    plan("t-wang", NINE + timedelta(hours=1), order_id)
    desks = Desks(TRAVEL)
    with world.database.read() as session:
        (button,) = rescues(session, order_id, now=world.now, desks=desks)
    (offer,) = look(world, order_id, desks)["offers"]
    assert {name: offer[name] for name in button} == button


def test_an_order_under_way_is_foreseen_nowhere(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.step(order_id, "set_off")
    seen = look(world, order_id)
    assert (seen["offers"], seen["refused"]) == ([], [])
