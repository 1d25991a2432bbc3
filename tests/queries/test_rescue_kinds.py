"""A rescue of each kind, from a real database: it saves what it says, nothing else is broken, twice is once, and it can be taken back."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.actions.duties import call_out, lend, offer, put_on_standby
from dispatch.actions.errors import NotAllowed, StalePlan
from dispatch.actions.plans import store_plan
from dispatch.actions.rescues import do_rescue, undo_rescue
from dispatch.orders.lifecycle import Status
from dispatch.planning.day import Stop
from dispatch.planning.rescue import Rescue, RescueKind
from dispatch.queries.people import technicians_json
from dispatch.queries.rescue_kinds import rescue_kinds, rescues_json
from dispatch.storage.day import day_input, plan_version
from dispatch.storage.desks import Desks
from dispatch.storage.district import Area, District
from dispatch.storage.duty import Duty, DutyKind
from dispatch.storage.event_log import events_of
from dispatch.storage.order import Order
from dispatch.storage.plan import PlanRequest
from dispatch.storage.technician import Technician
from dispatch.travel.cache import TravelCache
from dispatch.travel.great_circle import GreatCircle
from tests.absences import be_away
from tests.actions.conftest import DESK, LI, NINE, WANG, World

TRAVEL = TravelCache(GreatCircle())
TODAY = date(2026, 11, 20)


def ways(
    world: World, order_id: str, *, sees: Callable[[str], bool] = lambda _: False
) -> dict[RescueKind, Rescue]:
    with world.database.read() as session:
        found = rescue_kinds(session, order_id, now=world.now, travel=TRAVEL, desks=Desks(TRAVEL), sees=sees)
        assert len(rescues_json(session, found)) == len(found)
    return {one.kind: one for one in found}


def do(world: World, order_id: str, rescue: Rescue, event_id: str = "rescue-1") -> None:
    with world.database.write() as session:
        do_rescue(session, order_id, rescue, actor=DESK, now=world.now, event_id=event_id)


def undo(world: World, event_id: str = "rescue-1") -> None:
    with world.database.write() as session:
        undo_rescue(session, event_id, actor=DESK, now=world.now)


def order_of(world: World, order_id: str) -> Order:
    with world.database.read() as session:
        order = session.get_one(Order, order_id)
        session.expunge(order)
        return order


def away(world: World, technician_id: str, until_at: datetime) -> None:
    with world.database.write() as session:
        be_away(session, technician_id, until_at)


def change(world: World, technician_id: str, **fields: Any) -> None:
    with world.database.write() as session:
        technician = session.get_one(Technician, technician_id)
        for name, value in fields.items():
            setattr(technician, name, value)


def versions(world: World) -> dict[str, int]:
    with world.database.read() as session:
        return dict(session.execute(select(Order.id, Order.version)).all())


@pytest.fixture
def neighbour(world: World) -> str:
    with world.database.write() as session:
        session.add(District(id="south", name="城南区"))
        session.flush()
        session.add(
            Area(
                id="s-1",
                district_id="south",
                name="南苑",
                tier="standard",
                serviceable=True,
                lat=30.2,
                lon=120.1,
            )
        )
        session.add(
            Technician(
                id="t-gu",
                district_id="south",
                name="顾师傅",
                badge="9",
                skills=["repair", "install"],
                home_lat=30.24,
                home_lon=120.15,
            )
        )
    return "t-gu"


def late(world: World, plan: Callable[..., None]) -> str:
    """Wang has agreed on ten, and lives two hours away."""
    change(world, "t-wang", home_lat=30.65, home_lon=120.15)
    order_id = world.accept()
    plan("t-wang", NINE + timedelta(hours=1), order_id)
    world.step(order_id, "take", WANG)
    world.step(order_id, "contact", WANG, {"agreed_at": (NINE + timedelta(hours=1)).isoformat()})
    plan("t-wang", NINE + timedelta(hours=2, minutes=15), order_id)
    return order_id


def plan_both(world: World, who: dict[str, str], at: datetime) -> None:
    stops = [
        Stop(
            order_id=order_id,
            technician_id=technician_id,
            day=TODAY,
            seq=1,
            arrive_at=at,
            start_at=at,
            end_at=at + timedelta(minutes=45),
            travel_s=600,
        )
        for order_id, technician_id in who.items()
    ]
    with world.database.write() as session:
        store_plan(session, "north", plan_version(session, "north"), stops, [], now=world.now)


def test_somebody_else_comes_in_time_and_undo_gives_it_back(world: World, plan: Callable[..., None]) -> None:
    order_id = late(world, plan)
    way = ways(world, order_id)[RescueKind.REASSIGN]
    assert (way.technician_id, way.saves, way.breaks) == ("t-li", ("arrive",), ())
    do(world, order_id, way)
    order = order_of(world, order_id)
    assert order.technician_id == "t-li"
    assert order.planned_arrive_at is not None
    assert order.agreed_at is not None
    assert abs(order.planned_arrive_at - order.agreed_at) <= timedelta(hours=1), (
        "the promise is kept by the plan"
    )
    undo(world)
    assert order_of(world, order_id).technician_id == "t-wang"
    before = versions(world)
    undo(world)
    assert versions(world) == before, "twice is once"


def test_the_same_tap_again_changes_nothing(world: World, plan: Callable[..., None]) -> None:
    order_id = late(world, plan)
    way = ways(world, order_id)[RescueKind.REASSIGN]
    do(world, order_id, way)
    before = versions(world)
    do(world, order_id, way)
    assert versions(world) == before


def test_a_rescue_that_was_overtaken_is_refused_whole(world: World, plan: Callable[..., None]) -> None:
    order_id = late(world, plan)
    way = ways(world, order_id)[RescueKind.REASSIGN]
    other = world.accept(lat=30.2502)
    plan("t-li", NINE + timedelta(hours=1), other)
    before = versions(world)
    with pytest.raises(StalePlan):
        do(world, order_id, way)
    assert versions(world) == before


def test_the_customer_is_told_the_nearest_time_that_holds_and_it_is_ours(
    world: World, plan: Callable[..., None]
) -> None:
    order_id = late(world, plan)
    change(world, "t-li", active=False)
    way = ways(world, order_id)[RescueKind.OTHER_TIME]
    assert way.agreed_at is not None
    assert way.agreed_at > NINE + timedelta(hours=1, minutes=50)
    assert way.agreed_at.minute % 15 == 0
    assert way.breaks == ("arrive",), "the former time is still judged"
    do(world, order_id, way)
    order = order_of(world, order_id)
    assert (order.status, order.agreed_at, order.technician_id) == (Status.CONTACTED, way.agreed_at, "t-wang")
    with world.database.read() as session:
        last = [event for event in events_of(session, order_id) if event.type == "contact"][-1]
        assert str(last.fact.by) == "us"
    undo(world)
    assert order_of(world, order_id).agreed_at == NINE + timedelta(hours=1)


def test_overtime_is_granted_for_the_day_and_the_planner_knows_it(
    world: World, plan: Callable[..., None]
) -> None:
    with world.database.write() as session:
        session.get_one(District, "north").planning = {"overtime_min": 0}
    order_id = world.accept()
    change(world, "t-li", active=False)
    change(world, "t-wang", shift_start="10:00")
    world.now = NINE + timedelta(hours=8, minutes=30)
    way = ways(world, order_id)[RescueKind.OVERTIME]
    assert way.technician_id == "t-wang"
    assert way.minutes > 0
    assert way.minutes % 5 == 0
    assert "complete" in way.saves
    do(world, order_id, way)
    assert order_of(world, order_id).technician_id == "t-wang"
    with world.database.read() as session:
        (grant,) = session.scalars(select(Duty))
        assert (grant.kind, grant.minutes, grant.on_date) == (DutyKind.OVERTIME, way.minutes, TODAY)
        assert grant.granted_by == "dispatcher:u-desk"
        assert grant.order_id == order_id
        look = day_input(session, "north", world.now)
        (wang,) = [one for one in look.technicians if one.id == "t-wang"]
        assert wang.overtime == {TODAY: timedelta(minutes=way.minutes)}
        assert session.get(PlanRequest, "north") is not None
    undo(world)
    with world.database.read() as session:
        look = day_input(session, "north", world.now)
        assert all(not one.overtime for one in look.technicians)
    assert order_of(world, order_id).technician_id is None


def test_two_visits_change_technicians_and_the_other_one_keeps_its_promises(
    world: World, plan: Callable[..., None]
) -> None:
    far, near = world.accept(lat=30.25), world.accept(lat=30.65)
    change(world, "t-wang", home_lat=30.65, home_lon=120.15)
    plan_both(world, {far: "t-wang", near: "t-li"}, NINE + timedelta(hours=1))
    world.step(far, "take", WANG)
    world.step(far, "contact", WANG, {"agreed_at": (NINE + timedelta(hours=1)).isoformat()})
    plan_both(world, {far: "t-wang", near: "t-li"}, NINE + timedelta(hours=2, minutes=15))
    way = ways(world, far)[RescueKind.SWAP]
    assert (way.others, way.other_technician_id, way.saves) == ((near,), "t-wang", ("arrive",))
    do(world, far, way)
    assert order_of(world, far).technician_id == "t-li"
    assert order_of(world, near).technician_id == "t-wang"
    undo(world)
    assert order_of(world, far).technician_id == "t-wang"
    assert order_of(world, near).technician_id == "t-li"


def test_a_neighbour_is_borrowed_for_today_only_where_that_is_allowed(
    world: World, plan: Callable[..., None], neighbour: str
) -> None:
    order_id = late(world, plan)
    change(world, "t-li", active=False)
    assert RescueKind.BORROW not in ways(world, order_id)
    with world.database.write() as session:
        offer(session, neighbour, TODAY, actor=DESK, now=world.now)
    way = ways(world, order_id)[RescueKind.BORROW]
    assert ways(world, order_id, sees=lambda _: True)[RescueKind.BORROW].key == way.key
    assert (way.technician_id, way.district_id, way.saves, way.breaks) == (
        neighbour,
        "south",
        ("arrive",),
        (),
    )
    do(world, order_id, way)
    assert order_of(world, order_id).technician_id == neighbour
    with world.database.read() as session:
        north = {one.id: one for one in day_input(session, "north", world.now).technicians}
        south = {one.id: one for one in day_input(session, "south", world.now).technicians}
        assert north[neighbour].only == frozenset({TODAY})
        assert south[neighbour].lent == frozenset({TODAY}), "the own district loses the hours"
    undo(world)
    assert order_of(world, order_id).technician_id == "t-wang"
    with world.database.read() as session:
        assert neighbour not in {one.id for one in day_input(session, "north", world.now).technicians}


def test_who_has_work_at_home_is_not_lent(world: World, neighbour: str) -> None:
    order_id = world.accept(district_id="south", lat=30.2, lon=120.1)
    world.assign(order_id, type(WANG)(WANG.role, neighbour))
    with world.database.write() as session, pytest.raises(NotAllowed):
        lend(session, neighbour, "north", TODAY, actor=DESK, now=world.now)


def test_who_waits_for_our_call_is_called(world: World) -> None:
    order_id = world.accept()
    world.assign(order_id)
    world.step(order_id, "take", WANG)
    assert RescueKind.CALL in ways(world, order_id)
    world.step(order_id, "contact", WANG, {"agreed_at": (NINE + timedelta(hours=2)).isoformat()})
    assert RescueKind.CALL not in ways(world, order_id)


def test_nothing_is_offered_once_somebody_is_on_the_way(world: World) -> None:
    order_id = world.accept()
    world.contacted(order_id, hours=1)
    world.step(order_id, "set_off", WANG)
    assert ways(world, order_id) == {}


def test_a_call_out_adds_hours_for_whoever_is_on_standby(world: World) -> None:
    change(world, "t-li", shift_start="14:00", shift_end="20:00")
    away(world, "t-li", NINE + timedelta(hours=20))
    with world.database.write() as session, pytest.raises(NotAllowed):
        call_out(session, "t-li", actor=DESK, now=world.now, event_id="call-1")
    hours = (time(6), time(12))
    with world.database.write() as session:
        put_on_standby(session, "t-li", TODAY, hours, actor=DESK, now=world.now)
        first = call_out(session, "t-li", actor=DESK, now=world.now, event_id="call-1")
        again = call_out(session, "t-li", actor=DESK, now=world.now, event_id="call-1")
        assert again is first
        assert (first.from_time, first.until_time) == ("09:00", "12:00")
    with world.database.read() as session:
        technicians = session.scalars(select(Technician).order_by(Technician.id)).all()
        district = session.get_one(District, "north")
        shown = {one["id"]: one for one in technicians_json(session, technicians, district, TODAY)}
        assert shown["t-li"]["shift_start_at"] is not None
        assert shown["t-li"]["shift_end_at"].startswith("2026-11-20T04:00")
        assert shown["t-li"]["duty"]["called_out"] is True
    other = world.accept()
    world.step(other, "assign", DESK, {"technician_id": "t-li"})
    assert order_of(world, other).technician_id == LI.id
